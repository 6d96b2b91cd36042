//! `src/lib.rs`: the crate's documentation and what it exports.

use proc_macro2::Ident;
use quote::{format_ident, quote};

use super::Emitted;
use crate::model::{Model, TypeKind};

/// What of the runtime a caller may have to name.
const RUNTIME: [&str; 17] = [
    "ApiError",
    "Checksum",
    "Download",
    "Drift",
    "DriftReport",
    "Error",
    "ErrorKind",
    "InvalidTimestamp",
    "Items",
    "Progress",
    "Readiness",
    "Reply",
    "Save",
    "Saved",
    "StorageError",
    "Timestamp",
    "UnknownValue",
];

pub(super) fn emit(model: &Model) -> Emitted {
    let runtime = RUNTIME.map(|name| format_ident!("{name}"));
    let texts = model.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Text(_)));
    let texts: Vec<&Ident> =
        texts.map(|ty| &ty.name).filter(|name| !runtime.contains(name)).collect();
    // The other files are laid out by prettyplease, which rustfmt would not agree with.
    let tokens = quote! {
        #![doc = include_str!("../README.md")]
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        pub mod types;
        pub use client::{Client, ClientBuilder};
        #(pub use types::#texts;)*
        #(pub use vrchat_files_runtime::#runtime;)*
        pub use vrchat_files_runtime::reqwest;
    };
    Emitted::rust("src/lib.rs", "lib_rs", tokens)
}
