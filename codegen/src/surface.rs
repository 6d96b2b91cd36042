//! What callers of the emitted crate can see and feel, as plain data.
//!
//! Two halves. The items are read from the tokens that the emitters write, so that nothing is missed
//! of what a compiler sees. The facts come from the model: what a name stands for in the document,
//! and what a call does that no type shows.

mod about;
mod bounds;
mod items;
mod locate;
mod operation;
mod text;
mod types;
mod upload;

use serde::Serialize;

pub use bounds::Bound;
pub use items::{Item, ItemName, Items};
pub(crate) use text::shape;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::Document;
use crate::emit::Emitted;
use crate::model::Model;

/// Everything that a change of the document can change for a caller.
#[derive(Clone, Debug, Serialize)]
pub struct Surface {
    /// The crate as a whole.
    pub about: About,
    /// The credentials that the builder of the client takes.
    pub credentials: Vec<Credential>,
    /// In the document's order.
    pub operations: Vec<Operation>,
    /// Sorted by the name of their file.
    pub types: Vec<Type>,
    /// What makes up an upload, where the crate has one.
    pub upload: Option<Vec<UploadFact>>,
    /// The public items.
    #[serde(serialize_with = "items::as_list")]
    pub items: Items,
}

/// The crate as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// The name of the crate.
    pub name: String,
    /// The version that the hint `x-crate` gives it, with the document's as build metadata.
    pub version: String,
    /// The version of the document.
    pub document_version: String,
    /// Where calls go unless the caller says otherwise.
    pub base_url: String,
    /// What is only said: title, description and so on.
    pub texts: Vec<(String, String)>,
    /// Where the message of a failure is looked for.
    pub error_message: Vec<String>,
    /// The type of the body of a failure.
    pub error_body: Option<String>,
    /// Where all of this stands.
    pub place: Place,
}

/// A credential, and the setter for it.
#[derive(Clone, Debug, Serialize)]
pub struct Credential {
    /// The method of the builder.
    pub setter: String,
    /// What is sent, in words.
    pub sent: String,
    /// Where it stands.
    pub place: Place,
}

/// An operation: a method of the client, and a request.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The documented name.
    pub id: String,
    /// The method of the client.
    pub method: String,
    /// The type of the request.
    pub request: String,
    /// The method of HTTP.
    pub http_method: String,
    /// The path below the base address.
    pub path: String,
    /// What a caller passes in: first the arguments of the method in their order, then the setters.
    pub inputs: Vec<Input>,
    /// What is sent as a body, in words.
    pub body: Option<String>,
    /// What each status of a success gives, where the answer is one of several.
    pub outcomes: Vec<Outcome>,
    /// The failures that are documented: status and meaning.
    pub failures: Vec<Failure>,
    /// The credentials that are sent if they are set, in words.
    pub credentials: Vec<String>,
    /// The statuses that mean "not yet".
    pub pending: Vec<u16>,
    /// Whether the client repeats it by itself.
    pub repeatable: bool,
    /// Whether the texts of its answer are kept out of errors.
    pub sensitive: bool,
    /// How `.stream()` pages, where there is one.
    pub paging: Option<Paging>,
    /// Where it stands.
    pub place: Place,
}

/// Something that a caller passes to an operation.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The argument, or the setter of the request.
    pub name: String,
    /// The documented name; nothing for a whole body.
    pub wire: String,
    /// `path`, `query`, `header`, `cookie`, `form` or `body`.
    pub within: &'static str,
    /// Which argument of the method it is, from 0; a setter where there is no number.
    pub position: Option<usize>,
    /// Which of all it is in the order in which they are sent.
    pub rank: usize,
    /// How it is written, where that is not as usual.
    pub written: String,
    /// The bounds that it is checked against.
    pub bounds: Vec<Bound>,
    /// What the service assumes where it is left out.
    pub default: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Where it stands.
    pub place: Place,
}

