//! Lists in pages: the hint `x-paged`.

use serde_json::Value;

use super::rust_type::{plain_name, vec_inner};
use crate::model::{Answer, Argument, Location, Paging, Presence, Type, TypeKind};

/// What the hint has, each a name.
const KEYS: [&str; 3] = ["size", "offset", "key"];

/// What is wrong, and what to do.
type Refusal = (String, String);

/// Reads the hint of an operation with these arguments and this answer.
pub(super) fn read(
    hint: &Value,
    arguments: &[Argument],
    answer: &Answer,
    types: &[Type],
) -> Result<Paging, Refusal> {
    let name = |key: &str| hint.get(key).and_then(Value::as_str);
    let has_others = |hint: &Value| {
        hint.as_object().is_none_or(|hint| hint.keys().any(|key| !KEYS.contains(&key.as_str())))
    };
    let (Some(size), Some(offset), Some(key), false) =
        (name("size"), name("offset"), name("key"), has_others(hint))
    else {
        return Err((
            "the hint `x-paged` cannot be used as it is".to_owned(),
            "it has three texts: the query parameters for `size` and `offset`, and as `key` the \
             property by which items are told apart"
                .to_owned(),
        ));
    };
    let size = number(size, arguments)?;
    let offset = number(offset, arguments)?;
    let bounds = [size.limits.maximum.map(|most| most.to_string()), size.default.clone()];
    let largest = bounds.into_iter().flatten().find_map(|text| text.parse::<u64>().ok());
    let largest = largest.filter(|largest| *largest > 0).ok_or_else(|| {
        (
            format!("`x-paged` cannot know how large a page is: `{}` has no bound", size.wire),
            "give the parameter a `maximum` or a `default`".to_owned(),
        )
    })?;
    let (size, offset) = (size.name.clone(), offset.name.clone());
    let item = match answer {
        Answer::Json(ty) => vec_inner(ty).cloned(),
        Answer::Bytes | Answer::Nothing | Answer::Redirect | Answer::OneOf(_) => None,
    };
    let item = item.ok_or_else(|| {
        (
            "`x-paged` stands at an operation whose success is no array".to_owned(),
            "take the hint out: only an answer that is an array can be walked through".to_owned(),
        )
    })?;
    let field = plain_name(&item).and_then(|name| {
        let ty = types.iter().find(|ty| ty.name == name.as_str())?;
        let TypeKind::Struct(of) = &ty.kind else { return None };
        let field = of.fields.iter().find(|field| field.wire == key)?;
        let is_plain = is_plain(&field.ty, types) && field.presence == Presence::Required;
        is_plain.then(|| (field.name.clone(), field.wire.clone(), field.deprecated))
    });
    let (key, key_wire, is_key_deprecated) = field.ok_or_else(|| {
        (
            format!("`x-paged` cannot tell items apart by `{key}`"),
            "name a required property of the items that is a text or a whole number".to_owned(),
        )
    })?;
    Ok(Paging { size, offset, key, key_wire, is_key_deprecated, largest, item: Box::new(item) })
}

/// The optional query parameter of this name, which counts from zero or one.
fn number<'a>(name: &str, arguments: &'a [Argument]) -> Result<&'a Argument, Refusal> {
    let found = arguments.iter().find(|argument| {
        argument.wire == name
            && argument.location == Location::Query
            && !argument.required
            && plain_name(&argument.ty).as_deref() == Some("u64")
    });
    found.ok_or_else(|| {
        (
            format!("`x-paged` cannot count with the parameter `{name}`"),
            "name an optional query parameter that is an integer with a `minimum` of 0 or more"
                .to_owned(),
        )
    })
}

/// Whether values of the type have a text of their own.
fn is_plain(ty: &syn::Type, types: &[Type]) -> bool {
    let Some(name) = plain_name(ty) else { return false };
    matches!(name.as_str(), "String" | "u64" | "i64")
        || types.iter().any(|ty| {
            ty.name == name.as_str() && matches!(ty.kind, TypeKind::Text(_) | TypeKind::OpenEnum(_))
        })
}
