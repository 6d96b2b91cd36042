//! What maintainers have looked at and accept: the hint `x-doctor`.
//!
//! `x-doctor: { allow: { single-value-enum: why } }` on a node silences that check there and below. An
//! allowance that silences nothing is a finding itself, so that none outlives its reason.

use std::cell::Cell;
use std::collections::HashSet;

use serde_json::Value;

use super::finding::Found;
use super::mend::{Edit, Rewrite, Why};
use super::{Patient, checks, unused};
use crate::document::Document;
use crate::hints::DOCTOR;
use crate::pointer::Pointer;
use crate::references;

pub(super) const NAME: &str = "stale-allowance";

#[derive(Debug)]
pub(super) struct Allowances {
    all: Vec<Allowance>,
    wrong: Vec<Wrong>,
}

/// What cannot be understood of a hint: all of it, or what it says of one check.
#[derive(Debug)]
struct Wrong {
    hint: Pointer,
    check: Option<String>,
    what: String,
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
                found.read(hint, pointer, &|_| true);
            }
            // A map of names, of which an extension is none; a missing status is found there.
            let answers = node.get("responses").filter(|_| pointer.as_str().starts_with("/paths/"));
            if let Some(hint) = answers.and_then(|answers| answers.get(DOCTOR)) {
                found.read(hint, &pointer.child("responses"), &|_| true);
            }
        });
        let used = unused::used(whole);
        let parts = whole.value.get("components").and_then(Value::as_object).into_iter().flatten();
        for (part, entries) in parts {
            for (name, node) in entries.as_object().into_iter().flatten() {
                let at = Pointer::of(&["components", part, name]);
                if at.resolve(&selected.value).is_some() {
                    continue;
                }
                if used.contains(&at) {
                    // It is of operations that are not looked at; but of this check it is.
                    if node.pointer("/x-doctor/allow/unused-component").is_some() {
                        found.add(&at, unused::NAME);
                    }
                    continue;
                }
                references::for_each_object(node, &at, &mut |inside, pointer| {
                    if let Some(hint) = inside.get(DOCTOR) {
                        found.read(hint, pointer, &|check| *pointer == at && check == unused::NAME);
                    }
                });
            }
        }
        found
    }

    /// Takes in what a hint allows, as far as it is to be `heard`.
    fn read(&mut self, hint: &Value, pointer: &Pointer, heard: &dyn Fn(&str) -> bool) {
        let at = pointer.child(DOCTOR);
        let allow = hint.get("allow").and_then(Value::as_object);
        let known = hint.as_object().is_some_and(|entries| entries.len() == 1);
        let Some(allow) = allow.filter(|allow| known && !allow.is_empty()) else {
            let what = "it holds no map `allow` from checks to reasons".to_owned();
            self.wrong.push(Wrong { hint: at, check: None, what });
            return;
        };
        for (check, reason) in allow {
            let what = if !checks().contains(&check.as_str()) || check == NAME {
                format!("there is no check `{check}` to allow")
            } else if reason.as_str().is_none_or(|reason| reason.trim().is_empty()) {
                format!("it gives no reason for `{check}`")
            } else {
                if heard(check) {
                    self.add(pointer, check);
                }
                continue;
            };
            self.wrong.push(Wrong { hint: at.clone(), check: Some(check.clone()), what });
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
    pub(super) fn silence(&self, finding: &Found) -> bool {
        let pointer = finding.diagnostic.node();
        pointer.is_some_and(|pointer| self.covers(finding.check, pointer))
    }

    /// The allowances that silence nothing, of those checks that were run.
    pub(super) fn stale(&self, patient: &Patient<'_>, ran: &HashSet<&str>) -> Vec<Found> {
        let is_stale = |one: &Allowance| ran.contains(one.check.as_str()) && !one.is_used.get();
        let mut found = Vec::new();
        let mut add = |at: &Pointer, message: String, help: &str, edit: Edit| {
            let why = Why::new(
                "What is allowed here is not found any more, or cannot be understood.",
                "certain: follows from the document itself",
            );
            let problem = patient.document.problem(at, message, help);
            found.push(Found::new(NAME, problem, why, vec![edit]));
        };
        for Wrong { hint, check, what } in &self.wrong {
            let at = match check {
                Some(check) => hint.child("allow").child(check),
                None => hint.clone(),
            };
            let message = format!("`{DOCTOR}` cannot be understood: {what}");
            let help = "write `x-doctor: { allow: { name-of-the-check: why } }`, or take it out";
            add(&at, message, help, mend(patient, hint, check.as_deref()));
        }
        for one in self.all.iter().filter(|one| is_stale(one)) {
            let hint = one.node.child(DOCTOR);
            let at = hint.child("allow").child(&one.check);
            let message = format!("`{}` is allowed here, and is not found here", one.check);
            let help = "the document may have been corrected since; take the allowance out";
            add(&at, message, help, mend(patient, &hint, Some(&one.check)));
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

/// Leaves of a hint what is still of use.
fn mend(patient: &Patient<'_>, hint: &Pointer, check: Option<&str>) -> Edit {
    match (check, hint.resolve(&patient.whole.value)) {
        (Some(check), _) => Edit::rewrite(hint, Rewrite::Disallowed(check.to_owned())),
        (None, Some(node)) if node.is_object() || node.is_array() => Edit::remove(hint),
        // An overlay cannot aim at a text.
        (None, _) => {
            let holder = hint.split_last().map(|(holder, _)| holder).unwrap_or_default();
            Edit::without(&holder, &[DOCTOR])
        }
    }
}
