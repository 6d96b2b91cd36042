//! What an upload goes by, in sentences: what each key of the hint `x-upload` does to what is sent and
//! read.

use crate::surface::UploadFact;

/// What is and what was of a key that says something else now.
pub(super) fn changed(from: &UploadFact, to: &UploadFact) -> String {
    // What is called the same can be something else.
    let is_renamed = from.text != to.text;
    let shown = |fact: &UploadFact| match is_renamed {
        true => format!("`{}`", fact.text),
        false => fact.meaning.clone(),
    };
    let (is, was) = (shown(to), shown(from));
    let UploadFact { part, key, .. } = to;
    match (part.as_str(), key.as_str()) {
        (step, "operation") => format!("calls {is} for the step `{step}`, called {was}"),
        ("start", "part") => format!("asks for a part with the parameter {is}, did with {was}"),
        ("create" | "createVersion" | "finish", _) => {
            format!("sends `{key}` of the step `{part}` as {is}, sent it as {was}")
        }
        ("start" | "status", _) => {
            format!("reads `{key}` of the step `{part}` from {is}, read it from {was}")
        }
        ("file", _) => format!("reads `{key}` of a file from {is}, read it from {was}"),
        ("version", _) => format!("reads `{key}` of a version from {is}, read it from {was}"),
        ("data", _) => format!("reads `{key}` of a version's data from {is}, read it from {was}"),
        ("parameters", _) => format!("passes the `{key}` as {is}, passed it as {was}"),
        ("pieces", _) => format!("calls the piece `{key}` {is}, called it {was}"),
        ("statuses", _) => format!("takes the status {is} for `{key}`, took {was} for it"),
        ("categories", _) => format!("takes the category {is} for `{key}`, took {was} for it"),
        _ => format!("sends {} as {is}, sent them as {was}", files(to)),
    }
}

/// Of a key that was not there, or of one that is gone.
pub(super) fn alone(fact: &UploadFact, is_gone: bool) -> String {
    let no_longer = if is_gone { "no longer " } else { "" };
    let UploadFact { part, key, meaning, .. } = fact;
    match is_of_files(fact) {
        true => format!("{no_longer}sends {} as {meaning}", files(fact)),
        false => format!("{no_longer}goes by {meaning} for `{key}` of `{part}`"),
    }
}

/// Whether it is a media type, which the documentation of the setter lists.
pub(super) fn is_of_files(fact: &UploadFact) -> bool {
    ["mediaTypes", "otherMediaType", "signatureMediaType"].contains(&fact.part.as_str())
}

/// The files that a media type is for.
fn files(fact: &UploadFact) -> String {
    match fact.part.as_str() {
        "otherMediaType" => "files of any other extension".to_owned(),
        "signatureMediaType" => "signatures".to_owned(),
        _ => format!("`{}` files", fact.key),
    }
}
