//! Uploads that fail or are stopped, and go on by the command line that is printed then.

use std::fs;
use std::process::Stdio;

use tokio::process::Command;
use vrchat_files_fake::{Fake, Fault, Operation, Piece, Request};

use super::{Ended, assert_ends, file, live, program, run};

/// The rest of the command line that an example prints, run as it stands there.
async fn run_printed(fake: &Fake, ended: &Ended) -> Ended {
    let printed = ended.way.lines().find_map(|line| {
        line.strip_prefix("  cargo run -p vrchat-files-tests --example upload -- ")
    });
    let line = format!("exec '{}' {}", program("upload").display(), printed.expect("there is one"));
    let mut command = Command::new("sh");
    command.env("VRCHAT_BASE_URL", fake.base_url()).env("VRCHAT_AUTH", fake.auth_cookie());
    run(command.args(["-c", &line])).await
}

/// How often each part of the file was taken.
fn parts_taken(fake: &Fake) -> Vec<Option<u32>> {
    let puts = fake.requests().into_iter().filter(|request| {
        request.operation == Operation::StoragePut
            && request.piece == Some(Piece::File)
            && request.status == Some(200)
    });
    let mut parts: Vec<_> = puts.map(|put| put.part).collect();
    parts.sort_unstable();
    parts
}

#[tokio::test]
async fn a_failed_upload_goes_on_by_the_command_that_it_prints() {
    let fake = Fake::start().await.expect("started");
    let (_folder, path) = file(11 << 20);
    let part = |part| Fault::on(Operation::StoragePut).piece(Piece::File).part(part);
    fake.inject(part(2).s3_error(400, "InvalidRequest"));
    let mut first = live("upload", &fake);
    let ended = run(first.args(["--part-size", "5", "--concurrency", "1"]).arg(&path)).await;
    let says =
        ["part 2 of the file: putPart: 400 Bad Request: InvalidRequest", "\nGo on with\n  cargo"];
    assert_ends(&ended, 1, &says);
    let ended = run_printed(&fake, &ended).await;
    assert_ends(&ended, 0, &["Version   1\nSize      11.00 MiB\n"]);
    assert_eq!(parts_taken(&fake), [Some(1), Some(2), Some(3)]);

    // A version that waits for other bytes is in the way, and its removal is a matter for the user.
    let id = fake.files()[0]["id"].as_str().expect("text").to_owned();
    fake.set_version_status(&id, 1, "waiting");
    fs::write(&path, b"other bytes").expect("written");
    let ended = run(live("upload", &fake).args(["--into", &id]).arg(&path)).await;
    assert_ends(
        &ended,
        1,
        &["Unless somebody else is uploading that version", "--replace-unfinished"],
    );
    let ended = run_printed(&fake, &ended).await;
    assert_ends(&ended, 0, &["Version   1\nSize      11 B\n"]);
}

#[tokio::test]
async fn an_upload_that_is_stopped_goes_on_by_the_command_that_it_prints() {
    let fake = Fake::start().await.expect("started");
    let (_folder, path) = file(11 << 20);
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(3).hold());
    let mut first = live("upload", &fake);
    first.args(["--part-size=5", "--concurrency=1"]).arg(&path);
    let child = first.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let is_last = |one: &Request| one.operation == Operation::StoragePut && one.part == Some(3);
    assert!(fake.wait_for_request(is_last).await);
    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().await.expect("it runs");
    assert!(sent.success());
    let ended = child.wait_with_output().await.expect("it ends").into();
    assert_ends(&ended, 130, &["Stopped. Go on with\n  cargo run"]);
    assert!(!ended.way.contains(" again"), "{}", ended.way);
    fake.clear_faults();
    assert_ends(&run_printed(&fake, &ended).await, 0, &["Size      11.00 MiB\n"]);
    assert_eq!(parts_taken(&fake), [Some(1), Some(2), Some(3)]);
}
