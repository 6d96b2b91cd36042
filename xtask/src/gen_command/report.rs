//! What `gen` says, to a person or to a program.

use std::path::Path;

use serde_json::{Value, json};
use vrchat_files_codegen::{Changes, Diagnostic, Files, Folder, Moved, Skipped, unified_diff};

use crate::report::{MessageFormat, Reporter, object, to_stderr, to_stdout};

/// Says what becomes of the folder, and counts it.
pub(super) struct Report {
    said: Reporter,
    skipped: usize,
    /// How many files were added, changed, removed, and are there.
    files: Option<[usize; 4]>,
}

impl Report {
    pub(super) fn new(format: MessageFormat) -> Self {
        Self { said: Reporter::new(format), skipped: 0, files: None }
    }

    /// Diagnostics, in the order given. Says `false`, for callers that end with an error.
    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) -> bool {
        self.said.diagnostics(diagnostics)
    }

    /// How it ends where it ends with errors.
    pub(super) fn failure(&self, outcome: &str) -> bool {
        self.said.failure(outcome)
    }

    /// How the folder differs, for `--check`.
    pub(super) fn differences(&self, folder: &Folder, files: &Files, changes: &Changes) {
        for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
            let old = folder.text(path).unwrap_or_default();
            let new = files.get(path).map(String::as_str).unwrap_or_default();
            let diff = unified_diff(path, &old, new);
            match self.said.format {
                MessageFormat::Human => to_stdout(diff.trim_end_matches('\n')),
                MessageFormat::Json => {
                    object(&json!({ "reason": "difference", "file": path, "diff": diff }));
                }
            }
        }
    }

    /// Why the folder differs, for `--check`.
    pub(super) fn moved(&self, moved: &[Moved]) {
        for one in moved {
            match self.said.format {
                MessageFormat::Human => to_stderr(&format!("note: {one}")),
                MessageFormat::Json => object(&json!({
                    "reason": "moved", "part": one.part(), "message": one.to_string(),
                })),
            }
        }
    }

    /// What was done. Says `true`.
    pub(super) fn written(&mut self, changes: &Changes, total: usize, out: &Path) -> bool {
        let counts = [changes.added.len(), changes.changed.len(), changes.removed.len(), total];
        self.files = Some(counts);
        if self.said.format == MessageFormat::Human {
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
        if self.said.format == MessageFormat::Json {
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
        if self.said.format == MessageFormat::Json {
            let [added, changed, removed, files] = match self.files {
                Some(counts) => counts.map(Some),
                None => [None; 4],
            };
            object(&json!({
                "reason": "summary",
                "success": is_done,
                "errors": self.said.errors,
                "warnings": self.said.warnings,
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
