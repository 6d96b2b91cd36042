//! How the operations of the document are called with what the engine of the runtime gives.

use proc_macro2::TokenStream;
use quote::quote;

use super::is_string;
use crate::lower::rust_type::vec_inner;
use crate::model::{Presence, Upload, UploadBody, UploadBodyForm, UploadCall, UploadValue as V};

/// What an upload passes in, in a function that has it as an argument.
fn value(value: V) -> TokenStream {
    match value {
        V::File => quote!(file),
        V::Version => quote!(version),
        V::Piece => quote!(piece),
        V::Name => quote!(new.name),
        V::MediaType => quote!(new.media_type),
        V::Extension => quote!(new.extension),
        V::Tags => quote!(new.tags),
        V::FileMd5 => quote!(announced.file_md5.as_str()),
        V::FileSize => quote!(announced.file_size),
        V::SignatureMd5 => quote!(announced.signature_md5.as_str()),
        V::SignatureSize => quote!(announced.signature_size),
        V::Etags => quote!(etags),
    }
}

/// The same, in a function whose argument is the target.
fn of_target(value: V) -> TokenStream {
    match value {
        V::File => quote!(target.file.as_str()),
        V::Version => quote!(target.version),
        V::Piece => quote!(target.piece),
        other => self::value(other),
    }
}

/// The request of an operation without a body.
fn request(call: &UploadCall, value: fn(V) -> TokenStream) -> TokenStream {
    let method = &call.method;
    let arguments = call.arguments.iter().copied().map(value);
    quote!(self.#method(#(#arguments),*))
}

/// A call that has no more to it than its arguments.
pub(super) fn plain(call: &UploadCall) -> TokenStream {
    let request = request(call, value);
    quote!(#request.into_future())
}

/// A call with a body. Tags are set only where there are some.
pub(super) fn with_body(call: &UploadCall) -> TokenStream {
    let Some(body) = &call.body else { return plain(call) };
    let (tags, always): (Vec<_>, Vec<_>) =
        body.setters.iter().partition(|(_, value)| *value == V::Tags);
    let always = always.iter().map(|(setter, value)| {
        let value = self::value(*value);
        quote!(.#setter(#value))
    });
    let request = request(call, value);
    let (of, begun) = match body.form {
        UploadBodyForm::Setters => (quote!(request), request.clone()),
        UploadBodyForm::Argument | UploadBodyForm::Setter => (quote!(body), constructed(body)),
    };
    let mutable = (!tags.is_empty()).then(|| quote!(mut));
    let tags = tags
        .iter()
        .map(|(setter, _)| quote!(if !new.tags.is_empty() { #of = #of.#setter(new.tags); }));
    let tags: TokenStream = tags.collect();
    let (method, arguments) = (&call.method, call.arguments.iter().copied().map(value));
    let sent = match body.form {
        UploadBodyForm::Setters => quote!(request),
        UploadBodyForm::Setter => quote!(#request.body(body)),
        UploadBodyForm::Argument => quote!(self.#method(#(#arguments,)* body)),
    };
    quote! {
        let #mutable #of = #begun #(#always)*;
        #tags
        #sent.into_future()
    }
}

/// A body with what is required.
fn constructed(body: &UploadBody) -> TokenStream {
    let ty = &body.ty;
    let arguments = body.constructor.iter().copied().map(value);
    quote!(types::#ty::new(#(#arguments),*))
}

pub(super) fn status(upload: &Upload) -> TokenStream {
    let request = request(&upload.status, of_target);
    let etags = &upload.status_etags;
    let name = &etags.name;
    let list = match etags.presence {
        Presence::Required => quote!(answer.#name),
        _ => quote!(answer.#name.unwrap_or_default()),
    };
    let is_plain = vec_inner(&etags.ty).is_some_and(is_string);
    let etags =
        if is_plain { list } else { quote!(#list.iter().map(ToString::to_string).collect()) };
    quote! {
        let request = #request;
        Box::pin(async move {
            let answer = request.await?;
            Ok(#etags)
        })
    }
}

pub(super) fn start(upload: &Upload) -> TokenStream {
    let request = request(&upload.start, of_target);
    let (part, url) = (&upload.start_part, &upload.start_url);
    let name = &url.name;
    let url =
        if is_string(&url.ty) { quote!(answer.#name) } else { quote!(answer.#name.to_string()) };
    quote! {
        let mut request = #request;
        if let Some(part) = part {
            request = request.#part(part);
        }
        Box::pin(async move {
            let answer = request.await?;
            Ok(#url)
        })
    }
}

/// The body is left out where there are no entity tags.
pub(super) fn finish(call: &UploadCall) -> TokenStream {
    let request = request(call, of_target);
    let body = call.body.as_ref().map(|body| {
        let setters = body.setters.iter().map(|(setter, value)| {
            let value = self::value(*value);
            quote!(.#setter(#value))
        });
        let given = match body.form {
            UploadBodyForm::Setters => quote!(#(#setters)*),
            UploadBodyForm::Setter | UploadBodyForm::Argument => {
                let made = constructed(body);
                quote!(.body(#made #(#setters)*))
            }
        };
        quote!(if let Some(etags) = etags { request = request #given; })
    });
    quote! {
        let mut request = #request;
        #body
        request.into_future()
    }
}
