//! What a document of several files was made from, which its value no longer shows.

use std::collections::HashMap;
use std::sync::Arc;

use super::Source;
use crate::diagnostic::{Diagnostic, Place};

/// The other files of a document, and its references as they are written in them. Of a document in one
/// file there is nothing to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origin {
    /// The other files, sorted by name.
    pub(crate) files: Arc<Vec<Source>>,
    /// The references that were changed, and those that lead nowhere, by the place of the `$ref`.
    pub(crate) references: Arc<HashMap<Place, Written>>,
}

/// A reference as its author wrote it.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) fault: Option<Fault>,
}

/// Why a reference does not lead to what is meant.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// It is said where the file is wrong.
    Told,
    /// What is wrong, in words that follow what refers and stand before what is written.
    Said { what: String, help: String, related: Option<(String, Place)> },
}

impl Fault {
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Said { what: what.into(), help: help.into(), related: None }
    }

    /// The diagnostic, still without its place, where there is something left to say.
    pub(crate) fn diagnostic(&self, subject: &str, text: &str) -> Option<Diagnostic> {
        let Self::Said { what, help, related } = self else { return None };
        let problem = Diagnostic::new(format!("{subject} {what}: {text}"), help);
        Some(match related {
            Some((message, place)) => problem.related(message, place.clone()),
            None => problem,
        })
    }
}
