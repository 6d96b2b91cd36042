//! What the document says of an operation.

use serde_json::Value;

use super::super::redact::Place;
use super::{Operation, Writer};
use crate::document;

impl<'d> Writer<'d> {
    /// Where an argument stands: as a parameter, or in the body.
    pub fn argument_place(&self, operation: &Operation<'d>, name: &str) -> Place<'d> {
        let mut parameters = operation.parameters(self.document).into_iter();
        let parameter = parameters.find(|parameter| parameter["name"] == name);
        match parameter.and_then(|parameter| parameter.get("schema")) {
            Some(schema) => Place::of(self.document, Some(schema)),
            None => Place::of(self.document, self.body_schema(operation)).property(name),
        }
    }

    /// The schema of the body.
    pub fn body_schema(&self, operation: &Operation<'d>) -> Option<&'d Value> {
        let body = document::follow(self.document, &operation.node["requestBody"]);
        body.get("content")?.as_object()?.values().next()?.get("schema")
    }

    fn response(&self, operation: &Operation<'d>, status: u16) -> &'d Value {
        document::follow(self.document, &operation.node["responses"][status.to_string()])
    }

    fn schema(&self, operation: &Operation<'d>, status: u16) -> Option<&'d Value> {
        self.response(operation, status).pointer("/content/application~1json/schema")
    }

    /// Whether this answer is documented, as JSON.
    pub fn has_schema(&self, operation: &Operation<'d>, status: u16) -> bool {
        self.schema(operation, status).is_some()
    }

    /// Where the answer stands.
    pub fn response_place(&self, operation: &Operation<'d>, status: u16) -> Place<'d> {
        let error = || self.document.pointer("/components/schemas/Error");
        Place::of(self.document, self.schema(operation, status).or_else(error))
    }

    /// Whether this answer means "not yet".
    pub fn is_pending(&self, operation: &Operation<'d>, status: u16) -> bool {
        self.response(operation, status)["x-pending"] == Value::Bool(true)
    }

    /// Whether a success is bytes, and none of our business.
    pub fn answers_bytes(&self, operation: &Operation<'d>) -> bool {
        let content = self.response(operation, 200).get("content").and_then(Value::as_object);
        content.is_some_and(|content| !content.contains_key("application/json"))
    }
}
