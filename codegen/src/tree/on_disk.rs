//! Files of a folder. Nothing outside of it is read, unless it stands in a folder that was allowed by
//! name: a document that came from elsewhere must not show what else is on the machine.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

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
}

impl OnDisk {
    /// The folder that a document stands in.
    pub fn beside(document: &Path) -> Self {
        let parent = document.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new(".")).canonicalize().ok();
        Self { allowed: folder.iter().cloned().collect(), folder }
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
        Ok(())
    }

    fn is_allowed(&self, path: &Path) -> bool {
        self.allowed.iter().any(|folder| path.starts_with(folder))
    }
}

impl Reader for OnDisk {
    fn read(&self, address: &str) -> Result<Vec<u8>, Unread> {
        let folder = self.folder.as_ref().ok_or(Unread::Missing)?;
        // Before the disk is asked: whether there is a file outside is nothing to tell either.
        let path = joined(folder, address).filter(|path| self.is_allowed(path));
        // A link that leads outside is outside.
        let path = path.ok_or(Unread::Outside)?.canonicalize().map_err(|error| failed(&error))?;
        if !self.is_allowed(&path) {
            return Err(Unread::Outside);
        }
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
