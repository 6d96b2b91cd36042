//! Media types, and what kind of body each is.

use serde_json::Value;

/// What a body is to a caller. In the order of preference: of several, the first is what the plain
/// method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Json,
    Multipart,
    Urlencoded,
    Text,
    Bytes,
}

impl Kind {
    /// Its name in the normalised document.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Multipart => "multipart",
            Self::Urlencoded => "urlencoded",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }
}

/// The kind of a media type; what is not known is bytes.
pub(crate) fn kind(media_type: &str) -> Kind {
    match essence(media_type).as_str() {
        _ if is_json(media_type) => Kind::Json,
        "multipart/form-data" => Kind::Multipart,
        "application/x-www-form-urlencoded" => Kind::Urlencoded,
        "text/plain" => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// The kind of a body of this type with this media object. A range such as `*/*`, with a schema that is
/// no text and no bytes, is JSON: some tools write it for whatever they send as JSON.
pub(crate) fn kind_of(media_type: &str, media: &Value) -> Kind {
    let is_range = matches!(media_type, "*/*" | "application/*");
    let has = |key: &str| media.get("schema").is_some_and(|schema| schema.get(key).is_some());
    let kind = media.get("schema").and_then(|schema| schema.get("type")?.as_str());
    let is_described = ["$ref", "properties", "allOf", "anyOf", "oneOf"].into_iter().any(has)
        || matches!(kind, Some("object" | "array"));
    if is_range && is_described { Kind::Json } else { self::kind(media_type) }
}

/// Whether a media type is JSON: `application/json`, or one with the suffix `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a schema describes bytes.
pub(crate) fn is_binary(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("binary")
}

/// Whether the type is one, and no range such as `image/*`.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    let token = |text: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let essence = essence(media_type);
    essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
        && media_type.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}

/// The type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_what_is_described_is_json() {
        let kind = |schema| kind_of("*/*", &serde_json::json!({ "schema": schema }));
        assert_eq!(kind(serde_json::json!({ "$ref": "#/x" })), Kind::Json);
        assert_eq!(kind(serde_json::json!({ "type": "string", "format": "binary" })), Kind::Bytes);
        assert_eq!(kind_of("*/*", &serde_json::json!({})), Kind::Bytes);
    }

    #[test]
    fn a_kind_is_told_whatever_the_case_and_the_parameters() {
        assert_eq!(kind("Application/JSON; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/problem+json"), Kind::Json);
        assert_eq!(kind("multipart/form-data"), Kind::Multipart);
        assert_eq!(kind("text/plain; charset=utf-8"), Kind::Text);
        assert_eq!(kind("image/*"), Kind::Bytes);
        assert!(is_concrete("image/svg+xml") && is_concrete("text/plain; charset=utf-8"));
        assert!(!is_concrete("image/*") && !is_concrete("png") && !is_concrete("a/b\n"));
    }
}
