//! The types of the document, from progenitor's items and the schemas that they came from.

use std::collections::BTreeSet;

use proc_macro2::Ident;
use serde_json::Value;

use super::progenitor::Rust;
use super::{carrier, checksum, limits, rust_type, schema};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{Field, OpenEnum, Presence, Struct, Type, TypeKind, UnionVariant, Variant};
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
        match kind(normalised, node, item) {
            Ok(kind) => {
                let documented = node.get("x-name").and_then(Value::as_str).unwrap_or(name);
                types.push(Type {
                    name: naming::ident(name),
                    module: naming::module_name(name),
                    documented_name: documented.to_owned(),
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

fn kind(normalised: &Value, node: &Value, item: &syn::Item) -> Result<TypeKind, Refusal> {
    match item {
        syn::Item::Struct(item) => match &item.fields {
            syn::Fields::Named(fields) => structure(normalised, node, fields).map(TypeKind::Struct),
            syn::Fields::Unnamed(fields) => {
                let inner = fields.unnamed.first().map(|field| rust_type::tidy(&field.ty));
                match inner {
                    Some(inner) => text_or_wrapper(node, inner),
                    None => Err(unsupported("a struct without fields")),
                }
            }
            syn::Fields::Unit => Err(unsupported("a struct without fields")),
        },
        syn::Item::Enum(item) => union(item).map(TypeKind::Union),
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

fn structure(
    normalised: &Value,
    node: &Value,
    fields: &syn::FieldsNamed,
) -> Result<Struct, Refusal> {
    let mut lowered: Vec<Field> =
        fields.named.iter().filter_map(|field| self::field(normalised, node, field)).collect();
    let properties = node.get("properties").and_then(Value::as_object);
    let position = |wire: &str| properties.and_then(|all| all.keys().position(|key| key == wire));
    lowered.sort_by_key(|field| position(&field.wire).unwrap_or(usize::MAX));
    for (index, field) in lowered.iter().enumerate() {
        if let Some(other) = lowered.iter().take(index).find(|other| other.name == field.name) {
            return Err((
                vec!["properties"],
                format!(
                    "the properties `{}` and `{}` give one field, `{}`",
                    other.wire, field.wire, field.name
                ),
                "rename or remove one of the two with an overlay action".to_owned(),
            ));
        }
    }
    let constructor = constructor(node, &lowered)?;
    let checksum = node.get("x-checksum").map(|hint| checksum::read(hint, &lowered)).transpose();
    let checksum = checksum.map_err(|help| {
        let message = "the hint `x-checksum` cannot be used as it is".to_owned();
        (vec!["x-checksum"], message, help)
    })?;
    Ok(Struct { fields: lowered, constructor, checksum })
}

fn field(normalised: &Value, node: &Value, field: &syn::Field) -> Option<Field> {
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
        sensitive: property.get("x-sensitive") == Some(&Value::Bool(true)),
        limits: limits::read(property),
    })
}

/// The order of the constructor's arguments: as the hint says, else by documented name, so that a
/// document that lists its properties in another order cannot swap two texts.
fn constructor(node: &Value, fields: &[Field]) -> Result<Vec<usize>, Refusal> {
    let mut required: Vec<usize> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.presence, Presence::Required | Presence::Nullable))
        .map(|(index, _)| index)
        .collect();
    let wire = |index: &usize| fields.get(*index).map(|field| field.wire.as_str());
    required.sort_by(|a, b| wire(a).cmp(&wire(b)));
    let Some(hint) = node.get("x-constructor") else { return Ok(required) };
    let names: Vec<&str> =
        hint.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let ordered: Vec<usize> = names
        .iter()
        .filter_map(|name| required.iter().copied().find(|index| wire(index) == Some(name)))
        .collect();
    let distinct: BTreeSet<usize> = ordered.iter().copied().collect();
    if distinct.len() == required.len() && names.len() == required.len() {
        return Ok(ordered);
    }
    let wanted: Vec<&str> = required.iter().filter_map(wire).collect();
    Err((
        vec!["x-constructor"],
        "the hint `x-constructor` does not name each required property once".to_owned(),
        format!("list these, in the order you want: {}", wanted.join(", ")),
    ))
}

fn text_or_wrapper(node: &Value, inner: syn::Type) -> Result<TypeKind, Refusal> {
    if rust_type::plain_name(&inner).as_deref() != Some("String") {
        return Ok(TypeKind::Wrapper(Box::new(inner), limits::read(node)));
    }
    let values = node.get("x-values").and_then(Value::as_array);
    match values.filter(|values| !values.is_empty()) {
        None => Ok(TypeKind::Text(limits::read(node))),
        Some(values) => {
            let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Ok(TypeKind::OpenEnum(OpenEnum {
                variants: variants(&values),
                aliases: aliases(node, &values)?,
            }))
        }
    }
}

/// A readable name for each value: `image/svg+xml` is `ImageSvgXml`. Of two values with one name,
/// the later gets a number.
fn variants(values: &[&str]) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::new();
    for value in values {
        let base = naming::variant_name(value);
        let is_free = |name: &String| variants.iter().all(|variant| variant.name != name.as_str());
        let mut names =
            std::iter::once(base.clone()).chain((2_u32..).map(|number| format!("{base}{number}")));
        let name = names.find(is_free).unwrap_or(base);
        let name = naming::ident(&name);
        variants.push(Variant { name, value: (*value).to_owned() });
    }
    variants
}

fn aliases(node: &Value, values: &[&str]) -> Result<Vec<(String, String)>, Refusal> {
    let hint = node.get("x-enum-aliases").and_then(Value::as_object);
    let mut aliases = Vec::new();
    for (alias, value) in hint.into_iter().flatten() {
        match value.as_str() {
            Some(value) if values.contains(&value) && !values.contains(&alias.as_str()) => {
                aliases.push((alias.clone(), value.to_owned()));
            }
            _ => {
                return Err((
                    vec!["x-enum-aliases"],
                    format!("the hint `x-enum-aliases` reads `{alias}` as no documented value"),
                    "map a spelling that is not in `enum` to a value that is".to_owned(),
                ));
            }
        }
    }
    Ok(aliases)
}

fn union(item: &syn::ItemEnum) -> Result<Vec<UnionVariant>, Refusal> {
    let untagged = item.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde")
            && matches!(&attribute.meta, syn::Meta::List(list) if list.tokens.to_string() == "untagged")
    });
    let variants: Vec<_> = item
        .variants
        .iter()
        .filter_map(|variant| match &variant.fields {
            syn::Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                let ty = rust_type::tidy(&fields.unnamed.first()?.ty);
                Some(UnionVariant { name: variant.ident.clone(), ty })
            }
            _ => None,
        })
        .collect();
    if untagged && variants.len() == item.variants.len() {
        Ok(variants)
    } else {
        Err(unsupported("an enum whose variants are tagged or have fields of their own"))
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
