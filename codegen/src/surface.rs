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

pub use about::{About, Credential};
pub use bounds::Bound;
pub(crate) use bounds::REPETITION;
pub use items::{Item, ItemName, Items};
pub(crate) use text::shape;
pub use types::{Field, Type, TypeKind, Value, Variant};
pub use upload::UploadFact;

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
    /// The method and the path of each operation that is in the document, and has none of the wanted
    /// tags.
    pub unwanted: Vec<(String, String)>,
    /// Sorted by the name of their file.
    pub types: Vec<Type>,
    /// What makes up an upload, where the crate has one.
    pub upload: Option<Vec<UploadFact>>,
    /// The public items.
    #[serde(serialize_with = "items::as_list")]
    pub items: Items,
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
    /// What is sent as a body.
    pub body: Option<Body>,
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
    /// The type that it is a field of, where it is one of a body.
    pub owner: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What is sent as a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// What it is, in words.
    pub sent: String,
    /// Whether it is sent even where no setter was called.
    pub sent_empty: bool,
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

/// How `.stream()` pages.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// The documented name of the parameter for the size of a page.
    pub size: String,
    /// The documented name of the parameter for the number of entries to skip.
    pub offset: String,
    /// The documented name of the property by which items are told apart.
    pub key: String,
    /// The type of the items.
    pub item: String,
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
    whole: &Document,
) -> Result<Surface, Vec<Diagnostic>> {
    let locate = locate::Locate::of(document);
    Ok(Surface {
        about: about::about(model, locate),
        credentials: about::credentials(model, locate),
        operations: model.operations.iter().map(|one| operation::read(one, locate)).collect(),
        unwanted: unwanted(model, whole),
        types: model.types.iter().map(|ty| types::read(ty, locate)).collect(),
        upload: model.upload.as_ref().and_then(|upload| {
            let hint = document.value.get("x-upload")?;
            Some(upload::facts(hint, upload, &model.operations, locate))
        }),
        items: items::read(emitted)?,
    })
}

fn unwanted(model: &Model, whole: &Document) -> Vec<(String, String)> {
    let all = whole.operations().into_iter();
    let all = all.map(|one| (one.method.to_uppercase(), one.path.to_owned()));
    let is_wanted = |(method, path): &(String, String)| {
        model.operations.iter().any(|one| one.http_method == *method && one.path == *path)
    };
    all.filter(|one| !is_wanted(one)).collect()
}
