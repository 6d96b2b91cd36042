//! Tokens as a person would write them.

use quote::ToTokens;

/// `Vec<types::File>` of the tokens `Vec < types :: File >`.
pub(super) fn shown(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut out = String::with_capacity(spaced.len());
    let mut rest = spaced.chars().peekable();
    while let Some(character) = rest.next() {
        let is_tight = character == ' '
            && (out.ends_with(['<', '(', '[', '&', ':', '\'', '!']) && !out.ends_with(": ")
                || rest.peek().is_some_and(|next| ">),;:]?(<![".contains(*next)));
        // `name: Type` keeps its space, `path::Type` has none.
        let is_label = character == ' ' && out.ends_with(':') && !out.ends_with("::");
        if !is_tight || is_label {
            out.push(character);
        }
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
        ] {
            let tokens: proc_macro2::TokenStream = text.parse().expect("tokens");
            assert_eq!(shown(&tokens), text);
        }
    }
}
