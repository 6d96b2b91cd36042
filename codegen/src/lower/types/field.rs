//! The field of a property: progenitor's type, and what the document says beside it.

use std::collections::HashSet;

use serde_json::Value;

use crate::lower::{limits, rust_type, schema};
use crate::model::{Field, Presence};
use crate::naming;

pub(super) fn field(normalised: &Value, node: &Value, field: &syn::Field) -> Option<Field> {
    let name = field.ident.clone()?;
    let serde = SerdeField::read(&field.attrs);
    let wire = serde.rename.unwrap_or_else(|| name.to_string().trim_start_matches("r#").to_owned());
    let property = node.get("properties").and_then(|all| all.get(&wire));
    let property = property.unwrap_or(&Value::Null);
    let required = node.get("required").and_then(Value::as_array);
    let required = required.is_some_and(|all| all.iter().any(|name| *name == *wire));
    let tidied = rust_type::tidy(&field.ty);
    let (ty, presence) = match (serde.flatten, rust_type::option_inner(&tidied), required) {
        (true, _, _) => (tidied, Presence::Rest),
        (_, Some(inner), true) => (inner.clone(), Presence::Nullable),
        (_, Some(inner), false) => (inner.clone(), Presence::Optional),
        (_, None, true) => (tidied, Presence::Required),
        // Progenitor fills in a default, or an empty list, and fails on `null`.
        (_, None, false) => (tidied, Presence::Optional),
    };
    Some(Field {
        name,
        wire,
        ty,
        presence,
        docs: schema::docs(normalised, property),
        deprecated: property.get("deprecated") == Some(&Value::Bool(true)),
        sensitive: property.get("x-sensitive") == Some(&Value::Bool(true))
            || property.get("x-format").and_then(Value::as_str) == Some("password"),
        limits: limits::read(property),
    })
}

/// Names the fields in the document's order. Of two with one name, the later gets a number; what no
/// other field takes comes last.
pub(super) fn name(fields: &mut [Field]) {
    let mut taken: HashSet<String> = HashSet::new();
    for field in fields {
        let base = match field.presence {
            Presence::Rest => "extra".to_owned(),
            _ => naming::field_name(&field.wire),
        };
        let stem = base.trim_end_matches('_');
        let mut names =
            std::iter::once(base.clone()).chain((2_u32..).map(|number| format!("{stem}_{number}")));
        let name = names.find(|name| !taken.contains(name)).unwrap_or(base);
        field.name = naming::ident(&name);
        taken.insert(name);
    }
}

/// What serde is told about a field.
#[derive(Default)]
struct SerdeField {
    rename: Option<String>,
    flatten: bool,
}

impl SerdeField {
    fn read(attributes: &[syn::Attribute]) -> Self {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("serde")) {
            // Progenitor writes nothing that this does not take in.
            let _ = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    read.rename = Some(meta.value()?.parse::<syn::LitStr>()?.value());
                } else if meta.path.is_ident("flatten") {
                    read.flatten = true;
                } else if meta.input.peek(syn::Token![=]) {
                    meta.value()?.parse::<syn::Expr>()?;
                }
                Ok(())
            });
        }
        read
    }
}
