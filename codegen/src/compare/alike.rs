//! Changes that say the same of several things, so that a person reads it once: what one edit of a
//! parameter does to all operations that take it, or a status that many come to document.

use std::collections::HashMap;

use super::change::{Change, ChangeKind, Section, Severity};

/// How many have to be alike before they are put together.
const FEWEST: usize = 3;

/// What has to be the same: what kind of thing, how severe, in which section, what it is called, what
/// is said.
type Key<'c> = (ChangeKind, Severity, Section, Option<&'c str>, &'c str);

/// A change, or several of which the same is said.
pub(super) struct Alike<'c> {
    /// The first of them.
    pub(super) first: &'c Change,
    /// The others, in their order.
    pub(super) others: Vec<&'c Change>,
}

impl<'c> Alike<'c> {
    /// All of them, each where the first of its like stands.
    pub(super) fn of(changes: impl Iterator<Item = &'c Change>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let mut found: HashMap<Key<'c>, usize> = HashMap::new();
        for change in changes {
            let at = *found.entry(key(change)).or_insert(all.len());
            match all.get_mut(at) {
                Some(alike) => alike.others.push(change),
                None => all.push(Self { first: change, others: Vec::new() }),
            }
        }
        all.into_iter().flat_map(Self::apart_if_few).collect()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.others.len() + 1
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &'c Change> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// Where they stand: the first, and a word if that is not all.
    pub(super) fn place(&self) -> Option<String> {
        let place = self.first.place.as_ref()?;
        let is_one = self.others.iter().all(|other| other.place.as_ref() == Some(place));
        Some(if is_one { place.to_string() } else { format!("{place} and others") })
    }

    fn apart_if_few(self) -> Vec<Self> {
        if self.len() >= FEWEST {
            return vec![self];
        }
        self.all().map(|first| Self { first, others: Vec::new() }).collect()
    }
}

/// A status is the same status whichever operation documents it.
fn key(change: &Change) -> Key<'_> {
    let name = change.path.rsplit("::").next().filter(|_| change.kind != ChangeKind::Status);
    (change.kind, change.severity, change.section, name, &change.what)
}
