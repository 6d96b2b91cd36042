//! The stages in their order, up to the model; what each finds is kept, and said at the end.

use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Document, Source};
use crate::model::Model;
use crate::skip::{Skipped, Skipping};
use crate::tree::Tree;
use crate::{Input, check, hints, load, lower, normalise, overlay, select};

/// What is made of a model, the warnings, and the operations that were left out.
pub(crate) type Made<T> = (T, Vec<Diagnostic>, Vec<Skipped>);

/// Goes through all stages up to the model, and on with `finish`, which gets the selected document, the
/// model, and the document that was selected from.
pub(crate) fn run<T>(
    input: &Input,
    finish: impl Fn(&Document, &Model, &Document) -> Result<T, Vec<Diagnostic>>,
) -> Result<Made<T>, Vec<Diagnostic>> {
    let mut said = Vec::new();
    let Input { document, overlays, leniency, .. } = input;
    let read = read_corrected(document, overlays, leniency.allow_stale, &mut said);
    let others = read.as_ref().map(|read| read.origin.files.clone());
    let made = read.and_then(|mut read| {
        hints::keep_only(&mut read.value);
        run_on(read, input, &mut said, finish)
    });
    let others = others.as_deref().map_or(&[][..], Vec::as_slice);
    Diagnostic::finish(&mut said, &sources(document, others, overlays));
    match made {
        Some((made, skipped)) => Ok((made, said, skipped)),
        None => Err(said),
    }
}

fn run_on<T>(
    document: Document,
    input: &Input,
    said: &mut Vec<Diagnostic>,
    finish: impl Fn(&Document, &Model, &Document) -> Result<T, Vec<Diagnostic>>,
) -> Option<(T, Vec<Skipped>)> {
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
        let made = model(&selected.0, selected.1, can_go_on).and_then(|model| {
            let finish = |model| finish(&selected.0, &model, skipping.document());
            model.map(finish).transpose()
        });
        let problems = match made {
            Ok(made) => {
                let (skipped, why) = skipping.finish();
                said.extend(why);
                return made.map(|made| (made, skipped));
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
fn model(
    selected: &Document,
    known: Vec<Diagnostic>,
    can_go_on: bool,
) -> Result<Option<Model>, Vec<Diagnostic>> {
    check::check(selected, known)?;
    if !can_go_on {
        return Ok(None);
    }
    let normalised = normalise::normalise(selected.value.clone());
    lower::lower(selected, &normalised).map(Some)
}

/// The document with its overlays, as far as they can be applied. `None` where a file is not what it
/// should be: what was to be corrected by it would only be reported.
pub(crate) fn read_corrected(
    document: &Tree,
    overlays: &[Source],
    allow_stale: bool,
    said: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let document = load::load_openapi_reporting(document);
    let overlays = overlays.iter().map(load::load);
    let overlays: Vec<_> = overlays.map(|read| read.map_err(|e| said.extend(e)).ok()).collect();
    let document = match document {
        Ok((document, problems)) => {
            said.extend(problems);
            Some(document)
        }
        Err(problems) => {
            said.extend(problems);
            None
        }
    };
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

pub(crate) fn has_error(said: &[Diagnostic]) -> bool {
    said.iter().any(|diagnostic| diagnostic.level() == Level::Error)
}

/// All files, in the order in which they are spoken of.
pub(crate) fn sources<'s>(
    document: &'s Tree,
    others: &'s [Source],
    overlays: &'s [Source],
) -> Vec<&'s Source> {
    std::iter::once(&document.root).chain(others).chain(overlays).collect()
}
