//! The mapping of a discriminator, whose values are names of schemas, references to them or files.

use serde_json::{Map, Value, json};

use super::kind::{Kind, Node};
use super::library::{FileId, ROOT};
use super::{Bundler, target};
use crate::places::Places;
use crate::pointer::Pointer;

/// Whether a value names a file: a schema's own name has neither a folder nor such an ending.
pub(super) fn is_file(text: &str) -> bool {
    let path = text.split_once('#').map_or(text, |(path, _)| path);
    let is_named = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    !text.starts_with('#') && (path.contains('/') || is_named)
}

impl Bundler<'_> {
    /// Lets the values lead to components.
    pub(super) fn mapping(
        &mut self,
        entries: &mut Map<String, Value>,
        places: &Places,
        base: FileId,
        at: &Pointer,
    ) {
        for (key, value) in entries {
            let Some(text) = value.as_str().map(str::to_owned) else { continue };
            if !(is_file(&text) || (text.starts_with('#') && base != ROOT)) {
                continue;
            }
            let found = target::find(&mut self.library, base, &text);
            match found.and_then(|target| self.name(target, Kind::One(Node::Schema), "schemas")) {
                Ok(reference) => *value = json!(reference),
                Err(fault) => {
                    self.check_room(places, at);
                    let place = places.child(key).unwrap_or(places).place().clone();
                    let problem = fault.diagnostic("the mapping", &text);
                    let at = at.child(key);
                    self.problems.extend(problem.map(|problem| problem.at(place).pointer(at)));
                }
            }
        }
    }
}
