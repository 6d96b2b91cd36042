//! A reference to what has no name of its own: it is written out.

use serde_json::Value;

use super::kind::{Kind, Node};
use super::library::FileId;
use super::target::{self, Target};
use super::{Bundler, Part};
use crate::check::MOST_HOPS;
use crate::diagnostic::Place;
use crate::document::Fault;
use crate::places::Places;

impl Bundler<'_> {
    /// Writes out what a reference leads to, in its place.
    pub(super) fn include(&mut self, part: Part<'_>, text: &str) -> Option<Places> {
        let Part { value, places, base, kind, at } = part;
        let place = places.child("$ref").unwrap_or(places).place().clone();
        let included = self.included(value, base, kind, text);
        let (target, mut new, new_places) = match included {
            Ok(target) => {
                self.check_weight(&target, kind, places, &at)?;
                let copy = self.copy(&target, self.level, &at)?;
                (target, copy.0, copy.1)
            }
            Err(fault) => {
                self.check_room(places, &at);
                let problem = fault.diagnostic("`$ref`", text);
                let at = at.child("$ref");
                // What stands beside it is looked at as if it stood alone.
                if let Some(entries) = value.as_object_mut() {
                    if entries.len() > 1 {
                        entries.shift_remove("$ref");
                    } else {
                        self.unresolvable(entries, base, text);
                    }
                }
                // Whoever comes to it later has nothing to add.
                self.note(places, text, Some(Fault::Told));
                let problem = problem.map(|problem| problem.at(place).pointer(at));
                self.problems.extend(problem.map(|problem| match kind {
                    Kind::One(Node::Aside) => problem.warning(),
                    _ => problem,
                }));
                return None;
            }
        };
        let file = target.file;
        self.around.push((target, place));
        let changed =
            self.part(Part { value: &mut new, places: &new_places, base: file, kind, at });
        self.around.pop();
        *value = new;
        Some(changed.unwrap_or(new_places))
    }

    /// What is to be written out in place of a reference.
    fn included(
        &mut self,
        value: &Value,
        base: FileId,
        kind: Kind,
        text: &str,
    ) -> Result<Target, Fault> {
        if let Some(other) = value.as_object().and_then(|all| all.keys().find(|key| *key != "$ref"))
        {
            return Err(Fault::new(
                format!("stands beside `{other}`, and only one of them can be taken"),
                format!("move `{other}` into what it refers to, or write that out here"),
            ));
        }
        let target = target::step(&mut self.library, base, text)?;
        let is_around = |(other, _): &&(Target, Place)| *other == target;
        let circle = self.around.iter().find(is_around);
        let endless = self.around.last().filter(|_| self.around.len() >= MOST_HOPS);
        if let Some((_, place)) = circle.or(endless) {
            return Err(Fault::Said {
                what: "includes what it stands in, which would never end".to_owned(),
                help: "take one of the two references out".to_owned(),
                related: Some(("that is included here".to_owned(), place.clone())),
            });
        }
        self.check_likeness(&target, kind)?;
        Ok(target)
    }
}
