//! What a side is read from: files, folders and git revisions.

use std::fs;
use std::process::Command;

use super::{DOCUMENT, Run, SIZE, said};

#[test]
fn a_folder_brings_its_own_overlay() {
    let run = Run::new();
    run.write("before/openapi.yaml", DOCUMENT);
    run.write("after/openapi.yaml", DOCUMENT);
    let overlay = "overlay: 1.0.0\nactions:\n- target: $.info['x-crate']\n  \
                   description: The next one.\n  update: {version: 0.2.0}\n\
                   - target: $.paths['/things'].get\n  description: Another name.\n  \
                   update: {operationId: listThings}\n";
    run.write("after/overlay.yaml", overlay);
    let (code, out, errors) = run.diff(&["before", "after/"]);
    assert_eq!((code, errors.as_str()), (4, ""));
    let line =
        "  operation  Client::get_things  is renamed to `list_things`  [after/openapi.yaml:6:5]\n";
    assert!(out.contains(line) && out.contains("version: 0.2.0+1; 0.2.0 is enough\n"), "{out}");
    let (code, _, errors) = run.diff(&["before", "."]);
    assert_eq!(code, 1);
    assert!(errors.contains("./openapi.yaml"), "{errors}");
    assert!(errors.contains("help: a side is a document, a folder with an `openapi.yaml`"));
}

