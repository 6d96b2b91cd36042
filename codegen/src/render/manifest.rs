//! `manifest.json`: which files are the generator's, and what they were made from.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Files;

/// What is known about an output folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// A line for people.
    pub about: String,
    /// The command that writes the folder.
    pub command: String,
    /// The version of the generator.
    pub generator: String,
    /// The document, its other files sorted by name, and the overlays in the order in which they are read.
    pub inputs: Vec<Input>,
    /// The files, sorted by path. The manifest itself is not among them.
    pub files: Vec<Entry>,
}

/// An input of the generator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The name that it was given under; that of another file begins as the document's does.
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path in the folder, with slashes.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl Input {
    /// Names a text.
    pub fn of(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), sha256: sha256(text.as_bytes()) }
    }
}

impl Manifest {
    /// The path of the manifest in the folder.
    pub const PATH: &'static str = "manifest.json";

    pub(super) fn of(files: &Files, command: &str, inputs: Vec<Input>) -> Self {
        let entry = |(path, text): (&String, &String)| Entry {
            path: path.clone(),
            sha256: sha256(text.as_bytes()),
        };
        Self {
            about: "The files of this folder are generated; do not edit them.".to_owned(),
            command: command.to_owned(),
            generator: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            files: files.iter().map(entry).collect(),
        }
    }

    pub(super) fn to_json(&self) -> String {
        // A struct of strings always serialises.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The digest of a listed file.
    pub fn digest_of(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|entry| entry.path == path).map(|entry| entry.sha256.as_str())
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
