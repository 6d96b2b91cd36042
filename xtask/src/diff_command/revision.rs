//! The folder `spec` as it was at a git revision.

use std::fs;
use std::io;
use std::path::{Component, Path};
use std::process::{Command, Output};

use tempfile::TempDir;
use vrchat_files_codegen::Diagnostic;

/// Writes the files of `spec/` at a revision to a folder of their own, which is removed when it is
/// dropped. The repository is the one that the command is run in.
pub(super) fn check_out(revision: &str) -> Result<TempDir, Diagnostic> {
    let commit = commit(revision)?;
    let failed = |what: &str| {
        let help = "check that the revision can be read with `git show`";
        Diagnostic::new(format!("`{revision}`: {what}"), help)
    };
    let listed = git(&["ls-tree", "-r", "-z", "--full-tree", "--name-only", &commit, "spec/"]);
    let listed = listed.map_err(|error| failed(&error))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let folder = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        let file = git(&["cat-file", "blob", &format!("{commit}:{path}")]);
        let file = file.map_err(|error| failed(&error))?;
        write(folder.path(), path, &file.stdout).map_err(|error| failed(&error.to_string()))?;
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
    let output = Command::new("git").args(arguments).output();
    let output = output.map_err(|error| format!("git cannot be run: {error}"))?;
    match output.status.success() {
        true => Ok(output),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// Writes a file of the revision below the folder that stands for `spec/`.
fn write(folder: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let inside = Path::new(path.strip_prefix("spec/").unwrap_or(path));
    // git has no such names, and a repository that was made by hand might.
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{path} leads elsewhere")));
    }
    let target = folder.join(inside);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(target, bytes)
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
