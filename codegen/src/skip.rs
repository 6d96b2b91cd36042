//! Going on without the operations that cannot be generated.
//!
//! A problem belongs to the operation that it stands in, or to every operation that reaches the
//! component that it stands in. One that belongs to none stops the generator all the same.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, OperationNode};
use crate::pointer::Pointer;
use crate::select;

/// An operation that was left out.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Its `operationId`, or method and path where it has none.
    pub operation: String,
    /// The method, in capitals.
    pub method: String,
    /// The path, as the document writes it.
    pub path: String,
    /// Where it stands.
    pub place: Place,
    /// What is wrong with it, as the messages of the warnings say.
    pub reasons: Vec<String>,
}

/// A document, less with each round.
pub(crate) struct Skipping {
    document: Document,
    skipped: Vec<Skipped>,
    why: Vec<Diagnostic>,
}

impl Skipping {
    pub(crate) fn new(document: Document) -> Self {
        Self { document, skipped: Vec::new(), why: Vec::new() }
    }

    /// What is left.
    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// The operations that were left out, and why, as warnings.
    pub(crate) fn finish(mut self) -> (Vec<Skipped>, Vec<Diagnostic>) {
        self.skipped.sort_by(|a, b| a.place.cmp(&b.place));
        (self.skipped, self.why.into_iter().map(Diagnostic::warning).collect())
    }

    /// Leaves out what these problems belong to: at least one operation of `selected`, which is what
    /// was made of the document. Otherwise, and where nothing would be left, all problems so far.
    pub(crate) fn skip(
        &mut self,
        selected: &Document,
        problems: Vec<Diagnostic>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut owners = Owners::of(selected);
        let mut reasons: HashMap<Pointer, Vec<String>> = HashMap::new();
        let mut is_fatal = false;
        for problem in &problems {
            let owned = owners.of_problem(problem);
            is_fatal |= owned.is_empty();
            for pointer in owned {
                let told = reasons.entry(pointer).or_default();
                if !told.iter().any(|reason| reason == problem.message()) {
                    told.push(problem.message().to_owned());
                }
            }
        }
        self.why.extend(problems);
        if is_fatal || reasons.len() >= owners.operations.len() {
            return Err(std::mem::take(&mut self.why));
        }
        for operation in &owners.operations {
            let Some(reasons) = reasons.remove(&operation.pointer) else { continue };
            self.take_out(&operation.pointer);
            self.drop_upload(&operation.name());
            self.skipped.push(Skipped {
                operation: operation.name(),
                method: operation.method.to_uppercase(),
                path: operation.path.to_owned(),
                place: selected.places.locate(&operation.pointer).clone(),
                reasons,
            });
        }
        Ok(())
    }

    fn take_out(&mut self, operation: &Pointer) {
        let Some((item, method)) = operation.split_last() else { return };
        let item = self.document.value.pointer_mut(item.as_str()).and_then(Value::as_object_mut);
        if let Some(item) = item {
            item.shift_remove(&method);
        }
    }

    /// An upload goes through several operations, and is nothing without one of them.
    fn drop_upload(&mut self, operation: &str) {
        let hint = self.document.value.get("x-upload").and_then(Value::as_object);
        let needs = |role: &Value| role.get("operation").and_then(Value::as_str) == Some(operation);
        if !hint.is_some_and(|hint| hint.values().any(needs)) {
            return;
        }
        let message = format!("uploads are left out: `x-upload` needs `{operation}`");
        let help = "mend what keeps the operation from being generated";
        let warning = self.document.problem(&Pointer::of(&["x-upload"]), message, help);
        self.why.push(warning);
        if let Some(root) = self.document.value.as_object_mut() {
            root.shift_remove("x-upload");
        }
    }
}

/// Which operations a problem belongs to.
struct Owners<'d> {
    document: &'d Document,
    operations: Vec<OperationNode<'d>>,
    /// What each operation reaches; found out when it is first asked for.
    reached: Option<Vec<(Pointer, HashSet<Pointer>)>>,
}

impl<'d> Owners<'d> {
    fn of(document: &'d Document) -> Self {
        Self { document, operations: document.operations(), reached: None }
    }

    fn of_problem(&mut self, problem: &Diagnostic) -> Vec<Pointer> {
        let tokens: Vec<String> =
            problem.node().map(|node| node.tokens().take(3).collect()).unwrap_or_default();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let start = Pointer::of(&tokens);
        if self.operations.iter().any(|operation| operation.pointer == start) {
            return vec![start];
        }
        let mut owned = match problem.operation_name() {
            Some(name) => self.which(|operation| operation.name() == name),
            None => Vec::new(),
        };
        match tokens.as_slice() {
            ["components", _, _] => owned.extend(self.which_reach(&start)),
            ["paths", path, ..] if owned.is_empty() => {
                owned.extend(self.which(|operation| operation.path == *path));
            }
            _ => {}
        }
        owned.sort();
        owned.dedup();
        owned
    }

    fn which(&self, holds: impl Fn(&OperationNode<'_>) -> bool) -> Vec<Pointer> {
        let found = self.operations.iter().filter(|operation| holds(operation));
        found.map(|operation| operation.pointer.clone()).collect()
    }

    fn which_reach(&mut self, component: &Pointer) -> Vec<Pointer> {
        let document = self.document;
        let reached = self.reached.get_or_insert_with(|| {
            let all = document.operations().into_iter();
            all.map(|operation| {
                (operation.pointer.clone(), select::reached_by(document, operation))
            })
            .collect()
        });
        let found = reached.iter().filter(|(_, reached)| reached.contains(component));
        found.map(|(operation, _)| operation.clone()).collect()
    }
}
