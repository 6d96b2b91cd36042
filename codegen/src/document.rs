//! A document between the stages: its value, and the place of every node of it.

mod origin;
mod source;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::places::Places;
use crate::pointer::Pointer;

pub(crate) use origin::{Fault, Origin, Written};
pub use source::Source;
pub(crate) use source::place_behind;

/// The methods that a path item can hold, in the order of the OpenAPI specification.
pub(crate) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A parsed document with the places of its nodes.
#[derive(Clone, Debug)]
pub struct Document {
    /// The document as JSON.
    pub value: Value,
    /// Where each node of it stands.
    pub places: Places,
    /// What it was made from.
    pub(crate) origin: Origin,
}

impl Document {
    /// A diagnostic that points at a node of this document.
    pub(crate) fn problem(
        &self,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(message, help)
            .at(self.places.locate(pointer).clone())
            .pointer(pointer.clone())
    }

    /// What its author wrote where the `$ref` at this pointer stands, and what is wrong with it. A
    /// reference that is as it came is its own text.
    pub(crate) fn written(&self, reference: &Pointer) -> Option<&Written> {
        self.origin.references.get(self.places.locate(reference))
    }

    /// All files of it, the given one first.
    pub(crate) fn sources<'s>(&'s self, root: &'s Source) -> Vec<&'s Source> {
        std::iter::once(root).chain(self.origin.files.iter()).collect()
    }

    /// Every operation, in the document's order.
    pub(crate) fn operations(&self) -> Vec<OperationNode<'_>> {
        operations_of(&self.value)
    }
}

/// Every operation of a document, in its order.
pub(crate) fn operations_of(document: &Value) -> Vec<OperationNode<'_>> {
    let mut found = Vec::new();
    for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let Some(item) = item.as_object() else { continue };
        for (method, operation) in item {
            if let (true, Some(node)) = (METHODS.contains(&method.as_str()), operation.as_object())
            {
                let pointer = Pointer::of(&["paths", path, method]);
                found.push(OperationNode { path, method, item, node, pointer });
            }
        }
    }
    found
}

/// An operation where it stands in its document.
pub(crate) struct OperationNode<'d> {
    pub(crate) path: &'d str,
    pub(crate) method: &'d str,
    /// The path item that holds it.
    pub(crate) item: &'d Map<String, Value>,
    pub(crate) node: &'d Map<String, Value>,
    pub(crate) pointer: Pointer,
}

impl OperationNode<'_> {
    /// Where it stands in the document as it came: one that a pass has made says where it is from.
    pub(crate) fn stands(&self) -> Pointer {
        match self.node.get("x-pointer").and_then(Value::as_str) {
            Some(pointer) => Pointer::from_escaped(pointer.to_owned()),
            None => self.pointer.clone(),
        }
    }

    /// What to call it in a diagnostic.
    pub(crate) fn name(&self) -> String {
        match self.node.get("operationId").and_then(Value::as_str) {
            Some(id) => id.to_owned(),
            None => format!("{} {}", self.method.to_uppercase(), self.path),
        }
    }
}

/// Whether a parameter is for a header that OpenAPI 3.0 says no parameter can be for: it is ignored.
pub(crate) fn is_ignored_parameter(parameter: &Value) -> bool {
    let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = text("name").to_ascii_lowercase();
    text("in") == "header" && matches!(name.as_str(), "accept" | "content-type" | "authorization")
}
