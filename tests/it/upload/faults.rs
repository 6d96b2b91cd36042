//! Storage that fails: what passes is tried again by itself, part by part, and the rest is an error
//! that knows everything.

use std::time::Duration;

use vrchat_files::{Client, Error, ErrorKind, Upload, UploadStep};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};

use super::{PART, assert_stored, builder, bytes, count, in_parts, parts_taken, requests};

/// Three parts.
const SIZE: usize = 2 * PART + 70_000;

fn upload(client: &Client) -> Upload {
    client.upload(bytes(SIZE)).name("a").extension(".vrca").part_size(PART as u64)
}

fn on_part(part: u32) -> Fault {
    Fault::on(Operation::StoragePut).piece(Piece::File).part(part)
}

/// How often the file's part of this number was sent, and how often an address was asked for.
fn tries(fake: &Fake, part: u32) -> (usize, usize) {
    let of = |operation| {
        let all = requests(fake, operation).into_iter();
        all.filter(|one| one.piece == Some(Piece::File) && one.part == Some(part)).count()
    };
    (of(Operation::StoragePut), of(Operation::StartFileDataUpload))
}

/// That an upload succeeds although its second part meets with this, and sends no other part twice.
async fn assert_survives(fault: Fault, starts: usize) {
    let (fake, client) = in_parts().await;
    let shown = format!("{fault:?}");
    fake.inject(fault);
    let file = upload(&client).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(tries(&fake, 2), (2, starts), "{shown}");
    assert_eq!((tries(&fake, 1), tries(&fake, 3)), ((1, 1), (1, 1)), "{shown}");
}

#[tokio::test]
async fn a_part_that_fails_in_passing_is_sent_again_to_the_same_address() {
    assert_survives(on_part(2).s3_error(500, "InternalError"), 1).await;
    assert_survives(on_part(2).s3_error(503, "ServiceUnavailable"), 1).await;
    assert_survives(on_part(2).s3_error(503, "SlowDown"), 1).await;
    assert_survives(on_part(2).s3_error(400, "RequestTimeout"), 1).await;
    assert_survives(on_part(2).reset(), 1).await;
    assert_survives(on_part(2).reset_in_body(1 << 20), 1).await;
    assert_survives(on_part(2).reset_after(), 1).await;
    assert_survives(on_part(2).answer(502, "<html>bad gateway</html>"), 1).await;
}

#[tokio::test]
async fn what_was_stored_otherwise_is_sent_again() {
    assert_survives(on_part(2).corrupt(), 1).await;
}

#[tokio::test]
async fn an_address_that_has_expired_is_asked_for_again() {
    let start = Fault::on(Operation::StartFileDataUpload).piece(Piece::File).part(2);
    assert_survives(start.expired_url(), 2).await;
}

#[tokio::test]
async fn an_address_on_which_connections_keep_breaking_is_asked_for_again() {
    let (fake, client) = in_parts().await;
    fake.inject(on_part(2).times(2).reset_in_body(1 << 20));
    let file = upload(&client).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(tries(&fake, 2), (3, 2));
}

#[tokio::test]
async fn a_storage_that_stands_still_is_given_up_on_and_tried_again() {
    let (fake, _) = in_parts().await;
    fake.inject(on_part(2).hang());
    let limit = Duration::from_secs(2);
    let client = builder(&fake).stall_timeout(limit).answer_timeout(limit).build().expect("built");
    let file = upload(&client).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(tries(&fake, 2), (2, 1));
}

#[tokio::test]
async fn credentials_that_have_expired_need_another_address() {
    assert_survives(on_part(2).s3_error(400, "ExpiredToken"), 2).await;
}

#[tokio::test]
async fn an_address_that_is_not_given_out_in_passing_is_asked_for_again() {
    let start = || Fault::on(Operation::StartFileDataUpload).piece(Piece::File).part(2);
    for fault in [start().answer(500, "<html>oops</html>"), start().reset_after(), start().hang()] {
        let (fake, _) = in_parts().await;
        let shown = format!("{fault:?}");
        fake.inject(fault);
        let client = builder(&fake).answer_timeout(Duration::from_secs(2)).build().expect("built");
        let file = upload(&client).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_stored(&fake, &file, &bytes(SIZE)).await;
        assert_eq!(tries(&fake, 2), (1, 2), "{shown}");
    }
}

#[tokio::test]
async fn a_storage_that_has_given_up_the_upload_is_told_of() {
    let (fake, _) = in_parts().await;
    fake.inject(on_part(2).s3_error(404, "NoSuchUpload").always());
    let error = fails(&fake).await;
    let id = error.file_id().expect("a file was made").to_owned();
    let line = error.to_string();
    let advice = format!(
        "; `.into_file(\"{id}\").abandon()` removes the version, and the same call then begins anew"
    );
    assert!(line.ends_with(&advice), "{line}");
    assert_eq!(error.remedy(), Some(vrchat_files::Remedy::Abandon));
    // And so it is.
    fake.clear_faults();
    let client = super::client(&fake);
    upload(&client).into_file(&id).abandon().await.expect("it is deleted");
    let file = upload(&client).into_file(&id).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
}

