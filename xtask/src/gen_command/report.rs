//! What the command says.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use vrchat_files_codegen::{Changes, Conflict, Diagnostic, Files, Folder, unified_diff};

/// Every problem, and how many there are.
pub(crate) fn problems(problems: &[Diagnostic]) {
    for problem in problems {
        eprintln!("{problem}\n");
    }
    let s = if problems.len() == 1 { "" } else { "s" };
    eprintln!("error: {} problem{s}; nothing was written", problems.len());
}

/// Files that would be lost.
pub(crate) fn conflicts(conflicts: &[Conflict], out: &Path) -> ExitCode {
    for conflict in conflicts {
        eprintln!("{}", describe(conflict, out));
    }
    eprintln!("error: nothing was written, because work could be lost");
    ExitCode::FAILURE
}

fn describe(conflict: &Conflict, out: &Path) -> String {
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
    let shown = out.join(path);
    format!("error: {} {what}\n   = help: {help}\n", shown.display())
}

/// How the folder differs, for `--check`.
pub(crate) fn check(
    folder: &Folder,
    files: &Files,
    conflicts: &[Conflict],
    out: &Path,
    command: &str,
) -> ExitCode {
    let changes = folder.changes(files);
    for path in changes.added.iter().chain(&changes.changed).chain(&changes.removed) {
        let old = folder.text(path).unwrap_or_default();
        let new = files.get(path).map(String::as_str).unwrap_or_default();
        print!("{}", unified_diff(path, &old, new));
    }
    for conflict in conflicts {
        eprintln!("{}", describe(conflict, out));
    }
    if changes.is_empty() && conflicts.is_empty() {
        println!("{} is up to date ({} files)", out.display(), files.len());
        return ExitCode::SUCCESS;
    }
    if changes.is_empty() {
        eprintln!("error: {} holds files that are not the generator's", out.display());
        return ExitCode::FAILURE;
    }
    let Changes { added, changed, removed } = changes;
    eprintln!(
        "error: {} is not up to date: {} to add, {} to change, {} to remove\n   = help: run \
         `{command}` and commit what it changes",
        out.display(),
        added.len(),
        changed.len(),
        removed.len()
    );
    ExitCode::FAILURE
}

/// What was done.
pub(crate) fn written(changes: &Changes, total: usize, out: &Path) -> ExitCode {
    if changes.is_empty() {
        println!("{} is up to date ({total} files)", out.display());
    } else {
        println!(
            "{}: {} added, {} changed, {} removed ({total} files)",
            out.display(),
            changes.added.len(),
            changes.changed.len(),
            changes.removed.len()
        );
    }
    ExitCode::SUCCESS
}

/// The folder cannot be read or written.
pub(crate) fn folder_error(out: &Path, error: &io::Error) -> ExitCode {
    eprintln!("error: {}: {error}\n   = help: check that the folder can be written", out.display());
    ExitCode::FAILURE
}
