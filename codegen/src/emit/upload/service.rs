//! The glue between the engine of the runtime and the operations of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::{calls, is_string};
use crate::model::{Field, Presence, Upload, UploadCall, UploadWords};

/// The impl, and what it needs beside it.
pub(super) fn service(upload: &Upload) -> TokenStream {
    let file = &upload.file.ty;
    let words = words(&upload.words);
    let calls = calls(upload);
    let (record, version, piece) = (record(upload), version(upload), piece(upload));
    let read = &upload.file;
    let permit = permit_reading(&[&read.id, &read.media_type, &read.versions]);
    quote! {
        #[doc(hidden)]
        impl UploadService for Client {
            type File = types::#file;
            const WORDS: &'static UploadWords = &#words;

            fn transport(&self) -> &Transport {
                Self::transport(self)
            }

            #(#calls)*

            #permit
            fn record(file: &Self::File) -> FileRecord {
                #record
            }
        }

        #version
        #piece
    }
}

/// The functions that call something, in the order of the trait.
fn calls(upload: &Upload) -> [TokenStream; 7] {
    let permitted = |call: &UploadCall, signature: TokenStream, body: TokenStream| {
        let permit = permit(call.deprecated);
        quote!(#permit #signature { #body })
    };
    let file = quote!(BoxFuture<Result<Self::File, Error>>);
    let Upload { create, get, create_version, status, start, finish, delete_version, .. } = upload;
    [
        permitted(
            create,
            quote!(fn create(&self, new: NewFile) -> #file),
            calls::with_body(create),
        ),
        permitted(get, quote!(fn get(&self, file: &str) -> #file), calls::plain(get)),
        permitted(
            create_version,
            quote!(fn create_version(&self, file: &str, announced: &Announced) -> #file),
            calls::with_body(create_version),
        ),
        permitted(
            status,
            quote!(fn status(&self, target: &Target) -> BoxFuture<Result<Vec<String>, Error>>),
            calls::status(upload),
        ),
        permitted(
            start,
            quote!(
                fn start(
                    &self,
                    target: &Target,
                    part: Option<u64>,
                ) -> BoxFuture<Result<String, Error>>
            ),
            calls::start(upload),
        ),
        permitted(
            finish,
            quote!(fn finish(&self, target: &Target, etags: Option<Vec<String>>) -> #file),
            calls::finish(finish),
        ),
        permitted(
            delete_version,
            quote!(fn delete_version(&self, file: &str, version: u64) -> #file),
            calls::plain(delete_version),
        ),
    ]
}

fn words(words: &UploadWords) -> TokenStream {
    let UploadWords {
        waiting, queued, complete, error, simple, multipart, file, signature, ..
    } = words;
    let types = words.media_types.iter().map(|(extension, ty)| quote!((#extension, #ty)));
    let (other, of_signature) = (&words.other_media_type, &words.signature_media_type);
    quote! {
        UploadWords {
            waiting: #waiting,
            queued: #queued,
            complete: #complete,
            error: #error,
            simple: #simple,
            multipart: #multipart,
            file: #file,
            signature: #signature,
            media_types: &[#(#types),*],
            other_media_type: #other,
            signature_media_type: #of_signature,
        }
    }
}

fn record(upload: &Upload) -> TokenStream {
    let file = &upload.file;
    let id = text(&quote!(file), &file.id);
    let media_type = text(&quote!(file), &file.media_type);
    let name = &file.versions.name;
    let versions = match file.versions.presence {
        Presence::Required => quote!(file.#name.iter()),
        _ => quote!(file.#name.iter().flatten()),
    };
    quote! {
        FileRecord {
            id: #id,
            media_type: #media_type,
            versions: #versions.map(version).collect(),
        }
    }
}

fn version(upload: &Upload) -> TokenStream {
    let version = &upload.version;
    let (ty, number) = (&version.ty, &version.number.name);
    let status = text(&quote!(version), &version.status);
    let name = &version.deleted.name;
    let is_deleted = match version.deleted.presence {
        Presence::Required => quote!(version.#name),
        _ => quote!(version.#name.unwrap_or_default()),
    };
    let piece = |field: &Field| {
        let name = &field.name;
        match field.presence {
            Presence::Required => quote!(Some(piece(&version.#name))),
            _ => quote!(version.#name.as_ref().map(piece)),
        }
    };
    let (file, signature) = (piece(&version.file), piece(&version.signature));
    let permit = permit_reading(&[
        &version.number,
        &version.status,
        &version.deleted,
        &version.file,
        &version.signature,
    ]);
    quote! {
        #permit
        fn version(version: &types::#ty) -> VersionRecord {
            VersionRecord {
                number: version.#number,
                status: #status,
                is_deleted: #is_deleted,
                file: #file,
                signature: #signature,
            }
        }
    }
}

fn piece(upload: &Upload) -> TokenStream {
    let data = &upload.data;
    let ty = &data.ty;
    let category = text(&quote!(data), &data.category);
    let status = text(&quote!(data), &data.status);
    let md5 = text(&quote!(data), &data.md5);
    let md5 = match data.md5.presence {
        Presence::Required => quote!(Some(#md5)),
        _ => md5,
    };
    let size = &data.size.name;
    let permit = permit_reading(&[&data.category, &data.status, &data.md5, &data.size]);
    quote! {
        #permit
        fn piece(data: &types::#ty) -> PieceRecord {
            PieceRecord { category: #category, status: #status, md5: #md5, size: data.#size }
        }
    }
}

/// A property that is a text, as a `String`, or as an `Option` of one where it may lack a value.
fn text(of: &TokenStream, field: &Field) -> TokenStream {
    let name = &field.name;
    match field.presence {
        _ if is_string(&field.ty) => quote!(#of.#name.clone()),
        Presence::Required => quote!(#of.#name.to_string()),
        _ => quote!(#of.#name.as_ref().map(ToString::to_string)),
    }
}

fn permit_reading(fields: &[&Field]) -> Option<TokenStream> {
    permit(fields.iter().any(|field| field.deprecated))
}

fn permit(is_deprecated: bool) -> Option<TokenStream> {
    let reason = "an upload needs it";
    is_deprecated.then(|| quote!(#[allow(deprecated, reason = #reason)]))
}
