//! What actions take out, and several of them as one.

use super::{Action, is_plain, quoted};

/// How long a target of several names may be: an overlay takes none of more than 4096 bytes.
const MOST_TARGET: usize = 4000;

/// Entries of one node.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::doctor) struct Removed {
    /// The node, a JSONPath.
    pub(in crate::doctor) holder: String,
    pub(in crate::doctor) keys: Vec<String>,
}

impl Removed {
    /// A JSONPath to all of them.
    pub(in crate::doctor) fn target(&self) -> String {
        match self.keys.as_slice() {
            [key] if is_plain(key) => format!("{}.{key}", self.holder),
            keys => {
                let names: Vec<String> = keys.iter().map(|key| quoted(key)).collect();
                format!("{}[{}]", self.holder, names.join(", "))
            }
        }
    }

    /// Whether a target has room for the keys of both.
    fn has_room(&self, length: usize, more: &Self) -> bool {
        self.holder.len() + length + more.length() <= MOST_TARGET
    }

    /// How long the keys are in a target.
    fn length(&self) -> usize {
        self.keys.iter().map(|key| quoted(key).len() + 2).sum()
    }
}

/// The same actions, with one for all entries of a node that are taken out one after another: a node is
/// gone through as a whole for each.
pub(in crate::doctor) fn joined(actions: Vec<Action>) -> Vec<Action> {
    let mut out: Vec<Action> = Vec::new();
    let mut length = 0;
    for action in actions {
        let same = out.last_mut().filter(|last| {
            last.description == action.description && last.evidence == action.evidence
        });
        let same = same.and_then(|last| last.removed.as_mut());
        match (same, &action.removed) {
            (Some(last), Some(more))
                if last.holder == more.holder && last.has_room(length, more) =>
            {
                length += more.length();
                last.keys.extend(more.keys.iter().cloned());
            }
            (_, more) => {
                length = more.as_ref().map_or(0, Removed::length);
                out.push(action);
            }
        }
    }
    for action in &mut out {
        if let Some(removed) = &action.removed {
            action.target = removed.target();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_of_one_node_is_named_together_as_far_as_there_is_room() {
        let one = |holder: &str, key: &str| {
            let removed = Removed { holder: holder.to_owned(), keys: vec![key.to_owned()] };
            Action::remove(removed, "Unused.".to_owned(), "certain".to_owned())
        };
        let targets = |actions| -> Vec<String> {
            joined(actions).into_iter().map(|action| action.target).collect()
        };
        let few = vec![one("$.a", "x"), one("$.a", "it's"), one("$.b", "x"), one("$.a", "y")];
        assert_eq!(targets(few), [r"$.a['x', 'it\'s']", "$.b.x", "$.a.y"]);
        let many = targets((0..2000).map(|n| one("$.a", &format!("name{n}"))).collect());
        assert!(many.len() > 1 && many.len() < 20, "{}", many.len());
        assert!(many.iter().all(|target| target.len() <= 4096));
    }
}
