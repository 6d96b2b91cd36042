//! What the emitters see: the crate to write, free of OpenAPI and of progenitor.

mod content;
mod upload;

use std::collections::HashMap;

use proc_macro2::Ident;

use crate::pointer::Pointer;

pub use content::{
    Content, Form, FormEncoding, FormField, FormValue, OneOf, Outcome, OutcomeValue,
};
pub use upload::{
    Upload, UploadBody, UploadBodyForm, UploadCall, UploadData, UploadFile, UploadValue,
    UploadVersion, UploadWords,
};

/// The crate.
#[derive(Debug)]
pub struct Model {
    pub about: About,
    pub schemes: Vec<Scheme>,
    /// Sorted by file name.
    pub types: Vec<Type>,
    /// Where each of them stands, by name.
    pub index: HashMap<String, usize>,
    /// In the document's order.
    pub operations: Vec<Operation>,
    /// JSON pointers that lead to the message of an error body, tried in order.
    pub error_message: Vec<String>,
    /// The type of an error body.
    pub error_body: Option<Ident>,
    /// What makes up an upload, where the document says so.
    pub upload: Option<Upload>,
}

impl Model {
    /// The type of this Rust name.
    pub fn type_named(&self, name: &str) -> Option<&Type> {
        self.types.get(*self.index.get(name)?)
    }
}

/// What the manifest, the README and the crate's documentation say.
#[derive(Debug)]
pub struct About {
    pub name: String,
    /// The crate's, with the document's as build metadata.
    pub version: semver::Version,
    pub description: String,
    /// What a user has to know before anything else.
    pub notice: Option<String>,
    /// How the service wants to be called.
    pub guidance: Option<String>,
    pub keywords: Vec<String>,
    pub categories: Vec<String>,
    pub title: String,
    pub document_version: String,
    pub base_url: String,
}

/// A credential that the client can send, for which its builder has a setter.
#[derive(Debug)]
pub struct Scheme {
    /// Its name among the document's security schemes.
    pub documented: String,
    pub setter: Ident,
    pub credential: Credential,
    /// What the document calls it, such as `oauth2` or `http digest`.
    pub kind: String,
    pub docs: String,
}

/// Where a credential stands in a request, and its name there; of an `Authorization`, that of the
/// scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    Cookie(String),
    Header(String),
    Query(String),
    Basic(String),
    Bearer(String),
    Authorization(String),
}

/// A type of the document.
#[derive(Debug)]
pub struct Type {
    pub name: Ident,
    /// The name of its file and module.
    pub module: String,
    pub documented_name: String,
    /// Where it stands in the document as it came.
    pub at: Pointer,
    pub docs: String,
    /// A documented example, where it is a text.
    pub example: Option<String>,
    pub kind: TypeKind,
    /// Whether requests are made of it, so that a caller has to build it.
    pub in_requests: bool,
    /// Whether it stands in an answer.
    pub in_answers: bool,
    /// Whether it can be compared and hashed: no floating point in it.
    pub is_eq: bool,
    /// Whether something in it is sensitive.
    pub is_sensitive: bool,
}

#[derive(Debug)]
pub enum TypeKind {
    Struct(Struct),
    /// A text that is a type of its own, such as an id.
    Text(Limits),
    /// An enum of texts, open at its end.
    OpenEnum(OpenEnum),
    /// One of several, told apart by what fits.
    Union(Union),
    /// A whole number of which the document lists values, open at its end.
    Numbers(Numbers),
    /// A list, map or other value under a name.
    Wrapper(Box<syn::Type>, Limits),
}

#[derive(Debug)]
pub struct Struct {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The required fields in the order of the constructor's arguments, by index.
    pub constructor: Vec<usize>,
    /// What it says of stored bytes.
    pub checksum: Option<Checksum>,
}

/// The fields that say what stored bytes are.
#[derive(Debug)]
pub struct Checksum {
    pub md5: (Ident, Presence),
    pub size: (Ident, Presence),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Ident,
    pub wire: String,
    /// The type without the `Option` of an optional field.
    pub ty: syn::Type,
    pub presence: Presence,
    pub docs: String,
    pub deprecated: bool,
    /// Whether its value is shown nowhere: the hint `x-sensitive`.
    pub sensitive: bool,
    pub limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, may be null.
    Nullable,
    /// May be absent or null.
    Optional,
    /// Takes up what no other field takes.
    Rest,
}

