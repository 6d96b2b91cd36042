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

/// Whether this would be read as a number that JSON cannot write, or that nobody could read back: not a
/// number, beyond all bounds, or an integer of more than 64 bits.
pub(super) fn is_no_number(text: &str, style: ScalarStyle) -> bool {
    if style != ScalarStyle::Plain {
        return false;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" => true,
        // Words such as `infinity` are texts in YAML, and numbers to `parse`.
        _ if unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') => {
            let is_wide = text.parse::<u128>().is_ok() || text.parse::<i128>().is_ok();
            let is_narrow = text.parse::<u64>().is_ok() || text.parse::<i64>().is_ok();
            let is_endless = text.parse::<f64>().is_ok_and(|number| !number.is_finite());
            is_endless || (is_wide && !is_narrow)
        }
        _ => false,
    }
}