#[tokio::test]
async fn a_success_before_all_is_sent_is_none() {
    let (fake, client) = in_parts().await;
    let answered = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let url = format!("http://{}/key", answered.local_addr().expect("it is bound"));
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let (mut stream, _) = answered.accept().await.expect("a connection");
        let read = stream.read(&mut [0; 1024]).await.expect("the head");
        assert!(read > 0);
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).await.expect("it is taken");
        std::future::pending::<()>().await;
    });
    let error = client.put_part(url, bytes(64 << 20)).await.expect_err("it cannot be stored");
    assert_eq!(error.kind(), ErrorKind::Integrity, "{error}");
    assert!(error.to_string().contains("before all of them were sent"), "{error}");
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn a_small_file_is_sent_again_as_well() {
    for fault in [
        Fault::on(Operation::StoragePut).s3_error(503, "SlowDown"),
        Fault::on(Operation::StoragePut).reset_in_body(100),
        Fault::on(Operation::StoragePut).corrupt(),
        Fault::on(Operation::StartFileDataUpload).expired_url(),
    ] {
        let (fake, client) = super::as_a_whole().await;
        let shown = format!("{fault:?}");
        fake.inject(fault);
        let upload = client.upload(bytes(100_000)).name("a").extension(".png");
        let file = upload.await.unwrap_or_else(|error| panic!("{shown}: {error}"));
        assert_stored(&fake, &file, &bytes(100_000)).await;
        assert_eq!(count(&fake, Operation::StoragePut), 3, "{shown}");
    }
}

#[tokio::test]
async fn a_tag_that_is_no_digest_is_believed_where_the_storage_says_why() {
    for (name, value) in [
        ("x-amz-server-side-encryption", "aws:kms"),
        ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
    ] {
        let (fake, client) = in_parts().await;
        let tag = "0123456789abcdef0123456789abcdef";
        fake.inject(on_part(2).etag(tag).header(name, value));
        let file = upload(&client).await.expect("it succeeds");
        assert_stored(&fake, &file, &bytes(SIZE)).await;
        assert_eq!(tries(&fake, 2), (1, 1));
    }
}

async fn fails(fake: &Fake) -> Error {
    let client = builder(fake).retries(2).build().expect("built");
    let error = upload(&client).await.expect_err("it fails");
    assert_eq!(count(fake, Operation::FinishFileDataUpload), 0, "{error}");
    error
}

/// That an error of the second part says all there is to say.
fn assert_tells(fake: &Fake, error: &Error, what: &str) {
    let id = fake.files()[0]["id"].as_str().expect("a file was made").to_owned();
    assert_eq!(error.file_id(), Some(id.as_str()));
    assert_eq!((error.version(), error.part()), (Some(1), Some(2)));
    assert_eq!(error.piece(), Some(vrchat_files::Piece::File));
    let line = error.to_string();
    let front = format!("upload to version 1 of {id}, part 2 of the file: putPart: {what}");
    assert!(line.starts_with(&front), "{line}");
    let back = format!("; the same call with `.into_file(\"{id}\")` goes on from here");
    assert!(line.ends_with(&back), "{line}");
    assert_eq!(error.remedy(), Some(vrchat_files::Remedy::GoOn));
}

#[tokio::test]
async fn a_part_that_keeps_failing_is_an_error_that_knows_everything() {
    let (fake, _) = in_parts().await;
    fake.inject(on_part(2).s3_error(503, "SlowDown").always());
    let error = fails(&fake).await;
    assert_tells(&fake, &error, "503 Service Unavailable: SlowDown");
    assert!(error.to_string().contains(" after 3 attempts; "), "{error}");
    assert_eq!((error.attempts(), error.step()), (3, Some(UploadStep::Put)));
    assert_eq!(error.storage().map(|storage| storage.code()), Some("SlowDown"));
    assert!(error.is_server_error() && error.is_retryable());
    assert_eq!(tries(&fake, 2), (3, 1));
}

#[tokio::test]
async fn another_tag_for_good_is_an_error_and_never_finished() {
    let (fake, _) = in_parts().await;
    fake.inject(on_part(2).etag("0123456789abcdef0123456789abcdef").always());
    let error = fails(&fake).await;
    let what = format!("127.0.0.1 has stored something else than the {PART} bytes sent to it");
    assert_tells(&fake, &error, &what);
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Integrity, 3));
}

#[tokio::test]
async fn what_does_not_pass_is_not_tried_again() {
    let (fake, _) = in_parts().await;
    fake.inject(on_part(2).s3_error(400, "InvalidRequest").always());
    let error = fails(&fake).await;
    assert_tells(&fake, &error, "400 Bad Request: InvalidRequest");
    assert_eq!(tries(&fake, 2), (1, 1));
    // What was sent counts: the next call sends the rest alone.
    let id = error.file_id().expect("a file was made").to_owned();
    fake.clear_faults();
    let before = parts_taken(&fake);
    fake.clear_requests();
    let file = upload(&super::client(&fake)).into_file(id).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    let now = parts_taken(&fake);
    assert!(before.contains(&1) && !now.contains(&1) && now.contains(&2), "{before:?} {now:?}");
}

#[tokio::test]
async fn no_more_addresses_are_asked_for_than_there_are_tries() {
    let (fake, _) = in_parts().await;
    let start = Fault::on(Operation::StartFileDataUpload).piece(Piece::File).part(2);
    fake.inject(start.expired_url().always());
    let error = fails(&fake).await;
    assert_tells(&fake, &error, "403 Forbidden: AccessDenied: Request has expired");
    assert_eq!(tries(&fake, 2), (3, 3));
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let (fake, client) = in_parts().await;
    for (url, reason) in [
        ("ftp://127.0.0.1/key?sig=planted", "`url` is neither http nor https"),
        ("nothing planted", "`url` is no URL"),
    ] {
        let answer = format!(r#"{{"url":"{url}"}}"#);
        fake.inject(Fault::on(Operation::StartFileDataUpload).part(1).answer(200, answer));
        let error = upload(&client).await.expect_err("it is no address");
        let line = format!("{error} {error:?}");
        assert!(line.contains(reason) && !line.contains("planted"), "{line}");
    }
}
