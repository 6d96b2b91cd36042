//! What one side of a comparison is read from. All reading of documents and overlays is here.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vrchat_files_codegen::{Diagnostic, Place, Source, Tree};

use super::git;
use super::revision::{self, CheckedOut};
use crate::workspace::root;

const DOCUMENT: &str = "openapi.yaml";
const OVERLAY: &str = "overlay.yaml";

/// A document and its overlays.
pub(super) struct Sources {
    pub(super) document: Tree,
    pub(super) overlays: Vec<Source>,
    /// Where the files of a revision are, for as long as the document may refer to some.
    pub(super) checked_out: Option<TempDir>,
    /// What the user had better know of how it was read.
    pub(super) warnings: Vec<Diagnostic>,
}

/// The overlays that the user named.
#[derive(Clone, Copy)]
pub(super) struct Overlays<'a> {
    /// For this side alone.
    pub(super) own: &'a [PathBuf],
    /// For any document that is given as a file.
    pub(super) of_files: &'a [PathBuf],
    /// Folders that a document may refer to beside its own.
    pub(super) allowed: &'a [PathBuf],
}

/// The files of a side that is given as a file, a folder or a revision.
pub(super) fn sources(given: &str, overlays: Overlays<'_>) -> Result<Sources, Vec<Diagnostic>> {
    let path = Path::new(given);
    if path.is_dir() {
        return with(path_taken(given, "folder"), folder(path, given, overlays));
    }
    if path.exists() {
        let default = root().join("spec").join(OVERLAY);
        let named = [overlays.own, overlays.of_files].into_iter().find(|named| !named.is_empty());
        let files = match named {
            Some(named) => given_overlays(named),
            None => vec![(default, format!("spec/{OVERLAY}"))],
        };
        let sources = read((path.to_owned(), given.to_owned()), files, overlays.allowed);
        return with(path_taken(given, "file"), sources);
    }
    let CheckedOut { all, spec, allowed, warnings } =
        revision::check_out(given, overlays.allowed).map_err(|problem| vec![problem])?;
    let overlays = Overlays { allowed: &allowed, ..overlays };
    let sources = with(warnings, folder(&spec, &format!("{given}:spec"), overlays))?;
    Ok(Sources { checked_out: Some(all), ..sources })
}

/// How it was read may be what is wrong with it.
fn with(
    warnings: Vec<Diagnostic>,
    sources: Result<Sources, Vec<Diagnostic>>,
) -> Result<Sources, Vec<Diagnostic>> {
    match sources {
        Ok(sources) => Ok(Sources { warnings, ..sources }),
        Err(problems) => Err(warnings.into_iter().chain(problems).collect()),
    }
}

/// A branch may be called like a folder. Which of them is meant, nobody else can know.
fn path_taken(given: &str, what: &str) -> Vec<Diagnostic> {
    if git::commit(given).is_err() {
        return Vec::new();
    }
    let message = format!("`{given}` is a {what} and a git revision: the {what} is taken");
    let help = format!(
        "write `{}` for the revision, or `./{given}` for the {what} and without this warning",
        git::full_name(given)
    );
    vec![Diagnostic::new(message, help).warning()]
}

/// The files of the workspace itself.
pub(super) fn workspace(overlays: Overlays<'_>) -> Result<Sources, Vec<Diagnostic>> {
    folder(&root().join("spec"), "spec", overlays)
}

/// A folder, whose files are called by the name that it has for the user.
fn folder(folder: &Path, name: &str, overlays: Overlays<'_>) -> Result<Sources, Vec<Diagnostic>> {
    let name = name.trim_end_matches(['/', '\\']);
    let document = (folder.join(DOCUMENT), format!("{name}/{DOCUMENT}"));
    let overlay = folder.join(OVERLAY);
    let files = match (overlays.own, overlay.exists()) {
        ([], true) => vec![(overlay, format!("{name}/{OVERLAY}"))],
        ([], false) => Vec::new(),
        (own, _) => given_overlays(own),
    };
    read(document, files, overlays.allowed)
}

fn given_overlays(files: &[PathBuf]) -> Vec<(PathBuf, String)> {
    match files {
        [none] if none.as_os_str() == "none" => Vec::new(),
        files => files.iter().map(|file| (file.clone(), file.display().to_string())).collect(),
    }
}

/// Reads every file under the name that it is to have in messages, or says which cannot be read.
fn read(
    (document, name): (PathBuf, String),
    overlays: Vec<(PathBuf, String)>,
    allowed: &[PathBuf],
) -> Result<Sources, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let document = match Tree::read(&document, allowed) {
        Ok(mut tree) => {
            tree.root.name = name;
            Some(tree)
        }
        Err(found) => {
            // Not all need be of the document: a folder that is allowed may not be there.
            let path = document.display().to_string();
            problems.extend(found.into_iter().map(|problem| match problem.file() {
                Some(file) if file == path => unreadable(&problem, &name),
                _ => problem,
            }));
            None
        }
    };
    let keep = |(path, name): (PathBuf, String)| match Source::read(&path) {
        Ok(source) => Some(Source { name, ..source }),
        Err(problem) => {
            problems.push(unreadable(&problem, &name));
            None
        }
    };
    let overlays: Vec<Option<Source>> = overlays.into_iter().map(keep).collect();
    match (document, overlays.into_iter().collect()) {
        (Some(document), Some(overlays)) => {
            Ok(Sources { document, overlays, checked_out: None, warnings: Vec::new() })
        }
        _ => Err(problems),
    }
}

/// What is wrong with a file, under the name that it has for the user.
fn unreadable(problem: &Diagnostic, name: &str) -> Diagnostic {
    match problem.place() {
        Some(place) => {
            let place = Place { file: name.into(), ..place.clone() };
            Diagnostic::new(problem.message(), problem.help()).at(place)
        }
        None => {
            let help = "a side is a document, a folder with an `openapi.yaml`, or a git revision whose \
                        `spec/` has one; `--overlay`, `--old-overlay` and `--new-overlay` name files";
            Diagnostic::new(problem.message(), help).in_file(name)
        }
    }
}
