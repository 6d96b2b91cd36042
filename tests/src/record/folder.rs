//! The files that fixtures are in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A fixture that is to be in a file.
pub struct Fixture {
    /// The operation and the case.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What there is to do about a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There is no such file.
    New,
    /// The file says something else.
    Changed,
    /// The file says the same, and keeps the day on which that was first recorded.
    Same,
}

impl Change {
    /// As it is said.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "unchanged",
        }
    }
}

impl Fixture {
    /// The path of its file.
    pub fn path(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.json", self.name))
    }

    /// Compares it with what is there. A file that cannot be read says nothing of the kind.
    pub fn change(&self, folder: &Path) -> Change {
        let there = match fs::read_to_string(self.path(folder)) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Change::New,
            Err(_) => return Change::Changed,
        };
        let without_day = |text: &str| -> Option<Value> {
            let mut value: Value = serde_json::from_str(text).ok()?;
            value.as_object_mut()?.remove("recorded")?;
            Some(value)
        };
        let same = without_day(&there).is_some_and(|there| Some(there) == without_day(&self.text));
        if same { Change::Same } else { Change::Changed }
    }

    /// Writes it: whole, or not at all.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let path = self.path(folder);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent)?;
        let temporary = path.with_extension("json.new");
        let written =
            fs::write(&temporary, &self.text).and_then(|()| fs::rename(&temporary, &path));
        if written.is_err() {
            // It may not even be there.
            let _ = fs::remove_file(&temporary);
        }
        written
    }
}

/// Tries whether files can be written to a folder, and makes it where there is none.
pub fn try_out(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // A name that nothing has, and if something should, it stays.
    let probe = folder.join(format!(".record-{}.new", std::process::id()));
    fs::File::create_new(&probe)?;
    fs::remove_file(&probe)
}
