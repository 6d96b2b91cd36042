//! Names, texts and values that a generator may stumble over.

use serde_json::{Value, json};

use super::random::Random;

/// Names of properties, schemas, parameters, operations.
#[rustfmt::skip]
pub const NAMES: &[&str] = &[
    "a", "A", "b", "id", "Id", "ID", "i_d", "fooBar", "foo_bar", "foo-bar", "FooBar", "FOO_BAR",
    "type", "self", "Self", "super", "crate", "async", "gen", "try", "match", "dyn", "union",
    "static", "extern", "r#type", "_", "__", "-", "$", "$ref", "", " ", "1", "2fa", "1a", "x-y",
    "x-hint", "größe", "名前", "\u{202e}abc", "½", "²", "e\u{301}", "🦀", "a.b", "a/b", "a~b", "a[]",
    "a{b}", "a\"b", "a\\b", "a'b", "a\nb", "a`b", "*/", "//", "#", "%", "value", "client", "call",
    "request", "body", "new", "default", "clone", "fmt", "into", "from", "send", "build",
    "builder", "into_future", "drop", "eq", "hash", "serialize", "deserialize", "unknown",
    "Unknown", "extra", "rest", "other", "Other", "result", "Result", "Option", "Some", "None",
    "Ok", "Err", "Vec", "Box", "String", "str", "u8", "i64", "bool", "f64", "char", "usize",
    "std", "core", "alloc", "serde", "serde_json", "Clone", "Debug", "Copy", "Eq", "Hash",
    "PartialEq", "Serialize", "Deserialize", "Default", "Display", "FromStr", "From", "Into",
    "Iterator", "IntoFuture", "Send", "Sync", "Sized", "Drop", "Fn", "Client", "Error", "Value",
    "Map", "BTreeMap", "HashMap", "Bytes", "Duration", "Timestamp", "Request", "Response",
    "types", "operations", "client_", "lib", "mod", "main", "test", "tests", "runtime",
    "credentials", "error", "upload", "checksum", "status", "code", "message", "data", "item",
    "items", "stream", "offset", "n", "size", "md5", "allOf", "properties", "enum", "items",
    "schemas", "Item", "Body", "Answer", "GetThings", "GetThingsRequest", "Variant0", "Subtype0",
    "inner", "key", "path", "query", "header", "cookie", "parameter", "arguments", "operation",
    "transport", "this", "observer", "limits", "Rest", "Array", "Object", "Text", "Number",
    "Integer", "Null", "Bool", "T", "E", "K", "D", "f", "formatter", "text", "name", "index",
    "parts", "x_", "_x", "x__", "Type", "Type1",
    "LongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongLongName",
];

/// Texts that are written out as documentation.
#[rustfmt::skip]
pub const TEXTS: &[&str] = &[
    "", " ", "\n", "\n\n\n", "Plain.", "two\nlines", "# heading", "* a\n* b\n\n    code",
    "```\nlet a = 1;\n```", "```rust\ncompile_error!()\n```", "*/ }", "\" \\ '", "[link]",
    "[`Link`](x)", "<b>", "<script>", "https://example.com", "a\tb", "tab\t\n\r\nx",
    "\u{202e}rtl", "\u{feff}bom", "| a | b |\n|---|---|\n| 1 |", "1. a\n1. b", "- [ ] x", "{}",
    "{0}", "\\", "\u{2028}", "\u{7f}", "\u{1}", "&amp;", "$x", "crate::", "Deprecated",
    "    indented", "> quote", "~~~\nx", "`", "``", "<", "[a]: b", "!", "#![allow(x)]", "a  \nb",
];

pub const TYPES: &[&str] =
    &["string", "integer", "number", "boolean", "array", "object", "null", "file", "String", ""];

#[rustfmt::skip]
pub const FORMATS: &[&str] = &[
    "int32", "int64", "uint8", "uint32", "uint64", "int8", "float", "double", "date", "date-time",
    "time", "uuid", "uri", "binary", "byte", "password", "email", "ip", "ipv4", "ipv6",
    "hostname", "duration", "decimal", "x", "", "int128", "partial-date-time",
];

#[rustfmt::skip]
pub const MEDIA: &[&str] = &[
    "application/json", "application/octet-stream", "text/plain", "text/csv",
    "application/x-www-form-urlencoded", "multipart/form-data", "application/xml", "image/png",
    "*/*", "image/*", "application/problem+json", "application/json; charset=utf-8",
    "Application/JSON", "text/html", "", "x", "application/x-ndjson", "text/event-stream",
];

#[rustfmt::skip]
pub const STATUSES: &[&str] = &[
    "200", "201", "202", "204", "206", "299", "301", "302", "304", "400", "404", "418", "429",
    "500", "default", "2XX", "4XX", "5XX", "1XX", "3XX", "100", "99", "600", "", "OK", "2xx",
    "20", "x-status",
];

#[rustfmt::skip]
pub const STYLES: &[&str] = &[
    "simple", "label", "matrix", "form", "spaceDelimited", "pipeDelimited", "deepObject", "", "x",
];

pub const PLACES: &[&str] = &["query", "path", "header", "cookie", "body", "", "Query"];

pub const PATTERNS: &[&str] =
    &["^a$", "[", "(?=a)", "", ".*", "\\d{1,1000}", "\\p{L}", "[\u{1}-\u{10ffff}]"];

pub fn number(random: &mut Random) -> Value {
    let all = [
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(10),
        json!(255),
        json!(256),
        json!(65535),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(9_007_199_254_740_993_u64),
        json!(0.5),
        json!(-0.0),
        json!(1.0),
        json!(1e300),
        json!(-1e300),
        json!(1e-300),
        json!(4_294_967_296_u64),
        json!(3.25),
        json!(2_147_483_648_u64),
    ];
    random.pick(&all).cloned().unwrap_or_default()
}

pub fn name(random: &mut Random) -> String {
    random.word(NAMES)
}

/// Any value, where a document has another.
pub fn value(random: &mut Random) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!(""),
        2 => json!({}),
        3 => json!([]),
        4 | 5 => number(random),
        6 => json!(random.one_in(2)),
        7 => json!("x".repeat(random.below(5000))),
        8 => json!(random.word(TEXTS)),
        9 => json!([null]),
        10 => json!([name(random), name(random)]),
        11 => json!({ name(random): name(random) }),
        12 => json!(random.word(&[
            "NaN",
            ".inf",
            "null",
            "true",
            "1",
            "0x1F",
            "2026-07-21",
            "~",
            "#/",
            "#/components/schemas/A"
        ])),
        _ => json!(name(random)),
    }
}
