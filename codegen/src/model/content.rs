//! Bodies that are not JSON, and answers that are one of several.

use proc_macro2::Ident;

use super::Limits;

/// A body that is not JSON.
#[derive(Debug)]
pub enum Content {
    Form(Form),
    /// A text.
    Text {
        ty: Box<syn::Type>,
        media_type: String,
        required: bool,
        docs: String,
        limits: Limits,
    },
    /// Bytes, of a media type that the document gives or leaves to the caller.
    Bytes {
        media_type: Option<String>,
        documented: Vec<String>,
        required: bool,
        docs: String,
    },
}

/// A form. Its fields are arguments and setters of the request.
#[derive(Debug)]
pub struct Form {
    pub encoding: FormEncoding,
    /// Whether a form without fields is sent as well.
    pub required: bool,
    /// Required files, then what else is required, then the rest, each in the document's order.
    pub fields: Vec<FormField>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEncoding {
    Multipart,
    Urlencoded,
}

#[derive(Debug)]
pub struct FormField {
    pub name: Ident,
    pub wire: String,
    pub required: bool,
    pub docs: String,
    pub deprecated: bool,
    pub value: FormValue,
}

#[derive(Debug)]
pub enum FormValue {
    /// A text, a number or a list of these: one field each.
    Text { ty: Box<syn::Type>, media_type: Option<String>, limits: Limits },
    /// Anything else.
    Json { ty: Box<syn::Type>, limits: Limits },
    /// Bytes.
    File { filename: Option<String>, media_type: String, is_list: bool },
}

/// An answer that is one of several.
#[derive(Debug)]
pub struct OneOf {
    /// The name of its type.
    pub name: Ident,
    pub outcomes: Vec<Outcome>,
}

#[derive(Debug)]
pub struct Outcome {
    pub variant: Ident,
    /// `201`, `2XX` or `default`, the first of them in the document.
    pub statuses: Vec<String>,
    pub docs: String,
    pub value: OutcomeValue,
}

#[derive(Debug)]
pub enum OutcomeValue {
    Json(Box<syn::Type>),
    Bytes,
    Nothing,
}

impl Content {
    /// The types that stand in it.
    pub fn types(&self) -> Vec<&syn::Type> {
        match self {
            Self::Form(form) => form.fields.iter().filter_map(|field| field.value.ty()).collect(),
            Self::Text { ty, .. } => vec![ty],
            Self::Bytes { .. } => Vec::new(),
        }
    }
}

impl FormValue {
    /// Its type, unless it is bytes.
    pub fn ty(&self) -> Option<&syn::Type> {
        match self {
            Self::Text { ty, .. } | Self::Json { ty, .. } => Some(ty),
            Self::File { .. } => None,
        }
    }
}

impl OneOf {
    /// The types that stand in it.
    pub fn types(&self) -> impl Iterator<Item = &syn::Type> {
        self.outcomes.iter().filter_map(|outcome| match &outcome.value {
            OutcomeValue::Json(ty) => Some(&**ty),
            OutcomeValue::Bytes | OutcomeValue::Nothing => None,
        })
    }
}
