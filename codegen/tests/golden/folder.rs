//! The output folder: replaced as a whole or not at all.

use std::fs;
use std::path::Path;

use vrchat_files_codegen::{
    Conflict, Files, Folder, Manifest, ManifestInput, Moved, Role, Source, generate,
};

use crate::{folder, input, source};

fn files() -> Files {
    let document = source(&folder("emitters").join("operation.yaml"));
    generate(&input(document, Vec::new(), &[])).expect("it is correct").files
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    // The folder cannot be made where a file is.
    let blocked = temporary.path().join("file");
    fs::write(&blocked, "mine").expect("written");
    let folder = Folder::read(&blocked.join("out")).expect("nothing is there");
    folder.write(&blocked.join("out"), &files()).expect_err("there is a file in the way");
    assert_eq!(names(temporary.path()), ["file"]);
    assert_eq!(fs::read_to_string(&blocked).expect("it is there"), "mine");
    // A path of the new files that cannot be made: the old folder stays whole.
    let out = temporary.path().join("out");
    let good = files();
    Folder::read(&out).and_then(|old| old.write(&out, &good)).expect("it can be written");
    let mut bad = good.clone();
    bad.insert("src/lib.rs/impossible.rs".to_owned(), String::new());
    let old = Folder::read(&out).expect("it is there");
    old.write(&out, &bad).expect_err("a file is no folder");
    assert!(Folder::read(&out).expect("it is there").changes(&good).is_empty());
    assert_eq!(names(temporary.path()), ["file", "out"]);
}

#[test]
fn a_success_leaves_nothing_behind_either() {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let out = temporary.path().join("deep/er/out");
    let all = files();
    Folder::read(&out).and_then(|old| old.write(&out, &all)).expect("it can be written");
    let mut fewer = all.clone();
    fewer.remove("LICENSE-MIT");
    let old = Folder::read(&out).expect("it is there");
    let changes = old.write(&out, &fewer).expect("it can be written");
    assert_eq!(changes.removed, ["LICENSE-MIT"]);
    assert!(!out.join("LICENSE-MIT").exists());
    assert_eq!(names(&temporary.path().join("deep/er")), ["out"]);
}

