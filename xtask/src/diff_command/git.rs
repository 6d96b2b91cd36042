//! What is asked of git. All of it is asked of the repository that the command is run in; within this
//! workspace, of the workspace's.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::workspace;

/// A file of a revision.
pub(super) struct Entry {
    /// Its path from the repository's folder.
    pub(super) path: String,
    pub(super) is_link: bool,
    id: String,
}

/// The mode of a symbolic link.
const LINK: &str = "120000";

/// The commit that a revision names, or why there is none.
pub(super) fn commit(revision: &str) -> Result<String, String> {
    let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted(revision)]);
    found.map(|found| text(&found.stdout))
}

/// What git has to say of the name of a revision, such as that a tag and a branch have it.
pub(super) fn remark(revision: &str) -> Option<String> {
    let found = git(&["rev-parse", "--verify", "--end-of-options", &wanted(revision)]).ok()?;
    let said = text(&found.stderr);
    let said = said.strip_prefix("warning: ").unwrap_or(&said);
    let said = said.trim_end_matches('.');
    (!said.is_empty()).then(|| said.to_owned())
}

fn wanted(revision: &str) -> String {
    format!("{revision}^{{commit}}")
}

/// A name of the revision that is no path.
pub(super) fn full_name(revision: &str) -> String {
    let found = git(&["rev-parse", "--symbolic-full-name", "--end-of-options", revision]);
    let found = found.map(|output| text(&output.stdout)).unwrap_or_default();
    // One of git's versions says what it was told to end the options with.
    match found.lines().last() {
        Some(name) if name.starts_with("refs/") => name.to_owned(),
        _ => format!("{revision}^0"),
    }
}

/// The folder of the repository.
pub(super) fn top() -> Result<PathBuf, String> {
    let found = git(&["rev-parse", "--show-toplevel"])?;
    Path::new(&text(&found.stdout)).canonicalize().map_err(|error| error.to_string())
}

/// Where git is asked, from the repository's folder: nothing, or with a slash behind it.
pub(super) fn prefix() -> Result<String, String> {
    git(&["rev-parse", "--show-prefix"]).map(|found| text(&found.stdout))
}

/// The files of a commit below a path from the repository's folder.
pub(super) fn files(commit: &str, below: &str) -> Result<Vec<Entry>, String> {
    let mut arguments = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit];
    arguments.extend(Some(below).filter(|below| !below.is_empty()));
    let listed = git(&arguments)?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    // Mode, type and id, and behind a tab the path.
    let entries = listed.split('\0').filter_map(|entry| {
        let (what, path) = entry.split_once('\t')?;
        let mut what = what.split(' ');
        let (mode, kind, id) = (what.next()?, what.next()?, what.next()?);
        let entry = Entry { path: path.to_owned(), is_link: mode == LINK, id: id.to_owned() };
        (kind == "blob").then_some(entry)
    });
    Ok(entries.collect())
}

/// What is in files, in their order.
pub(super) fn contents(files: &[Entry]) -> Result<Vec<Vec<u8>>, String> {
    let said = |error: std::io::Error| error.to_string();
    // Not a pipe, which would have to be filled while the other end is read.
    let mut ids = tempfile::tempfile().map_err(said)?;
    for file in files {
        writeln!(ids, "{}", file.id).map_err(said)?;
    }
    ids.rewind().map_err(said)?;
    let mut command = command();
    command.args(["cat-file", "--batch"]).stdin(Stdio::from(ids));
    let output = checked(command.output())?;
    let mut rest = output.stdout.as_slice();
    let mut found = Vec::new();
    for file in files {
        let content = content(&mut rest);
        found.push(content.ok_or_else(|| format!("{} cannot be read", file.path))?);
    }
    Ok(found)
}

/// One answer of `cat-file --batch`: id, type and size in a line, and the bytes in front of another
/// end of a line.
fn content(rest: &mut &[u8]) -> Option<Vec<u8>> {
    let end = rest.iter().position(|byte| *byte == b'\n')?;
    let (line, behind) = rest.split_at_checked(end)?;
    let size = std::str::from_utf8(line).ok()?.split(' ').nth(2)?.parse().ok()?;
    let (bytes, behind) = behind.get(1..)?.split_at_checked(size)?;
    *rest = behind.get(1..)?;
    Some(bytes.to_owned())
}

/// Runs git; what it says where it fails.
fn git(arguments: &[&str]) -> Result<Output, String> {
    checked(command().args(arguments).output())
}

fn command() -> Command {
    let mut command = Command::new("git");
    // `cargo xtask` can be called in any folder of the workspace, whose `spec/` is meant.
    let root = workspace::root();
    if std::env::current_dir().is_ok_and(|here| here.starts_with(&root)) {
        command.current_dir(root);
    }
    command
}

fn checked(output: std::io::Result<Output>) -> Result<Output, String> {
    let output = output.map_err(|error| format!("git cannot be run: {error}"))?;
    match output.status.success() {
        true => Ok(output),
        false => Err(text(&output.stderr)),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_as_many_bytes_as_it_says() {
        let mut rest: &[u8] = b"ab12 blob 3\na\nb\nab13 blob 0\n\nab14 missing\n";
        assert_eq!(content(&mut rest), Some(b"a\nb".to_vec()));
        assert_eq!(content(&mut rest), Some(Vec::new()));
        assert_eq!(content(&mut rest), None);
    }
}
