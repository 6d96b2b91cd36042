//! The actions of all findings at once.
//!
//! Findings that change one node which is to be stated anew are mended together: each has the actions of
//! all of them, so that any one is right when it is pasted alone, and none undoes another's.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{Change, Edit, Why, edited, leaves, pruned, unit};
use crate::doctor::action::{Action, Removed, joined, target};
use crate::doctor::finding::Found;
use crate::pointer::Pointer;

/// The actions of each finding, in the order in which they have to be applied.
pub(in crate::doctor) fn actions(root: &Value, findings: &[Found]) -> Vec<Arc<[Action]>> {
    let units = Units::of(root, findings);
    let after = edited(root, findings.iter().flat_map(|found| &found.edits));
    let mut groups = Groups::new(findings.len());
    let mut first: HashMap<Pointer, usize> = HashMap::new();
    let mut own: Vec<Vec<Pointer>> = Vec::new();
    for (index, found) in findings.iter().enumerate() {
        let touched = found.edits.iter().flat_map(|edit| touched(root, edit));
        let mut touched: Vec<Pointer> = touched.filter_map(|at| units.around(&at)).collect();
        touched.dedup();
        for unit in &touched {
            match first.get(unit) {
                Some(other) => groups.join(*other, index),
                None => {
                    first.insert(unit.clone(), index);
                }
            }
        }
        own.push(touched);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..findings.len() {
        members.entry(groups.leader(index)).or_default().push(index);
    }
    let empty: Arc<[Action]> = Arc::new([]);
    let mut out = vec![empty; findings.len()];
    for indices in members.into_values() {
        let group: Vec<&Found> = indices.iter().filter_map(|index| findings.get(*index)).collect();
        let restated = indices.iter().filter_map(|index| own.get(*index)).flatten();
        let actions: Arc<[Action]> = of_group(root, &after, &units, restated, &group).into();
        for index in indices {
            if let Some(slot) = out.get_mut(index) {
                *slot = Arc::clone(&actions);
            }
        }
    }
    out
}

fn of_group<'p>(
    root: &Value,
    after: &Value,
    units: &Units,
    restated: impl Iterator<Item = &'p Pointer>,
    group: &[&Found],
) -> Vec<Action> {
    let why = together(group);
    let mut by_parent: Vec<(Pointer, Vec<String>)> = Vec::new();
    let mut position: HashMap<Pointer, usize> = HashMap::new();
    let mut known: HashSet<&Pointer> = HashSet::new();
    for at in restated {
        let Some((parent, key)) = at.split_last().filter(|_| known.insert(at)) else { continue };
        let index = *position.entry(parent.clone()).or_insert(by_parent.len());
        match by_parent.get_mut(index) {
            Some((_, keys)) => keys.push(key),
            None => by_parent.push((parent, vec![key])),
        }
    }
    let mut actions = Vec::new();
    for (parent, keys) in &by_parent {
        let there = |key: &&String| parent.child(key).resolve(root).is_some();
        let old: Vec<&String> = keys.iter().filter(there).collect();
        actions.extend(removals(root, parent, &old, &why));
        let new: Map<String, Value> = keys
            .iter()
            .filter_map(|key| Some((key.clone(), parent.child(key).resolve(after)?.clone())))
            .collect();
        if !new.is_empty() {
            let again = "What the action before took out, stated as it should be.";
            let again = Why::new(again, why.evidence.clone());
            actions.push(update(again, target(root, parent), Value::Object(new)));
        }
    }
    for found in group {
        for Edit { at, change } in &found.edits {
            let (target, change) = match change {
                Change::Merge(update) => {
                    let is_out = |at: &Pointer| units.around(at).is_some();
                    let Some(left) = pruned(at, update, &is_out) else { continue };
                    (target(root, at), left)
                }
                Change::Append(entry) if units.around(at).is_none() => {
                    (target(root, at), entry.clone())
                }
                Change::Aimed { target, update, .. } => (target.clone(), update.clone()),
                Change::Append(_) | Change::Rewrite(_) => continue,
            };
            actions.push(update(found.why.clone(), target, change));
        }
    }
    actions
}

/// Takes nodes out that one object holds, at once where that is possible.
fn removals(root: &Value, parent: &Pointer, keys: &[&String], why: &Why) -> Vec<Action> {
    let holder = target(root, parent);
    let one = |key: &&String| {
        let removed = Removed { holder: holder.clone(), keys: vec![(*key).clone()] };
        Action::remove(removed, why.description.clone(), why.evidence.clone())
    };
    joined(keys.iter().map(one).collect())
}

fn update(why: Why, target: String, update: Value) -> Action {
    Action::update(target, update, why.description, why.evidence)
}

/// What is said of several findings that are mended together.
fn together(group: &[&Found]) -> Why {
    let texts = |text: fn(&Why) -> &String| {
        let mut known = HashSet::new();
        let all = group.iter().map(|found| text(&found.why).as_str());
        all.filter(|text| known.insert(*text)).collect::<Vec<_>>()
    };
    Why::new(texts(|why| &why.description).join(" "), texts(|why| &why.evidence).join("; "))
}

/// Where an edit changes something.
fn touched(root: &Value, edit: &Edit) -> Vec<Pointer> {
    match &edit.change {
        Change::Merge(update) => leaves(root, &edit.at, update),
        Change::Append(_) => vec![edit.at.clone()],
        Change::Aimed { places, update, .. } => {
            places.iter().flat_map(|place| leaves(root, place, update)).collect()
        }
        Change::Rewrite(_) => unit(root, &edit.at).into_iter().collect(),
    }
}

/// The nodes that are taken out, and most of them put back as they should be.
struct Units(HashSet<Pointer>);

impl Units {
    fn of(root: &Value, findings: &[Found]) -> Self {
        let edits = findings.iter().flat_map(|found| &found.edits);
        let rewrites = edits.filter(|edit| matches!(edit.change, Change::Rewrite(_)));
        Self(rewrites.filter_map(|edit| unit(root, &edit.at)).collect())
    }

    /// The outermost of them that a node is, or is in.
    fn around(&self, at: &Pointer) -> Option<Pointer> {
        let mut around = None;
        let mut next = Some(at.clone());
        while let Some(at) = next {
            next = at.split_last().map(|(parent, _)| parent);
            if self.0.contains(&at) {
                around = Some(at);
            }
        }
        around
    }
}

/// Which findings belong together.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The first finding of the group of one.
    fn leader(&mut self, index: usize) -> usize {
        let mut leader = index;
        while let Some(next) = self.0.get(leader).copied().filter(|next| *next != leader) {
            // Half of the way is saved for the next who goes it.
            if let Some(further) = self.0.get(next).copied()
                && let Some(slot) = self.0.get_mut(leader)
            {
                *slot = further;
            }
            leader = next;
        }
        leader
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.leader(one), self.leader(other));
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}
