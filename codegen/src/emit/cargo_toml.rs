//! `Cargo.toml`, ready for publishing.

use std::fmt::Write as _;

use super::{Content, Emitted, Runtime, operation, value};
use crate::model::{Model, Operation, Type, TypeKind};

pub(super) fn emit(model: &Model, runtime: &Runtime) -> Emitted {
    let about = &model.about;
    let mut text = String::new();
    let list = |items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
        format!("[{}]", items.join(", "))
    };
    let path = runtime.path.as_ref().map(|path| format!("path = {}, ", quoted(path)));
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        r#"[package]
name = {name}
version = {version}
description = {description}
edition = "2024"
rust-version = "1.88"
license = "MIT OR Apache-2.0"
readme = "README.md"
keywords = {keywords}
categories = {categories}
include = ["/src/**", "/README.md", "/LICENSE-*"]

[package.metadata.docs.rs]
no-default-features = true
features = ["rustls"]
rustdoc-args = ["--cfg", "docsrs"]

[features]
default = ["rustls"]
# TLS by rustls, with the platform's root certificates.
rustls = ["vrchat-files-runtime/rustls"]
# TLS by the platform: SChannel, Secure Transport or OpenSSL.
native-tls = ["vrchat-files-runtime/native-tls"]

[dependencies]
# Everything that does not depend on the document; its version and this one's move together.
vrchat-files-runtime = {{ {path}version = {runtime_version}, default-features = false }}
serde = {{ version = "1", features = ["derive"] }}
"#,
        name = quoted(&about.name),
        version = quoted(&about.version.to_string()),
        description = quoted(&about.description),
        keywords = list(&about.keywords),
        categories = list(&about.categories),
        path = path.unwrap_or_default(),
        runtime_version = quoted(&runtime.version),
    );
    if uses_json(model) {
        text.push_str("# Values whose form the document does not give.\nserde_json = \"1\"\n");
    }
    text.push_str(
        r#"
[lints.rust]
missing_docs = "deny"
unreachable_pub = "warn"
unsafe_code = "forbid"
# `docsrs` is what docs.rs sets.
unexpected_cfgs = { level = "warn", check-cfg = ["cfg(docsrs)"] }
"#,
    );
    Emitted::new("Cargo.toml", "cargo_toml", Content::Toml(text))
}

/// Whether a type of serde_json stands in the crate.
fn uses_json(model: &Model) -> bool {
    let mentions = |ty: &syn::Type| value::mentions(ty, |name| name == "serde_json");
    let in_type = |ty: &Type| match &ty.kind {
        TypeKind::Struct(of) => of.fields.iter().any(|field| mentions(&field.ty)),
        TypeKind::Union(_) => true,
        TypeKind::Wrapper(inner, _) => mentions(inner),
        TypeKind::Text(_) | TypeKind::OpenEnum(_) | TypeKind::Numbers(_) => false,
    };
    let in_operation =
        |operation: &Operation| operation::types_of(operation).into_iter().any(mentions);
    model.types.iter().any(in_type) || model.operations.iter().any(in_operation)
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            character if character.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}
