//! What a change of the document does to a caller: two surfaces in, a list of changes out.
//!
//! The facts of the model say what changed in the words of a caller. Behind them stands a net of the
//! emitted items: a public item that differs, and that nothing said so far explains, is a change of
//! its own, so that what the words forget is still not lost. spec/README.md says what is how severe,
//! and why.

mod about;
mod alike;
mod answers;
mod bounds;
mod change;
mod changelog;
mod choices;
mod credentials;
mod fields;
mod inputs;
mod json;
mod kinds;
mod moved;
mod net;
mod operations;
mod paging;
mod pairs;
mod renames;
mod sending;
mod setters;
mod table;
mod traits;
mod types;
mod upload;
mod upload_words;
mod values;
mod version;

pub use change::Change;
pub use kinds::{ChangeKind, Severity, Side};
pub use version::{Release, Verdict};

use renames::Renames;

use crate::surface::{Item, ItemName, Items, Surface};

/// Everything that changes for callers, and what it asks of the crate's version.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The changes: the most severe first, else in the order of the document.
    pub changes: Vec<Change>,
    /// What it asks of the version.
    pub release: Release,
}

impl Comparison {
    /// The severity of the most severe change.
    pub fn severity(&self) -> Option<Severity> {
        self.changes.iter().map(|change| change.severity).max()
    }

    /// How many changes are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.changes.iter().filter(|change| change.severity == severity).count()
    }

    /// The entry for the changelog, as Keep a Changelog has it; empty where nothing changes.
    pub fn changelog(&self) -> String {
        changelog::entry(self)
    }

    /// All of it for a person.
    pub fn to_text(&self) -> String {
        table::text(self)
    }

    /// All of it for a program: an object for each change, and a summary.
    pub fn to_json(&self) -> Vec<serde_json::Value> {
        json::objects(self)
    }
}

/// Compares what callers see of a crate before and after.
pub fn compare(old: &Surface, new: &Surface) -> Comparison {
    let mut comparing = Comparing { old, new, renames: Renames::of(old, new), found: Vec::new() };
    comparing.about();
    comparing.credentials();
    comparing.operations();
    comparing.types();
    comparing.upload();
    comparing.traits();
    comparing.net();
    let mut changes = comparing.found;
    changes.sort_by_key(|change| std::cmp::Reverse(change.severity));
    let severity = changes.iter().map(|change| change.severity).max();
    Comparison { release: Release::of(old, new, severity), changes }
}

/// Both sides, and what was found so far.
struct Comparing<'s> {
    old: &'s Surface,
    new: &'s Surface,
    renames: Renames,
    found: Vec<Change>,
}

impl Comparing<'_> {
    /// Whether a text of the old side says the same as one of the new side, but for types that have
    /// another name.
    fn is_same(&self, old: &str, new: &str) -> bool {
        self.renames.is_same(old, new)
    }

    fn push(&mut self, change: Change) {
        self.found.push(change);
    }
}

/// An item, by its path and word.
fn item<'i>(items: &'i Items, path: &str, word: &str) -> Option<&'i Item> {
    items.get(&ItemName { path: path.to_owned(), word: word.to_owned() })
}
