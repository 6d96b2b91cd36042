//! What makes up an upload: the hint `x-upload` at the document's root.
//!
//! `hint` says what the hint itself may hold and `roles` what operations there are to name; `calls` and
//! `bodies` find what each of these is given, `answers` what is read of what it answers, and `words`
//! the words of the service. Every mistake is reported where it stands in the hint, and all of them
//! at once.

mod answers;
mod bodies;
mod calls;
mod hint;
mod kind;
mod roles;
mod words;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::{Operation, Type, Upload};
use crate::pointer::Pointer;
use hint::Hint;

/// Reads the hint, where there is one.
pub(super) fn read(
    document: &Document,
    operations: &[Operation],
    types: &[Type],
) -> Result<Option<Upload>, Vec<Diagnostic>> {
    let Some(node) = document.value.get("x-upload") else { return Ok(None) };
    let mut problems = Problems { document, found: Vec::new() };
    let hint = Hint(node);
    hint.check(&mut problems);
    let upload = Lower { hint, operations, types, problems: &mut problems }.upload();
    match upload {
        Some(upload) if problems.found.is_empty() => Ok(Some(upload)),
        _ => Err(problems.found),
    }
}

/// What has been found so far, and the document it was found in.
struct Problems<'d> {
    document: &'d Document,
    found: Vec<Diagnostic>,
}

impl Problems<'_> {
    fn add(&mut self, at: &Pointer, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(self.document.problem(at, message, help));
    }
}

/// Resolves what the hint names. Each step gives nothing where it reported something.
struct Lower<'d, 'p> {
    hint: Hint<'d>,
    operations: &'d [Operation],
    types: &'d [Type],
    problems: &'p mut Problems<'d>,
}

impl Lower<'_, '_> {
    fn upload(mut self) -> Option<Upload> {
        let operations = self.find_operations();
        let calls = self.calls(&operations);
        let part = self.part(&operations);
        let settings = self.settings(&operations);
        let answers = self.answers(&operations);
        let [create, create_version, start, status, finish, get, delete_version] = calls;
        let (mut start, mut status, part, answers) = (start?, status?, part?, answers?);
        start.deprecated |= part.deprecated || answers.url.deprecated;
        status.deprecated |= answers.etags.deprecated;
        Some(Upload {
            create: create?,
            create_version: create_version?,
            start,
            start_part: part.name.clone(),
            start_url: answers.url,
            status,
            status_etags: answers.etags,
            finish: finish?,
            get: get?,
            delete_version: delete_version?,
            settings,
            file_id: self.argument_type(&operations, "get", "file")?.clone(),
            file: answers.file,
            version: answers.version,
            data: answers.data,
            words: self.words()?,
        })
    }
}
