//! `src/lib.rs`: the crate's documentation and what it exports.

use proc_macro2::Ident;
use quote::{format_ident, quote};

use super::{Emitted, upload};
use crate::model::{Model, TypeKind};

/// What of the runtime a caller may have to name.
const RUNTIME: [&str; 19] = [
    "ApiError",
    "Blob",
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
    "Redirect",
    "Reply",
    "Save",
    "Saved",
    "StorageError",
    "Timestamp",
    "UnknownValue",
];

pub(super) fn emit(model: &Model) -> Emitted {
    let of_upload: &[&str] = if model.upload.is_some() { &upload::RUNTIME } else { &[] };
    let mut runtime: Vec<&str> = RUNTIME.iter().chain(of_upload).copied().collect();
    runtime.sort_unstable();
    let runtime: Vec<Ident> = runtime.iter().map(|name| format_ident!("{name}")).collect();
    let upload = model.upload.as_ref().map(|_| format_ident!("Upload"));
    let texts = model.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Text(_)));
    let texts: Vec<&Ident> = texts
        .map(|ty| &ty.name)
        .filter(|name| !runtime.contains(name) && upload.as_ref() != Some(name))
        .collect();
    let module = upload.as_ref().map(|_| {
        quote! {
            #[rustfmt::skip]
            mod upload;
        }
    });
    let upload = upload.iter();
    // How large a value is, how much is required and what it is called is the document's choice.
    // The other files are laid out by prettyplease, which rustfmt would not agree with.
    let tokens = quote! {
        #![doc = include_str!("../README.md")]
        #![cfg_attr(docsrs, feature(doc_cfg))]
        #![allow(clippy::large_enum_variant, clippy::module_inception)]
        #![allow(clippy::should_implement_trait, clippy::wrong_self_convention)]
        #![allow(clippy::too_many_arguments)]
        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        pub mod types;
        #module
        pub use client::{Client, ClientBuilder};
        #(pub use types::#texts;)*
        #(pub use upload::#upload;)*
        #(pub use vrchat_files_runtime::#runtime;)*
        pub use vrchat_files_runtime::reqwest;
    };
    Emitted::rust("src/lib.rs", "lib_rs", tokens)
}
