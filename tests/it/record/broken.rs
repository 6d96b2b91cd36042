//! Answers that do not come, or not to their ends, or not as what they are said to be.

use serde_json::{Value, json};
use vrchat_files_fake::{Fault, NewFile, Operation};
use vrchat_files_tests::raw::{RawServer, Step};
use vrchat_files_tests::server::{Answer, Server};

use super::{account, assert_good, folder, recorder, run, texts};

#[tokio::test]
async fn one_answer_that_breaks_is_lost_alone() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFile).skip(1).reset());
    let ended = run(&mut recorder(&fake, folder.path())).await;
    ended.assert(
        1,
        &[
            "failed        get_file (avatar): the connection broke",
            "not everything was recorded: 1 case failed\n",
        ],
    );
    let texts = texts(folder.path());
    assert!(!texts.contains_key("get_file/200_recorded_avatar.json"));
    for other in ["get_file/200_recorded_world.json", "get_file/200_recorded_icon.json"] {
        assert!(texts.contains_key(other), "{other}");
    }
    assert_eq!(texts.len(), 20);
    assert_good(folder.path()).await;
}

#[tokio::test]
async fn a_list_that_does_not_come_is_not_an_account_without_files() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFiles).always().reset());
    let ended = run(&mut recorder(&fake, folder.path())).await;
    let says = [
        "failed        get_files (untagged): the connection broke",
        "not asked     get_file\n",
        "not asked     download_file_data\n",
        "not asked     get_file_analysis\n",
    ];
    ended.assert(1, &says);
    assert!(!ended.result.contains("the account has no"), "{}", ended.result);
    assert!(texts(folder.path()).contains_key("get_file/404_recorded_no_such_file.json"));
}

#[tokio::test]
async fn nothing_more_is_asked_of_a_service_that_is_gone() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::GetFile).hold());
    let mut recorder = recorder(&fake, folder.path());
    recorder.arg("--write=create_file").stdout(std::process::Stdio::piped());
    let child = recorder.stderr(std::process::Stdio::piped()).spawn().expect("it starts");
    assert!(fake.wait_for_request(|one| one.operation == Operation::GetFile).await);
    drop(fake);
    let output = child.wait_with_output().await.expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("it says text");
    let (result, way) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(1), "{result}\n{way}");
    assert!(way.starts_with("the service cannot be reached: no connection"), "{way}");
    for says in [
        "new           get_files/200_recorded_untagged\n",
        "failed        get_file (world): the connection broke",
        "not asked     get_file (avatar)\n",
        "not asked     get_file (no_cookie)\n",
        "not asked     create_file\n",
    ] {
        assert!(result.contains(says), "{says:?}: {result}");
    }
    assert_eq!(result.matches("failed").count(), 1, "{result}");
}

#[tokio::test]
async fn a_file_whose_making_was_not_answered_is_found_and_deleted() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    fake.inject(Fault::on(Operation::CreateFile).reset_after());
    let ended = run(recorder(&fake, folder.path()).arg("--write=upload")).await;
    let says = [
        "failed        create_file: the connection broke",
        "not asked     finish_file_data_upload\n",
        "not everything was recorded: 1 case failed, 6 cases not asked\n",
    ];
    ended.assert(1, &says);
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn a_file_that_the_list_does_not_have_may_come_up_later() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::CreateFile).reset());
    let mut recorder = recorder(&fake, folder.path());
    let ended = run(recorder.args(["--write=create_file", "--only=create_file"])).await;
    let says = [
        "The list of Files has none that it made; should one named \"Recording of vrchat-files\" come up \
         later, delete it.",
        "not everything was recorded: 1 case failed\n",
    ];
    ended.assert(1, &says);
}

#[tokio::test]
async fn a_picture_whose_making_was_not_answered_is_found_and_deleted() {
    let (fake, folder) = (account().await, folder());
    // Every client calls its pictures so.
    fake.add_file(NewFile {
        name: "blob".to_owned(),
        mime_type: "image/png".to_owned(),
        extension: ".png".to_owned(),
        tags: vec!["gallery".to_owned()],
        bytes: b"a picture of somebody's own".to_vec(),
    })
    .await;
    let before = fake.files();
    let uploads = ["upload_image", "upload_gallery_image", "upload_icon"];
    for operation in [Operation::UploadImage, Operation::UploadGalleryImage, Operation::UploadIcon]
    {
        fake.inject(Fault::on(operation).reset_after());
    }
    let mut recorder = recorder(&fake, folder.path());
    recorder.arg("--only=get_content_agreement_status");
    uploads.iter().for_each(|name| _ = recorder.arg(format!("--write={name}")));
    run(&mut recorder).await.assert(1, &["failed        upload_icon: the connection broke"]);
    assert_eq!(fake.files(), before);

    // Where there is none, another picture may have been made of it.
    fake.inject(Fault::on(Operation::UploadIcon).reset());
    let mut recorder = super::recorder(&fake, folder.path());
    let ended = run(recorder.args(["--write=upload_icon", "--only=upload_icon"])).await;
    let says = [
        "upload_icon was sent, and no answer came that says what became of it. It may have made a File",
        "the account's list of Files with the tag `icon`, and delete it",
        "not everything that was made is gone",
    ];
    ended.assert(1, &says);
    assert_eq!(fake.files(), before);
}

