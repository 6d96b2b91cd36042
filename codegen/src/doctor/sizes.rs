//! Sizes in bytes that are too narrow, or have no lower bound.
//!
//! What counts is that a number is of bytes: files pass 2 GiB, and have no negative size. Counts,
//! offsets of pages and lengths of lists are left alone: none comes near 2 GiB, and a service may write
//! -1 where it does not know. Lists and texts without a largest length are left alone as well, since a
//! client limits the answer as a whole.

use heck::ToSnakeCase;
use serde_json::{Map, Value, json};

use super::Patient;
use super::finding::Found;
use super::infer::is_integer;
use super::mend::{Edit, Why};
use super::schemas::{Schema, Use};
use crate::pointer::Pointer;

pub(super) const NARROW: &str = "narrow-size";
pub(super) const UNBOUNDED: &str = "unbounded-size";

/// What has a size in bytes.
const OF_BYTES: [&str; 18] = [
    "archive",
    "asset",
    "attachment",
    "blob",
    "body",
    "bundle",
    "compressed",
    "content",
    "download",
    "file",
    "image",
    "memory",
    "package",
    "payload",
    "signature",
    "thumbnail",
    "uncompressed",
    "upload",
];

pub(super) fn narrow(patient: &Patient<'_>, found: &mut Vec<Found>) {
    for schema in patient.schemas.iter().filter(|schema| is_size(schema, "integer")) {
        let Some(format) = schema.node.get("format").and_then(Value::as_str) else { continue };
        if is_wide(format) || schema.node.contains_key("maximum") {
            continue;
        }
        let problem = patient.problem(
            schema,
            &schema.pointer.child("format"),
            format!("{} is in bytes, and its format is `{format}`", subject(schema)),
            "files pass 2 GiB, which does not fit: what is larger is refused before it is sent, and other \
             clients cannot read it; `int64` is wide enough",
        );
        let why = Why::new(
            format!(
                "The size is documented as `{format}`. What is larger than 2 GiB does not fit."
            ),
            "likely: files of that size exist",
        );
        let edit = Edit::merge(&schema.pointer, json!({ "format": "int64" }));
        found.push(Found::new(NARROW, problem, why, vec![edit]));
    }
}

pub(super) fn unbounded(patient: &Patient<'_>, found: &mut Vec<Found>) {
    for schema in &patient.schemas {
        let is_fraction = is_size(schema, "number") && !is_fractional(patient, schema);
        if !is_fraction && !is_size(schema, "integer") {
            continue;
        }
        let (has_width, has_minimum) = bounds(schema.node);
        let has_width = has_width && !is_fraction;
        // A service that writes -1 where it knows no size means it.
        let is_negative = has_negative(patient, &schema.pointer);
        let has_minimum = has_minimum || is_negative;
        let (what, harm) = match (is_fraction, has_width, has_minimum) {
            (true, _, _) => ("the type `number`", FRACTION),
            (false, true, true) => continue,
            (false, false, true) => ("no stated width", WIDTH),
            (false, true, false) => ("no lower bound", BOUND),
            (false, false, false) => ("neither a stated width nor a lower bound", BOTH),
        };
        let message = format!("{} is in bytes, and has {what}", subject(schema));
        let problem = patient.problem(schema, &schema.pointer, message, harm);
        let mut update = Map::new();
        if is_fraction {
            update.insert("type".to_owned(), json!("integer"));
        }
        if !has_width {
            update.insert("format".to_owned(), json!("int64"));
        }
        if !has_minimum {
            update.insert("minimum".to_owned(), json!(0));
        }
        let (reason, evidence) = match is_negative {
            true => ("Files pass 2 GiB.", "likely: files of that size exist"),
            false => (
                "Files pass 2 GiB, and a negative size has no meaning.",
                "likely: files of that size exist; a lower bound follows from the meaning",
            ),
        };
        let why = Why::new(format!("The size is documented with {what}. {reason}"), evidence);
        let edit = Edit::merge(&schema.pointer, Value::Object(update));
        found.push(Found::new(UNBOUNDED, problem, why, vec![edit]));
    }
}

const WIDTH: &str = "many clients take an integer of no stated width for 32 bits, and files pass 2 GiB; \
                     state `format: int64`";
const BOUND: &str = "a caller gets a signed number and can pass a negative one; state `minimum: 0`";
const BOTH: &str = "a caller gets a signed number, and many clients one of 32 bits, though files pass 2 GiB; \
                    state `format: int64` and `minimum: 0`";

const FRACTION: &str = "a caller gets a number with a fraction, which a count of bytes has not, and which is \
                        not exact beyond 2^53; state `type: integer`, `format: int64` and `minimum: 0`";

/// Whether a number has a fraction after all: one was seen, or it is a mean.
fn is_fractional(patient: &Patient<'_>, schema: &Schema<'_>) -> bool {
    let evidence = patient.evidence.as_ref();
    let mut values = evidence.into_iter().flat_map(|evidence| evidence.values(&schema.pointer));
    let is_mean = |text: &str| {
        let text = text.to_lowercase();
        ["average", "mean", "median", "ratio", "share"].iter().any(|word| text.contains(word))
    };
    let names = schema.name.iter().chain(schema.uses.iter().filter_map(|used| used.name.as_ref()));
    let about = schema.uses.iter().flat_map(|used| &used.about).copied();
    let mut texts = names.map(String::as_str).chain(about).chain(own_words(schema));
    values.any(|value| value.is_number() && !is_integer(value)) || texts.any(is_mean)
}

