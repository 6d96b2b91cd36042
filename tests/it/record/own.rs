//! Files of the account's own, which no run changes or deletes, whatever they look like.

use std::process::Stdio;

use tokio::process::Command;
use vrchat_files_fake::{Fake, Fault, NewFile, Operation, Request};

use super::{account, folder, recorder, run, texts};

/// The picture that the recorder sends.
const PIXEL: &[u8] = include_bytes!("../../src/record/pixel.png");

async fn add(fake: &Fake, name: &str, tag: Option<&str>) {
    fake.add_file(NewFile {
        name: name.to_owned(),
        mime_type: "image/png".to_owned(),
        extension: ".png".to_owned(),
        tags: tag.into_iter().map(str::to_owned).collect(),
        bytes: PIXEL.to_vec(),
    })
    .await;
}

#[tokio::test]
async fn a_file_of_the_same_name_or_picture_is_not_taken_for_what_was_made() {
    let (fake, folder) = (account().await, folder());
    add(&fake, "Recording of vrchat-files", None).await;
    for tag in ["sticker", "gallery", "icon"] {
        add(&fake, "blob", Some(tag)).await;
    }
    let before = fake.files();
    for operation in [
        Operation::CreateFile,
        Operation::UploadImage,
        Operation::UploadGalleryImage,
        Operation::UploadIcon,
    ] {
        fake.inject(Fault::on(operation).reset_after());
    }
    let mut recorder = recorder(&fake, folder.path());
    recorder.args(["--only=create_file", "--write=create_file", "--write=upload_image"]);
    recorder.args(["--write=upload_gallery_image", "--write=upload_icon"]);
    let ended = run(&mut recorder).await;
    ended.assert(1, &["failed        upload_icon: the connection broke", "4 cases failed\n"]);
    // What was made is gone all the same.
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn a_file_with_data_that_appears_meanwhile_is_not_what_was_made() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::CreateFile).hold().reset());
    let mut recorder = recorder(&fake, folder.path());
    let child = spawn(recorder.args(["--only=create_file", "--write=create_file"]));
    assert!(fake.wait_for_request(|one| one.operation == Operation::CreateFile).await);
    add(&fake, "Recording of vrchat-files", None).await;
    let before = fake.files();
    fake.release();
    let output = child.wait_with_output().await.expect("it ends");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn two_that_could_be_what_was_made_are_both_left() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::UploadIcon).hold().reset_after());
    let mut recorder = recorder(&fake, folder.path());
    let child = spawn(recorder.args(["--only=upload_icon", "--write=upload_icon"]));
    assert!(fake.wait_for_request(|one| one.operation == Operation::UploadIcon).await);
    add(&fake, "blob", Some("icon")).await;
    let before = fake.files();
    fake.release();
    let output = child.wait_with_output().await.expect("it ends");
    let way = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(1), "{way}");
    assert!(way.contains("with the tag `icon`, and delete it there"), "{way}");
    assert!(fake.files().starts_with(&before));
    assert_eq!(fake.files().len(), before.len() + 1);
}

#[tokio::test]
async fn an_answer_with_a_file_that_was_there_is_no_leave_to_touch_it() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    fake.inject(Fault::on(Operation::CreateFile).answer(200, &before[0]));
    let ended = run(recorder(&fake, folder.path()).arg("--write=upload")).await;
    let says = [
        "failed        create_file: it is answered with a File that was there before",
        "not asked     delete_file\n",
    ];
    ended.assert(1, &says);
    assert_eq!(fake.files(), before);
    let writes = |one: &Request| one.method != "GET";
    assert_eq!(fake.requests().iter().filter(|one| writes(one)).count(), 1);
}

#[tokio::test]
async fn the_id_of_a_failure_is_not_that_of_a_file() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    let failure = r#"{"error":{"message":"No","status_code":500},"id":"req_1234"}"#;
    fake.inject(Fault::on(Operation::CreateFile).answer_after(500, failure));
    let mut recorder = recorder(&fake, folder.path());
    run(recorder.args(["--write=create_file", "--only=create_file"])).await.assert(0, &[]);
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn nothing_is_made_where_nobody_knows_what_is_there() {
    let (fake, folder) = (account().await, folder());
    let no = r#"{"error":{"message":"No","status_code":403}}"#;
    fake.inject(Fault::on(Operation::GetFiles).always().answer(403, no));
    let mut recorder = recorder(&fake, folder.path());
    let ended = run(recorder.args(["--write=upload", "--only=create_file"])).await;
    ended.assert(1, &["failed        create_file: it is not known which Files are there already"]);
    assert!(fake.requests().iter().all(|one| one.method == "GET"));
    assert!(texts(folder.path()).is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn whoever_does_not_wait_is_told_of_what_is_still_on_its_way() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::CreateFile).hang_after());
    let mut recorder = recorder(&fake, folder.path());
    let child = spawn(recorder.args(["--write=create_file", "--only=create_file"]));
    assert!(fake.wait_for_request(|one| one.operation == Operation::CreateFile).await);
    let id = child.id().expect("it runs").to_string();
    let ended = tokio::spawn(child.wait_with_output());
    // Two signals at once may be taken for one.
    while !ended.is_finished() {
        let _ = Command::new("kill").args(["-INT", &id]).stderr(Stdio::null()).status().await;
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let output = ended.await.expect("waited").expect("it ends");
    let way = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(130), "{way}");
    assert!(way.contains("It may have made a File named \"Recording of vrchat-files\""), "{way}");
}

fn spawn(recorder: &mut Command) -> tokio::process::Child {
    recorder.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}
