//! A text and where it came from.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::limits::MOST_BYTES;

/// A text and the name to call it by in diagnostics.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name, usually a path as the user wrote it.
    pub name: String,
    /// The text, YAML or JSON.
    pub text: String,
}

impl Source {
    /// Reads a file. Of one that is too large nothing is read.
    pub fn read(path: &Path) -> Result<Self, Diagnostic> {
        let name = path.display().to_string();
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Err(Diagnostic::new(
                    format!("the file cannot be read: {error}"),
                    "name an existing file with `--spec` or `--overlay`",
                )
                .in_file(&name));
            }
        };
        let Some(bytes) = bytes else { return Err(too_large(&name)) };
        Self::of_bytes(name, bytes)
    }

    /// The text that these bytes are.
    pub(crate) fn of_bytes(name: String, bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let message = format!("the file is not UTF-8: byte {at} begins no character");
                let before = error.as_bytes().get(..at).unwrap_or_default();
                let place = place_behind(&name, &String::from_utf8_lossy(before));
                Err(Diagnostic::new(message, "save it as UTF-8").at(place))
            }
        }
    }

    /// What is wrong with a text that nobody should parse.
    pub(crate) fn check_size(&self) -> Result<(), Diagnostic> {
        if self.text.len() > MOST_BYTES { Err(too_large(&self.name)) } else { Ok(()) }
    }
}

/// The place behind a text that begins a file.
pub(crate) fn place_behind(file: &str, before: &str) -> Place {
    let before = before.strip_prefix('\u{feff}').unwrap_or(before);
    let breaks = before.replace("\r\n", "\n");
    let line = breaks.split(['\n', '\r']).count();
    let last = breaks.rsplit(['\n', '\r']).next().unwrap_or_default();
    let column = last.chars().count() + 1;
    Place { file: file.into(), line, column, end_column: column + 1 }
}

/// The bytes of a file; `None` where it is too large, be it a device that never ends.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let file = File::open(path)?;
    if file.metadata()?.len() > most {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= MOST_BYTES).then_some(bytes))
}

fn too_large(name: &str) -> Diagnostic {
    Diagnostic::new(
        format!("the file is larger than {} MiB", MOST_BYTES >> 20),
        "name an OpenAPI document or an overlay; take out of a larger one what is not wanted",
    )
    .in_file(name)
}
