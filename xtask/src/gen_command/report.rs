//! What the command says, to a person or to a program.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde_json::{Value, json};
use vrchat_files_codegen::{Changes, Diagnostic, Files, Folder, Level, Skipped, unified_diff};

use super::arguments::MessageFormat;

/// Says things as they come, and counts them.
pub(super) struct Reporter {
    format: MessageFormat,
    is_styled: bool,
    errors: usize,
    warnings: usize,
    skipped: usize,
    /// How many files were added, changed, removed, and are there.
    files: Option<[usize; 4]>,
}

impl Reporter {
    pub(super) fn new(format: MessageFormat) -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_styled = io::stderr().is_terminal() && !no_colour;
        Self { format, is_styled, errors: 0, warnings: 0, skipped: 0, files: None }
    }

    /// Diagnostics, in the order given. Says `false`, for callers that end with an error.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) -> bool {
        for diagnostic in diagnostics {
            match diagnostic.level() {
                Level::Error => self.errors += 1,
                Level::Warning => self.warnings += 1,
            }
            match self.format {
                MessageFormat::Human => {
                    to_stderr(&format!("{}\n", diagnostic.render(self.is_styled)))
                }
                MessageFormat::Json => object(&diagnostic.to_json()),
            }
        }
        false
    }

    /// How it ends where it ends with errors.
    pub(super) fn failure(&self, outcome: &str) -> bool {
        if self.format == MessageFormat::Human {
            to_stderr(&match self.errors {
                0 => format!("error: {outcome}"),
                1 => format!("error: 1 problem; {outcome}"),
                errors => format!("error: {errors} problems; {outcome}"),
            });
        }
        false
    }

    /// How the folder differs, for `--check`.
    pub(super) fn differences(&self, folder: &Folder, files: &Files, changes: &Changes) {
        for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
            let old = folder.text(path).unwrap_or_default();
            let new = files.get(path).map(String::as_str).unwrap_or_default();
            let diff = unified_diff(path, &old, new);
            match self.format {
                MessageFormat::Human => to_stdout(diff.trim_end_matches('\n')),
                MessageFormat::Json => {
                    object(&json!({ "reason": "difference", "file": path, "diff": diff }));
                }
            }
        }
    }

    /// What was done. Says `true`.
    pub(super) fn written(&mut self, changes: &Changes, total: usize, out: &Path) -> bool {
        let counts = [changes.added.len(), changes.changed.len(), changes.removed.len(), total];
        self.files = Some(counts);
        if self.format == MessageFormat::Human {
            let out = out.display();
            let [added, changed, removed, _] = counts;
            to_stdout(&match changes.is_empty() {
                true => format!("{out} is up to date ({total} files)"),
                false => format!(
                    "{out}: {added} added, {changed} changed, {removed} removed ({total} files)"
                ),
            });
        }
        true
    }

    /// The operations that were left out.
    pub(super) fn skipped(&mut self, skipped: &[Skipped]) {
        self.skipped = skipped.len();
        if self.format == MessageFormat::Json {
            skipped.iter().for_each(|one| object(&skipped_json(one)));
            return;
        }
        let count = match skipped.len() {
            0 => return,
            1 => "1 operation was left out".to_owned(),
            count => format!("{count} operations were left out"),
        };
        to_stderr(&format!("warning: {count}:"));
        for one in skipped {
            let Skipped { operation, method, path, place, reasons } = one;
            to_stderr(&format!("  {method} {path} ({operation}), {place}"));
            for reason in reasons {
                to_stderr(&format!("    {}", reason.escape_debug()));
            }
        }
    }

    /// The last object, for a program.
    pub(super) fn summary(&self, is_done: bool) {
        if self.format == MessageFormat::Json {
            let [added, changed, removed, files] = match self.files {
                Some(counts) => counts.map(Some),
                None => [None; 4],
            };
            object(&json!({
                "reason": "summary",
                "success": is_done,
                "errors": self.errors,
                "warnings": self.warnings,
                "skipped": self.skipped,
                "added": added,
                "changed": changed,
                "removed": removed,
                "files": files,
            }));
        }
    }
}

fn skipped_json(skipped: &Skipped) -> Value {
    let Skipped { operation, method, path, place, reasons } = skipped;
    json!({
        "reason": "skipped",
        "operation": operation,
        "method": method,
        "path": path,
        "file": &*place.file,
        "line": place.line,
        "column": place.column,
        "reasons": reasons,
    })
}

fn object(object: &Value) {
    to_stdout(&object.to_string());
}

/// A reader that has gone away is no reason to panic.
fn to_stdout(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

fn to_stderr(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
