//! Files of a folder. Nothing outside of it is read, unless it stands in a folder that was allowed by
//! name: a document that came from elsewhere must not show what else is on the machine.
//!
//! A file is where it lies in the end: however it is written, and whichever links lead to it, it is one.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::links::{self, Stopped};
use super::{Reader, Unread};
use crate::diagnostic::Diagnostic;
use crate::limits::MOST_BYTES;

/// The folder of a document, and others that may be read.
#[derive(Clone, Debug)]
pub struct OnDisk {
    /// Where addresses begin; nothing where the folder is not there.
    folder: Option<PathBuf>,
    /// What may be read, without links in it.
    allowed: Vec<PathBuf>,
    /// The same as the user wrote it, to whom it is nothing new that these folders are there.
    named: Vec<PathBuf>,
}

impl OnDisk {
    /// The folder that a document stands in.
    pub fn beside(document: &Path) -> Self {
        let parent = document.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        let folder = parent.canonicalize().ok();
        let named = std::path::absolute(parent).into_iter().collect();
        Self { allowed: folder.iter().cloned().collect(), named, folder }
    }

    /// Another folder whose files may be read.
    pub fn allow(&mut self, folder: &Path) -> Result<(), Diagnostic> {
        let unusable = |error: &dyn std::fmt::Display| {
            let name = folder.display().to_string();
            Diagnostic::new(
                format!("the folder cannot be read: {error}"),
                "name an existing folder with `--allow-folder`",
            )
            .in_file(&name)
        };
        let found = folder.canonicalize().map_err(|error| unusable(&error))?;
        if !found.is_dir() {
            return Err(unusable(&"it is a file"));
        }
        self.allowed.push(found);
        self.named.extend(std::path::absolute(folder));
        Ok(())
    }

    /// Where the file at an address lies.
    fn path(&self, address: &str) -> Result<PathBuf, Unread> {
        let folder = self.folder.as_ref().ok_or(Unread::Missing)?;
        // Before the disk is asked: whether there is a file outside is nothing to tell either.
        let path = joined(folder, address).filter(|path| self.is_allowed(path));
        // A link that leads outside is outside, though it may lead on from there.
        let open = |path: &Path| self.is_allowed(path) || self.is_above(path);
        let path = match links::follow(&path.ok_or(Unread::Outside)?, open) {
            // Some systems do not tell `a` from `A`, and have one of them in the end.
            Ok(path) => path.canonicalize().map_err(|error| failed(&error))?,
            Err(Stopped::Forbidden) => return Err(Unread::Outside),
            Err(Stopped::Failed(error)) => return Err(failed(&error)),
        };
        if self.is_allowed(&path) { Ok(path) } else { Err(Unread::Outside) }
    }

    fn is_allowed(&self, path: &Path) -> bool {
        self.allowed.iter().any(|folder| path.starts_with(folder))
    }

    fn is_above(&self, path: &Path) -> bool {
        self.allowed.iter().chain(&self.named).any(|folder| folder.starts_with(path))
    }
}

impl Reader for OnDisk {
    fn locate(&self, address: &str) -> Result<String, Unread> {
        let path = self.path(address)?;
        let found = self.folder.as_deref().and_then(|folder| between(folder, &path));
        // From one disk to another there is no relative path.
        Ok(found.unwrap_or_else(|| address.to_owned()))
    }

    fn read(&self, address: &str) -> Result<Vec<u8>, Unread> {
        let path = self.path(address)?;
        // Opening a pipe would wait for its other end, and a device may never end.
        let about = fs::metadata(&path).map_err(|error| failed(&error))?;
        if !about.is_file() {
            return Err(Unread::NoFile);
        }
        bytes(&path).map_err(|error| failed(&error))?.ok_or(Unread::TooLarge)
    }
}

/// The path of an address, `..` worked out; nothing where a part of it would be more to the system than
/// a name.
fn joined(folder: &Path, address: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in address.split('/').filter(|part| !part.is_empty()) {
        let mut components = Path::new(part).components();
        match (components.next(), components.next()) {
            (Some(Component::ParentDir), None) => {
                path.pop();
            }
            // On Windows a colon separates a drive, or a stream of a file.
            (Some(Component::Normal(name)), None) if !(cfg!(windows) && part.contains(':')) => {
                path.push(name);
            }
            _ => return None,
        }
    }
    Some(path)
}

/// The address of a path, seen from a folder; nothing where there is none that a text can be.
fn between(folder: &Path, path: &Path) -> Option<String> {
    let mut folder = folder.components().peekable();
    let mut path = path.components().peekable();
    let mut is_same_disk = false;
    while folder.peek().is_some() && folder.peek() == path.peek() {
        is_same_disk = true;
        folder.next();
        path.next();
    }
    let up = folder.map(|_| Some(".."));
    let parts: Option<Vec<&str>> = up.chain(path.map(|part| part.as_os_str().to_str())).collect();
    parts.filter(|_| is_same_disk).map(|parts| parts.join("/"))
}

/// The bytes of a file; nothing where it is too large.
fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= MOST_BYTES).then_some(bytes))
}

fn failed(error: &io::Error) -> Unread {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Unread::Missing,
        kind => Unread::Failed(kind),
    }
}
