//! Seventh stage: writes the crate. One emitter for one kind of file, under the same name.

mod cargo_toml;
mod check;
mod checksum;
mod client;
mod credentials;
mod docs;
mod example;
mod lib_rs;
mod licence;
mod numbers;
mod observe;
mod open_enum;
mod operation;
mod operations_mod;
mod readme;
mod structure;
mod text;
mod types_mod;
mod union;
mod upload;
mod value;
mod wrapper;

use proc_macro2::TokenStream;

pub(crate) use docs::LINE_END;

use crate::model::{Model, TypeKind};

/// A file before it is rendered.
#[derive(Debug)]
pub(crate) struct Emitted {
    /// Its path in the crate, with slashes.
    pub(crate) path: String,
    /// The emitter to edit in order to change it.
    pub(crate) emitter: &'static str,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Rust(TokenStream),
    Toml(String),
    Markdown(String),
    /// A text without a header.
    Verbatim(String),
}

impl Emitted {
    fn new(path: impl Into<String>, emitter: &'static str, content: Content) -> Self {
        Self { path: path.into(), emitter, content }
    }

    fn rust(path: impl Into<String>, emitter: &'static str, tokens: TokenStream) -> Self {
        Self::new(path, emitter, Content::Rust(tokens))
    }
}

/// Where the emitted crate finds its runtime.
#[derive(Clone, Debug)]
pub struct Runtime {
    /// The path of the runtime's crate, as seen from the emitted one; `None` for the registry's.
    pub path: Option<String>,
    /// The version that the emitted crate needs.
    pub version: String,
}

/// Writes every file of the crate.
pub(crate) fn emit(model: &Model, runtime: &Runtime) -> Vec<Emitted> {
    let mut files = vec![
        cargo_toml::emit(model, runtime),
        readme::emit(model),
        lib_rs::emit(model),
        client::emit(model),
        types_mod::emit(model),
        operations_mod::emit(model),
    ];
    files.extend(model.upload.as_ref().map(|of| upload::emit(of, model)));
    files.extend(licence::emit());
    files.extend(model.types.iter().map(|ty| match &ty.kind {
        TypeKind::Struct(of) => structure::emit(ty, of, model),
        TypeKind::Text(limits) => text::emit(ty, limits),
        TypeKind::OpenEnum(of) => open_enum::emit(ty, of),
        TypeKind::Union(of) => union::emit(ty, of, model),
        TypeKind::Numbers(of) => numbers::emit(ty, of),
        TypeKind::Wrapper(inner, limits) => wrapper::emit(ty, inner, limits, model),
    }));
    files.extend(model.operations.iter().map(|operation| operation::emit(operation, model)));
    files
}
