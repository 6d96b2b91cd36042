//! What the document says about itself and its errors.

mod version;

use heck::ToKebabCase;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::About;
use crate::naming;
use crate::pointer::Pointer;

/// What the hint `x-crate` can hold: texts, and lists of texts.
const TEXTS: [&str; 5] = ["name", "version", "description", "notice", "guidance"];
const LISTS: [&str; 2] = ["keywords", "categories"];

/// Says what of the hint cannot be used.
fn check_hint(document: &Document, at: &Pointer) -> Result<(), Vec<Diagnostic>> {
    let Some(hint) = at.resolve(&document.value) else { return Ok(()) };
    let is_list =
        |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_string));
    let mut problems = Vec::new();
    let mut refuse = |at: &Pointer, message: String| {
        let help = "the hint `x-crate` has the texts `name`, `version`, `description`, `notice` and \
                    `guidance`, and the lists of texts `keywords` and `categories`";
        problems.push(document.problem(at, message, help));
    };
    for (key, value) in hint.as_object().into_iter().flatten() {
        let fits = (TEXTS.contains(&key.as_str()) && value.is_string())
            || (LISTS.contains(&key.as_str()) && is_list(value));
        if !fits {
            refuse(&at.child(key), format!("`{key}` cannot be used as it is"));
        }
    }
    if !hint.is_object() {
        refuse(at, "the hint `x-crate` is not an object".to_owned());
    }
    let version = hint.get("version").and_then(Value::as_str).map(version::parse);
    if let Some(Err(message)) = version {
        let help = "give the three numbers that Semantic Versioning asks for";
        problems.push(document.problem(&at.child("version"), message, help));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// The crate's name and description, from the hint `x-crate` of `info`.
pub(super) fn read(document: &Document) -> Result<About, Vec<Diagnostic>> {
    check_hint(document, &Pointer::of(&["info", "x-crate"]))?;
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
    let is_word = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(usable)
        && naming::is_ident(&name.replace('-', "_"))
        && !matches!(name.as_str(), "core" | "std" | "alloc" | "test");
    if !is_word {
        return Err(vec![document.problem(
            &hint.child("name"),
            format!("no crate can be named `{name}`"),
            "give `info` the hint `x-crate` with a `name` of ASCII letters, digits and `-`",
        )]);
    }
    let description = text(&hint.child("description")).map(str::to_owned);
    let document_version = text(&info.child("version")).unwrap_or_default().to_owned();
    let own = text(&hint.child("version")).and_then(|text| version::parse(text).ok());
    let version = version::with_document(own.unwrap_or_else(version::first), &document_version);
    Ok(About {
        version,
        description: description.unwrap_or_else(|| format!("A typed client for the {title}.")),
        notice: text(&hint.child("notice")).map(|notice| notice.trim().to_owned()),
        guidance: text(&hint.child("guidance")).map(|guidance| guidance.trim().to_owned()),
        keywords: list("keywords"),
        categories: list("categories"),
        document_version,
        base_url: crate::check::base_url(&document.value).unwrap_or_default(),
        name,
        title,
    })
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
