//! Names of the document as Rust identifiers.

mod operations;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

pub(crate) use operations::operation_names;

/// Names that emitted files use for something else: what they import, and the prelude.
const TAKEN: [&str; 53] = [
    "Blob",
    "Box",
    "Breach",
    "Bytes",
    "Call",
    "Check",
    "Checksum",
    "Client",
    "ClientBuilder",
    "Credential",
    "Default",
    "Download",
    "Duration",
    "Err",
    "Error",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Items",
    "Limits",
    "Map",
    "Method",
    "None",
    "Observe",
    "Observer",
    "Ok",
    "OneOf",
    "OpenEnum",
    "Operation",
    "Option",
    "Outcome",
    "PathBuf",
    "Readiness",
    "Redirect",
    "Reply",
    "Result",
    "Save",
    "Self",
    "Some",
    "String",
    "Timestamp",
    "Transport",
    "UnknownValue",
    "Value",
    "Vec",
    WIDE_INTEGER,
    "Send",
    "Sync",
    "Hash",
    "Eq",
    "Hidden",
    "Param",
    "Style",
];

/// The component that stands for an integer of more than 64 bits, which no schema can have the name of.
pub(crate) const WIDE_INTEGER: &str = "WideInteger";

/// Of the above, those that no file of `types` uses, so that a schema can have the name.
const FREE_FOR_TYPES: [&str; 24] = [
    "Blob",
    "Bytes",
    "Call",
    "Credential",
    "Download",
    "Duration",
    "Error",
    "IntoFuture",
    "Items",
    "Method",
    "OneOf",
    "Operation",
    "Outcome",
    "PathBuf",
    "Readiness",
    "Redirect",
    "Reply",
    "Save",
    "Transport",
    "Send",
    "Sync",
    "Hidden",
    "Param",
    "Style",
];

/// The name in upper camel case, in ASCII, and stable: naming it again changes nothing.
fn camel(name: &str) -> String {
    let mut camel = ascii(name).to_upper_camel_case();
    loop {
        let again = camel.to_upper_camel_case();
        if again == camel {
            return camel;
        }
        camel = again;
    }
}

/// Every character that cannot stand in the name of a file on every system is spelled by its code.
fn ascii(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            out.push_str(&format!("_u{:04x}_", u32::from(character)));
        }
    }
    out
}

/// The name of a type: `FileUploadURL` is `FileUploadUrl`.
pub(crate) fn type_name(name: &str) -> String {
    let camel = camel(name);
    let is_taken = TAKEN.contains(&camel.as_str()) && !FREE_FOR_TYPES.contains(&camel.as_str());
    if is_ident(&camel) && !is_taken { camel } else { format!("Type{camel}") }
}

/// The name of a variant: `image/svg+xml` is `ImageSvgXml`.
pub(crate) fn variant_name(value: &str) -> String {
    let camel = ascii(value).to_upper_camel_case();
    match camel.as_str() {
        "" => "Empty".to_owned(),
        "Unknown" | "Self" => format!("{camel}Literal"),
        _ if is_ident(&camel) => camel,
        _ => format!("Value{camel}"),
    }
}

/// The name of an answer by its status: `201` is `Created`.
pub(crate) fn status_name(status: &str) -> String {
    let word = match status {
        "200" => "Ok",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "NonAuthoritative",
        "204" => "NoContent",
        "205" => "ResetContent",
        "206" => "PartialContent",
        "207" => "MultiStatus",
        "2XX" => "Success",
        "default" => "Other",
        status => return format!("Status{status}"),
    };
    word.to_owned()
}

/// The name of a field: `ownerId` is `owner_id`, `type` is `type_`.
pub(crate) fn field_name(property: &str) -> String {
    let snake = ascii(property).to_snake_case();
    if is_ident(&snake) {
        return snake;
    }
    match snake.as_str() {
        "" => "empty".to_owned(),
        _ if is_ident(&format!("{snake}_")) => format!("{snake}_"),
        _ => format!("field_{snake}"),
    }
}

/// The name of a constant, where the text gives one: `offline mode` is `OFFLINE_MODE`.
pub(crate) fn constant_name(text: &str) -> Option<String> {
    let name = ascii(text).to_shouty_snake_case();
    (is_ident(&name) && name != "DOCUMENTED").then_some(name)
}

