//! Runs that end early, and what they leave behind.

use std::process::Stdio;

use tokio::process::Command;
use vrchat_files_fake::{Fake, Fault, Operation, Request};

use super::{Ended, account, assert_good, folder, recorder, run, texts};

const SLOWER: &str = r#"{"error":{"message":"Please wait 59 more minutes","status_code":429}}"#;

#[tokio::test]
async fn a_wait_that_the_service_asks_for_is_waited() {
    let (fake, folder) = (account().await, folder());
    let slower = || Fault::on(Operation::GetFile).answer(429, SLOWER);
    fake.inject(slower().header("retry-after", "1"));
    let ended = run(recorder(&fake, folder.path()).arg("--only=get_file")).await;
    ended.assert(
        0,
        &[
            "get_file: the service asks to wait for 1 s",
            "new           get_file/200_recorded_world",
        ],
    );
    let recorded = &texts(folder.path())["get_file/429_recorded_world.json"];
    assert!(recorded.contains(r#""retry-after": "1""#), "{recorded}");
    assert_good(folder.path()).await;
}

#[tokio::test]
async fn a_refusal_without_an_end_ends_the_run_and_keeps_what_was_recorded() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFile).skip(1).answer(429, SLOWER));
    let ended = run(recorder(&fake, folder.path()).arg("--write=upload")).await;
    ended.assert(1, &["429: the service asks for fewer calls", "get_files/200_recorded_untagged"]);
    let texts = texts(folder.path());
    assert!(texts.contains_key("get_file/200_recorded_world.json"));
    assert!(texts.contains_key("get_file/429_recorded_avatar.json"));
    assert_good(folder.path()).await;
    // Nothing was asked behind it.
    let last = fake.requests().pop().expect("there are some");
    assert_eq!((last.operation, last.status), (Operation::GetFile, Some(429)));
}

#[tokio::test]
async fn a_file_that_was_made_is_deleted_when_the_rest_fails() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    let fails = |operation| Fault::on(operation).always();
    fake.inject(fails(Operation::StoragePut).s3_error(400, "InvalidRequest"));
    let ended =
        run(recorder(&fake, folder.path())
            .args(["--write=upload", "--only=finish_file_data_upload"]))
        .await;
    ended.assert(
        1,
        &[
            "failed        finish_file_data_upload: the file cannot be sent: the service answers 400 Bad Request\n",
            "not everything was recorded: 2 cases failed",
        ],
    );
    assert_eq!(fake.files(), before);
    fake.clear_faults();

    // The connection breaks in the middle of it.
    fake.inject(fails(Operation::CreateFileVersion).reset());
    let ended =
        run(recorder(&fake, folder.path()).args(["--write=upload", "--only=create_file_version"]))
            .await;
    ended.assert(1, &["failed        create_file_version: the connection broke"]);
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn a_file_that_cannot_be_deleted_is_named() {
    let (fake, folder) = (account().await, folder());
    let down = r#"{"error":{"message":"No","status_code":403}}"#;
    fake.inject(Fault::on(Operation::DeleteFile).always().answer(403, down));
    let mut recorder = recorder(&fake, folder.path());
    let ended = run(recorder.args(["--write=create_file", "--only=create_file"])).await;
    let left = fake.files().pop().expect("there is one");
    let left = left["id"].as_str().expect("an id").to_owned();
    let says =
        format!("The File {left} is still there, and has to be deleted: the service answers 403");
    ended.assert(
        1,
        &[&says, "not everything that was made is gone", "new           create_file/200_recorded"],
    );
}

#[tokio::test]
async fn a_file_that_cannot_be_made_is_no_reason_to_stop() {
    let (fake, folder) = (account().await, folder());
    let no =
        r#"{"error":{"message":"You can't upload any files right now\u2024","status_code":403}}"#;
    fake.inject(Fault::on(Operation::CreateFile).answer(403, no));
    let ended = run(recorder(&fake, folder.path()).arg("--write=upload")).await;
    let says = ["create_file/403_recorded", "delete_file: no File was made for it"];
    ended.assert(0, &says);
    let recorded = &texts(folder.path())["create_file/403_recorded.json"];
    assert!(recorded.contains("You can't upload any files right now\u{2024}"), "{recorded}");
    assert_good(folder.path()).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_deletes_what_was_made_and_writes_nothing() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let (fake, folder) = (account().await, folder());
        let before = fake.files();
        fake.inject(Fault::on(Operation::CreateFileVersion).hold());
        let mut recorder = recorder(&fake, folder.path());
        recorder.arg("--write=upload");
        let ended = interrupt(&fake, &mut recorder, Operation::CreateFileVersion, signal).await;
        ended.assert(
            code,
            &["Stopping. What was made is deleted first", "Stopped. Nothing was written."],
        );
        assert_eq!(fake.files(), before, "{signal}");
        assert!(texts(folder.path()).is_empty());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn where_the_terminal_is_gone_what_was_made_is_deleted_all_the_same() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    fake.inject(Fault::on(Operation::CreateFileVersion).hold().answer(500, "No"));
    fake.inject(Fault::on(Operation::DeleteFile).answer(429, SLOWER).header("retry-after", "1"));
    let mut recorder = recorder(&fake, folder.path());
    recorder.arg("--write=upload").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = recorder.spawn().expect("it starts");
    let of_version = |one: &Request| one.operation == Operation::CreateFileVersion;
    assert!(fake.wait_for_request(of_version).await);
    // Whatever it writes from here on fails.
    drop((child.stdout.take(), child.stderr.take()));
    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill").args(["-HUP", &id]).status().await.expect("it runs");
    assert!(sent.success());
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    fake.release();
    assert_eq!(child.wait().await.expect("it ends").code(), Some(129));
    assert_eq!(fake.files(), before);
    assert!(texts(folder.path()).is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn a_call_that_only_reads_is_not_waited_for_at_the_end() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFile).hang());
    let mut recorder = recorder(&fake, folder.path());
    interrupt(&fake, &mut recorder, Operation::GetFile, "-INT")
        .await
        .assert(130, &["Nothing was written."]);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn under_nohup_the_end_of_the_terminal_ends_nothing() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFile).hold());
    let plain = recorder(&fake, folder.path());
    let mut deaf = Command::new("sh");
    deaf.args(["-c", "trap '' HUP; exec \"$0\" \"$@\""]).arg(plain.as_std().get_program());
    deaf.args(plain.as_std().get_args()).arg("--only=get_file").kill_on_drop(true);
    let set = |(name, value): (_, Option<_>)| Some((name, value?));
    deaf.envs(plain.as_std().get_envs().filter_map(set));
    let ended = interrupt(&fake, &mut deaf, Operation::GetFile, "-HUP").await;
    ended.assert(0, &["new           get_file/200_recorded_world\n"]);
}

/// Stops a recorder when this operation has been asked for.
#[cfg(unix)]
async fn interrupt(fake: &Fake, recorder: &mut Command, at: Operation, by: &str) -> Ended {
    let child = recorder.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    assert!(fake.wait_for_request(|one: &Request| one.operation == at).await);
    let id = child.id().expect("it runs").to_string();
    let sent = Command::new("kill").args([by, &id]).status().await.expect("it runs");
    assert!(sent.success());
    // What writes is waited for, to know what it has made.
    let release = async {
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            fake.release();
        }
    };
    let output = tokio::select! {
        output = child.wait_with_output() => output.expect("it ends"),
        () = release => unreachable!("it goes on"),
    };
    let text = |bytes| String::from_utf8(bytes).expect("it says text");
    Ended { code: output.status.code(), result: text(output.stdout), way: text(output.stderr) }
}
