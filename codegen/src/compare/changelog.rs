//! The entry for the changelog, in the form of Keep a Changelog.

use std::fmt::Write as _;

use super::Comparison;
use super::change::{Change, Section, Severity};

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
        let of_section = |change: &&Change| {
            change.section == section && change.severity != Severity::Documentation
        };
        let mut lines: Vec<String> =
            comparison.changes.iter().filter(of_section).map(line).collect();
        if section == Section::Changed {
            lines.extend(documentation(&comparison.changes));
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
    let colon = if what.starts_with("the ") { ":" } else { "" };
    format!("- {mark}`{}`{colon} {what}.", change.path)
}

/// What is only said otherwise, in one line.
fn documentation(changes: &[Change]) -> Option<String> {
    let of_documentation = |change: &&Change| change.severity == Severity::Documentation;
    let mut paths: Vec<String> = Vec::new();
    for change in changes.iter().filter(of_documentation) {
        let path = format!("`{}`", change.path);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    (!paths.is_empty()).then(|| format!("- The documentation of {}.", paths.join(", ")))
}