#[test]
fn a_revision_is_read_from_git() {
    let run = Run::new();
    run.write("spec/openapi.yaml", DOCUMENT);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    run.git(&["tag", "v1"]);
    run.changed("spec/openapi.yaml", SIZE, "{name: n, in: query, schema: {type: string}}");
    run.git(&["commit", "--quiet", "--all", "--message", "Two"]);
    for (old, new) in [("v1", "spec"), ("HEAD~1", "HEAD")] {
        let (code, out, errors) = run.diff(&[old, new]);
        assert_eq!((code, errors.as_str()), (4, ""), "{old} {new}");
        assert!(
            out.contains(&format!("GetThings::size  is gone  [{old}:spec/openapi.yaml:9:20]")),
            "{out}"
        );
    }
    let (code, out, _) = run.diff(&["v1", "v1"]);
    assert_eq!(code, 0, "{out}");
    // An overlay at the revision is that side's.
    run.write("spec/overlay.yaml", "overlay: 1.0.0\nactions:\n- {target: $.gone, remove: true}\n");
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "Three"]);
    let (code, _, errors) = run.diff(&["v1", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/overlay.yaml:3:4"), "{errors}");
    let (code, _, errors) = run.diff(&["HEAD^5", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("`HEAD^5` is no file, no folder and no git revision"), "{errors}");
    // One without the folder.
    run.git(&["rm", "--quiet", "-r", "spec"]);
    run.git(&["commit", "--quiet", "--message", "Four"]);
    let (code, _, errors) = run.diff(&["v1", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/openapi.yaml"), "{errors}");
}

#[cfg(unix)]
#[test]
fn a_revision_may_stand_below_the_repository_and_have_links() {
    let run = Run::new();
    let (root, paths) = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = paths.replace("\n  ", "\n").trim_start().to_owned();
    let root = format!("{root}paths: {{$ref: link.yaml}}\n");
    run.write("client/spec/openapi.yaml", &root);
    run.write("client/spec/parts/paths.yaml", &paths);
    let link = run.0.path().join("client/spec/link.yaml");
    std::os::unix::fs::symlink("parts/paths.yaml", &link).expect("it can be made");
    run.git(&["init", "--quiet"]);
    run.git(&["add", "client"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    let diff = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args(arguments).current_dir(run.0.path().join("client"));
        said(command.output().expect("it runs"))
    };
    let (code, out, errors) = diff(&["HEAD", "spec"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("summary: nothing changes"), "{out}");
    // One that leads elsewhere is a link, and is not followed there.
    run.write("secret.yaml", &paths);
    fs::remove_file(&link).expect("it is there");
    let outside = run.0.path().join("secret.yaml");
    std::os::unix::fs::symlink(&outside, &link).expect("it can be made");
    run.git(&["commit", "--quiet", "--all", "--message", "Two"]);
    let (code, _, errors) = diff(&["HEAD", "HEAD~1"]);
    assert_eq!(code, 1);
    assert!(errors.contains("HEAD:spec/openapi.yaml:4:9"), "{errors}");
}

#[test]
fn a_side_may_lie_in_several_files() {
    let run = Run::new();
    let (root, paths) = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = paths.replace("\n  ", "\n").trim_start().to_owned();
    run.write("spec/openapi.yaml", &format!("{root}paths: {{$ref: parts/paths.yaml}}\n"));
    run.write("spec/parts/paths.yaml", &paths);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    // As a folder, as a file and at a revision it is the same as in one file.
    for side in ["spec", "spec/openapi.yaml", "HEAD"] {
        let (code, said, errors) = run.diff(&["old.yaml", side, "--overlay", "none"]);
        assert_eq!((code, errors.as_str()), (0, ""), "{side}: {said}");
        assert!(said.starts_with("summary: nothing changes for callers\n"), "{side}: {said}");
    }
    // A change of a part is found, and told by the part's name on either side.
    run.write("spec/parts/paths.yaml", &paths.replace("name: size", "name: count"));
    let (code, said, errors) = run.diff(&["HEAD", "spec"]);
    assert_eq!((code, errors.as_str()), (4, ""), "{said}");
    assert!(said.contains("[spec/parts/paths.yaml:5:18]"), "{said}");
    let (_, said, _) = run.diff(&["spec", "HEAD"]);
    assert!(said.contains("[HEAD:spec/parts/paths.yaml:5:18]"), "{said}");
    // What lies outside is read where it is allowed to be, by both sides.
    fs::rename(run.0.path().join("spec/parts"), run.0.path().join("parts")).expect("moved");
    run.write("spec/openapi.yaml", &format!("{root}paths: {{$ref: ../parts/paths.yaml}}\n"));
    let (code, _, errors) = run.diff(&["spec", "spec"]);
    assert_eq!(code, 1);
    assert!(errors.contains("leads out of the document's folder"), "{errors}");
    let (code, _, errors) = run.diff(&["spec", "spec", "--allow-folder", "parts"]);
    assert_eq!((code, errors.as_str()), (0, ""));
    let (code, _, errors) = run.diff(&["spec", "spec", "--allow-folder", "gone"]);
    assert_eq!(code, 1);
    assert!(errors.contains("gone") && errors.contains("the folder cannot be read"), "{errors}");
}

#[test]
fn an_allowed_folder_is_that_of_the_revision() {
    let run = Run::new();
    let (root, paths) = DOCUMENT.split_once("paths:\n").expect("it has paths");
    let paths = paths.replace("\n  ", "\n").trim_start().to_owned();
    run.write("api/spec/openapi.yaml", &format!("{root}paths: {{$ref: ../../parts/paths.yaml}}\n"));
    run.write("parts/paths.yaml", &paths);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "api", "parts"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    run.write("parts/paths.yaml", &paths.replace("name: size", "name: count"));
    let diff = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("diff").args(arguments).current_dir(run.0.path().join("api"));
        said(command.output().expect("it runs"))
    };
    let (code, out, errors) = diff(&["HEAD", "spec", "--allow-folder", "../parts"]);
    assert_eq!((code, errors.as_str()), (4, ""), "{out}");
    assert!(
        out.contains(
            "GetThings::size  is gone, and `count` of the same type is new  [spec/../../parts/"
        ),
        "{out}"
    );
    let (_, out, _) = diff(&["spec", "HEAD", "--allow-folder", "../parts"]);
    assert!(out.contains("[HEAD:spec/../../parts/paths.yaml:5:18]"), "{out}");
    // Nothing else of the repository is.
    let (code, _, errors) = diff(&["HEAD", "HEAD"]);
    assert_eq!(code, 1);
    assert!(errors.contains("leads out of the document's folder"), "{errors}");
    // It may be gone by now.
    run.git(&["tag", "one"]);
    run.git(&["rm", "--quiet", "-r", "--force", "parts"]);
    let (code, out, errors) = diff(&["one", "HEAD", "--allow-folder", "../parts"]);
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    // One that is elsewhere is not in the repository of any time.
    let elsewhere = tempfile::tempdir().expect("a folder can be made");
    let elsewhere = elsewhere.path().to_str().expect("it is UTF-8");
    let (code, _, errors) = diff(&["one", "HEAD", "--allow-folder", elsewhere]);
    assert_eq!(code, 1);
    let said = format!(
        "`{elsewhere}` is not in the repository, so the document at `one` cannot refer to it"
    );
    assert!(errors.contains(&said), "{errors}");
}

#[test]
fn a_revision_that_is_called_like_a_path_is_not_taken_for_it_in_silence() {
    let run = Run::new();
    run.write("spec/openapi.yaml", DOCUMENT);
    run.git(&["init", "--quiet"]);
    run.git(&["add", "spec"]);
    run.git(&["commit", "--quiet", "--message", "One"]);
    run.git(&["branch", "spec"]);
    run.changed("spec/openapi.yaml", SIZE, "{name: n, in: query, schema: {type: string}}");
    let (code, _, errors) = run.diff(&["old.yaml", "spec", "--overlay", "none"]);
    assert_eq!(code, 4);
    let expected = "of the new side, spec:

warning: `spec` is a folder and a git revision: the folder is taken
 |
 = help: write `refs/heads/spec` for the revision, or `./spec` for the folder and without this warning

";
    assert_eq!(errors, expected);
    for (side, code) in [("refs/heads/spec", 0), ("./spec", 4)] {
        let (found, out, errors) = run.diff(&["old.yaml", side, "--overlay", "none"]);
        assert_eq!((found, errors.as_str()), (code, ""), "{out}");
    }
    // What is wrong may be that.
    fs::remove_file(run.0.path().join("spec/openapi.yaml")).expect("it is there");
    let (code, _, errors) = run.diff(&["old.yaml", "spec", "--overlay", "none"]);
    assert_eq!(code, 1);
    assert!(errors.contains("the folder is taken") && errors.contains("spec/openapi.yaml"));
    // A commit has no other name, and a file may have the name of one.
    run.git(&["tag", "both"]);
    run.git(&["checkout", "--quiet", "--detach"]);
    run.write("HEAD", DOCUMENT);
    let (code, _, errors) = run.diff(&["HEAD", "HEAD^0", "--overlay", "none"]);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("the file is taken") && errors.contains("`HEAD^0` for the revision"));
    // Of a branch and a tag of one name, git takes the tag.
    run.git(&["branch", "both"]);
    let (code, _, errors) = run.diff(&["both", "HEAD^0"]);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("of `both` git says: refname 'both' is ambiguous"), "{errors}");
}

#[test]
fn the_new_side_is_the_workspace_unless_it_is_named() {
    let run = Run::new();
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let (code, out, errors) = run.diff(&[spec]);
    assert_eq!((code, errors.as_str()), (0, ""));
    assert!(out.contains("nothing changes for callers"), "{out}");
}
