//! What the generator says when it cannot go on: where, what, and how to mend it.

use std::fmt;
use std::sync::Arc;

use crate::pointer::Pointer;

/// A place in an input file. Lines and columns count from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, by the name it was given to the generator under.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One problem with the input.
///
/// Its `Display` is laid out like a compiler's message: the problem, the place, what the place
/// belongs to, and the remedy, each on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    message: String,
    place: Option<Place>,
    file: Option<Arc<str>>,
    pointer: Option<Pointer>,
    operation: Option<String>,
    help: String,
}

impl Diagnostic {
    /// A problem and its remedy, both whole sentences without a full stop.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            file: None,
            pointer: None,
            operation: None,
            help: help.into(),
        }
    }

    /// The place it is about.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The file it is about, where no place in it is known.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(Arc::from(file));
        self
    }

    /// The JSON pointer of the node it is about.
    #[must_use]
    pub fn pointer(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// The operation it is about: its `operationId`, or method and path where it has none.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong, if the place is known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Sorts by place, so that a run reads from the top of the file to its end.
    pub(crate) fn sort(diagnostics: &mut Vec<Self>) {
        diagnostics.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
        diagnostics.dedup();
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match (&self.place, &self.file) {
            (Some(place), _) => write!(f, "\n  --> {place}")?,
            (None, Some(file)) => write!(f, "\n  --> {file}")?,
            (None, None) => {}
        }
        if let Some(pointer) = &self.pointer {
            write!(f, "\n   = at: {pointer}")?;
        }
        if let Some(operation) = &self.operation {
            write!(f, "\n   = operation: {operation}")?;
        }
        write!(f, "\n   = help: {}", self.help)
    }
}

impl std::error::Error for Diagnostic {}
