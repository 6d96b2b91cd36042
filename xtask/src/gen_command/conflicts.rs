//! What is wrong with the output folder, as diagnostics.

use std::io;
use std::path::Path;

use vrchat_files_codegen::{Conflict, Diagnostic};

/// A file that would be lost.
pub(super) fn describe(conflict: &Conflict, out: &Path) -> Diagnostic {
    let (path, what, help) = match conflict {
        Conflict::Unlisted(path) => (
            path,
            "is not among the files that the generator wrote",
            "move it out of this folder, or give --force to leave it where it is",
        ),
        Conflict::InTheWay(path) => (
            path,
            "is not the generator's, and stands where a generated file has to",
            "move it out of this folder; --force overwrites it",
        ),
        Conflict::Edited(path) => (
            path,
            "has been edited by hand",
            "make the change in the document, the overlay or an emitter; --force overwrites it",
        ),
    };
    let shown = out.join(path).display().to_string();
    Diagnostic::new(format!("{shown} {what}"), help).in_file(&shown)
}

/// The folder cannot be read or written.
pub(super) fn unusable(out: &Path, error: &io::Error) -> Diagnostic {
    let shown = out.display().to_string();
    Diagnostic::new(format!("{shown}: {error}"), "check that the folder can be written")
        .in_file(&shown)
}
