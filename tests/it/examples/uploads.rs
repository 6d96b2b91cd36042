//! Uploads: what is said of them, and of those that fail.

use super::{Ended, SECRET, assert_ends, example, file, run};

#[tokio::test]
async fn an_upload_of_a_made_up_file_shows_a_part_that_is_sent_again() {
    let ended = run(example("upload").env("VRCHAT_AUTH", SECRET)).await;
    let says = [
        "VRCHAT_AUTH is set and not used",
        "Uploading to version 1 of file_",
        "Should it stop, go on with --into file_",
        " again\n",
        "sending its signature",
    ];
    assert_ends(&ended, 0, &says);
    let Ended { result, .. } = ended;
    for line in [
        "example.bin\nFile      file_",
        "\nVersion   1\nSize      64.00 MiB\nTime      ",
        "\nIn S3     8 parts after 1 break, and the bytes are the same\n",
    ] {
        assert!(result.contains(line), "{line:?} is not in\n{result}");
    }
}

#[tokio::test]
async fn an_upload_of_a_small_file_is_one_part() {
    let (_folder, path) = file(100_000);
    let ended = run(example("upload").arg("--name=a b").arg(&path)).await;
    assert_ends(
        &ended,
        0,
        &["Size      97.66 KiB", "In S3     1 part, and the bytes are the same"],
    );
}

#[tokio::test]
async fn a_failed_upload_says_so() {
    let ended = run(example("upload").arg("none.png")).await;
    assert_ends(&ended, 1, &["none.png cannot be read", "nothing was made"]);
    assert_eq!(ended.result, "");
    let (_folder, path) = file(1);
    let ended = run(example("upload").arg(&path).args(["--into", "file_1"])).await;
    assert_ends(&ended, 1, &["404 Not Found"]);
    assert!(!ended.way.contains("cargo run"), "{}", ended.way);
}
