//! Where a value stands, as the document describes that place.

use serde_json::Value;

use crate::document;

/// How deep references are followed. A schema that holds itself has no end.
const DEPTH: usize = 8;

/// The schemas that a value may be of. There is none where nothing is documented.
#[derive(Clone, Debug)]
pub struct Place<'d> {
    document: &'d Value,
    schemas: Vec<&'d Value>,
}

impl<'d> Place<'d> {
    /// A place of which nothing is documented.
    pub fn unknown(document: &'d Value) -> Self {
        Self { document, schemas: Vec::new() }
    }

    /// The place of a value of this schema.
    pub fn of(document: &'d Value, schema: Option<&'d Value>) -> Self {
        let mut schemas = Vec::new();
        if let Some(schema) = schema {
            expand(document, schema, DEPTH, &mut schemas);
        }
        Self { document, schemas }
    }

    /// The place of a property.
    pub fn property(&self, name: &str) -> Self {
        let own = |schema: &&'d Value| schema.get("properties")?.get(name);
        let other =
            |schema: &&'d Value| schema.get("additionalProperties").filter(|s| s.is_object());
        self.inner(|schema| own(schema).or_else(|| other(schema)))
    }

    /// The place of an entry of a list.
    pub fn item(&self) -> Self {
        self.inner(|schema| schema.get("items"))
    }

    /// Whether the document names this property.
    pub fn names(&self, property: &str) -> bool {
        let mut properties = self.schemas.iter().filter_map(|schema| schema.get("properties"));
        properties.any(|properties| properties.get(property).is_some())
    }

    /// Whether keys are data here, as in a map from ids.
    pub fn is_map(&self) -> bool {
        let is_map = |schema: &&Value| {
            schema.get("additionalProperties").is_some_and(Value::is_object)
                && schema.get("properties").is_none()
        };
        self.schemas.iter().any(is_map)
    }

    /// Whether the values that stand here are the service's own words.
    pub fn is_enum(&self) -> bool {
        self.schemas.iter().any(|schema| schema.get("enum").is_some())
    }

    fn inner(&self, of: impl Fn(&&'d Value) -> Option<&'d Value>) -> Self {
        let mut schemas = Vec::new();
        for schema in self.schemas.iter().filter_map(of) {
            expand(self.document, schema, DEPTH, &mut schemas);
        }
        Self { document: self.document, schemas }
    }
}

/// The schema and all that it may be, references followed.
fn expand<'d>(document: &'d Value, schema: &'d Value, depth: usize, found: &mut Vec<&'d Value>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let schema = document::follow(document, schema);
    found.push(schema);
    for list in ["allOf", "oneOf", "anyOf"] {
        for member in schema.get(list).and_then(Value::as_array).into_iter().flatten() {
            expand(document, member, depth, found);
        }
    }
}