#[test]
fn the_manifest_lists_every_file_with_its_digest_and_the_inputs() {
    let all = files();
    let manifest: Manifest = serde_json::from_str(&all[Manifest::PATH]).expect("it is JSON");
    let listed: Vec<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).collect();
    let wanted: Vec<&str> =
        all.keys().map(String::as_str).filter(|path| *path != Manifest::PATH).collect();
    assert_eq!(listed, wanted);
    assert!(manifest.files.iter().all(|entry| entry.sha256.len() == 64));
    assert_eq!(manifest.inputs.len(), 1);
    assert_eq!(manifest.inputs[0].name, "operation.yaml");
    assert_eq!(manifest.generator, env!("CARGO_PKG_VERSION"));
    // SHA-256 of `abc`, FIPS 180-2 appendix B.1.
    let input = ManifestInput::of(Role::Document, "x", "abc");
    assert_eq!(input.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/// What has moved between a crate that `old` and one that `new` makes, as a folder tells it.
fn moved(old: &Files, new: &Files) -> Vec<Moved> {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let out = temporary.path().join("out");
    Folder::read(&out).and_then(|folder| folder.write(&out, old)).expect("it can be written");
    Folder::read(&out).expect("it is there").moved(new)
}

#[test]
fn a_folder_tells_what_moved_since_it_was_written() {
    let text = source(&folder("emitters").join("operation.yaml")).text;
    let made = |text: &str, overlays: &[(&str, &str)], tags: &[&str]| {
        let named =
            |name: &str, text: &str| Source { name: name.to_owned(), text: text.to_owned() };
        let overlays = overlays.iter().map(|(name, text)| named(name, text)).collect();
        generate(&input(named("a.yaml", text), overlays, tags)).expect("it is correct").files
    };
    let overlay = |title: &str| {
        format!(
            "overlay: 1.0.0\nactions:\n- {{target: $.info, description: d, update: {{title: {title}}}}}\n"
        )
    };
    let (one, other) = (overlay("One"), overlay("Other"));
    let changed = text.replace("title:", "title: Another\n  x-was:");
    let plain = made(&text, &[], &[]);
    let said = |old: &Files, new: &Files| -> Vec<String> {
        moved(old, new).iter().map(|moved| format!("{}: {moved}", moved.part())).collect()
    };
    assert!(said(&plain, &plain).is_empty());
    assert_eq!(
        said(&plain, &made(&changed, &[], &[])),
        ["document: the document has changed: a.yaml"]
    );
    let both = made(&text, &[("o.yaml", &one), ("p.yaml", &other)], &[]);
    assert_eq!(
        said(&both, &made(&changed, &[("o.yaml", &other), ("q.yaml", &other)], &[])),
        [
            "document: the document has changed: a.yaml",
            "overlay: the overlay has changed: o.yaml",
            "overlay: the overlay is called otherwise: q.yaml, and before p.yaml",
        ]
    );
    assert_eq!(
        said(&both, &made(&text, &[("p.yaml", &other), ("o.yaml", &one)], &[])),
        ["overlay: the overlays are applied in another order"]
    );
    // The generator: what it says of itself, and what it makes of the same input.
    let version = format!("\"generator\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let mut old = plain.clone();
    let manifest = old[Manifest::PATH].replace(&version, "\"generator\": \"0.0.1\"");
    old.insert(Manifest::PATH.to_owned(), manifest);
    let sentence = format!(
        "generator: the generator has changed: version {}, and before 0.0.1",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(said(&old, &plain), [sentence]);
    let mut old = plain.clone();
    let digest = ManifestInput::of(Role::Document, "", "old").sha256;
    let now = ManifestInput::of(Role::Document, "", &plain["LICENSE-MIT"]).sha256;
    old.insert("LICENSE-MIT".to_owned(), "old".to_owned());
    old.insert(Manifest::PATH.to_owned(), plain[Manifest::PATH].replace(&now, &digest));
    assert_eq!(
        said(&old, &plain),
        ["generator: the generator makes something else of the same input"]
    );
    // A folder in which somebody has worked.
    let mut old = plain.clone();
    old.insert("LICENSE-MIT".to_owned(), "mine".to_owned());
    assert_eq!(
        said(&old, &plain),
        ["folder: the folder has changed: LICENSE-MIT is not as it was left"]
    );
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let out = temporary.path().join("out");
    Folder::read(&out).and_then(|folder| folder.write(&out, &plain)).expect("it can be written");
    fs::remove_file(out.join("LICENSE-MIT")).expect("it is there");
    let missing = Moved::Missing("LICENSE-MIT".to_owned());
    assert_eq!(Folder::read(&out).expect("it is there").moved(&plain), [missing]);
    // Files that are read no more, and others instead.
    let fewer = made(&text, &[("o.yaml", &one)], &[]);
    assert_eq!(said(&both, &fewer), ["overlay: an overlay is no longer applied: p.yaml"]);
    assert_eq!(said(&fewer, &both), ["overlay: a further overlay is applied: p.yaml"]);
    // One that was written before tags and roles were noted.
    let mut old = plain.clone();
    let manifest: serde_json::Value = serde_json::from_str(&plain[Manifest::PATH]).expect("JSON");
    let mut manifest = manifest;
    manifest.as_object_mut().expect("an object").remove("tags");
    manifest["inputs"][0].as_object_mut().expect("an object").remove("role");
    old.insert(Manifest::PATH.to_owned(), manifest.to_string());
    assert!(said(&old, &plain).is_empty());
}

#[test]
fn a_manifest_that_names_files_elsewhere_reaches_none_of_them() {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let out = temporary.path().join("out");
    let all = files();
    Folder::read(&out).and_then(|old| old.write(&out, &all)).expect("it can be written");
    let victim = temporary.path().join("victim.txt");
    fs::write(&victim, "mine").expect("written");
    let manifest = fs::read_to_string(out.join(Manifest::PATH)).expect("it is there");
    let planted = manifest.replace("LICENSE-MIT", "../victim.txt");
    fs::write(out.join(Manifest::PATH), planted).expect("written");
    let folder = Folder::read(&out).expect("it is there");
    folder.write(&out, &all).expect("it can be written");
    assert_eq!(fs::read_to_string(&victim).expect("it is there"), "mine");
}

#[test]
fn a_manifest_that_cannot_be_read_makes_every_file_somebody_elses() {
    let temporary = tempfile::tempdir().expect("a folder can be made");
    let out = temporary.path().join("out");
    let all = files();
    Folder::read(&out).and_then(|old| old.write(&out, &all)).expect("it can be written");
    fs::write(out.join(Manifest::PATH), "{").expect("written");
    fs::write(out.join("LICENSE-MIT"), "changed").expect("written");
    let conflicts = Folder::read(&out).expect("it is there").conflicts(&all);
    // What is there as it should be is no loss.
    let in_the_way = |path: &str| Conflict::InTheWay(path.to_owned());
    assert_eq!(conflicts, [in_the_way("LICENSE-MIT"), in_the_way("manifest.json")]);
}
