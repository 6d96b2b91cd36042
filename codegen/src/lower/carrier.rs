//! The types of what the `carriers` pass took out of an operation.

use serde_json::{Map, Value};

use super::progenitor::Rust;
use super::{rust_type, schema};

/// Whether a schema is a carrier, which is no type of the crate.
pub(super) fn is_carrier(node: &Value) -> bool {
    node.get("x-is-carrier") == Some(&Value::Bool(true))
}

/// The carrier of an operation.
#[derive(Clone, Copy)]
pub(super) struct Carrier<'n> {
    node: Option<&'n Value>,
    item: Option<&'n syn::ItemStruct>,
}

impl<'n> Carrier<'n> {
    /// That of this operation; an empty one where it has none.
    pub(super) fn of(
        normalised: &'n Value,
        rust: &'n Rust,
        operation: &Map<String, Value>,
    ) -> Self {
        let name = operation.get("x-carrier").and_then(Value::as_str);
        let item = name.and_then(|name| match rust.types.get(name) {
            Some(syn::Item::Struct(item)) => Some(item),
            _ => None,
        });
        Self { node: name.and_then(|name| schema::named(normalised, name)), item }
    }

    /// The schema under a key, as the passes left it.
    pub(super) fn schema(self, key: &str) -> Option<&'n Value> {
        self.node?.get("properties")?.get(key)
    }

    /// The Rust type under a key.
    pub(super) fn ty(self, key: &str) -> Option<syn::Type> {
        let field =
            self.item?.fields.iter().find(|f| f.ident.as_ref().is_some_and(|i| i == key))?;
        Some(rust_type::tidy(&field.ty))
    }
}
