//! Reading a folder of exchanges.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use vrchat_files_codegen::{Checkup, Diagnostic, Fixture, NEED_FIXTURES, Source};

use crate::workspace;

/// The exchanges that the tests play back.
const FOLDER: &str = "tests/fixtures";

/// All exchanges, sorted by operation and case; `None` where none are wanted.
pub(super) fn read(given: Option<&Path>) -> Result<Option<Vec<Fixture>>, Vec<Diagnostic>> {
    let (folder, name) = match given {
        Some(none) if none.as_os_str() == "none" => return Ok(None),
        Some(folder) => (folder.to_owned(), folder.display().to_string()),
        None => (workspace::root().join(FOLDER), FOLDER.to_owned()),
    };
    let entries = |path: &Path| entries(path).map_err(|error| vec![unreadable(path, &error)]);
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for operation in entries(&folder)?.into_iter().filter(|path| path.is_dir()) {
        for file in entries(&operation)?.into_iter().filter(|path| is_json(path)) {
            let (operation, case) = (stem(&operation), stem(&file));
            match Source::read(&file) {
                Ok(mut source) => {
                    // The same name wherever the command is run.
                    source.name = format!("{name}/{operation}/{case}.json");
                    found.push(Fixture { operation, case, source });
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(Some(found)) } else { Err(problems) }
}

/// Without exchanges a check that needs them would find nothing, as if there were nothing.
pub(super) fn check_none_needed(checks: &[String]) -> Result<(), Vec<Diagnostic>> {
    let needing = checks.iter().filter(|check| NEED_FIXTURES.contains(&check.as_str()));
    let problems: Vec<Diagnostic> = needing
        .map(|check| {
            Diagnostic::new(
                format!(
                    "the check `{check}` says nothing without exchanges, and there are to be none"
                ),
                "name a folder of exchanges with `--fixtures`, or leave out this `--check`",
            )
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Says that the given folder has no exchange in it.
pub(super) fn empty(given: Option<&Path>, checkup: &Checkup) -> Option<Diagnostic> {
    let is_empty = checkup.fixtures.as_ref().is_some_and(Vec::is_empty);
    given.filter(|_| is_empty).map(|folder| {
        Diagnostic::new(
            "the folder of exchanges has none",
            "name a folder that has `<operation>/<case>.json` in it, or `none`",
        )
        .in_file(&folder.display().to_string())
        .warning()
    })
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut paths = paths?;
    paths.sort();
    Ok(paths)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        format!("the folder of exchanges cannot be read: {error}"),
        "name an existing folder with `--fixtures`, or `none`",
    )
    .in_file(&path.display().to_string())
}
