//! Backups: what is there in the end, and what is said of it.

use std::fs;
use std::path::Path;

use vrchat_files_fake::{Fake, Fault, NewFile, Operation};
use vrchat_files_tests::bytes;

use super::{SECRET, assert_ends, example, live, run};

#[tokio::test]
async fn a_backup_of_a_fake_goes_on_after_a_break() {
    let ended = run(&mut example("backup")).await;
    let says = [
        "Saved          5 Files, 26.33 MiB in ",
        "Already there  0 Files\nSkipped        1 File without a complete version\nFailed         0",
        "The fake broke a transfer off, and it went on at 3.00 MiB.\n",
        "All this was in a temporary folder",
    ];
    assert_ends(&ended, 0, &says);
    assert_eq!(ended.way.matches("saved file_").count(), 5, "{}", ended.way);
    let ended = run(example("backup").args(["--tag", "gallery"])).await;
    assert_ends(&ended, 0, &["Saved          1 File, 256.00 KiB in "]);
}

/// The files in a folder by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it is there");
    let names = entries.map(|entry| entry.expect("readable").file_name().into_string());
    let mut names: Vec<String> = names.map(|name| name.expect("it is text")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_saves_what_is_missing_and_mends_what_is_damaged() {
    let fake = Fake::start().await.expect("started");
    let add = async |name: &str, extension: &str, size: usize| {
        let (name, extension) = (name.to_owned(), extension.to_owned());
        let mime_type = "application/octet-stream".to_owned();
        let file = NewFile { name, mime_type, extension, bytes: bytes(size), ..NewFile::default() };
        fake.add_file(file).await
    };
    let first = format!("{}.v1.vrca", add("a", ".vrca", 70_000).await);
    let second = format!("{}.v1.b___c", add("../../x", ".B:?*c", 80_000).await);
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("new/folder");
    let backup = async |option: &[&str]| run(live("backup", &fake).arg(&folder).args(option)).await;

    // One that fails does not keep the others from being saved.
    fake.inject(Fault::on(Operation::StorageGet).s3_error(404, "NoSuchKey"));
    let ended = backup(&[]).await;
    let says = ["Saved          1 File", "Failed         1 File\n  file_", "Not all of the Files"];
    assert_ends(&ended, 1, &says);
    assert_eq!(names(&folder).len(), 1);
    let ended = backup(&[]).await;
    assert_ends(&ended, 0, &["Saved          1 File", "Already there  1 File\n"]);
    let mut both = [first.clone(), second];
    both.sort();
    assert_eq!(names(&folder), both);
    assert!(fs::read(folder.join(&first)).expect("saved") == bytes(70_000));
    assert_ends(&backup(&["--verify-only"]).await, 0, &["Already there  2 Files\n"]);

    // As many bytes as there should be, and other ones.
    fs::write(folder.join(&first), vec![0; 70_000]).expect("written");
    let ended = backup(&["--verify-only"]).await;
    assert_ends(&ended, 1, &[&format!("  {first}: is not what the service has\n")]);
    let ended = backup(&[]).await;
    assert_ends(&ended, 0, &["Saved          1 File", "1 in place of what was not right"]);
    assert!(fs::read(folder.join(&first)).expect("saved") == bytes(70_000));
    assert_eq!(names(&folder), both);
}

#[tokio::test]
async fn a_backup_ends_with_the_session() {
    let fake = Fake::start().await.expect("started");
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = live("backup", &fake);
    let ended = run(command.env("VRCHAT_AUTH", SECRET).arg(folder.path())).await;
    assert_ends(&ended, 1, &["getFiles: 401 Unauthorized", "The same command goes on from here."]);
}
