//! A comparison as a person reads it: a line for each change, the worst first.

use std::fmt::Write as _;

use super::Comparison;
use super::change::{Change, Severity};

/// How far a column goes before it gives up on being one.
const WIDEST: usize = 44;

pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    for severity in Severity::ALL {
        let of_severity = |change: &&Change| change.severity == severity;
        let changes: Vec<&Change> = comparison.changes.iter().filter(of_severity).collect();
        if !changes.is_empty() {
            let _ = writeln!(out, "{} ({})", severity.as_str(), changes.len());
            lines(&changes, &mut out);
            out.push('\n');
        }
    }
    let counts = Severity::ALL
        .map(|severity| format!("{} {}", comparison.count(severity), severity.as_str()));
    let total = match comparison.changes.len() {
        0 => "nothing changes for callers".to_owned(),
        _ => counts.join(", "),
    };
    let _ = writeln!(out, "summary: {total}");
    let suggested = comparison.release.suggested.as_deref();
    let suggested = suggested.map(|version| format!("{version}; ")).unwrap_or_default();
    let _ = writeln!(out, "version: {suggested}{}", comparison.release.sentence());
    out
}

/// The lines of one severity, in columns.
fn lines(changes: &[&Change], out: &mut String) {
    let width = |text: fn(&Change) -> &str| {
        let widths = changes.iter().map(|change| text(change).chars().count());
        widths.filter(|width| *width <= WIDEST).max().unwrap_or_default()
    };
    let kinds = width(|change| change.kind.as_str());
    let paths = width(|change| &change.path);
    for change in changes {
        let Change { kind, path, what, place, .. } = change;
        let place = place.as_ref().map(|place| format!("  [{place}]")).unwrap_or_default();
        let _ = writeln!(out, "  {:kinds$}  {path:paths$}  {what}{place}", kind.as_str());
    }
}
