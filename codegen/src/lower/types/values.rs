//! Texts and whole numbers, and the values that the document lists of them.

use proc_macro2::Ident;
use serde_json::Value;

use super::Refusal;
use crate::lower::{limits, rust_type};
use crate::model::{Numbers, OpenEnum, TypeKind, Variant};
use crate::naming;

pub(super) fn values_or_wrapper(node: &Value, inner: syn::Type) -> Result<TypeKind, Refusal> {
    let values = node.get("x-values").and_then(Value::as_array).filter(|all| !all.is_empty());
    match (rust_type::plain_name(&inner).as_deref(), values) {
        (Some("String"), None) => Ok(TypeKind::Text(limits::read(node))),
        (Some("String"), Some(values)) => {
            let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            Ok(TypeKind::OpenEnum(OpenEnum {
                variants: variants(&values),
                aliases: aliases(node, &values)?,
            }))
        }
        (Some("i64" | "u64" | "i128"), Some(values)) => {
            Ok(TypeKind::Numbers(Numbers { constants: constants(node, values), ty: inner }))
        }
        _ => Ok(TypeKind::Wrapper(Box::new(inner), limits::read(node))),
    }
}

/// A constant for each number: by the name that the document gives it in `x-enum-varnames`, else by
/// the number itself.
fn constants(node: &Value, values: &[Value]) -> Vec<(Ident, i128)> {
    let names = ["x-enum-varnames", "x-enumNames"].into_iter();
    let names = names.filter_map(|key| node.get(key)?.as_array()).next();
    let names = names.filter(|names| names.len() == values.len());
    let mut found: Vec<(Ident, i128)> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        let number = value.as_i64().map(i128::from).or_else(|| value.as_u64().map(i128::from));
        let Some(number) = number else { continue };
        let given = names.and_then(|names| names.get(index)?.as_str());
        let base = given.and_then(naming::constant_name).unwrap_or_else(|| match number {
            0.. => format!("VALUE_{number}"),
            _ => format!("MINUS_{}", number.unsigned_abs()),
        });
        let mut names =
            std::iter::once(base.clone()).chain((2_u32..).map(|count| format!("{base}_{count}")));
        let is_free = |name: &String| found.iter().all(|(taken, _)| taken != name.as_str());
        let name = names.find(is_free).unwrap_or(base);
        found.push((naming::ident(&name), number));
    }
    found
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
