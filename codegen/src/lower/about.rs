//! What the document says about itself, its cookies and its errors.

use heck::{ToKebabCase, ToSnakeCase};
use proc_macro2::{Ident, Span};
use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{About, CookieScheme};
use crate::pointer::Pointer;

/// The crate's name and description, from the hint `x-crate` of `info`.
pub(super) fn read(document: &Document) -> Result<About, Vec<Diagnostic>> {
    let text = |pointer: &Pointer| pointer.resolve(&document.value).and_then(Value::as_str);
    let info = Pointer::of(&["info"]);
    let hint = info.child("x-crate");
    let title = text(&info.child("title")).unwrap_or("API").to_owned();
    let list = |key: &str| -> Vec<String> {
        let list = hint.child(key).resolve(&document.value).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let name = text(&hint.child("name")).map_or_else(|| title.to_kebab_case(), str::to_owned);
    let usable = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(usable) {
        return Err(vec![document.problem(
            &hint.child("name"),
            format!("no crate can be named `{name}`"),
            "give `info` the hint `x-crate` with a `name` of ASCII letters, digits and `-`",
        )]);
    }
    let description = text(&hint.child("description")).map(str::to_owned);
    Ok(About {
        version: text(&hint.child("version")).unwrap_or("0.1.0").to_owned(),
        description: description.unwrap_or_else(|| format!("A typed client for the {title}.")),
        notice: text(&hint.child("notice")).map(|notice| notice.trim().to_owned()),
        keywords: list("keywords"),
        categories: list("categories"),
        document_version: text(&info.child("version")).unwrap_or_default().to_owned(),
        base_url: text(&Pointer::of(&["servers", "0", "url"])).unwrap_or_default().to_owned(),
        name,
        title,
    })
}

/// The cookies of the document, in its order.
pub(super) fn schemes(normalised: &Value) -> Vec<CookieScheme> {
    let schemes = normalised.pointer("/components/securitySchemes").and_then(Value::as_object);
    let mut found = Vec::new();
    for (name, scheme) in schemes.into_iter().flatten() {
        let text = |key| scheme.get(key).and_then(Value::as_str);
        if let Some(cookie) = text("name") {
            let setter = name.to_snake_case();
            let suffix = if setter.ends_with("cookie") { "" } else { "_cookie" };
            found.push(CookieScheme {
                setter: Ident::new(&format!("{setter}{suffix}"), Span::call_site()),
                cookie: cookie.to_owned(),
                docs: text("description").unwrap_or_default().trim().to_owned(),
            });
        }
    }
    found
}

/// The cookies that an operation wants, each once, over all its alternatives: the client sends
/// every one of them that it has.
pub(super) fn cookies_of(normalised: &Value, operation: &Map<String, Value>) -> Vec<String> {
    let security = operation.get("security").or_else(|| normalised.get("security"));
    let choices = security.and_then(Value::as_array).into_iter().flatten();
    let mut cookies: Vec<String> = Vec::new();
    for scheme in choices.filter_map(Value::as_object).flat_map(Map::keys) {
        let node = Pointer::of(&["components", "securitySchemes", scheme, "name"]);
        if let Some(name) = node.resolve(normalised).and_then(Value::as_str)
            && !cookies.iter().any(|cookie| cookie == name)
        {
            cookies.push(name.to_owned());
        }
    }
    cookies
}

/// Where error bodies have their message: the hint `x-error-message` of any schema.
pub(super) fn error_message(normalised: &Value) -> Vec<String> {
    let schemas = normalised.pointer("/components/schemas").and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .filter_map(|(_, schema)| schema.get("x-error-message")?.as_array())
        .flatten()
        .filter_map(|pointer| pointer.as_str().map(str::to_owned))
        .collect()
}
