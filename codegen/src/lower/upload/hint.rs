//! The words of the hint: which keys it has, and that each says something.

use serde_json::{Map, Value};

use super::Problems;
use crate::pointer::Pointer;

/// The objects of the hint and their keys. One that begins with `operation` is a role.
const PARTS: [(&str, &[&str]); 14] = [
    ("create", &["operation", "name", "mediaType", "extension", "tags"]),
    ("createVersion", &["operation", "fileMd5", "fileSize", "signatureMd5", "signatureSize"]),
    ("start", &["operation", "part", "url"]),
    ("status", &["operation", "etags"]),
    ("finish", &["operation", "etags"]),
    ("get", &["operation"]),
    ("deleteVersion", &["operation"]),
    ("parameters", &["file", "version", "piece"]),
    ("pieces", &["file", "signature"]),
    ("file", &["id", "mediaType", "versions"]),
    ("version", &["number", "status", "deleted", "file", "signature"]),
    ("data", &["category", "status", "md5", "size"]),
    ("statuses", &["waiting", "queued", "complete", "error"]),
    ("categories", &["simple", "multipart"]),
];

/// Media types by extension.
pub(super) const MEDIA_TYPES: &str = "mediaTypes";

/// Media types on their own.
pub(super) const OTHER_MEDIA_TYPE: &str = "otherMediaType";
pub(super) const SIGNATURE_MEDIA_TYPE: &str = "signatureMediaType";

/// The hint as it stands. Where a key is missing or of another kind, which is reported once by
/// [`check`](Hint::check), reading it gives nothing.
#[derive(Clone, Copy)]
pub(super) struct Hint<'d>(pub(super) &'d Value);

impl<'d> Hint<'d> {
    /// What a key of one of the objects says.
    pub(super) fn text(self, part: &str, key: &str) -> Option<&'d str> {
        self.0.get(part)?.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// What a key of the hint itself says.
    pub(super) fn word(self, key: &str) -> Option<&'d str> {
        self.0.get(key)?.as_str()
    }

    /// The media types by extension.
    pub(super) fn media_types(self) -> impl Iterator<Item = (&'d str, &'d str)> {
        let all = self.0.get(MEDIA_TYPES).and_then(Value::as_object).into_iter().flatten();
        all.filter_map(|(extension, media_type)| Some((extension.as_str(), media_type.as_str()?)))
    }

    /// Reports every key that is missing, unknown or of no use.
    pub(super) fn check(self, problems: &mut Problems<'_>) {
        let Some(hint) = self.0.as_object() else {
            problems.add(
                &at(&[]),
                "the hint `x-upload` is not an object",
                format!("give it these keys: {}", listed(known())),
            );
            return;
        };
        for key in hint.keys().filter(|key| !known().any(|known| known == key.as_str())) {
            let message = format!("`x-upload` has no key `{key}`");
            problems.add(&at(&[key]), message, format!("its keys are: {}", listed(known())));
        }
        for (part, keys) in PARTS {
            check_part(hint, part, keys, problems);
        }
        check_media_types(hint, problems);
    }
}

/// The place of a node of the hint.
pub(super) fn at(tokens: &[&str]) -> Pointer {
    tokens.iter().fold(Pointer::of(&["x-upload"]), |at, token| at.child(token))
}

fn known() -> impl Iterator<Item = &'static str> {
    let parts = PARTS.into_iter().map(|(part, _)| part);
    parts.chain([MEDIA_TYPES, OTHER_MEDIA_TYPE, SIGNATURE_MEDIA_TYPE])
}

/// Names as a message lists them.
pub(super) fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// What a name that is not known may have meant, as the help of a message.
pub(super) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let alike = |known: &str| similar::TextDiff::from_chars(known, name).ratio();
    let all: Vec<&str> = known.collect();
    let closest = all.iter().copied().max_by(|a, b| alike(a).total_cmp(&alike(b)));
    match closest.filter(|closest| alike(closest) > 0.7) {
        Some(closest) => format!("did you mean `{closest}`?"),
        None if all.is_empty() => "there is none to name".to_owned(),
        None => "name one that is there".to_owned(),
    }
}

