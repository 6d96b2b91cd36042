//! What `doctor` found: a warning with its place, and the overlay actions that would mend it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::action::{self, Action};
use super::mend::{Edit, Why};
use crate::diagnostic::Diagnostic;

/// One thing that is valid and does harm.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The name of the check that found it.
    pub check: &'static str,
    /// What is wrong, where, and what it does to a caller.
    pub diagnostic: Diagnostic,
    /// The overlay actions that would mend it, in the order in which they have to be applied. Findings
    /// about one node that is stated anew have the same.
    pub actions: Arc<[Action]>,
}

/// The same while all are looked for: what has to become of the document, of which actions are made at
/// the end.
pub(super) struct Found {
    pub(super) check: &'static str,
    pub(super) diagnostic: Diagnostic,
    pub(super) why: Why,
    pub(super) edits: Vec<Edit>,
}

impl Found {
    pub(super) fn new(
        check: &'static str,
        problem: Diagnostic,
        why: Why,
        edits: Vec<Edit>,
    ) -> Self {
        Self { check, diagnostic: problem.warning(), why, edits }
    }

    pub(super) fn with(self, actions: Arc<[Action]>) -> Finding {
        let Self { check, diagnostic, .. } = self;
        Finding { check, diagnostic, actions }
    }
}

impl Finding {
    /// The actions as they are pasted under `actions:` of an overlay.
    pub fn yaml(&self) -> String {
        action::list_yaml(&self.actions)
    }

    /// The object for a program: that of the diagnostic, with the check and the actions beside it.
    pub fn to_json(&self) -> Value {
        let mut object = self.diagnostic.to_json();
        if let Some(entries) = object.as_object_mut() {
            entries.insert("reason".to_owned(), json!("finding"));
            entries.insert("check".to_owned(), json!(self.check));
            let actions: Vec<Value> = self.actions.iter().map(Action::to_json).collect();
            entries.insert("actions".to_owned(), Value::Array(actions));
            entries.insert("yaml".to_owned(), json!(self.yaml()));
        }
        object
    }
}
