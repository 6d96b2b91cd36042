//! A comparison as a person reads it: a line for each change, the worst first.

use std::fmt::Write as _;

use super::Comparison;
use super::alike::Alike;
use super::change::{Change, Severity};

/// How far a column goes before it gives up on being one.
const WIDEST: usize = 44;

/// How long a row of names may get.
const LONGEST: usize = 100;

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

/// The lines of one severity, in columns. What is said of several things is said once, with their
/// names below.
fn lines(changes: &[&Change], out: &mut String) {
    let alike = Alike::of(changes.iter().copied());
    let heads: Vec<String> = alike.iter().map(head).collect();
    let width = |widths: &mut dyn Iterator<Item = usize>| {
        widths.filter(|width| *width <= WIDEST).max().unwrap_or_default()
    };
    let kinds = width(&mut alike.iter().map(|alike| alike.first.kind.as_str().chars().count()));
    let paths = width(&mut heads.iter().map(|head| head.chars().count()));
    for (alike, head) in alike.iter().zip(&heads) {
        let (kind, what) = (alike.first.kind.as_str(), &alike.first.what);
        let place = alike.place().map(|place| format!("  [{place}]")).unwrap_or_default();
        let _ = writeln!(out, "  {kind:kinds$}  {head:paths$}  {what}{place}");
        if alike.len() > 1 {
            names(alike, out);
        }
    }
}

fn head(alike: &Alike<'_>) -> String {
    match alike.len() {
        1 => alike.first.path.clone(),
        several => format!("each of {several} {}", alike.first.kind.things()),
    }
}

/// The names of all that something is said of, in rows.
fn names(alike: &Alike<'_>, out: &mut String) {
    let mut row = String::new();
    for name in alike.all().map(|change| change.path.as_str()) {
        if !row.is_empty() && row.chars().count() + name.chars().count() > LONGEST {
            let _ = writeln!(out, "      {row},");
            row.clear();
        }
        if !row.is_empty() {
            row.push_str(", ");
        }
        row.push_str(name);
    }
    let _ = writeln!(out, "      {row}");
}
