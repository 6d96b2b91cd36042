//! References that go in circles with nothing between, into the middle of something, or to more than
//! can be written out.

mod circles;
mod expansion;

use super::Problems;
use crate::pointer::Pointer;
use crate::references;

pub(super) fn check(problems: &mut Problems<'_>) {
    let document = problems.document;
    let found = references::find(&document.value, &Pointer::root());
    let targets: Vec<_> =
        found.iter().map(|reference| Pointer::from_reference(reference.target)).collect();
    let circles = circles::find(&document.value, targets.iter().flatten());
    let before = problems.found.len();
    for (reference, target) in found.iter().zip(targets) {
        let at = reference.holder.child("$ref");
        let Some(target) = target else { continue };
        let text = document.written(&at).map_or(reference.target, |written| &written.text);
        let tokens: Vec<_> = target.tokens().collect();
        if tokens.len() != 3 || tokens.first().map(String::as_str) != Some("components") {
            problems.add(
                None,
                &at,
                format!("`$ref` points into the middle of something: {text}"),
                "move what it points to under `components`, and refer to that",
            );
        } else if let (Some(wanted), Some(found)) = (wanted(&reference.holder), tokens.get(1))
            && wanted != found
        {
            problems.add(
                None,
                &at,
                format!("`$ref` leads to `{found}`, and here belongs one of `{wanted}`"),
                format!("refer to something under `#/components/{wanted}`"),
            );
        } else if circles.contains(&target) {
            problems.add(
                None,
                &at,
                format!("`$ref` goes in a circle: {text}"),
                "let one of the components hold a definition",
            );
        }
    }
    // Nothing can be said of how much there would be where references lead nowhere by themselves.
    if problems.found.len() == before {
        expansion::check(problems);
    }
}

/// The kind of component that a reference can lead to, by the place where it stands.
fn wanted(holder: &Pointer) -> Option<&'static str> {
    const KINDS: [&str; 5] = ["headers", "parameters", "requestBodies", "responses", "schemas"];
    let tokens: Vec<String> = holder.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    if let ["components", kind, _] = *tokens.as_slice() {
        return KINDS.into_iter().find(|known| *known == kind);
    }
    match *tokens.as_slice() {
        [.., "allOf" | "anyOf" | "oneOf" | "properties", _]
        | [.., "additionalProperties" | "items" | "not" | "schema"] => Some("schemas"),
        [.., "requestBody"] => Some("requestBodies"),
        [.., around, _] => ["parameters", "responses"].into_iter().find(|known| *known == around),
        _ => None,
    }
}
