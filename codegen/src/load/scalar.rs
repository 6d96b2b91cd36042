//! What YAML can say and JSON cannot: tags, and numbers that are none.

use saphyr_parser::{ScalarStyle, Tag};

/// The tags whose meaning the values of JSON have anyway.
const PLAIN_TAGS: [&str; 7] = ["bool", "float", "int", "map", "null", "seq", "str"];

/// The tag as it is written, where it is one that changes what a value means.
pub(super) fn foreign_tag(tag: Option<&Tag>) -> Option<String> {
    let tag = tag?;
    if !tag.is_yaml_core_schema() {
        return Some(tag.to_string());
    }
    let name = tag.suffix.as_str();
    (!PLAIN_TAGS.contains(&name)).then(|| format!("!!{name}"))
}

/// Whether this is read as a number that JSON cannot write: not a number, or beyond all bounds.
pub(super) fn is_no_number(text: &str, style: ScalarStyle) -> bool {
    if style != ScalarStyle::Plain {
        return false;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" => true,
        // Words such as `infinity` are texts in YAML, and numbers to `parse`.
        _ if unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') => {
            text.parse::<f64>().is_ok_and(|number| !number.is_finite())
        }
        _ => false,
    }
}
