//! What a caller passes is checked before anything is sent.

use vrchat_files::types::{
    CreateFileRequest, CreateFileVersionRequest, FileType, ImagePurpose, MimeType,
    UpdateAssetReviewNotesRequest,
};
use vrchat_files::{Client, Error, FileId};
use vrchat_files_tests::server::{Answer, Server};

use crate::calls::client;

async fn refusing() -> (Server, Client) {
    let server = Server::answering(Answer::new(200, "application/json", "{}")).await;
    let client = client(&server);
    (server, client)
}

fn assert_refused<T: std::fmt::Debug>(
    server: &Server,
    outcome: Result<T, Error>,
    parameter: &str,
    says: &str,
) {
    let error = outcome.expect_err("it is refused");
    assert!(error.is_invalid_argument() && !error.is_retryable(), "{error}");
    assert_eq!(error.parameter(), Some(parameter), "{error}");
    let line = error.to_string();
    assert!(line.contains(&format!("`{parameter}`")) && line.contains(says), "{line}");
    assert!(line.ends_with("nothing was sent"), "{line}");
    assert_eq!(error.status(), None);
    assert!(server.received().is_empty(), "something was sent");
}

#[tokio::test]
async fn a_path_value_that_could_lead_elsewhere_is_refused_whatever_it_came_from() {
    let (server, client) = refusing().await;
    for value in ["", ".", "..", "a/../../auth", r"a\..\..\auth", "a\nb", "/", "\\"] {
        let from_str = client.get_file(value).await;
        assert_refused(&server, from_str, "fileId", "");
        let from_string = client.get_file(value.to_owned()).await;
        assert_refused(&server, from_string, "fileId", "");
        let id = FileId::from(value);
        let from_id = client.get_file(&id).await;
        assert_eq!(id, value);
        assert_refused(&server, from_id, "fileId", "");
        let from_enum = client.start_file_data_upload("file_1", 1, FileType::from(value)).await;
        assert_refused(&server, from_enum, "fileType", "");
        let bytes = client.download_file_version(value, 1).await;
        assert_refused(&server, bytes, "fileId", "");
        let pending = client.get_file_analysis(value, 1).await;
        assert_refused(&server, pending, "fileId", "");
        let notes = UpdateAssetReviewNotesRequest::new("notes");
        let plain_text = client.update_asset_review_notes(value, notes).await;
        assert_refused(&server, plain_text, "assetReviewId", "");
    }
}

#[tokio::test]
async fn an_odd_value_stays_in_its_segment() {
    let (server, client) = refusing().await;
    for value in ["...", "%2e%2e", "a?b#c", "file_ä ü", "a;b,c&d=e+f", ".hidden"] {
        let _ = client.get_file(value).await;
        let received = server.received();
        let path = &received.last().expect("it was sent").path;
        let segment = path.strip_prefix("/api/1/file/").expect("it leads to the endpoint");
        assert!(!segment.contains('/'), "{path}");
        let decoded = url::form_urlencoded::parse(segment.replace('+', "%2B").as_bytes())
            .map(|(key, _)| key.into_owned())
            .next();
        // Nothing of it is a delimiter, so the whole of it comes back as one key.
        assert_eq!(decoded.as_deref(), Some(value));
        assert!(received.last().is_some_and(|received| received.query.is_empty()));
    }
}

#[tokio::test]
async fn an_address_that_no_request_can_hold_is_not_tried_again() {
    let server = Server::answering(Answer::new(200, "application/json", "[]")).await;
    let client = Client::builder().base_url(server.base_url()).user_agent("tests/1.0").build();
    let list = client.expect("built").get_files().tag("x".repeat(70_000));
    let error = list.await.expect_err("it is too long");
    assert!(!error.is_retryable() && error.to_string().len() < 1000, "{error}");
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn documented_bounds_are_checked_and_named() {
    let (server, client) = refusing().await;
    let too_many = client.get_files().n(101).await;
    assert_refused(&server, too_many, "n", "must be at most 100, but is 101");
    let none = client.get_files().n(0).await;
    assert_refused(&server, none, "n", "must be at least 1, but is 0");
    let empty = client.get_files().tag("").await;
    assert_refused(&server, empty, "tag", "at least 1 character, but has 0");
    let body = CreateFileRequest::new("name", MimeType::ImagePng, "");
    assert_refused(&server, client.create_file(body).await, "extension", "at least 1 character");
    let body = CreateFileRequest::new("name", "image/png", ".png").tags(["gallery", ""]);
    assert_refused(&server, client.create_file(body).await, "tags[1]", "at least 1 character");
    let body = CreateFileVersionRequest::new("", 12_u64);
    let version = client.create_file_version("file_1", body).await;
    assert_refused(&server, version, "signatureMd5", "at least 1 character");
    let no_etags = client.finish_file_data_upload("file_1", 1, FileType::File);
    let no_etags = no_etags.etags(Vec::<String>::new()).await;
    assert_refused(&server, no_etags, "etags", "at least 1 item, but has 0");
}

#[tokio::test]
async fn bounds_of_a_form_are_checked_and_named() {
    let (server, client) = refusing().await;
    let image = || client.upload_image(vec![1], ImagePurpose::Emojianimated);
    let animated = |frames, speed| image().frames(frames).frames_over_time(speed);
    let (frames, speed) = ("frames", "framesOverTime");
    assert_refused(&server, animated(1, 12).await, frames, "must be at least 2, but is 1");
    assert_refused(&server, animated(65, 12).await, frames, "must be at most 64, but is 65");
    assert_refused(&server, animated(2, 0).await, speed, "must be at least 1, but is 0");
    assert_refused(&server, animated(64, 65).await, speed, "must be at most 64, but is 65");
    for (frames, speed) in [(2, 1), (64, 64)] {
        animated(frames, speed).await.expect_err("`{}` is no File");
    }
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn the_first_refused_argument_is_the_one_that_is_named() {
    let (server, client) = refusing().await;
    let outcome = client.start_file_data_upload("..", 1, "").await;
    assert_refused(&server, outcome, "fileId", "relative path segment: \"..\"");
}

#[tokio::test]
async fn requests_are_send_and_own_what_they_need() {
    let (server, client) = refusing().await;
    let spawned = tokio::spawn(client.get_files().n(1).send());
    let awaited = tokio::spawn(client.get_file("file_1").into_future());
    drop(client);
    assert!(spawned.await.expect("it does not panic").is_err(), "`{{}}` is no list");
    assert!(awaited.await.expect("it does not panic").is_err(), "`{{}}` is no File");
    assert_eq!(server.received().len(), 2);
}