#[tokio::test]
async fn what_cannot_be_looked_for_is_said() {
    let (fake, folder) = (account().await, folder());
    fake.inject(Fault::on(Operation::CreateFile).reset_after());
    let no = r#"{"error":{"message":"No","status_code":403}}"#;
    fake.inject(Fault::on(Operation::GetFiles).skip(1).always().answer(403, no));
    let mut recorder = recorder(&fake, folder.path());
    let ended = run(recorder.args(["--write=create_file", "--only=create_file"])).await;
    let says = [
        "It may have made a File named \"Recording of vrchat-files\": look at the head of the account's \
         list of Files, and delete it there. (The list of Files: the service answers 403 Forbidden)",
        "not everything was recorded: 1 case failed; not everything that was made is gone",
    ];
    ended.assert(1, &says);
}

#[tokio::test]
async fn the_id_is_taken_from_an_answer_that_breaks_off() {
    let folder = folder();
    let id = "file_11111111-2222-4333-8444-555555555555";
    let service = RawServer::start(move |number| match number {
        0 => vec![Step::write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]")],
        1 => {
            let begun = format!(r#"{{"extension":".png","id":"{id}","mimeType":"ima"#);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400";
            vec![Step::write(format!("{head}\r\n\r\n{begun}")), Step::Close]
        }
        _ => vec![Step::write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")],
    });
    let service = service.await;
    let fake = account().await;
    let mut recorder = recorder(&fake, folder.path());
    recorder.env("VRCHAT_BASE_URL", service.base_url());
    let ended = run(recorder.args(["--write=create_file", "--only=create_file"])).await;
    ended.assert(1, &["failed        create_file: the connection broke"]);
    let requests = service.requests();
    let asked: Vec<Option<&str>> = requests.iter().map(|one| one.head.lines().next()).collect();
    let delete = format!("DELETE /api/1/file/{id} HTTP/1.1");
    let there = "GET /api/1/files?n=100 HTTP/1.1";
    assert_eq!(asked, [there, "POST /api/1/file HTTP/1.1", &delete].map(Some));
}

#[tokio::test]
async fn bytes_are_no_answer_where_the_document_has_json() {
    let packed: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x8b\x8e";
    let latin = b"{\"message\":\"\xfc\"}".as_slice();
    for (bytes, encoding, says) in [
        (packed, "gzip", "the answer is packed (gzip), which nobody has asked for"),
        (latin, "identity", "the answer is neither JSON nor text in UTF-8"),
        (latin, "canary", "the answer is neither JSON nor text in UTF-8"),
    ] {
        for status in [200, 500] {
            let (folder, fake) = (folder(), account().await);
            let answer = Answer::new(status, "application/json", bytes);
            let service = Server::answering(answer.header("content-encoding", encoding)).await;
            let mut recorder = recorder(&fake, folder.path());
            recorder.env("VRCHAT_BASE_URL", service.base_url()).arg("--only=get_files");
            let ended = run(&mut recorder).await;
            let name = format!("failed        get_files/{status}_recorded_untagged: {says}");
            ended.assert(1, &[&name, "and the document has no bytes there"]);
            assert!(!ended.result.contains("canary"), "{}", ended.result);
            assert!(texts(folder.path()).is_empty());
        }
    }
}

#[tokio::test]
async fn a_redirect_of_the_service_to_itself_is_followed_to_its_end() {
    let folder = folder();
    let fake = account().await;
    let service = Server::start(|received| match &*received.path {
        "/api/1/files" => {
            let to = Answer::new(302, "text/plain", "");
            to.header("location", "/api/1/elsewhere/files?page=1")
        }
        _ => Answer::new(200, "application/json", json!([]).to_string()),
    });
    let service = service.await;
    let mut recorder = recorder(&fake, folder.path());
    recorder.env("VRCHAT_BASE_URL", service.base_url()).arg("--only=get_files");
    let ended = run(&mut recorder).await;
    let says = "redirected    get_files (icon): the service redirects to itself; recorded is its last answer";
    ended.assert(0, &[says]);
    let text = &texts(folder.path())["get_files/200_recorded_icon.json"];
    let fixture: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(fixture["request"]["path"], "/files");
    assert_eq!(fixture["response"]["json"], json!([]));
    assert!(fixture["source"].as_str().is_some_and(|source| source.contains("redirect")));
    assert_good(folder.path()).await;
}
