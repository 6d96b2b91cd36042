//! A document that may lie in several files: the one that is given, and a way to read the others.
//!
//! A file is known by its address: its path from the folder of the first, with slashes on every
//! system. What stands above that folder begins with `../`.

mod in_memory;
mod links;
mod on_disk;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

pub use in_memory::InMemory;
pub use on_disk::OnDisk;

use crate::diagnostic::Diagnostic;
use crate::document::Source;

/// Reads the other files of a document.
pub trait Reader: fmt::Debug + Send + Sync {
    /// The address to know a file by, where several lead to it: files are told apart by it, and what is
    /// relative in the file is so to it.
    fn locate(&self, address: &str) -> Result<String, Unread> {
        Ok(address.to_owned())
    }

    /// The bytes of the file at an address.
    fn read(&self, address: &str) -> Result<Vec<u8>, Unread>;
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// No other file was given.
    Alone,
    /// It stands in no folder that may be read.
    Outside,
    /// It is not there.
    Missing,
    /// It is a folder, a device or the like.
    NoFile,
    /// It is larger than any document.
    TooLarge,
    /// The system does not let it be read.
    Failed(std::io::ErrorKind),
}

/// A document, and the files that it may refer to.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The file that is given.
    pub root: Source,
    /// What reads the others.
    pub reader: Arc<dyn Reader>,
}

impl Tree {
    /// The file at a path, and those of its folder and of the allowed ones.
    pub fn read(path: &Path, allowed: &[impl AsRef<Path>]) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut reader = OnDisk::beside(path);
        for folder in allowed {
            problems.extend(reader.allow(folder.as_ref()).err());
        }
        match Source::read(path) {
            Ok(root) if problems.is_empty() => Ok(Self { root, reader: Arc::new(reader) }),
            Ok(_) => Err(problems),
            Err(problem) => {
                problems.insert(0, problem);
                Err(problems)
            }
        }
    }

    /// The address of the file that is given: its name without the folder.
    pub(crate) fn root_address(&self) -> &str {
        self.address_of(&self.root.name)
    }

    /// The address of the file that is called so.
    pub(crate) fn address_of<'n>(&self, name: &'n str) -> &'n str {
        name.get(self.folder().len()..).unwrap_or(name)
    }

    /// What to call the file at an address: as the given one is called.
    pub(crate) fn name_of(&self, address: &str) -> String {
        format!("{}{address}", self.folder())
    }

    /// The folder in the name of the file that is given, with the slash behind it.
    fn folder(&self) -> &str {
        let name = &self.root.name;
        let end = name.rfind(|c| c == '/' || (cfg!(windows) && c == '\\'));
        end.and_then(|end| name.get(..=end)).unwrap_or_default()
    }
}

impl From<Source> for Tree {
    /// A file alone: a reference to another is a mistake.
    fn from(root: Source) -> Self {
        Self { root, reader: Arc::new(Alone) }
    }
}

#[derive(Debug)]
struct Alone;

impl Reader for Alone {
    fn read(&self, _: &str) -> Result<Vec<u8>, Unread> {
        Err(Unread::Alone)
    }
}
