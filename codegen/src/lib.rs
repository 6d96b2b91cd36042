//! Turns an OpenAPI document into a typed Rust client: a document in, files out.
//!
//! [`generate`] reads as the pipeline does: load, overlay, select, check, normalise, lower, emit,
//! render. Each stage is a module. Nothing here touches the network, keeps global state, or panics
//! on a document; what is wrong with one comes back as [`Diagnostic`]s with places.

mod check;
mod diagnostic;
mod doctor;
mod document;
mod emit;
mod folder;
mod hints;
mod limits;
mod load;
mod lower;
mod media;
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
mod skip;

pub use diagnostic::{Diagnostic, Level, Place, Related};
pub use doctor::{Action, CHECKS, Change, Checkup, Finding, Fixture, Report, doctor, overlay_of};
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
pub use skip::Skipped;

use skip::Skipping;

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

/// Generates the crate, or says everything that is wrong: all of the input that cannot be read, else
/// all that overlays, selection and checks find, else what the mapping to Rust does. Beside errors
/// there can be warnings.
pub fn generate(input: &Input) -> Result<Output, Vec<Diagnostic>> {
    let mut said = Vec::new();
    let sources: Vec<&Source> = std::iter::once(&input.document).chain(&input.overlays).collect();
    let outcome = generate_saying(input, &mut said);
    Diagnostic::finish(&mut said, &sources);
    match outcome {
        Some((files, skipped)) => Ok(Output { files, warnings: said, skipped }),
        None => Err(said),
    }
}

fn generate_saying(input: &Input, said: &mut Vec<Diagnostic>) -> Option<(Files, Vec<Skipped>)> {
    let Input { document, overlays, leniency, .. } = input;
    let mut document = read_corrected(document, overlays, leniency.allow_stale, said)?;
    hints::keep_only(&mut document.value);
    said.extend(select::check_tags(&document, &input.tags));
    let can_go_on = !has_error(said);
    let mut skipping = Skipping::new(document);
    loop {
        let selected = match select::select_reporting(skipping.document(), &input.tags) {
            Ok(selected) => selected,
            Err(nothing_left) => {
                // Unless it is known already why that is.
                said.extend(can_go_on.then_some(nothing_left));
                return None;
            }
        };
        let problems = match files(&selected.0, selected.1, input, can_go_on) {
            Ok(files) => {
                let (skipped, why) = skipping.finish();
                said.extend(why);
                return files.map(|files| (files, skipped));
            }
            Err(problems) => problems,
        };
        if !(can_go_on && input.leniency.keep_going) {
            said.extend(problems);
            return None;
        }
        if let Err(fatal) = skipping.skip(&selected.0, problems) {
            said.extend(fatal);
            return None;
        }
    }
}

/// What stages after the selection make of a document; nothing where that was only to be checked.
fn files(
    selected: &Document,
    known: Vec<Diagnostic>,
    input: &Input,
    can_go_on: bool,
) -> Result<Option<Files>, Vec<Diagnostic>> {
    check::check(selected, known)?;
    if !can_go_on {
        return Ok(None);
    }
    let normalised = normalise(selected.value.clone());
    let model = lower::lower(selected, &normalised)?;
    let emitted = emit::emit(&model, &input.runtime);
    render::render(emitted, &input.command, inputs(input)).map(Some)
}

/// The document with its overlays, as far as they can be applied. `None` where a file is not what it
/// should be: what was to be corrected by it would only be reported.
fn read_corrected(
    document: &Source,
    overlays: &[Source],
    allow_stale: bool,
    said: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let mut keep = |read: Result<Document, Vec<Diagnostic>>| match read {
        Ok(document) => Some(document),
        Err(problems) => {
            said.extend(problems);
            None
        }
    };
    let document = keep(load_openapi(document));
    let overlays: Vec<_> = overlays.iter().map(|overlay| keep(load(overlay))).collect();
    let (mut document, overlays) = (document?, overlays.into_iter().collect::<Option<Vec<_>>>()?);
    let mut are_overlays = true;
    for overlay in &overlays {
        match overlay::apply_reporting(&mut document, overlay, allow_stale) {
            Ok(problems) => said.extend(problems),
            Err(problem) => {
                are_overlays = false;
                said.push(problem);
            }
        }
    }
    are_overlays.then_some(document)
}

fn has_error(said: &[Diagnostic]) -> bool {
    said.iter().any(|diagnostic| diagnostic.level() == Level::Error)
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
