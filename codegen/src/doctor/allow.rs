//! What maintainers have looked at and accept: the hint `x-doctor`.
//!
//! `x-doctor: { allow: { single-value-enum: why } }` on a node silences that check there and below. An
//! allowance that silences nothing is a finding itself, so that none outlives its reason.

use std::cell::Cell;
use std::collections::HashSet;

use serde_json::{Value, json};

use super::action::Action;
use super::finding::Finding;
use super::mend::Words;
use super::{Patient, checks, unused};
use crate::document::Document;
use crate::hints::DOCTOR;
use crate::pointer::Pointer;
use crate::references;

pub(super) const NAME: &str = "stale-allowance";

#[derive(Debug)]
pub(super) struct Allowances {
    all: Vec<Allowance>,
    /// Hints that say nothing that can be understood: whose, where, and what is wrong.
    wrong: Vec<(Pointer, Pointer, String)>,
}

#[derive(Debug)]
struct Allowance {
    node: Pointer,
    check: String,
    is_used: Cell<bool>,
}

impl Allowances {
    /// Those of what is selected, and of components that nothing leads to.
    pub(super) fn of(selected: &Document, whole: &Document) -> Self {
        let mut found = Self { all: Vec::new(), wrong: Vec::new() };
        references::for_each_object(&selected.value, &Pointer::root(), &mut |node, pointer| {
            if let Some(hint) = node.get(DOCTOR) {
                found.read(hint, pointer);
            }
        });
        let parts = whole.value.get("components").and_then(Value::as_object).into_iter().flatten();
        for (part, entries) in parts {
            for (name, node) in entries.as_object().into_iter().flatten() {
                let at = Pointer::of(&["components", part, name]);
                if let Some(hint) = node.get(DOCTOR)
                    && at.resolve(&selected.value).is_none()
                    && hint.pointer("/allow/unused-component").is_some()
                {
                    found.add(&at, unused::NAME);
                }
            }
        }
        found
    }

    fn read(&mut self, hint: &Value, pointer: &Pointer) {
        let at = pointer.child(DOCTOR);
        let allow = hint.get("allow").and_then(Value::as_object);
        let known = hint.as_object().is_some_and(|entries| entries.len() == 1);
        let Some(allow) = allow.filter(|allow| known && !allow.is_empty()) else {
            self.wrong.push((
                pointer.clone(),
                at,
                "it holds no map `allow` from checks to reasons".to_owned(),
            ));
            return;
        };
        for (check, reason) in allow {
            let at = at.child("allow").child(check);
            if !checks().contains(&check.as_str()) || check == NAME {
                self.wrong.push((
                    pointer.clone(),
                    at,
                    format!("there is no check `{check}` to allow"),
                ));
            } else if reason.as_str().is_none_or(|reason| reason.trim().is_empty()) {
                self.wrong.push((pointer.clone(), at, format!("it gives no reason for `{check}`")));
            } else {
                self.add(pointer, check);
            }
        }
    }

    fn add(&mut self, node: &Pointer, check: &str) {
        self.all.push(Allowance {
            node: node.clone(),
            check: check.to_owned(),
            is_used: Cell::new(false),
        });
    }

    /// Whether a check is to say nothing of a node.
    pub(super) fn covers(&self, check: &str, pointer: &Pointer) -> bool {
        let mut is_covered = false;
        for one in self.all.iter().filter(|one| one.check == check && one.holds(pointer)) {
            one.is_used.set(true);
            is_covered = true;
        }
        is_covered
    }

    /// Whether a finding is accepted.
    pub(super) fn silence(&self, finding: &Finding) -> bool {
        let pointer = finding.diagnostic.node();
        pointer.is_some_and(|pointer| self.covers(finding.check, pointer))
    }

    /// The allowances that silence nothing, of those checks that were run.
    pub(super) fn stale(&self, patient: &Patient<'_>, ran: &HashSet<&str>) -> Vec<Finding> {
        let is_stale = |one: &Allowance| ran.contains(one.check.as_str()) && !one.is_used.get();
        let mut found = Vec::new();
        let mut add = |holder: &Pointer, at: &Pointer, message: String, help: &str| {
            let left = self.all.iter().filter(|one| one.node == *holder && !is_stale(one));
            let left = left.map(|one| one.check.as_str()).collect();
            let problem = patient.document.problem(at, message, help);
            found.push(Finding::new(NAME, problem, mend(patient, holder, &left)));
        };
        for (holder, at, what) in &self.wrong {
            let message = format!("`{DOCTOR}` cannot be understood: {what}");
            let help = "write `x-doctor: { allow: { name-of-the-check: why } }`, or take it out";
            add(holder, at, message, help);
        }
        for one in self.all.iter().filter(|one| is_stale(one)) {
            let at = one.node.child(DOCTOR).child("allow").child(&one.check);
            let message = format!("`{}` is allowed here, and is not found here", one.check);
            let help = "the document may have been corrected since; take the allowance out";
            add(&one.node, &at, message, help);
        }
        found
    }
}

impl Allowance {
    /// Whether a node is the one that it stands on, or below that.
    fn holds(&self, pointer: &Pointer) -> bool {
        let rest = pointer.as_str().strip_prefix(self.node.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Leaves of a hint what is still of use. A reason is a text, which no action can be aimed at.
fn mend(patient: &Patient<'_>, holder: &Pointer, left: &HashSet<&str>) -> Vec<Action> {
    let root = &patient.whole.value;
    let words = Words {
        description: "What is allowed here is not found any more, or cannot be understood.",
        evidence: "certain: follows from the document itself",
    };
    let hint = holder.child(DOCTOR);
    let node = hint.resolve(root);
    let mut allow = node.and_then(|hint| hint.get("allow")).cloned().unwrap_or_default();
    if let Some(entries) = allow.as_object_mut() {
        entries.retain(|check, _| left.contains(check.as_str()));
    }
    match (left.is_empty(), node.is_some_and(Value::is_object)) {
        (false, _) => words.restate(root, &hint, json!({ "allow": allow })),
        (true, true) => vec![words.remove(root, &hint)],
        (true, false) => words.without(root, holder, &[DOCTOR]),
    }
}
