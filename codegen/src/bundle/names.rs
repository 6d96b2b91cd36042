//! Names for what becomes a component: as the bundler of the VRChat documentation would give them, so
//! that an overlay fits the files and their bundle alike.

use std::collections::HashMap;

use serde_json::Value;

use super::kind::Node;
use super::library::Library;
use super::target::Target;
use crate::pointer::Pointer;
use crate::references;

/// The section of a component, and its name.
type Named = (&'static str, String);

#[derive(Default)]
pub(super) struct Names {
    given: HashMap<(&'static str, Target), String>,
    taken: HashMap<Named, Target>,
}

impl Names {
    /// The name that a node has in a section already.
    pub(super) fn of(&self, section: &'static str, target: &Target) -> Option<&str> {
        self.given.get(&(section, target.clone())).map(String::as_str)
    }

    /// The component that a node is: in this section where it can be, or in another.
    pub(super) fn anywhere(&self, section: &str, target: &Target) -> Option<(String, String)> {
        let known = Node::SECTIONS.iter().filter_map(|node| node.section());
        let named = |section| Some((section, self.of(section, target)?));
        let mut found: Vec<_> = known.filter_map(named).collect();
        found.sort_by_key(|(found, _)| *found != section);
        let first =
            found.first().map(|(section, name)| ((*section).to_owned(), (*name).to_owned()));
        target.component().or(first)
    }

    /// The node that has a name.
    pub(super) fn holder(&self, section: &'static str, name: &str) -> Option<&Target> {
        self.taken.get(&(section, name.to_owned()))
    }

    /// Gives a node the name that it has in the document. Its first one stays.
    pub(super) fn reserve(&mut self, section: &'static str, name: &str, target: &Target) {
        self.given.entry((section, target.clone())).or_insert_with(|| name.to_owned());
        self.taken.insert((section, name.to_owned()), target.clone());
    }

    /// A name for a node that has none, and whether it is a new one. Two nodes that are the same have one
    /// name.
    pub(super) fn choose(
        &mut self,
        library: &Library<'_>,
        section: &'static str,
        target: &Target,
    ) -> (String, bool) {
        for name in candidates(library, target) {
            let is_same = self
                .holder(section, &name)
                .map(|other| other == target || are_twins(library, other, target));
            match is_same {
                Some(false) => {}
                Some(true) => {
                    self.given.insert((section, target.clone()), name.clone());
                    return (name, false);
                }
                None => {
                    self.reserve(section, &name, target);
                    return (name, true);
                }
            }
        }
        // The candidates never end.
        (String::new(), false)
    }
}

/// The last token of the pointer, with more of them before it, with the name of the file, with a number.
fn candidates(library: &Library<'_>, target: &Target) -> impl Iterator<Item = String> {
    let mut tokens: Vec<String> = target.pointer.tokens().filter(|t| !t.is_empty()).collect();
    let mut names = Vec::new();
    let mut name = String::new();
    while let Some(token) = tokens.pop() {
        let rest = if name.is_empty() { String::new() } else { format!("-{name}") };
        name = token + &rest;
        names.push(name.clone());
    }
    let file = stem(library.address(target.file));
    let whole = if name.is_empty() { file.to_owned() } else { format!("{file}_{name}") };
    let numbered = whole.clone();
    let numbered = (2_u64..).map(move |number| format!("{numbered}-{number}"));
    // References are URIs, in which this sign begins an escape.
    names.into_iter().chain([whole]).chain(numbered).map(|name| name.replace('%', "_"))
}

/// The name of a file without its folder and its last ending.
fn stem(address: &str) -> &str {
    let name = address.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// Whether two nodes say the same wherever they stand.
fn are_twins(library: &Library<'_>, one: &Target, other: &Target) -> bool {
    let value = |target: &Target| library.value(target.file, &target.pointer);
    let refers = |value: &Value| !references::find(value, &Pointer::root()).is_empty();
    matches!((value(one), value(other)), (Some(a), Some(b)) if a == b && !refers(a))
}
