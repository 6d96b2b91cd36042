//! How the commands say things, to a person or to a program.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;
use vrchat_files_codegen::{Diagnostic, Level};

/// How to say what is said.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MessageFormat {
    /// Texts with the line of the file; problems on stderr, in colour on a terminal unless `NO_COLOR`
    /// is set.
    Human,
    /// One JSON object a line, on stdout, each with a `reason`.
    Json,
}

/// Says diagnostics as they come, and counts them.
pub(crate) struct Reporter {
    pub(crate) format: MessageFormat,
    is_styled: bool,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

impl Reporter {
    pub(crate) fn new(format: MessageFormat) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_styled = io::stderr().is_terminal() && !no_colour;
        Self { format, is_styled, errors: 0, warnings: 0 }
    }

    /// Diagnostics, in the order given. Says `false`, for callers that end with an error.
    pub(crate) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) -> bool {
        for diagnostic in diagnostics {
            self.count(diagnostic);
            match self.format {
                MessageFormat::Human => {
                    to_stderr(&format!("{}\n", diagnostic.render(self.is_styled)))
                }
                MessageFormat::Json => object(&diagnostic.to_json()),
            }
        }
        false
    }

    /// Diagnostics of one of two inputs, which may be made of files of the same name.
    pub(crate) fn diagnostics_of(&mut self, side: &str, name: &str, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            return;
        }
        if self.format == MessageFormat::Human {
            to_stderr(&format!("of the {side} side, {name}:\n"));
            self.diagnostics(diagnostics);
            return;
        }
        for diagnostic in diagnostics {
            self.count(diagnostic);
            let mut said = diagnostic.to_json();
            if let Some(said) = said.as_object_mut() {
                said.insert("side".to_owned(), Value::from(side));
            }
            object(&said);
        }
    }

    fn count(&mut self, diagnostic: &Diagnostic) {
        match diagnostic.level() {
            Level::Error => self.errors += 1,
            Level::Warning => self.warnings += 1,
        }
    }

    /// How it ends where it ends with errors.
    pub(crate) fn failure(&self, outcome: &str) -> bool {
        if self.format == MessageFormat::Human {
            to_stderr(&match self.errors {
                0 => format!("error: {outcome}"),
                1 => format!("error: 1 problem; {outcome}"),
                errors => format!("error: {errors} problems; {outcome}"),
            });
        }
        false
    }
}

/// An object for a program.
pub(crate) fn object(object: &Value) {
    to_stdout(&object.to_string());
}

/// A reader that has gone away is no reason to panic.
pub(crate) fn to_stdout(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

pub(crate) fn to_stderr(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
