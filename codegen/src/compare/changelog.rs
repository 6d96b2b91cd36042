//! The entry for the changelog, in the form of Keep a Changelog.

use std::fmt::Write as _;

use super::Comparison;
use super::change::{Change, Section, Severity};
use super::net::{DESCRIBED, DESCRIBED_WITHIN};

/// How many names stand in one line.
const MOST_NAMES: usize = 8;

const SECTIONS: [(Section, &str); 4] = [
    (Section::Added, "Added"),
    (Section::Changed, "Changed"),
    (Section::Deprecated, "Deprecated"),
    (Section::Removed, "Removed"),
];

pub(super) fn entry(comparison: &Comparison) -> String {
    let Some(version) = &comparison.release.entry else { return String::new() };
    let mut text = format!("## {version}\n");
    for (section, title) in SECTIONS {
        let of_section = |change: &&Change| change.section == section && !is_described(change);
        let mut lines: Vec<String> =
            comparison.changes.iter().filter(of_section).map(line).collect();
        if section == Section::Changed {
            lines.extend(described(&comparison.changes));
        }
        if !lines.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n### {title}\n\n{}\n", lines.join("\n"));
        }
    }
    text
}

fn line(change: &Change) -> String {
    let mark = match change.severity {
        Severity::Breaking => "**Breaking:** ",
        Severity::Additive | Severity::Documentation => "",
    };
    let what = change.what.trim_end_matches('.');
    // Most say something of the path; the others are of something in it.
    let is_of_another = ["the ", "errors "].iter().any(|word| what.starts_with(word));
    let colon = if is_of_another { ":" } else { "" };
    // What is cut, or has an end of its own, needs no other.
    let end = if what.ends_with(['…', '!', '?']) { "" } else { "." };
    format!("- {mark}`{}`{colon} {what}{end}", change.path)
}

/// Whether no more than a description is another.
fn is_described(change: &Change) -> bool {
    change.severity == Severity::Documentation
        && [DESCRIBED, DESCRIBED_WITHIN].iter().any(|words| change.what.starts_with(words))
}

/// All that is described otherwise, in one line.
fn described(changes: &[Change]) -> Option<String> {
    let mut paths: Vec<String> = Vec::new();
    for change in changes.iter().filter(|change| is_described(change)) {
        let path = format!("`{}`", change.path);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let more = paths.len().saturating_sub(MOST_NAMES);
    paths.truncate(MOST_NAMES);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!paths.is_empty()).then(|| format!("- The documentation of {}{rest}.", paths.join(", ")))
}