/// The name of an argument: `fileId` is `file_id`. A keyword, or a name that is taken by something
/// else, gets an underscore.
pub(crate) fn argument_name(name: &str, taken: &[&str]) -> String {
    let snake = ascii(name).to_snake_case();
    match snake.as_str() {
        "" => "parameter".to_owned(),
        _ if taken.contains(&snake.as_str()) => format!("{snake}_"),
        _ if is_ident(&snake) => snake,
        _ if is_ident(&format!("{snake}_")) => format!("{snake}_"),
        _ => format!("parameter_{snake}"),
    }
}

/// What a credential's setter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SetterKind {
    Cookie,
    Key,
    Basic,
    Token,
    Authorization,
}

/// The setter of a scheme: `twoFactorAuth` is `two_factor_auth_cookie`, `basic` is `basic_auth`. Each
/// ends with a word for what it is, which no other method of the builder does.
pub(crate) fn setter(scheme: &str, kind: SetterKind) -> String {
    const WORDS: [&str; 6] = ["auth", "authorization", "header", "key", "secret", "token"];
    let snake = ascii(scheme).to_snake_case();
    let suffix = match kind {
        SetterKind::Cookie if snake.ends_with("cookie") => "",
        SetterKind::Cookie => "_cookie",
        _ if WORDS.iter().any(|word| snake.ends_with(word)) => "",
        SetterKind::Key => "_key",
        SetterKind::Basic => "_auth",
        SetterKind::Token => "_token",
        SetterKind::Authorization => "_authorization",
    };
    let setter = format!("{snake}{suffix}");
    if is_ident(&setter) { setter } else { format!("scheme_{setter}") }
}

/// The module of a type, and its file.
pub(crate) fn module_name(type_name: &str) -> String {
    let module = type_name.to_snake_case();
    if is_ident(&module) && module != "mod" { module } else { format!("{module}_") }
}

/// The characters of a name that is the name of a file too. Systems end at 255 bytes.
const MOST_CHARACTERS: usize = 200;

/// What is wrong with a name that no file can have, and the remedy.
pub(crate) fn too_long(what: &str, module: &str) -> Option<(String, &'static str)> {
    (module.len() > MOST_CHARACTERS).then(|| {
        let message = format!(
            "the name of the {what} comes to {} characters, too many for the name of a file",
            module.len()
        );
        (message, "give it a shorter name; letters outside of ASCII count as many")
    })
}

/// Whether a text is an identifier and no keyword.
pub(crate) fn is_ident(text: &str) -> bool {
    // Reserved since edition 2024, which syn does not ask about.
    text != "gen" && syn::parse_str::<Ident>(text).is_ok()
}

/// An identifier from a text that is one; a name nobody can mistake where it is not.
pub(crate) fn ident(text: &str) -> Ident {
    if is_ident(text) {
        Ident::new(text, Span::call_site())
    } else {
        Ident::new("unnameable", Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_an_identifier() {
        for name in ["a", "größe", "m\u{b2}", "2fa", "", "-", "fn", "Self", "a b", "\u{202e}x", "½"]
        {
            assert!(is_ident(&type_name(name)), "{name:?}");
            assert!(is_ident(&variant_name(name)), "{name:?}");
            for kind in [SetterKind::Cookie, SetterKind::Key, SetterKind::Token] {
                assert!(is_ident(&setter(name, kind)), "{name:?}");
            }
            assert!(is_ident(&module_name(&type_name(name))), "{name:?}");
            assert!(type_name(name).is_ascii() && variant_name(name).is_ascii());
        }
        for (scheme, kind, expected) in [
            ("twoFactorAuth", SetterKind::Cookie, "two_factor_auth_cookie"),
            ("X-API-Key", SetterKind::Key, "x_api_key"),
            ("appId", SetterKind::Key, "app_id_key"),
            ("basic", SetterKind::Basic, "basic_auth"),
            ("oauth2", SetterKind::Token, "oauth2_token"),
            ("hawk", SetterKind::Authorization, "hawk_authorization"),
        ] {
            assert_eq!(setter(scheme, kind), expected);
        }
        assert_eq!(type_name("FileUploadURL"), "FileUploadUrl");
        assert_eq!(type_name("A_B"), type_name("Ab"));
        assert_eq!(type_name("Limits"), "TypeLimits");
    }
}
