//! Turns an OpenAPI document into a typed Rust client: a document in, files out.
//!
//! [`generate`] reads as the pipeline does: load, overlay, select, check, normalise, lower, emit,
//! render. Each stage is a module. Nothing here touches the network, keeps global state, or panics
//! on a document; what is wrong with one comes back as [`Diagnostic`]s with places.

mod check;
mod diagnostic;
mod document;
mod emit;
mod folder;
mod load;
mod lower;
mod merge;
mod model;
mod naming;
mod normalise;
mod overlay;
mod places;
mod pointer;
mod references;
mod render;
mod select;

pub use diagnostic::{Diagnostic, Place};
pub use document::{Document, Source};
pub use emit::Runtime;
pub use folder::{Changes, Conflict, Folder};
pub use load::{load, load_openapi};
pub use normalise::{PASSES, Pass, normalise};
pub use overlay::apply as apply_overlay;
pub use places::{Places, pointers_of};
pub use pointer::Pointer;
pub use render::{Files, Input as ManifestInput, Manifest, unified_diff};
pub use select::select;

/// What to generate from.
#[derive(Clone, Debug)]
pub struct Input {
    /// The OpenAPI 3.0 document.
    pub document: Source,
    /// The overlays, applied in order.
    pub overlays: Vec<Source>,
    /// The tags whose operations are wanted; all operations where there is none.
    pub tags: Vec<String>,
    /// Where the emitted crate finds its runtime.
    pub runtime: Runtime,
    /// The command to name in the headers of the files.
    pub command: String,
}

/// Generates the crate, or says everything that is wrong at the first stage that finds a problem.
pub fn generate(input: &Input) -> Result<Files, Vec<Diagnostic>> {
    generate_sorted(input).map_err(|mut problems| {
        Diagnostic::sort(&mut problems);
        problems
    })
}

fn generate_sorted(input: &Input) -> Result<Files, Vec<Diagnostic>> {
    let document = corrected(&input.document, &input.overlays)?;
    let (document, problems) = select::select_reporting(document, &input.tags)?;
    check::check(&document, problems)?;
    let normalised = normalise(document.value.clone());
    let model = lower::lower(&document, &normalised)?;
    let emitted = emit::emit(&model, &input.runtime);
    render::render(emitted, &input.command, inputs(input))
}

/// A document with its overlays applied: what the generator, and a test of fixtures, goes by.
pub fn corrected(document: &Source, overlays: &[Source]) -> Result<Document, Vec<Diagnostic>> {
    let mut corrected = load_openapi(document)?;
    for overlay in overlays {
        corrected = apply_overlay(corrected, &load(overlay)?)?;
    }
    Ok(corrected)
}

fn inputs(input: &Input) -> Vec<ManifestInput> {
    std::iter::once(&input.document)
        .chain(&input.overlays)
        .map(|source| ManifestInput::of(&source.name, &source.text))
        .collect()
}
