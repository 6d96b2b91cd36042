//! The setters of an upload for what a new file is to be.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::{docs, structure, value};
use super::is_string;
use crate::lower::rust_type::vec_inner;
use crate::model::{Field, Model, Upload, UploadValue};

/// Methods that every upload has; the setter of a property of such a name gets an underscore.
const TAKEN: [&str; 9] = [
    "abandon",
    "clone",
    "concurrency",
    "into_file",
    "into_future",
    "on_progress",
    "part_size",
    "replace_unfinished",
    "settle_limit",
];

/// A setter for each property that the hint names.
pub(super) fn setters(upload: &Upload, model: &Model) -> Vec<TokenStream> {
    let settings = upload.settings.iter().map(|(value, field)| {
        let about = format!("{}\n\n{}", structure::setter_about(field), fact(*value, upload));
        setter(*value, field, &docs::outer(&about), model)
    });
    settings.collect()
}

/// What it is unless it is set.
fn fact(value: UploadValue, upload: &Upload) -> String {
    match value {
        UploadValue::Name => "Unless set, it is the name of the file at the path, without its \
                              extension. Bytes in memory need it to be set. One with a slash, a \
                              backslash or a control character is refused before anything is made."
            .to_owned(),
        UploadValue::Extension => "Unless set, it is that of the path, with its dot. Where there is none, it has to be set.".to_owned(),
        UploadValue::MediaType => {
            let types = upload.words.media_types.iter();
            let types: Vec<String> =
                types.map(|(extension, ty)| format!("`{extension}` is `{ty}`")).collect();
            let other = &upload.words.other_media_type;
            format!(
                "Unless set, it follows from the extension: {}; any other is `{other}`.",
                types.join(", ")
            )
        }
        _ => "There are none unless set.".to_owned(),
    }
}

/// The setter of a property of a new file.
fn setter(value: UploadValue, field: &Field, about: &TokenStream, model: &Model) -> TokenStream {
    let method = setter_name(field);
    let name = &field.name;
    let inner = format_ident!(
        "{}",
        match value {
            UploadValue::MediaType => "media_type",
            UploadValue::Extension => "extension",
            UploadValue::Tags => "tags",
            _ => "name",
        }
    );
    let (ty, statement, given) = match vec_inner(&field.ty) {
        Some(item) => as_texts(name, item, model),
        None => as_text(name, &field.ty, model),
    };
    quote! {
        #about
        pub fn #method(mut self, #name: #ty) -> Self {
            #statement
            self.inner = self.inner.#inner(#given);
            self
        }
    }
}

/// The name of the setter of a property.
pub(super) fn setter_name(field: &Field) -> Ident {
    let taken = TAKEN.contains(&field.name.to_string().as_str());
    if taken { format_ident!("{}_", field.name) } else { field.name.clone() }
}

/// How a text is taken, and how it becomes a `String`: a statement, and an expression.
pub(super) fn as_text(
    name: &Ident,
    ty: &syn::Type,
    model: &Model,
) -> (TokenStream, Option<TokenStream>, TokenStream) {
    let stored = value::in_operations(ty, model);
    let taken = quote!(impl Into<#stored>);
    if is_string(ty) {
        return (taken, None, quote!(#name.into()));
    }
    (taken, Some(quote!(let #name: #stored = #name.into();)), quote!(#name.to_string()))
}

/// The same for a list of texts.
fn as_texts(
    name: &Ident,
    item: &syn::Type,
    model: &Model,
) -> (TokenStream, Option<TokenStream>, TokenStream) {
    let stored = value::in_operations(item, model);
    let taken = quote!(impl IntoIterator<Item = impl Into<#stored>>);
    if is_string(item) {
        return (taken, None, quote!(#name.into_iter().map(Into::into).collect()));
    }
    let into = quote!(Into::<#stored>::into);
    (taken, None, quote!(#name.into_iter().map(#into).map(|one| one.to_string()).collect()))
}