/// Whether a negative value was seen at a schema.
fn has_negative(patient: &Patient<'_>, schema: &Pointer) -> bool {
    let values = patient.evidence.as_ref().map(|evidence| evidence.values(schema));
    values.into_iter().flatten().any(is_negative)
}

pub(super) fn is_negative(value: &Value) -> bool {
    value.as_f64().is_some_and(|number| number < 0.0)
}

/// Whether a number of this type is said to be one of bytes, by its name or in words. A component is, where
/// everything that refers to it is.
fn is_size(schema: &Schema<'_>, kind: &str) -> bool {
    // What has a list of values is none of a file: thumbnails come in so many pixels.
    let is_listed = schema.node.contains_key("enum");
    if is_listed || schema.node.get("type").and_then(Value::as_str) != Some(kind) {
        return false;
    }
    let is_of_bytes = |used: &Use<'_>| {
        used.name.as_deref().is_some_and(is_size_by_name)
            || used.about.iter().any(|text| is_size_in_words(text))
    };
    schema.name.as_deref().is_some_and(is_size_by_name)
        || own_words(schema).is_some_and(is_size_in_words)
        || !schema.uses.is_empty() && schema.uses.iter().all(is_of_bytes)
}

fn own_words<'s>(schema: &'s Schema<'_>) -> Option<&'s str> {
    schema.node.get("description").and_then(Value::as_str)
}

/// Whether a property of this name is a size in bytes.
pub(super) fn is_size_by_name(name: &str) -> bool {
    let snake = name.to_snake_case();
    let words: Vec<&str> = snake.split('_').collect();
    match words.as_slice() {
        // A rate is none.
        words if words.contains(&"per") => false,
        words if words.contains(&"bytes") => true,
        [.., "byte", "size" | "sizes" | "count" | "length"] => true,
        [.., thing, "size" | "sizes" | "length" | "lengths"] => OF_BYTES.contains(thing),
        _ => false,
    }
}

/// Whether a text says that a number is one of bytes: that bytes are spoken of is not enough.
fn is_size_in_words(text: &str) -> bool {
    let text = text.to_lowercase();
    let is_rate = text.contains("per second") || text.contains("bytes/s");
    // A count of other things, whatever is said of bytes behind it.
    let words: Vec<&str> = text.split_whitespace().skip_while(|word| *word == "the").collect();
    let is_count = match words.as_slice() {
        ["number", "of", what, ..] | ["how", "many", what, ..] => !what.starts_with("bytes"),
        [first, ..] => ["index", "position"].contains(first),
        [] => false,
    };
    let mut clauses = text.split(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    !is_rate
        && !is_count
        && clauses.any(|clause| is_of_bytes(&clause.split_whitespace().collect::<Vec<_>>()))
}

/// `size in bytes`, `bytes of a block`, `the most bytes`, and `number of bytes` or `(bytes)` with nothing behind it.
fn is_of_bytes(clause: &[&str]) -> bool {
    let has = |pair: [&str; 2]| clause.windows(2).any(|words| words == pair);
    has(["in", "bytes"])
        || has(["bytes", "of"])
        || has(["most", "bytes"])
        || matches!(clause, ["bytes"] | [.., "number" | "count", "of", "bytes"])
        || matches!(clause, [.., "how", "many", "bytes"])
}

/// Whether a width is stated, or follows from an upper bound, and whether a lower bound is.
fn bounds(schema: &Map<String, Value>) -> (bool, bool) {
    let format = schema.get("format").and_then(Value::as_str);
    let minimum = schema.get("minimum").and_then(Value::as_f64);
    let is_unsigned = format.is_some_and(|format| format.starts_with("uint"));
    // What is narrow is another finding.
    let has_width = format.is_some() || schema.contains_key("maximum");
    (has_width, is_unsigned || minimum.is_some_and(|minimum| minimum >= 0.0))
}

fn is_wide(format: &str) -> bool {
    !matches!(format, "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32")
}

fn subject(schema: &Schema<'_>) -> String {
    let mut used = schema.uses.iter().filter_map(|used| used.name.as_ref());
    match schema.name.as_ref().or_else(|| used.next()) {
        Some(name) => format!("`{name}`"),
        None => "the number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_from_counts() {
        for name in [
            "byteSize",
            "byteCount",
            "fileSizes",
            "sizeInBytes",
            "fileSizeInBytes",
            "fileSize",
            "uncompressed_size",
            "contentLength",
        ] {
            assert!(is_size_by_name(name), "{name}");
        }
        for name in [
            "byteOrder",
            "queueSize",
            "bucketSize",
            "size",
            "memberCount",
            "bytesPerSecond",
            "viewLength",
        ] {
            assert!(!is_size_by_name(name), "{name}");
        }
        for text in [
            "Memory that textures take, in bytes.",
            "The size of the file in bytes, at most.",
            "Bytes of a block.",
            "Number of bytes.",
            "Length (bytes)",
            "The most bytes to answer with.",
        ] {
            assert!(is_size_in_words(text), "{text}");
        }
        for text in [
            "Bytes per second.",
            "Number of kilobytes.",
            "How many files; their bytes are not counted.",
            "Number of bytes objects.",
            "The number of requests with a body above the limit in bytes.",
            "How many megabytes. See the size in bytes.",
            "Index into the bytes of the signature.",
        ] {
            assert!(!is_size_in_words(text), "{text}");
        }
    }
}