/// A success of several.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The variant of the answer.
    pub variant: String,
    /// The statuses that give it.
    pub statuses: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A failure that is documented.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// A status, or a range of them.
    pub status: String,
    /// What it means.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A type of the document.
#[derive(Clone, Debug, Serialize)]
pub struct Type {
    /// The name in Rust.
    pub name: String,
    /// The documented name.
    pub documented: String,
    /// What it is.
    pub kind: TypeKind,
    /// Whether requests are made of it.
    pub in_requests: bool,
    /// Where it stands.
    pub place: Place,
}

/// What a type is.
#[derive(Clone, Debug, Serialize)]
pub enum TypeKind {
    /// An object.
    Struct {
        /// In the document's order.
        fields: Vec<Field>,
        /// The documented names of what the constructor takes, in its order.
        constructor: Vec<String>,
        /// Which fields say what stored bytes are.
        checksum: Option<(String, String)>,
    },
    /// A text that is a type of its own.
    Text {
        /// The bounds of the text.
        bounds: Vec<Bound>,
    },
    /// A text of which the document lists values.
    Enum {
        /// The values, in the document's order.
        values: Vec<Value>,
        /// Other spellings, and the values that they mean.
        aliases: Vec<(String, String)>,
    },
    /// A number of which the document lists values.
    Numbers {
        /// The values, in the document's order.
        values: Vec<Value>,
    },
    /// One of several types.
    Choice {
        /// In the document's order.
        variants: Vec<Variant>,
        /// The property that tells them apart.
        tag: Option<String>,
    },
    /// Another type under a name.
    Wrapper {
        /// The bounds of what it holds.
        bounds: Vec<Bound>,
    },
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The name in Rust.
    pub name: String,
    /// The documented name.
    pub wire: String,
    /// Whether it takes up what no other field takes.
    pub is_rest: bool,
    /// Whether it has to be there, be it as `null`.
    pub is_nullable: bool,
    /// The bounds that it is checked against.
    pub bounds: Vec<Bound>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether its value is kept out of what is shown.
    pub sensitive: bool,
    /// Where it stands.
    pub place: Place,
}

/// A documented value.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// The variant or the constant.
    pub name: String,
    /// The value as it is sent.
    pub wire: String,
    /// Where it stands.
    pub place: Place,
}

/// A type among several.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The name in Rust.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// The values of the property that mean it.
    pub tags: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// Something that an upload goes by: an operation, a name on the wire, or a word of the service.
#[derive(Clone, Debug, Serialize)]
pub struct UploadFact {
    /// What it is, in words.
    pub name: String,
    /// What the hint says; for an operation, the method of the client.
    pub text: String,
    /// What that does to what is sent and read, in words. Where this is equal, the text is but a name.
    pub meaning: String,
    /// Where it stands.
    pub place: Place,
}

/// How `.stream()` pages.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// The documented name of the parameter for the size of a page.
    pub size: String,
    /// The documented name of the parameter for the number of entries to skip.
    pub offset: String,
    /// The documented name of the property by which items are told apart.
    pub key: String,
    /// The largest page.
    pub largest: u64,
    /// Where it stands.
    pub place: Place,
}

/// The surface of a crate, from its model and the tokens that were written of it.
pub(crate) fn surface(
    document: &Document,
    model: &Model,
    emitted: &[Emitted],
) -> Result<Surface, Vec<Diagnostic>> {
    let locate = locate::Locate::of(document);
    Ok(Surface {
        about: about::about(model, locate),
        credentials: about::credentials(model, locate),
        operations: model.operations.iter().map(|one| operation::read(one, locate)).collect(),
        types: model.types.iter().map(|ty| types::read(ty, locate)).collect(),
        upload: model
            .upload
            .as_ref()
            .and_then(|_| document.value.get("x-upload"))
            .map(|hint| upload::facts(hint, &model.operations, locate)),
        items: items::read(emitted)?,
    })
}
