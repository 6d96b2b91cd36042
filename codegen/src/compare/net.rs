//! The net: emitted items that differ, and that no change explains; and what differs in nothing but
//! its documentation. Here it also comes out which changes no type shows.

use std::collections::{BTreeMap, BTreeSet};

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Severity, Side, callers};
use super::renames::Renames;
use crate::diagnostic::Place;
use crate::surface::{Item, ItemName, Surface};

/// How many names a line of documentation lists.
const MOST_NAMES: usize = 4;

/// That the description of a thing differs, and that of what is in it.
pub(super) const DESCRIBED: &str = "is described otherwise";
pub(super) const DESCRIBED_WITHIN: &str = "describes";

/// How an item differs.
struct Difference<'s> {
    name: &'s ItemName,
    severity: Severity,
    section: Section,
    what: String,
}

impl Comparing<'_> {
    pub(super) fn net(&mut self) {
        let mut unexplained = Vec::new();
        for difference in differences(self.old, self.new, &self.renames) {
            let mut is_explained = false;
            for change in &mut self.found {
                let explains =
                    change.severity >= difference.severity && change.explains(difference.name);
                is_explained |= explains;
                change.behaviour &= !explains;
            }
            if !is_explained {
                unexplained.push(difference);
            }
        }
        let changes = unexplained.into_iter().map(|difference| {
            let path = &difference.name.path;
            let kind = ChangeKind::Item;
            let mut change = Change::new(kind, difference.severity, path, difference.what);
            change.behaviour = false;
            let change = change.section(difference.section).covers(path);
            change.at(&self.place(path), Side::New)
        });
        let changes: Vec<Change> = changes.collect();
        self.found.extend(changes);
        self.documentation();
    }

    /// One line for what is said otherwise of an operation, or of a type.
    fn documentation(&mut self) {
        let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let prose = self.renames.of_prose();
        // Examples begin with the name of the crate.
        let [krate, new_krate] =
            [self.old, self.new].map(|side| format!("{}::", side.about.name.replace('-', "_")));
        for (name, after) in &self.new.items {
            let before = self.old.items.get(name);
            let differs = before.is_some_and(|old| {
                !prose.is_same(&old.docs.replace(&krate, &new_krate), &after.docs)
            });
            if differs && !self.found.iter().any(|change| change.explains_docs(name)) {
                let owner = self.owner(&name.path);
                let last = name.path.rsplit("::").next().unwrap_or(&name.path).to_owned();
                let names = owners.entry(owner).or_default();
                if !names.contains(&last) {
                    names.push(last);
                }
            }
        }
        for (owner, names) in owners {
            let more = names.len().saturating_sub(MOST_NAMES);
            let mut listed: Vec<String> =
                names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
            if more > 0
                && let Some(last) = listed.last_mut()
            {
                *last = format!("{last} and {more} more");
            }
            let own = owner.rsplit("::").next().unwrap_or(&owner);
            let what = match names.as_slice() {
                [one] if one == own => DESCRIBED.to_owned(),
                _ => format!("{DESCRIBED_WITHIN} {} otherwise", listed.join(", ")),
            };
            let kind = match owner.split_once("::") {
                Some(("types", _)) => ChangeKind::Type,
                Some(("Client", _)) => ChangeKind::Operation,
                _ => ChangeKind::Crate,
            };
            let change = Change::documentation(kind, &owner, what);
            let mut change = change.at(&self.place(&owner), Side::New);
            if let Some(of) = self.operation_of(&owner) {
                change = change.of(&of);
            }
            self.push(change);
        }
    }

    /// What an item belongs to: the method of its operation, its type, or itself.
    fn owner(&self, path: &str) -> String {
        if let Some(rest) = path.strip_prefix("operations::") {
            let name = rest.split("::").next().unwrap_or(rest);
            let found = self.new.operations.iter().find(|operation| {
                name == operation.request || name.strip_suffix("Answer") == Some(&operation.request)
            });
            return found.map_or(path.to_owned(), |found| format!("Client::{}", found.method));
        }
        match path.strip_prefix("types::").and_then(|rest| rest.split("::").next()) {
            Some(name) => format!("types::{name}"),
            None => path.to_owned(),
        }
    }

    fn operation_of(&self, owner: &str) -> Option<String> {
        let method = owner.strip_prefix("Client::")?;
        let found = self.new.operations.iter().find(|operation| operation.method == method);
        found.map(|operation| operation.id.clone())
    }

    /// Where in the new document what an item belongs to stands.
    pub(super) fn place(&self, path: &str) -> Place {
        let owner = self.owner(path);
        let operation = owner.strip_prefix("Client::").and_then(|method| {
            self.new.operations.iter().find(|operation| operation.method == method)
        });
        let name = callers(&owner);
        let ty = || self.new.types.iter().find(|ty| ty.name == name);
        let place = operation.map(|operation| &operation.place);
        let place = place.or_else(|| ty().map(|ty| &ty.place));
        place.unwrap_or(&self.new.about.place).clone()
    }
}

/// Every item that is not what it was to a compiler.
fn differences<'s>(old: &'s Surface, new: &'s Surface, renames: &Renames) -> Vec<Difference<'s>> {
    let mut found = Vec::new();
    for (name, before) in &old.items {
        let difference = |severity, section, what| Difference { name, severity, section, what };
        let Some(after) = new.items.get(name) else {
            if !is_renamed(name, before, new, renames) {
                let what = format!("is gone: `{}`", name.word);
                found.push(difference(Severity::Breaking, Section::Removed, what));
            }
            continue;
        };
        if !renames.is_same(&before.signature, &after.signature) {
            let what = format!("is `{}`, was `{}`", after.signature, before.signature);
            found.push(difference(Severity::Breaking, Section::Changed, what));
        }
        if !before.deprecated && after.deprecated {
            let what = "is deprecated".to_owned();
            found.push(difference(Severity::Additive, Section::Deprecated, what));
        }
        if before.deprecated && !after.deprecated {
            let what = "is no longer deprecated".to_owned();
            found.push(difference(Severity::Documentation, Section::Changed, what));
        }
    }
    let renamed: BTreeSet<ItemName> =
        old.items.keys().map(|name| under_new(name, renames)).collect();
    let is_there = |name: &&ItemName| old.items.contains_key(name) || renamed.contains(name);
    for name in new.items.keys().filter(|name| !is_there(name)) {
        let what = format!("is new: `{}`", name.word);
        found.push(Difference {
            name,
            severity: Severity::Additive,
            section: Section::Added,
            what,
        });
    }
    found
}

/// Whether an item is there under the new names of types.
fn is_renamed(name: &ItemName, before: &Item, new: &Surface, renames: &Renames) -> bool {
    let renamed = under_new(name, renames);
    let after = (renamed != *name).then(|| new.items.get(&renamed)).flatten();
    after.is_some_and(|after| renames.is_same(&before.signature, &after.signature))
}

/// The name that an impl of an unchanged type has where it is for types that have new names.
fn under_new(name: &ItemName, renames: &Renames) -> ItemName {
    ItemName { path: name.path.clone(), word: renames.apply(&name.word) }
}