#[derive(Debug)]
pub struct OpenEnum {
    pub variants: Vec<Variant>,
    /// Other spellings of documented values: spelling, value.
    pub aliases: Vec<(String, String)>,
}

#[derive(Debug)]
pub struct Variant {
    pub name: Ident,
    pub value: String,
}

#[derive(Debug)]
pub struct Union {
    pub variants: Vec<UnionVariant>,
    /// The property that tells which of them an object is.
    pub tag: Option<String>,
}

#[derive(Debug)]
pub struct UnionVariant {
    pub name: Ident,
    pub ty: syn::Type,
    /// The values of the property that mean this one.
    pub tags: Vec<String>,
}

#[derive(Debug)]
pub struct Numbers {
    /// `i64`, `u64` or `i128`, whichever holds all of the constants.
    pub ty: syn::Type,
    pub constants: Vec<(Ident, i128)>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    pub id: String,
    /// Where it stands in the document as it came.
    pub at: Pointer,
    /// The name of the method, and of the file.
    pub method: Ident,
    /// The name of the request type.
    pub request: Ident,
    pub http_method: String,
    pub path: String,
    pub summary: String,
    pub docs: String,
    pub deprecated: bool,
    pub arguments: Vec<Argument>,
    /// A body of JSON.
    pub body: Option<Body>,
    /// A body that is something else.
    pub content: Option<Content>,
    pub answer: Answer,
    pub pending: Vec<u16>,
    /// Whether repeating it does no harm: it reads, or the hint `x-repeatable` says so.
    pub repeatable: bool,
    /// Whether its answer holds something sensitive.
    pub sensitive: bool,
    /// The media types of the answer beside JSON.
    pub other_types: Vec<String>,
    /// How its list comes in pages.
    pub paging: Option<Paging>,
    /// The statuses of failures and what they mean.
    pub failures: Vec<(String, String)>,
    /// What it takes, over all alternatives.
    pub credentials: Vec<Credential>,
}

/// A list that comes in pages.
#[derive(Debug)]
pub struct Paging {
    /// The argument for the size of a page.
    pub size: Ident,
    /// The argument for the number of entries to skip.
    pub offset: Ident,
    /// The field by which items are told apart.
    pub key: Ident,
    /// What the document calls that field.
    pub key_wire: String,
    /// Whether callers are warned of that field.
    pub is_key_deprecated: bool,
    /// The largest page.
    pub largest: u64,
    pub item: Box<syn::Type>,
}

#[derive(Debug)]
pub struct Argument {
    pub name: Ident,
    pub wire: String,
    pub location: Location,
    /// The style, where it is not the usual one of the location.
    pub style: Option<Style>,
    /// Whether items and fields stand on their own, where that is not as usual for the style.
    pub explode: Option<bool>,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    pub ty: syn::Type,
    pub required: bool,
    pub docs: String,
    pub default: Option<String>,
    pub deprecated: bool,
    pub limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter is written, by the names of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Label,
    Matrix,
    Space,
    Pipe,
    Deep,
    Json,
}

#[derive(Debug)]
pub struct Body {
    pub ty: syn::Type,
    pub docs: String,
    pub form: BodyForm,
    /// The media type, where it is not `application/json`.
    pub media_type: Option<String>,
}

#[derive(Debug)]
pub enum BodyForm {
    /// An argument of the method.
    Argument,
    /// A setter of the request: the body may be left out.
    Setter,
    /// Setters of the request for the fields of the body, all of which are optional. An optional
    /// body without any of them is left out.
    Fields { fields: Vec<(Ident, Field)>, required: bool },
}

#[derive(Debug)]
pub enum Answer {
    Json(Box<syn::Type>),
    Bytes,
    Nothing,
    /// Where the service sends the caller on to.
    Redirect,
    /// One of several, told apart by status.
    OneOf(OneOf),
}

/// Documented bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub unique: bool,
    pub each: Option<Box<Limits>>,
}

impl Limits {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}
