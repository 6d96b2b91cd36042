//! `cargo xtask diff`.

mod arguments;
mod git;
mod revision;
mod side;

use std::process::ExitCode;

use serde_json::{Value, json};
use vrchat_files_codegen::{
    Comparison, Diagnostic, Input, Leniency, Outline, Runtime, Severity, compare, surface,
};

pub(crate) use arguments::Arguments;
use side::Sources;

use crate::panics;
use crate::report::{MessageFormat, Reporter, object, to_stderr, to_stdout};

/// Exit codes beside success, an input that is wrong (1) and clap's own (2).
const ADDITIVE: u8 = 3;
const BREAKING: u8 = 4;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut reporter = Reporter::new(arguments.message_format);
    if let Some(problem) = arguments.contradiction() {
        reporter.diagnostics(&[problem]);
        reporter.failure("nothing was compared");
        summary(&reporter, json!({ "reason": "summary", "success": false }));
        return ExitCode::FAILURE;
    }
    let ((old, old_name), (new, new_name)) = arguments.sides();
    let (old, new) = panics::both(|| outline(arguments, old), || outline(arguments, new));
    let old = said(&mut reporter, "old", &old_name, old);
    let new = said(&mut reporter, "new", &new_name, new);
    let (Some(old), Some(new)) = (old, new) else {
        reporter.failure("nothing was compared");
        summary(&reporter, json!({ "reason": "summary", "success": false }));
        return ExitCode::FAILURE;
    };
    let comparison = compare(&old.surface, &new.surface);
    show(arguments, &reporter, &comparison);
    match comparison.severity() {
        Some(Severity::Breaking) => ExitCode::from(BREAKING),
        Some(Severity::Additive) => ExitCode::from(ADDITIVE),
        Some(Severity::Documentation) | None => ExitCode::SUCCESS,
    }
}

/// What callers would see of one side.
fn outline(
    arguments: &Arguments,
    sources: Result<Sources, Vec<Diagnostic>>,
) -> Result<Outline, Vec<Diagnostic>> {
    let Sources { document, overlays, checked_out: _until_all_is_read, warnings } = sources?;
    let made = surface(&Input {
        document,
        overlays,
        tags: arguments.selection.tags(),
        // Nothing is written, and a caller sees neither of these.
        runtime: Runtime { path: None, version: env!("CARGO_PKG_VERSION").to_owned() },
        command: String::new(),
        leniency: Leniency {
            allow_stale: arguments.selection.allow_stale,
            keep_going: arguments.keep_going,
        },
    });
    // How it was read may be what is wrong with it.
    let all = |found: Vec<Diagnostic>| warnings.into_iter().chain(found).collect();
    match made {
        Ok(outline) => Ok(Outline { warnings: all(outline.warnings), ..outline }),
        Err(problems) => Err(all(problems)),
    }
}

/// Says the warnings, or the errors, of one side.
fn said(
    reporter: &mut Reporter,
    side: &str,
    name: &str,
    outline: Result<Outline, Vec<Diagnostic>>,
) -> Option<Outline> {
    match outline {
        Ok(outline) => {
            reporter.diagnostics_of(side, name, &outline.warnings);
            left_out(reporter, side, &outline);
            Some(outline)
        }
        Err(problems) => {
            reporter.diagnostics_of(side, name, &problems);
            None
        }
    }
}

/// An operation that only one side is made of would be taken for one that is gone or new.
fn left_out(reporter: &Reporter, side: &str, outline: &Outline) {
    let names: Vec<&str> = outline.skipped.iter().map(|one| one.operation.as_str()).collect();
    if names.is_empty() {
        return;
    }
    match reporter.format {
        MessageFormat::Human => to_stderr(&format!(
            "warning: left out of the {side} side, as if it were not in the document: {}",
            names.join(", ")
        )),
        MessageFormat::Json => {
            object(&json!({ "reason": "skipped", "side": side, "operations": names }));
        }
    }
}

fn show(arguments: &Arguments, reporter: &Reporter, comparison: &Comparison) {
    match (reporter.format, arguments.changelog) {
        (MessageFormat::Json, _) => {
            for one in comparison.to_json() {
                match one.get("reason").and_then(Value::as_str) {
                    Some("summary") => summary(reporter, one),
                    _ => object(&one),
                }
            }
        }
        (MessageFormat::Human, true) => to_stdout(comparison.changelog().trim_end_matches('\n')),
        (MessageFormat::Human, false) => {
            let entry = comparison.changelog();
            let text = comparison.to_text();
            match entry.is_empty() {
                true => to_stdout(text.trim_end_matches('\n')),
                false => {
                    to_stdout(&format!("{text}changelog:\n\n{}", entry.trim_end_matches('\n')))
                }
            }
        }
    }
}

/// The last object, for a program.
fn summary(reporter: &Reporter, mut summary: Value) {
    if reporter.format == MessageFormat::Json {
        if let Some(summary) = summary.as_object_mut() {
            summary.insert("errors".to_owned(), json!(reporter.errors));
            summary.insert("warnings".to_owned(), json!(reporter.warnings));
        }
        object(&summary);
    }
}
