//! Tokens as a person would write them.

use quote::ToTokens;

/// `Vec<types::File>` of the tokens `Vec < types :: File >`.
pub(super) fn shown(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut out = String::with_capacity(spaced.len());
    let mut rest = spaced.chars().peekable();
    while let Some(character) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        // A group behind a word belongs to it, one behind an arrow does not.
        let is_group = "(<!".contains(next) && out.ends_with(char::is_alphanumeric);
        let is_tight = character == ' '
            && (out.ends_with(['<', '(', '[', '&', ':', '\'', '!'])
                || ">),;:]?".contains(next)
                || is_group);
        // `name: Type` keeps its space, `path::Type` has none.
        let is_label = character == ' ' && out.ends_with(':') && !out.ends_with("::");
        if !is_tight || is_label {
            out.push(character);
        }
    }
    out
}

/// The name of a type, without the modules in front.
pub(super) fn of_type(ty: &impl ToTokens) -> String {
    let shown = shown(ty);
    shown.rsplit("::").next().unwrap_or(&shown).to_owned()
}

/// The path with its parameters in their places, whatever they are called.
pub(crate) fn shape(path: &str) -> String {
    let mut out = String::new();
    let mut is_inside = false;
    for character in path.chars() {
        is_inside &= character != '}';
        if !is_inside {
            out.push(character);
        }
        is_inside |= character == '{';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_without_the_spaces_of_tokens() {
        for text in [
            "Vec<types::File>",
            "impl IntoIterator<Item = impl Into<types::Tag>>",
            "std::collections::BTreeMap<String, serde_json::Value>",
            "Result<Reply<()>, Error>",
            "&'static [Self]",
            "impl Fn(&DriftReport) + Send + Sync + 'static",
            "(u16, Bytes)",
            "fn(A) -> (B, C)",
        ] {
            let tokens: proc_macro2::TokenStream = text.parse().expect("tokens");
            assert_eq!(shown(&tokens), text);
        }
    }
}
