//! The folder `spec` as it was at a git revision.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use vrchat_files_codegen::Diagnostic;

use crate::workspace;

/// The mode of a symbolic link.
const LINK: &str = "120000";

/// Writes the files of `spec/` at a revision to a folder of their own, which is removed when it is
/// dropped. The repository, and the folder in it, are those that the command is run in; within this
/// workspace, the workspace's.
pub(super) fn check_out(revision: &str) -> Result<TempDir, Diagnostic> {
    let commit = commit(revision)?;
    let failed = |what: &str| {
        let help = "check that the revision can be read with `git show`";
        Diagnostic::new(format!("`{revision}`: {what}"), help)
    };
    let listed = git(&["ls-tree", "-r", "-z", &commit, "spec/"]);
    let listed = listed.map_err(|error| failed(&error))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let folder = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
    // Mode, type and id, and behind a tab the path.
    for entry in listed.split('\0') {
        let Some((what, path)) = entry.split_once('\t') else { continue };
        let mut what = what.split(' ');
        let (Some(mode), Some("blob"), Some(id)) = (what.next(), what.next(), what.next()) else {
            continue;
        };
        let file = git(&["cat-file", "blob", id]).map_err(|error| failed(&error))?;
        let written = match mode {
            LINK => link(folder.path(), path, &String::from_utf8_lossy(&file.stdout)),
            _ => write(folder.path(), path, &file.stdout),
        };
        written.map_err(|error| failed(&error.to_string()))?;
    }
    Ok(folder)
}

/// The commit that a revision names.
fn commit(revision: &str) -> Result<String, Diagnostic> {
    let wanted = format!("{revision}^{{commit}}");
    let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]);
    match found {
        Ok(output) => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        Err(error) => {
            let why = if error.is_empty() { String::new() } else { format!(": {error}") };
            Err(Diagnostic::new(
                format!("`{revision}` is no file, no folder and no git revision{why}"),
                "name an OpenAPI document, a folder with an `openapi.yaml`, or a revision whose \
                 `spec/` is to be read, such as HEAD~1",
            ))
        }
    }
}

/// Runs git; what it says where it fails.
fn git(arguments: &[&str]) -> Result<Output, String> {
    let mut command = Command::new("git");
    // `cargo xtask` can be called in any folder of the workspace, whose `spec/` is meant.
    let root = workspace::root();
    if std::env::current_dir().is_ok_and(|here| here.starts_with(&root)) {
        command.current_dir(root);
    }
    let output = command.args(arguments).output();
    let output = output.map_err(|error| format!("git cannot be run: {error}"))?;
    match output.status.success() {
        true => Ok(output),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// Writes a file of the revision below the folder that stands for `spec/`.
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
    let inside = Path::new(path.strip_prefix("spec/").unwrap_or(path));
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
        let folder = outer.path().join("spec");
        fs::create_dir(&folder).expect("it can be made");
        write(&folder, "spec/parts/one.yaml", b"one").expect("it is inside");
        assert_eq!(fs::read(folder.join("parts/one.yaml")).expect("it is there"), b"one");
        write(&folder, "spec/../evil", b"").expect_err("it is outside");
        write(&folder, "/evil", b"").expect_err("it is outside");
        assert!(!outer.path().join("evil").exists());
    }
}
