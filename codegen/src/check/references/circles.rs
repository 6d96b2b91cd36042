//! Components that are made of themselves.
//!
//! A component is made of what it refers to, and of what `allOf`, `oneOf` and `anyOf` put together,
//! which describe the same value. Through a property or an item it may well hold itself.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::pointer::Pointer;

/// All that are made of themselves, of these and of what they are made of. Each is looked at once:
/// this is Tarjan's algorithm, with its stack in a list so that no chain is too long for it.
pub(super) fn find<'t>(
    value: &Value,
    targets: impl Iterator<Item = &'t Pointer>,
) -> HashSet<Pointer> {
    let mut search =
        Search { value, seen: HashMap::new(), path: Vec::new(), circles: HashSet::new() };
    for target in targets {
        if !search.seen.contains_key(target) {
            search.from(target.clone());
        }
    }
    search.circles
}

struct Search<'v> {
    value: &'v Value,
    /// When each was first seen, and the earliest that it leads back to; `None` once it is dealt with.
    seen: HashMap<Pointer, Option<(usize, usize)>>,
    /// Those that are not yet dealt with, in the order in which they were seen.
    path: Vec<Pointer>,
    circles: HashSet<Pointer>,
}

/// A component whose parts are being looked at.
struct Frame {
    pointer: Pointer,
    parts: std::vec::IntoIter<Pointer>,
    holds_itself: bool,
}

impl Search<'_> {
    fn from(&mut self, start: Pointer) {
        let mut frames = vec![self.enter(start)];
        while let Some(frame) = frames.last_mut() {
            match frame.parts.next() {
                Some(part) if part == frame.pointer => frame.holds_itself = true,
                Some(part) => match self.seen.get(&part).copied() {
                    None => frames.push(self.enter(part)),
                    Some(None) => {}
                    Some(Some((_, earliest))) => self.leads_to(&frame.pointer.clone(), earliest),
                },
                None => {
                    let Some(done) = frames.pop() else { return };
                    let earliest = self.leave(&done);
                    if let (Some(earliest), Some(around)) = (earliest, frames.last()) {
                        self.leads_to(&around.pointer.clone(), earliest);
                    }
                }
            }
        }
    }

    fn enter(&mut self, pointer: Pointer) -> Frame {
        let order = self.seen.len();
        self.seen.insert(pointer.clone(), Some((order, order)));
        self.path.push(pointer.clone());
        let parts = made_of(self.value, &pointer).into_iter();
        Frame { pointer, parts, holds_itself: false }
    }

    fn leads_to(&mut self, pointer: &Pointer, other: usize) {
        if let Some(Some((_, earliest))) = self.seen.get_mut(pointer) {
            *earliest = other.min(*earliest);
        }
    }

    /// Deals with a component whose parts were all looked at, and with those that lead back to it.
    /// The earliest that it leads to, where that is another.
    fn leave(&mut self, frame: &Frame) -> Option<usize> {
        let (order, earliest) = self.seen.get(&frame.pointer).copied().flatten()?;
        if earliest < order {
            return Some(earliest);
        }
        let start = self.path.iter().rposition(|pointer| *pointer == frame.pointer)?;
        let circle = self.path.split_off(start);
        for pointer in &circle {
            self.seen.insert(pointer.clone(), None);
        }
        if circle.len() > 1 || frame.holds_itself {
            self.circles.extend(circle);
        }
        None
    }
}

/// The components that a component is, or is put together from.
fn made_of(value: &Value, pointer: &Pointer) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = pointer.resolve(value).into_iter().collect();
    while let Some(node) = open.pop() {
        let reference = node.get("$ref").and_then(Value::as_str);
        found.extend(reference.and_then(Pointer::from_reference));
        for key in ["allOf", "anyOf", "oneOf"] {
            open.extend(node.get(key).and_then(Value::as_array).into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn circles(components: &[(&str, &[&str])]) -> Vec<String> {
        let mut value = json!({});
        for (name, parts) in components {
            let parts: Vec<_> =
                parts.iter().map(|part| json!({"$ref": format!("#/{part}")})).collect();
            value[*name] = json!({ "allOf": parts });
        }
        let all: Vec<Pointer> = components.iter().map(|(name, _)| Pointer::of(&[name])).collect();
        let mut found: Vec<String> =
            find(&value, all.iter()).iter().map(|pointer| pointer.as_str().to_owned()).collect();
        found.sort();
        found
    }

    #[test]
    fn only_what_leads_back_to_itself_is_a_circle() {
        assert_eq!(circles(&[("a", &["a"])]), ["/a"]);
        assert_eq!(
            circles(&[("a", &["b", "c"]), ("b", &["d"]), ("c", &["d"]), ("d", &[])]),
            [""; 0]
        );
        // Between two circles, and before and behind them, there is none.
        let found = circles(&[
            ("before", &["a"]),
            ("a", &["b"]),
            ("b", &["a", "between"]),
            ("between", &["c"]),
            ("c", &["d"]),
            ("d", &["e", "behind"]),
            ("e", &["c", "d"]),
            ("behind", &[]),
        ]);
        assert_eq!(found, ["/a", "/b", "/c", "/d", "/e"]);
    }

    #[test]
    fn a_long_chain_is_walked_once() {
        let names: Vec<String> = (0..20_000).map(|index| format!("n{index}")).collect();
        let mut value = serde_json::Map::new();
        for pair in names.windows(2) {
            value.insert(
                pair[0].clone(),
                json!({ "allOf": [{ "$ref": format!("#/{}", pair[1]) }] }),
            );
        }
        value.insert(names[19_999].clone(), json!({}));
        let all: Vec<Pointer> = names.iter().map(|name| Pointer::of(&[name])).collect();
        assert!(find(&Value::Object(value), all.iter()).is_empty());
    }
}
