//! What a body that is not JSON asks of a caller: arguments and setters, and the lines of the call.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::docs;
use super::super::value::{self, Taken};
use crate::model::{Content, Form, FormEncoding, FormField, FormValue, Model, Operation};

/// A part of the body, as the request holds it.
pub(super) struct Input {
    pub(super) name: Ident,
    /// Its type in the request.
    pub(super) stored: TokenStream,
    /// How the method or the setter takes it, and what is stored of that.
    pub(super) taken: Taken,
    pub(super) required: bool,
    /// Whether it is stored as it is, and empty where it is left out.
    pub(super) is_list: bool,
    pub(super) docs: String,
    pub(super) deprecated: bool,
}

/// What the body is made of, in the order of the method's arguments.
pub(super) fn inputs(operation: &Operation, model: &Model) -> Vec<Input> {
    match &operation.content {
        None => Vec::new(),
        Some(Content::Form(form)) => {
            form.fields.iter().map(|field| of_field(field, model)).collect()
        }
        Some(Content::Text { ty, required, docs, media_type, limits }) => {
            let name = format_ident!("body");
            let stored = value::in_operations(ty, model);
            let taken = value::taken(&name, ty, &stored, model);
            let bounds = value::limits_in_words(limits, false);
            let docs = about(docs, bounds.as_deref(), &format!("The body, as `{media_type}`."));
            vec![Input {
                name,
                stored,
                taken,
                required: *required,
                is_list: false,
                docs,
                deprecated: false,
            }]
        }
        Some(Content::Bytes { media_type, documented, required, docs }) => {
            let what = match (media_type, documented.as_slice()) {
                (Some(media_type), _) => format!("The body, as `{media_type}`."),
                (None, documented) => format!(
                    "The body; [`Blob::media_type`](crate::Blob::media_type) says what it is, of `{}`.",
                    documented.join("`, `")
                ),
            };
            let name = format_ident!("body");
            let (stored, taken) = (quote!(Blob), blob(&name));
            let docs = about(docs, None, &what);
            vec![Input {
                name,
                stored,
                taken,
                required: *required,
                is_list: false,
                docs,
                deprecated: false,
            }]
        }
    }
}

fn of_field(field: &FormField, model: &Model) -> Input {
    let FormField { name, required, deprecated, .. } = field;
    let what = format!("The field `{}` of the form.", field.wire);
    let (stored, taken, is_list, bounds) = match &field.value {
        FormValue::File { is_list: false, .. } => (quote!(Blob), blob(name), false, None),
        FormValue::File { is_list: true, .. } => {
            let taken = Taken {
                ty: quote!(impl IntoIterator<Item = impl Into<Blob>>),
                value: quote!(#name.into_iter().map(Into::into).collect()),
            };
            (quote!(Vec<Blob>), taken, true, None)
        }
        FormValue::Text { ty, limits, .. } | FormValue::Json { ty, limits } => {
            let stored = value::in_operations(ty, model);
            let taken = value::taken(name, ty, &stored, model);
            let is_list = crate::lower::rust_type::vec_inner(ty).is_some();
            (stored, taken, false, value::limits_in_words(limits, is_list))
        }
    };
    let docs = about(&field.docs, bounds.as_deref(), &what);
    Input {
        name: name.clone(),
        stored,
        taken,
        required: *required,
        is_list,
        docs,
        deprecated: *deprecated,
    }
}

fn blob(name: &Ident) -> Taken {
    Taken { ty: quote!(impl Into<Blob>), value: quote!(#name.into()) }
}

/// The description, or what there is to say without one, and the bounds.
fn about(text: &str, bounds: Option<&str>, otherwise: &str) -> String {
    let text = match docs::prose(text) {
        text if text.is_empty() => otherwise.to_owned(),
        text => docs::sentence(&text),
    };
    match bounds {
        Some(bounds) => format!("{text}\n\nBounds: {bounds}."),
        None => text,
    }
}

/// The lines of the call that give the body.
pub(super) fn lines(operation: &Operation) -> TokenStream {
    match &operation.content {
        None => TokenStream::new(),
        Some(Content::Form(form)) => form_lines(form),
        Some(Content::Text { media_type, required, limits, .. }) => {
            let body = given(&format_ident!("body"), *required);
            let limits = value::limits(limits);
            quote!(.text(#body, #media_type, &#limits))
        }
        Some(Content::Bytes { media_type, required, .. }) => {
            let body = given(&format_ident!("body"), *required);
            let media_type = match media_type {
                Some(media_type) => quote!(Some(#media_type)),
                None => quote!(None),
            };
            quote!(.blob(#body, #media_type))
        }
    }
}

fn form_lines(form: &Form) -> TokenStream {
    let fields = form.fields.iter().map(|field| {
        let (name, wire) = (&field.name, &field.wire);
        let value = given(name, field.required);
        match &field.value {
            FormValue::Text { media_type: None, limits, .. } if limits.is_none() => {
                quote!(.field(#wire, #value))
            }
            FormValue::Text { media_type: None, limits, .. } => {
                let limits = value::limits(limits);
                quote!(.field_within(#wire, #value, &#limits))
            }
            FormValue::Text { media_type: Some(media_type), limits, .. } => {
                let limits = value::limits(limits);
                quote!(.field_as(#wire, #value, #media_type, &#limits))
            }
            FormValue::Json { limits, .. } => {
                let limits = value::limits(limits);
                quote!(.json_field(#wire, #value, &#limits))
            }
            FormValue::File { filename, media_type, is_list } => {
                let filename = match filename {
                    Some(filename) => quote!(Some(#filename)),
                    None => quote!(None),
                };
                let blobs = if *is_list { quote!(&self.#name) } else { value };
                quote!(.file(#wire, #blobs, #filename, #media_type))
            }
        }
    });
    let required = form.required || form.fields.iter().any(|field| field.required);
    let end = match form.encoding {
        FormEncoding::Multipart => quote!(.multipart(#required)),
        FormEncoding::Urlencoded => quote!(.urlencoded(#required)),
    };
    quote!(#(#fields)* #end)
}

fn given(name: &Ident, required: bool) -> TokenStream {
    if required { quote!(Some(&self.#name)) } else { quote!(self.#name.as_ref()) }
}

/// Whether the file needs the type of the runtime for bytes.
pub(super) fn has_blobs(operation: &Operation) -> bool {
    match &operation.content {
        Some(Content::Form(form)) => {
            form.fields.iter().any(|field| matches!(field.value, FormValue::File { .. }))
        }
        Some(Content::Bytes { .. }) => true,
        Some(Content::Text { .. }) | None => false,
    }
}

/// Whether the lines of the call name bounds.
pub(super) fn has_limits(operation: &Operation) -> bool {
    match &operation.content {
        Some(Content::Form(form)) => form.fields.iter().any(|field| match &field.value {
            FormValue::Text { media_type, limits, .. } => media_type.is_some() || !limits.is_none(),
            FormValue::Json { .. } => true,
            FormValue::File { .. } => false,
        }),
        Some(Content::Text { .. }) => true,
        Some(Content::Bytes { .. }) | None => false,
    }
}
