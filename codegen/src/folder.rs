//! The output folder: what is in it, what would change, and the change as a whole.

mod moved;
mod swap;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::render::manifest_digest;
use crate::{Files, Manifest};

pub use moved::Moved;

/// What Cargo puts into a crate's folder by itself; left alone.
const NOT_OURS: [&str; 2] = ["target", "Cargo.lock"];

/// An output folder, read but not changed.
#[derive(Debug)]
pub struct Folder {
    /// Every file in it by path, with slashes.
    present: BTreeMap<String, Vec<u8>>,
    /// What the manifest in it says, if there is one that can be read.
    manifest: Option<Manifest>,
}

/// A file that would be lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Conflict {
    /// The manifest does not list it.
    Unlisted(String),
    /// The manifest does not list it, and a generated file would take its place.
    InTheWay(String),
    /// It is not what the generator wrote.
    Edited(String),
}

/// How a folder differs from what it should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files to add.
    pub added: Vec<String>,
    /// Files to change.
    pub changed: Vec<String>,
    /// Files that the generator wrote once and does not any more.
    pub removed: Vec<String>,
}

impl Changes {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl Folder {
    /// Reads a folder, which need not exist.
    pub fn read(path: &Path) -> io::Result<Self> {
        let mut present = BTreeMap::new();
        if path.exists() {
            collect(path, "", &mut present)?;
        }
        let manifest = present.get(Manifest::PATH);
        let manifest = manifest.and_then(|bytes| serde_json::from_slice(bytes).ok());
        Ok(Self { present, manifest })
    }

    /// The text of a file in it.
    pub fn text(&self, path: &str) -> Option<String> {
        self.present.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }

    /// The files that writing `files` would lose somebody's work in.
    pub fn conflicts(&self, files: &Files) -> Vec<Conflict> {
        let mut found = Vec::new();
        for (path, bytes) in &self.present {
            let is_wanted = files.get(path).is_some_and(|text| text.as_bytes() == bytes);
            let digest = self.manifest.as_ref().and_then(|manifest| manifest.digest_of(path));
            match digest {
                _ if is_wanted || (path == Manifest::PATH && self.manifest.is_some()) => {}
                None if files.contains_key(path) => {
                    found.push(Conflict::InTheWay(path.clone()));
                }
                None => found.push(Conflict::Unlisted(path.clone())),
                Some(digest) if digest != manifest_digest(bytes) => {
                    found.push(Conflict::Edited(path.clone()));
                }
                Some(_) => {}
            }
        }
        found.sort();
        found
    }

    /// What has to change so that the folder holds `files`. Files that are not the generator's
    /// stay.
    pub fn changes(&self, files: &Files) -> Changes {
        let mut changes = Changes::default();
        for (path, text) in files {
            match self.present.get(path) {
                None => changes.added.push(path.clone()),
                Some(bytes) if bytes != text.as_bytes() => changes.changed.push(path.clone()),
                Some(_) => {}
            }
        }
        let listed = self.manifest.iter().flat_map(|manifest| &manifest.files);
        for entry in listed {
            if self.present.contains_key(&entry.path) && !files.contains_key(&entry.path) {
                changes.removed.push(entry.path.clone());
            }
        }
        changes
    }

    /// Makes the folder at `path` hold `files`, as a whole or not at all. Without a change nothing
    /// is written.
    pub fn write(&self, path: &Path, files: &Files) -> io::Result<Changes> {
        let changes = self.changes(files);
        if !changes.is_empty() {
            let rewritten: BTreeSet<&str> =
                changes.added.iter().chain(&changes.changed).map(String::as_str).collect();
            let foreign = self.present.keys().map(String::as_str).filter(|present| {
                !files.contains_key(*present) && !changes.removed.iter().any(|gone| gone == present)
            });
            swap::replace(path, files, &rewritten, &foreign.collect::<Vec<_>>(), &NOT_OURS)?;
        }
        Ok(changes)
    }
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if prefix.is_empty() && NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}
