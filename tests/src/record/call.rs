//! A call that is to be made.

use serde_json::{Value, json};

/// A call that is to be made.
pub struct Call {
    /// The operation, by the name of its method.
    pub operation: &'static str,
    /// What kind of case it is; may be empty.
    pub what: String,
    /// The arguments by their documented names.
    pub arguments: Value,
    /// Whether it is recorded, and not only made for what it answers.
    pub is_kept: bool,
    /// Whether it goes without a cookie.
    pub is_stranger: bool,
    /// Whether it changes something, so that it is not broken off.
    pub is_write: bool,
    /// Whether it makes a File.
    pub is_making: bool,
}

impl Call {
    /// A call of an operation.
    pub fn of(operation: &'static str, arguments: Value) -> Self {
        let (is_stranger, is_write, is_making) = Default::default();
        let what = String::new();
        Self { operation, what, arguments, is_kept: true, is_stranger, is_write, is_making }
    }

    /// What kind of case it is.
    pub fn what(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// Whether it is recorded, and not only made for what it answers.
    pub fn kept(mut self, is_kept: bool) -> Self {
        self.is_kept = is_kept;
        self
    }

    /// Without a cookie.
    pub fn by_a_stranger(mut self) -> Self {
        self.is_stranger = true;
        self
    }

    /// It changes something, so that it is not broken off.
    pub fn writing(mut self) -> Self {
        self.is_write = true;
        self
    }

    /// It makes a File, which has to go again.
    pub fn making(mut self) -> Self {
        (self.is_write, self.is_making) = (true, true);
        self
    }

    /// How people are told of it.
    pub fn name(&self) -> String {
        match self.what.is_empty() {
            true => self.operation.to_owned(),
            false => format!("{} ({})", self.operation, self.what),
        }
    }
}

/// The arguments that say which File.
pub fn file(id: &str) -> Value {
    json!({ "fileId": id })
}

/// The arguments that say which version.
pub fn version(id: &str, version: u64) -> Value {
    json!({ "fileId": id, "versionId": version })
}

/// The arguments that say which piece of a version.
pub fn piece(id: &str, version: u64, piece: &str) -> Value {
    json!({ "fileId": id, "versionId": version, "fileType": piece })
}
