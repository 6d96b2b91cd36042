//! Fourth stage: finds everything in the selected document that the later stages cannot turn into
//! Rust, while its place is still known. All problems at once, in the order of the file.
//!
//! What passes here is expected to generate. A case that does not is a bug, and one more check.

mod answers;
mod bodies;
mod headers;
mod nulls;
mod operation_ids;
mod parameters;
mod paths;
mod references;
mod schemas;
mod security;
mod servers;
mod types;

use std::collections::HashMap;

use serde_json::Value;

pub(crate) use servers::base_url;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, OperationNode};
use crate::pointer::Pointer;

/// Reports every construct that cannot be generated, after what is known to be wrong already.
pub(crate) fn check(document: &Document, known: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    let mut problems = Problems { document, found: known };
    servers::check(&mut problems);
    references::check(&mut problems);
    nulls::check(&mut problems);
    types::check(&mut problems);
    schemas::check(&mut problems);
    operation_ids::check(&mut problems);
    for operation in &document.operations() {
        servers::check_operation(operation, &mut problems);
        paths::check(operation, &mut problems);
        parameters::check(operation, &mut problems);
        bodies::check(operation, &mut problems);
        answers::check(operation, &mut problems);
        security::check(operation, &mut problems);
    }
    if problems.found.is_empty() { Ok(()) } else { Err(problems.found) }
}

/// How long a chain of references may be before it counts as a circle.
pub(crate) const MOST_HOPS: usize = crate::limits::MOST_DEPTH;

/// What has been found so far, and the document it was found in.
struct Problems<'d> {
    document: &'d Document,
    found: Vec<Diagnostic>,
}

impl<'d> Problems<'d> {
    fn add(
        &mut self,
        operation: Option<&OperationNode<'_>>,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let problem = self.document.problem(pointer, message, help);
        self.found.push(match operation {
            Some(operation) => problem.operation(operation.name()),
            None => problem,
        });
    }

    /// The node that a chain of `$ref`s ends in, and where that is. `None` where it ends nowhere,
    /// which is reported by itself.
    fn follow(&self, node: &'d Value, pointer: Pointer) -> Option<(&'d Value, Pointer)> {
        let (mut node, mut pointer) = (node, pointer);
        for _ in 0..MOST_HOPS {
            let Some(reference) = node.get("$ref") else { return Some((node, pointer)) };
            pointer = Pointer::from_reference(reference.as_str()?)?;
            node = pointer.resolve(&self.document.value)?;
        }
        None
    }
}

/// The parameters of an operation, with where each stands.
pub(crate) fn parameters_at<'d>(
    document: &'d Document,
    operation: &OperationNode<'d>,
) -> Vec<(&'d Value, Pointer)> {
    parameters_of(operation, &Problems { document, found: Vec::new() })
}

/// The parameters of an operation, its own and its path's, references followed. Its own replace
/// the path's of the same name and location.
fn parameters_of<'d>(
    operation: &OperationNode<'d>,
    problems: &Problems<'d>,
) -> Vec<(&'d Value, Pointer)> {
    let item = operation.pointer.split_last().map(|(item, _)| item).unwrap_or_default();
    let lists = [
        (operation.item.get("parameters"), item.child("parameters")),
        (operation.node.get("parameters"), operation.pointer.child("parameters")),
    ];
    let mut found: Vec<Option<(&Value, Pointer)>> = Vec::new();
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for (list, at) in lists {
        for (index, node) in list.and_then(Value::as_array).into_iter().flatten().enumerate() {
            let Some(parameter) = problems.follow(node, at.child(index)) else { continue };
            let text = |key| parameter.0.get(key).and_then(Value::as_str);
            if let Some(name) = text("name").zip(text("in"))
                && let Some(other) = seen.insert(name, found.len())
                && let Some(replaced) = found.get_mut(other)
            {
                *replaced = None;
            }
            found.push(Some(parameter));
        }
    }
    found.into_iter().flatten().collect()
}
