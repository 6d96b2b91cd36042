//! `src/upload.rs`: uploading a file, over the operations that the hint `x-upload` names.

mod builder;
mod calls;
mod service;
mod settings;

use quote::quote;

use super::{Emitted, docs};
use crate::lower::rust_type::plain_name;
use crate::model::{Model, Upload};

pub(super) fn emit(upload: &Upload, model: &Model) -> Emitted {
    let module = docs::inner("Uploads: a path or bytes in, a file out.");
    let methods = builder::methods(upload, model);
    let builder = builder::builder(upload, model);
    let service = service::service(upload);
    let tokens = quote! {
        #module
        use std::time::Duration;
        use vrchat_files_runtime::{
            Announced, BoxFuture, Error, FileRecord, NewFile, PieceRecord, PutPart, Source,
            Target, Transport, UploadBuilder, UploadProgress, UploadService,
            UploadWords, VersionRecord,
        };
        use crate::{Client, types};
        #methods
        #builder
        #service
    };
    Emitted::rust("src/upload.rs", "upload", tokens)
}

/// What a caller of an upload may have to name of the runtime.
pub(super) const RUNTIME: [&str; 11] = [
    "Digests",
    "Piece",
    "PutPart",
    "Remedy",
    "Signature",
    "Source",
    "StoredPart",
    "UploadPhase",
    "UploadProgress",
    "UploadStep",
    "digest",
];

fn is_string(ty: &syn::Type) -> bool {
    plain_name(ty).as_deref() == Some("String")
}
