//! What the emitters see: the crate to write, free of OpenAPI and of progenitor.

mod upload;

use std::collections::HashMap;

use proc_macro2::Ident;

pub use upload::{
    Upload, UploadBody, UploadBodyForm, UploadCall, UploadData, UploadFile, UploadValue,
    UploadVersion, UploadWords,
};

/// The crate.
#[derive(Debug)]
pub struct Model {
    pub about: About,
    pub schemes: Vec<CookieScheme>,
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
    pub version: String,
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

/// A cookie that the client can send, for which its builder has a setter.
#[derive(Debug)]
pub struct CookieScheme {
    pub setter: Ident,
    pub cookie: String,
    pub docs: String,
}

/// A type of the document.
#[derive(Debug)]
pub struct Type {
    pub name: Ident,
    /// The name of its file and module.
    pub module: String,
    pub documented_name: String,
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
    /// `i64` or `u64`.
    pub ty: syn::Type,
    pub constants: Vec<(Ident, i128)>,
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    pub id: String,
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
    pub body: Option<Body>,
    pub answer: Answer,
    pub pending: Vec<u16>,
    /// Whether repeating it does no harm: it reads, or the hint `x-repeatable` says so.
    pub repeatable: bool,
    /// Whether its answer holds something sensitive.
    pub sensitive: bool,
    /// How its list comes in pages.
    pub paging: Option<Paging>,
    /// The statuses of failures and what they mean.
    pub failures: Vec<(String, String)>,
    /// The names of the cookies that it wants.
    pub cookies: Vec<String>,
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
    /// The largest page.
    pub largest: u64,
    pub item: Box<syn::Type>,
}

#[derive(Debug)]
pub struct Argument {
    pub name: Ident,
    pub wire: String,
    pub location: Location,
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
    /// In the query, the items of a list separated by commas.
    JoinedQuery,
}

#[derive(Debug)]
pub struct Body {
    pub ty: syn::Type,
    pub docs: String,
    pub form: BodyForm,
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
