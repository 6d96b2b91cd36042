//! `manifest.json`: which files are the generator's, and what they were made from.

use std::fmt;

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
    /// The tags whose operations were wanted; all operations where there is none.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The files, sorted by path. The manifest itself is not among them.
    pub files: Vec<Entry>,
}

/// An input of the generator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// What it is.
    #[serde(default)]
    pub role: Role,
    /// What it is called, however it was spelt: see [`crate::Listed`].
    pub name: String,
    /// SHA-256 of its text, in hexadecimal.
    pub sha256: String,
}

/// What an input is to the generator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The OpenAPI document, or a part of it.
    #[default]
    Document,
    /// What corrects it.
    Overlay,
}

/// What a crate is made from.
pub(crate) struct MadeFrom {
    pub(crate) inputs: Vec<Input>,
    pub(crate) tags: Vec<String>,
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
    pub fn of(role: Role, name: &str, text: &str) -> Self {
        Self { role, name: name.to_owned(), sha256: sha256(text.as_bytes()) }
    }
}

impl Role {
    /// The role as the manifest names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Overlay => "overlay",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Manifest {
    /// The path of the manifest in the folder.
    pub const PATH: &'static str = "manifest.json";

    pub(super) fn of(files: &Files, command: &str, made_from: MadeFrom) -> Self {
        let entry = |(path, text): (&String, &String)| Entry {
            path: path.clone(),
            sha256: sha256(text.as_bytes()),
        };
        Self {
            about: "The files of this folder are generated; do not edit them.".to_owned(),
            command: command.to_owned(),
            generator: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: made_from.inputs,
            tags: made_from.tags,
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
