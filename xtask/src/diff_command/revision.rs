//! The folder `spec` as it was at a git revision, and with it the folders that its document may refer
//! to.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use tempfile::TempDir;
use vrchat_files_codegen::Diagnostic;

use super::git;

/// The files of a revision, in folders that lie to each other as those of the repository do.
pub(super) struct CheckedOut {
    /// Removed when it is dropped.
    pub(super) all: TempDir,
    /// Which of it is `spec/`.
    pub(super) spec: PathBuf,
    /// Which of it the document may refer to.
    pub(super) allowed: Vec<PathBuf>,
    /// What the user had better know.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Writes the files of `spec/`, and of what else is allowed, at a revision to a folder of their own.
/// The repository, and the folder in it, are those that the command is run in; within this workspace,
/// the workspace's.
pub(super) fn check_out(revision: &str, allowed: &[PathBuf]) -> Result<CheckedOut, Diagnostic> {
    let commit = git::commit(revision).map_err(|error| unknown(revision, &error))?;
    let failed = |what: String| {
        let help = "check that the revision can be read with `git show`";
        Diagnostic::new(format!("`{revision}`: {what}"), help)
    };
    let mut warnings = Vec::new();
    if let Some(remark) = git::remark(revision) {
        let help =
            "name it in full, such as `refs/heads/…` for a branch or `refs/tags/…` for a tag";
        warnings
            .push(Diagnostic::new(format!("of `{revision}` git says: {remark}"), help).warning());
    }
    let spec = format!("{}spec", git::prefix().map_err(failed)?);
    let mut folders = vec![spec.clone()];
    for folder in allowed {
        match within_repository(folder) {
            Some(inside) => folders.push(inside),
            None => warnings.push(unreachable(revision, folder)),
        }
    }
    let all = tempfile::tempdir().map_err(|error| failed(error.to_string()))?;
    for folder in &folders {
        check_out_folder(&commit, folder, all.path()).map_err(failed)?;
    }
    let mut folders = folders.iter().map(|folder| all.path().join(folder));
    let spec = folders.next().unwrap_or_default();
    Ok(CheckedOut { allowed: folders.collect(), spec, all, warnings })
}

fn check_out_folder(commit: &str, folder: &str, into: &Path) -> Result<(), String> {
    // That there was none then is no mistake, unless something refers to it.
    fs::create_dir_all(into.join(folder)).map_err(|error| error.to_string())?;
    let files = git::files(commit, folder)?;
    let contents = git::contents(&files)?;
    for (file, content) in files.iter().zip(contents) {
        let written = match file.is_link {
            true => link(into, &file.path, &String::from_utf8_lossy(&content)),
            false => write(into, &file.path, &content),
        };
        written.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// The path of a folder from that of the repository, if it lies within. It need not be there by now.
fn within_repository(folder: &Path) -> Option<String> {
    let here = std::env::current_dir().ok()?.canonicalize().ok()?;
    let mut path = PathBuf::new();
    // What is there may be reached through links.
    for part in here.join(folder).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            part => path.push(part),
        }
        path = path.canonicalize().unwrap_or(path);
    }
    let inside = path.strip_prefix(git::top().ok()?).ok()?;
    let parts = inside.components().map(|part| part.as_os_str().to_str());
    Some(parts.collect::<Option<Vec<&str>>>()?.join("/"))
}

fn unknown(revision: &str, error: &str) -> Diagnostic {
    let why = if error.is_empty() { String::new() } else { format!(": {error}") };
    Diagnostic::new(
        format!("`{revision}` is no file, no folder and no git revision{why}"),
        "name an OpenAPI document, a folder with an `openapi.yaml`, or a revision whose `spec/` is to be \
         read, such as HEAD~1",
    )
}

fn unreachable(revision: &str, folder: &Path) -> Diagnostic {
    let folder = folder.display();
    Diagnostic::new(
        format!(
            "`{folder}` is not in the repository, so the document at `{revision}` cannot refer to it"
        ),
        "allow a folder of the repository, or give that side as a folder",
    )
    .warning()
}

/// Writes a file of the revision below the folder that stands for the repository's.
fn write(folder: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    fs::write(place(folder, path)?, bytes)
}

/// Makes a link of the revision. Where it leads, and whether that may be read, is seen when it is.
#[cfg(unix)]
fn link(folder: &Path, path: &str, target: &str) -> io::Result<()> {
    std::os::unix::fs::symlink(target, place(folder, path)?)
}

/// As git itself does where there are no links.
#[cfg(not(unix))]
fn link(folder: &Path, path: &str, target: &str) -> io::Result<()> {
    write(folder, path, target.as_bytes())
}

/// Where a file of the revision belongs; the folders before it are made.
fn place(folder: &Path, path: &str) -> io::Result<PathBuf> {
    let inside = Path::new(path);
    // git has no such names, and a repository that was made by hand might.
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path} leads elsewhere")));
    }
    let target = folder.join(inside);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
        // Nor has it a file below a link.
        if parent.canonicalize()? != folder.canonicalize()?.join(inside).parent().unwrap_or(folder)
        {
            let message = format!("{path} leads elsewhere");
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_revision_stays_in_its_folder() {
        let outer = tempfile::tempdir().expect("a folder can be made");
        let folder = outer.path().join("all");
        fs::create_dir(&folder).expect("it can be made");
        write(&folder, "spec/one.yaml", b"one").expect("it is inside");
        assert_eq!(fs::read(folder.join("spec/one.yaml")).expect("it is there"), b"one");
        write(&folder, "../evil", b"").expect_err("it is outside");
        write(&folder, "spec/../../evil", b"").expect_err("it is outside");
        write(&folder, "/evil", b"").expect_err("it is outside");
        assert!(!outer.path().join("evil").exists());
    }
}
