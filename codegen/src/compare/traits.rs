//! What a type implements: a number with a fraction takes `Eq` and `Hash`, a required field takes
//! `Default`.

use std::collections::BTreeMap;

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Severity, Side, callers};
use crate::surface::{ItemName, Items};

impl Comparing<'_> {
    /// Of what is there on both sides, and where no other change says it.
    pub(super) fn traits(&mut self) {
        let lost = self.only_in(&self.old.items, &self.new.items, true);
        let gained = self.only_in(&self.new.items, &self.old.items, false);
        let new = self.new;
        let documented = |path: &str| {
            let name = callers(path);
            let ty = new.types.iter().find(|ty| ty.name == name);
            ty.map(|ty| ty.documented.clone()).unwrap_or_default()
        };
        for (all, is_lost) in [(lost, true), (gained, false)] {
            for (path, words) in all {
                let names: Vec<String> = words
                    .iter()
                    .map(|word| format!("`{}`", word.trim_start_matches("impl ")))
                    .collect();
                let names = names.join(", ");
                let (kind, path) = (ChangeKind::Type, path.as_str());
                let mut change = match is_lost {
                    true => Change::breaking(kind, path, format!("no longer implements {names}"))
                        .section(Section::Removed),
                    false => Change::additive(kind, path, format!("implements {names}"))
                        .section(Section::Added),
                };
                change = change.at(&self.place(path), Side::New);
                change = change.documented(&documented(path));
                for word in words {
                    change = change.covers_word(path, &word);
                }
                self.push(change);
            }
        }
    }

    /// The impls of one side only, by the path of their types.
    fn only_in(
        &self,
        items: &Items,
        others: &Items,
        is_lost: bool,
    ) -> BTreeMap<String, Vec<String>> {
        let has_type = |path: &str| {
            ["struct", "enum"].iter().any(|word| {
                others.contains_key(&ItemName { path: path.to_owned(), word: (*word).to_owned() })
            })
        };
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in items.keys().filter(|name| name.word.starts_with("impl ")) {
            let is_told = || {
                self.found.iter().any(|change| {
                    let is_enough = !is_lost || change.severity == Severity::Breaking;
                    is_enough && change.explains(name)
                })
            };
            // One from a type that has another name is not another one.
            let is_there = others.contains_key(name)
                || others.keys().any(|other| {
                    other.path == name.path
                        && match is_lost {
                            true => self.is_same(&name.word, &other.word),
                            false => self.is_same(&other.word, &name.word),
                        }
                });
            if !is_there && has_type(&name.path) && !is_told() {
                found.entry(name.path.clone()).or_default().push(name.word.clone());
            }
        }
        found
    }
}
