//! Values of enums with characters that only look like those of ASCII.

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Rewrite, Why};

pub(super) const NAME: &str = "look-alike-value";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    for schema in &patient.schemas {
        let Some(values) = schema.node.get("enum").and_then(Value::as_array) else { continue };
        let aliases = schema.node.get("x-enum-aliases").and_then(Value::as_object);
        let twins: Vec<(&str, String)> =
            values.iter().filter_map(Value::as_str).filter_map(|v| Some((v, twin(v)?))).collect();
        let Some((first, _)) = twins.first() else { continue };
        let index = values.iter().position(|value| value == first).unwrap_or_default();
        let list =
            twins.iter().map(|(value, twin)| format!("`{twin}` is written {}", shown(value)));
        let list = list.collect::<Vec<_>>().join(", ");
        let problem = patient.problem(
            schema,
            &schema.pointer.child("enum").child(index),
            format!("a value of the enum has characters that only look like ASCII: {list}"),
            "a caller who picks the value sends a text that nobody would type, and one that comes in \
             ASCII is an unknown value; state it in ASCII, and the documented spelling as an alias",
        );
        let mut spellings = aliases.cloned().unwrap_or_default();
        for meant in spellings.values_mut() {
            if let Some((_, twin)) = twins.iter().find(|(value, _)| *meant == **value) {
                *meant = json!(twin);
            }
        }
        spellings.extend(twins.iter().map(|(value, twin)| ((*value).to_owned(), json!(twin))));
        let why = Why::new(
            format!(
                "Characters that only look like ASCII stand in the documented values: {list}. The list \
                 is stated anew in ASCII, which is what requests send; both spellings are read."
            ),
            "likely: no service has such a character in a value on purpose",
        );
        let mut update = Map::from_iter([("x-enum-aliases".to_owned(), Value::Object(spellings))]);
        let default = schema.node.get("default");
        if let Some((_, twin)) = twins.iter().find(|(value, _)| default == Some(&json!(value))) {
            update.insert("default".to_owned(), json!(twin));
        }
        let respelt = twins.iter().map(|(value, twin)| ((*value).to_owned(), twin.clone()));
        let edits = vec![
            Edit::rewrite(&schema.pointer.child("enum"), Rewrite::Respelt(respelt.collect())),
            Edit::merge(&schema.pointer, Value::Object(update)),
        ];
        found.push(Found::new(NAME, problem, why, edits));
    }
}

/// The text in ASCII that a text looks like. None for one that is ASCII, that has a character without
/// such a twin, or that is a word of another script.
pub(super) fn twin(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut out = String::new();
    for character in text.chars() {
        if character.is_ascii() {
            // The table has twins of these too: `m` looks like `rn`.
            out.push(character);
        } else {
            out.push_str(&ascii(character)?);
        }
    }
    // Full-width characters and the like are ASCII by another name, whatever stands beside them.
    if text.chars().all(|c| c.is_ascii() || is_variant(c)) {
        return Some(out);
    }
    let is_word = |c: char| c.is_alphabetic();
    let has_foreign = text.chars().any(|c| !c.is_ascii() && is_word(c));
    let has_ascii = text.chars().any(|c| c.is_ascii_alphanumeric());
    (has_ascii || !has_foreign).then_some(out)
}

/// What of ASCII a character looks like.
fn ascii(character: char) -> Option<String> {
    if is_sign(character) {
        return None;
    }
    let compatible: String = character.nfkc().collect();
    let like = match compatible.is_ascii() {
        true => compatible,
        false => skeleton(&character.to_string()).collect(),
    };
    like.is_ascii().then_some(like)
}

/// Whether a character means something of its own, and is seen to be other than its letters: those that
/// are raised, lowered or in a circle, fractions, and signs such as that of a trade mark.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '\u{aa}' | '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{ba}' | '\u{bc}'..='\u{be}'
            | '\u{2b0}'..='\u{2b8}' | '\u{1d2c}'..='\u{1d6a}' | '\u{2070}'..='\u{209f}'
            | '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}' | '\u{2116}'
            | '\u{2120}'..='\u{2122}' | '\u{2150}'..='\u{215f}' | '\u{2460}'..='\u{24ff}'
            | '\u{3200}'..='\u{33ff}'
    )
}

/// Whether a character is one of ASCII in another width or face.
fn is_variant(character: char) -> bool {
    !is_sign(character) && character.nfkc().all(|c| c.is_ascii())
}

/// A value with what stands for its odd characters.
fn shown(value: &str) -> String {
    let odd = value.chars().filter(|c| !c.is_ascii());
    let codes: Vec<String> = odd.map(|c| format!("U+{:04X}", u32::from(c))).collect();
    format!("with {}", codes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_a_twin_in_ascii_is_found() {
        let cases = [
            ("image/svg\u{ff0b}xml", Some("image/svg+xml")),
            ("a\u{2024}b\u{201a}c\u{2f8}d\u{1c3}", Some("a.b,c:d!")),
            ("p\u{430}ypal", Some("paypal")),
            ("\u{ff21}\u{ff22}", Some("AB")),
            ("image/jpeg", None),
            ("\u{212a}9", Some("K9")),
            ("m\u{b2}", None),
            ("Thing\u{2122}", None),
            ("\u{bd}", None),
            ("\u{2116} 5", None),
            ("größe", None),
            ("日本", None),
            // A word of Cyrillic letters that all look like Latin ones.
            ("\u{441}\u{43e}\u{440}", None),
        ];
        for (text, expected) in cases {
            assert_eq!(twin(text).as_deref(), expected, "{text}");
        }
    }
}
