//! The entry for the changelog, in the form of Keep a Changelog.

use std::fmt::Write as _;

use super::Comparison;
use super::alike::Alike;
use super::change::{Change, Section, Severity};
use super::net::{DESCRIBED, DESCRIBED_WITHIN};

/// How many names stand in one line, where nobody's code depends on finding one.
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
        let alike = Alike::of(comparison.changes.iter().filter(of_section));
        let mut lines: Vec<String> = alike.iter().map(line).collect();
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

fn line(alike: &Alike<'_>) -> String {
    let change = alike.first;
    let (mark, most) = match change.severity {
        Severity::Breaking => ("**Breaking:** ", usize::MAX),
        Severity::Additive | Severity::Documentation => ("", MOST_NAMES),
    };
    let what = change.what.trim_end_matches('.');
    // Most say something of the path; the others are of something in it.
    let is_of_another = ["the ", "errors "].iter().any(|word| what.starts_with(word));
    let colon = if is_of_another { ":" } else { "" };
    let each = if alike.len() > 1 && !is_of_another { "Each of " } else { "" };
    // What is cut, or has an end of its own, needs no other.
    let end = if what.ends_with(['…', '!', '?']) { "" } else { "." };
    let names = names(alike.all().map(|change| change.path.as_str()), most);
    format!("- {mark}{each}{names}{colon} {what}{end}")
}

/// The names, each once, and how many more there are than stand in one line.
fn names<'p>(paths: impl Iterator<Item = &'p str>, most: usize) -> String {
    let mut names: Vec<String> = Vec::new();
    for path in paths {
        let name = format!("`{path}`");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= most => {
            format!("{} and {last}", first.join(", "))
        }
        _ => {
            let more = names.len().saturating_sub(most);
            let first: Vec<String> = names.into_iter().take(most).collect();
            format!("{} and {more} more", first.join(", "))
        }
    }
}

/// Whether no more than a description is another.
fn is_described(change: &Change) -> bool {
    change.severity == Severity::Documentation
        && [DESCRIBED, DESCRIBED_WITHIN].iter().any(|words| change.what.starts_with(words))
}

/// All that is described otherwise, in one line.
fn described(changes: &[Change]) -> Option<String> {
    let described = changes.iter().filter(|change| is_described(change));
    let names = names(described.map(|change| change.path.as_str()), MOST_NAMES);
    (!names.is_empty()).then(|| format!("- The documentation of {names}."))
}