fn check_part(
    hint: &Map<String, Value>,
    part: &str,
    keys: &'static [&'static str],
    problems: &mut Problems<'_>,
) {
    let wanted = format!("give `{part}` these keys, each a text: {}", listed(keys.iter().copied()));
    let is_role = keys.first() == Some(&"operation");
    let no_operation = || format!("`x-upload` names no operation for `{part}`");
    let Some(node) = hint.get(part) else {
        let message = if is_role { no_operation() } else { format!("`x-upload` lacks `{part}`") };
        return problems.add(&at(&[]), message, wanted);
    };
    let Some(node) = node.as_object() else {
        let message = format!("`{part}` of `x-upload` is not an object");
        return problems.add(&at(&[part]), message, wanted);
    };
    for key in node.keys().filter(|key| !keys.contains(&key.as_str())) {
        let message = format!("`{part}` of `x-upload` has no key `{key}`");
        let help = format!("its keys are: {}", listed(keys.iter().copied()));
        problems.add(&at(&[part, key]), message, help);
    }
    let mut said: Vec<(&str, &str)> = Vec::new();
    for key in keys {
        let Some(value) = node.get(*key) else {
            let missing = || format!("`x-upload` does not say what is the `{key}` of `{part}`");
            let message = if *key == "operation" { no_operation() } else { missing() };
            problems.add(&at(&[part]), message, wanted.clone());
            continue;
        };
        let Some(text) = value.as_str().filter(|text| !text.is_empty()) else {
            let message = format!("`{key}` of `{part}` of `x-upload` is no text, or an empty one");
            problems.add(&at(&[part, key]), message, wanted.clone());
            continue;
        };
        if let Some((other, _)) = said.iter().find(|(_, other)| *other == text) {
            let message = format!("`{text}` is both the `{other}` and the `{key}` of `{part}`");
            problems.add(&at(&[part, key]), message, "name another for one of the two");
        }
        // An operation may have the name of a property, and a parameter that of an answer's.
        if !is_role || (*key != "operation" && part != "start") {
            said.push((key, text));
        }
    }
}

fn check_media_types(hint: &Map<String, Value>, problems: &mut Problems<'_>) {
    for key in [OTHER_MEDIA_TYPE, SIGNATURE_MEDIA_TYPE] {
        match hint.get(key) {
            None => problems.add(
                &at(&[]),
                format!("`x-upload` lacks `{key}`"),
                "give it a media type, such as `application/octet-stream`",
            ),
            Some(value) => check_media_type(value, &at(&[key]), problems),
        }
    }
    let help = "map extensions to media types: `.png: image/png`";
    let Some(by_extension) = hint.get(MEDIA_TYPES) else {
        return problems.add(&at(&[]), format!("`x-upload` lacks `{MEDIA_TYPES}`"), help);
    };
    let Some(by_extension) = by_extension.as_object() else {
        let message = format!("`{MEDIA_TYPES}` of `x-upload` is not an object");
        return problems.add(&at(&[MEDIA_TYPES]), message, help);
    };
    for (extension, value) in by_extension {
        let at = at(&[MEDIA_TYPES, extension]);
        let letters = extension.strip_prefix('.').unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if letters.is_empty() || !letters.chars().all(is_plain) {
            problems.add(
                &at,
                format!("`{extension}` is no extension that a file is told by"),
                "write a dot, and behind it small letters and digits",
            );
        }
        check_media_type(value, &at, problems);
    }
}

fn check_media_type(value: &Value, at: &Pointer, problems: &mut Problems<'_>) {
    let is_token = |text: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$&^_.+-".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let parts = value.as_str().and_then(|text| text.split_once('/'));
    if !parts.is_some_and(|(kind, name)| is_token(kind) && is_token(name)) {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        problems.add(at, format!("`{shown}` is no media type"), "write one such as `image/png`");
    }
}
