//! The types of the document, from progenitor's items and the schemas that they came from.

mod field;
mod structure;
mod union;
mod values;

use proc_macro2::Ident;
use serde_json::Value;

use super::progenitor::Rust;
use super::{carrier, limits, rust_type, schema};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{Type, TypeKind};
use crate::naming;

/// Lowers every type, or says which cannot be.
pub(super) fn lower(
    normalised: &Value,
    rust: &Rust,
    document: &Document,
) -> Result<Vec<Type>, Vec<Diagnostic>> {
    let mut types = Vec::new();
    let mut problems = Vec::new();
    for (name, item) in &rust.types {
        let node = schema::named(normalised, name).unwrap_or(&Value::Null);
        if carrier::is_carrier(node) {
            continue;
        }
        let mut at = schema::origin(node, name);
        if let Some((message, help)) = naming::too_long("schema", &naming::module_name(name)) {
            problems.push(document.problem(&at, message, help));
            continue;
        }
        match kind(normalised, node, name, item) {
            Ok(kind) => {
                let documented = node.get("x-name").and_then(Value::as_str).unwrap_or(name);
                types.push(Type {
                    name: naming::ident(name),
                    module: naming::module_name(name),
                    documented_name: documented.to_owned(),
                    at,
                    docs: schema::docs(normalised, node),
                    example: node.get("example").and_then(Value::as_str).map(str::to_owned),
                    kind,
                    in_requests: false,
                    in_answers: false,
                    is_eq: false,
                    is_sensitive: false,
                });
            }
            Err((inside, message, help)) => {
                at = inside.iter().fold(at, |at, token| at.child(token));
                problems.push(document.problem(&at, message, help));
            }
        }
    }
    for (name, node) in schema::all(normalised) {
        if !rust.types.contains_key(&name) {
            let message = format!("progenitor wrote no type for the schema `{name}`");
            let help = "this is a bug of the generator: please report the document";
            problems.push(document.problem(&schema::origin(&node, &name), message, help));
        }
    }
    if problems.is_empty() { Ok(types) } else { Err(problems) }
}

/// The type of an error body: that of the schema with the hint `x-error-message`.
pub(super) fn error_body(normalised: &Value, types: &[Type]) -> Option<Ident> {
    let found = |ty: &&Type| {
        let node = schema::named(normalised, &ty.name.to_string());
        node.is_some_and(|node| node.get("x-error-message").is_some())
    };
    types.iter().find(found).map(|ty| ty.name.clone())
}

/// Where below the schema, what is wrong, and what to do.
type Refusal = (Vec<&'static str>, String, String);

fn kind(
    normalised: &Value,
    node: &Value,
    name: &str,
    item: &syn::Item,
) -> Result<TypeKind, Refusal> {
    match item {
        syn::Item::Struct(item) => match &item.fields {
            syn::Fields::Named(fields) if node.get("x-union").is_some() => {
                Ok(TypeKind::Union(union::union(node, name, fields)))
            }
            syn::Fields::Named(fields) => {
                structure::structure(normalised, node, fields).map(TypeKind::Struct)
            }
            syn::Fields::Unnamed(fields) => {
                let inner = fields.unnamed.first().map(|field| rust_type::tidy(&field.ty));
                match inner {
                    Some(inner) => values::values_or_wrapper(node, inner),
                    None => Err(unsupported("a struct without fields")),
                }
            }
            syn::Fields::Unit => Err(unsupported("a struct without fields")),
        },
        syn::Item::Type(item) => {
            Ok(TypeKind::Wrapper(Box::new(rust_type::tidy(&item.ty)), limits::read(node)))
        }
        _ => Err(unsupported("something else than a type")),
    }
}

fn unsupported(what: &str) -> Refusal {
    let message = format!("this schema becomes {what}, which the generator cannot write yet");
    let help = "change the schema with an overlay action; `{}` stands for any JSON";
    (Vec::new(), message, help.to_owned())
}
