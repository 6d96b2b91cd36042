//! Where in the document something of the model stands.

use serde_json::Value;

use crate::diagnostic::Place;
use crate::document::Document;
use crate::pointer::Pointer;

/// How many references and members of an `allOf` are followed.
const DEPTH: usize = 16;

/// The document, to look places up in.
#[derive(Clone, Copy)]
pub(super) struct Locate<'d>(&'d Document);

impl<'d> Locate<'d> {
    pub(super) fn of(document: &'d Document) -> Self {
        Self(document)
    }

    /// The place of a node, or of the nearest one around it.
    pub(super) fn place(self, pointer: &Pointer) -> Place {
        self.0.places.locate(pointer).clone()
    }

    /// Where a parameter of an operation is listed: there, or for all operations of the path.
    pub(super) fn parameter(self, operation: &Pointer, wire: &str, within: &str) -> Place {
        let path = operation.split_last().map(|(path, _)| path);
        for owner in [Some(operation), path.as_ref()].into_iter().flatten() {
            let list = owner.child("parameters");
            let parameters = list.resolve(&self.0.value).and_then(Value::as_array);
            let found = parameters.into_iter().flatten().position(|parameter| {
                let node = self.followed(parameter);
                let text = |key| node.get(key).and_then(Value::as_str);
                text("name") == Some(wire) && text("in") == Some(within)
            });
            if let Some(index) = found {
                return self.place(&list.child(index));
            }
        }
        self.place(operation)
    }

    /// Where a field of a body stands.
    pub(super) fn body_field(self, operation: &Pointer, wire: &str) -> Place {
        let body = operation.child("requestBody");
        let content = body.resolve(&self.0.value).map(|body| self.followed(body));
        let content = content.and_then(|body| body.get("content")).and_then(Value::as_object);
        for kind in content.into_iter().flat_map(|content| content.keys()) {
            let schema = body.child("content").child(kind).child("schema");
            if let Some(found) = self.property(&schema, wire, DEPTH) {
                return self.place(&found);
            }
        }
        self.place(&body)
    }

    /// Where a property of a type stands.
    pub(super) fn field(self, ty: &Pointer, wire: &str) -> Place {
        self.place(&self.property(ty, wire, DEPTH).unwrap_or_else(|| ty.clone()))
    }

    /// Where a value of an enum stands.
    pub(super) fn value(self, ty: &Pointer, wire: &str) -> Place {
        let list = ty.child("enum");
        let values = list.resolve(&self.0.value).and_then(Value::as_array);
        let index = values.into_iter().flatten().position(|value| {
            let number = value.to_string();
            value.as_str().unwrap_or(&number) == wire
        });
        self.place(&index.map_or(list.clone(), |index| list.child(index)))
    }

    /// The pointer of a property, through references and what `allOf` puts together.
    fn property(self, schema: &Pointer, wire: &str, depth: usize) -> Option<Pointer> {
        let depth = depth.checked_sub(1)?;
        let node = schema.resolve(&self.0.value)?;
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            return self.property(&Pointer::from_reference(target)?, wire, depth);
        }
        let own = schema.child("properties").child(wire);
        if own.resolve(&self.0.value).is_some() {
            return Some(own);
        }
        let members = node.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        (0..members).find_map(|at| self.property(&schema.child("allOf").child(at), wire, depth))
    }

    /// What a reference leads to, or the node itself.
    fn followed(self, node: &'d Value) -> &'d Value {
        let target = node.get("$ref").and_then(Value::as_str).and_then(Pointer::from_reference);
        target.and_then(|target| target.resolve(&self.0.value)).unwrap_or(node)
    }
}
