//! Turns an OpenAPI document into a typed Rust client: a document in, files out.
//!
//! [`generate`] reads as the pipeline does: load, bundle, overlay, select, check, normalise, lower, emit,
//! render. Each stage is a module. Nothing here touches the network, keeps global state, or panics
//! on a document; what is wrong with one comes back as [`Diagnostic`]s with places.

mod bundle;
mod check;
mod compare;
mod diagnostic;
mod doctor;
mod document;
mod emit;
mod folder;
mod hints;
mod limits;
mod listed;
mod load;
mod lower;
mod media;
mod merge;
mod model;
mod naming;
mod normalise;
mod overlay;
mod pipeline;
mod places;
mod pointer;
mod references;
mod render;
mod select;
mod skip;
mod surface;
mod tree;

pub use compare::{Change, ChangeKind, Comparison, Release, Severity, Side, Verdict, compare};
pub use diagnostic::{Diagnostic, Level, Place, Related};
pub use doctor::{
    Action, Checkup, Effect, Finding, Fixture, NEED_FIXTURES, Report, checks, doctor, overlay_of,
};
pub use document::{Document, Source};
pub use emit::Runtime;
pub use folder::{Changes, Conflict, Folder, Moved};
pub use listed::Listed;
pub use load::{load, load_openapi};
pub use normalise::{PASSES, Pass, normalise};
pub use overlay::apply as apply_overlay;
pub use places::{Places, pointers_of};
pub use pointer::Pointer;
pub use render::{Files, Input as ManifestInput, Manifest, Role, unified_diff};
pub use select::select;
pub use skip::Skipped;
pub use surface::{Item, ItemName, Items, Surface};
pub use tree::{InMemory, OnDisk, Reader, Tree, Unread};

use render::MadeFrom;

/// What to generate from.
#[derive(Clone, Debug)]
pub struct Input {
    /// The OpenAPI 3.0 document, with its other files where it has any.
    pub document: Tree,
    /// The overlays, applied in order.
    pub overlays: Vec<Source>,
    /// The tags whose operations are wanted; all operations where there is none.
    pub tags: Vec<String>,
    /// Where the emitted crate finds its runtime.
    pub runtime: Runtime,
    /// The command to name in the headers of the files.
    pub command: String,
    /// What is not to stop the generator.
    pub leniency: Leniency,
}

/// What is told and does not stop the generator; by default everything stops it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leniency {
    /// An overlay action that matches nothing.
    pub allow_stale: bool,
    /// An operation that cannot be generated: it is left out.
    pub keep_going: bool,
}

/// What was generated, and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Output {
    /// The files of the crate.
    pub files: Files,
    /// What did not stop the generator, why operations were left out among it.
    pub warnings: Vec<Diagnostic>,
    /// The operations that were left out, in the document's order.
    pub skipped: Vec<Skipped>,
}

/// What callers of a crate see, and what is to be said of the input.
#[derive(Clone, Debug)]
pub struct Outline {
    /// What they see.
    pub surface: Surface,
    /// What did not stop the generator.
    pub warnings: Vec<Diagnostic>,
    /// The operations that were left out, in the document's order.
    pub skipped: Vec<Skipped>,
}

/// Generates the crate, or says everything that is wrong: all of the input that cannot be read, else
/// all that overlays, selection and checks find, else what the mapping to Rust does. Beside errors
/// there can be warnings.
pub fn generate(input: &Input) -> Result<Output, Vec<Diagnostic>> {
    generate_as(input, &Listed::by_name(input))
}

/// The same, with names of its own for the files that the manifest lists.
pub fn generate_as(input: &Input, listed: &Listed) -> Result<Output, Vec<Diagnostic>> {
    let made = pipeline::run(input, |document, model, _| {
        let emitted = emit::emit(model, &input.runtime);
        render::render(emitted, &input.command, made_from(input, document, listed))
    });
    made.map(|(files, warnings, skipped)| Output { files, warnings, skipped })
}

/// What callers of the crate would see, had it been generated; problems are those of [`generate`].
pub fn surface(input: &Input) -> Result<Outline, Vec<Diagnostic>> {
    let made = pipeline::run(input, |document, model, whole| {
        surface::surface(document, model, &emit::emit(model, &input.runtime), whole)
    });
    made.map(|(surface, warnings, skipped)| Outline { surface, warnings, skipped })
}

/// A document with its overlays applied: what the generator, and a test of fixtures, goes by.
pub fn corrected(document: &Tree, overlays: &[Source]) -> Result<Document, Vec<Diagnostic>> {
    let mut corrected = load_openapi(document)?;
    for overlay in overlays {
        corrected = apply_overlay(corrected, &load(overlay)?)?;
    }
    Ok(corrected)
}

fn made_from(input: &Input, document: &Document, listed: &Listed) -> MadeFrom {
    MadeFrom { inputs: listed::inputs(input, document, listed), tags: input.tags.clone() }
}
