//! Going on after an interruption: what is stored is not sent again, and nothing wrong is kept.

use vrchat_files::{Client, Upload};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};

use super::{
    PART, assert_stored, builder, bytes, count, in_parts, last_version, parts_taken, requests,
};

/// Five parts.
const SIZE: usize = 4 * PART + 123;

fn upload(client: &Client, content: Vec<u8>) -> Upload {
    client.upload(content).name("a").extension(".vrca").part_size(PART as u64)
}

/// An upload that is ended while it sends the part of this number, and the file that it was to. The
/// parts go one by one, so that it is known which are there.
async fn interrupted(fake: &Fake, content: Vec<u8>, part: u32) -> String {
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(part).reset().always());
    let client = builder(fake).retries(0).build().expect("built");
    let error = upload(&client, content).concurrency(1).await.expect_err("it is interrupted");
    assert_eq!(error.part(), Some(u64::from(part)));
    fake.clear_faults();
    let taken = parts_taken(fake);
    assert_eq!(taken, (1..part).collect::<Vec<_>>());
    fake.clear_requests();
    error.file_id().expect("it is known").to_owned()
}

#[tokio::test]
async fn only_the_missing_parts_are_sent() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 4).await;
    let file = upload(&client, bytes(SIZE)).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(last_version(&fake, &id).0, 1, "it is the same version");
    let mut sent = parts_taken(&fake);
    sent.sort_unstable();
    assert_eq!(sent, [4, 5]);
    assert_eq!(count(&fake, Operation::CreateFileVersion), 0);
}

#[tokio::test]
async fn progress_begins_where_the_other_ended() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 4).await;
    let (sender, receiver) = std::sync::mpsc::channel();
    let upload = upload(&client, bytes(SIZE)).into_file(&id);
    upload
        .on_progress(move |progress| sender.send(progress).expect("it is there"))
        .await
        .expect("ok");
    let moved = receiver.iter().filter_map(|progress| match progress {
        vrchat_files::UploadProgress::Moved { bytes, .. } => Some(bytes),
        _ => None,
    });
    let first = moved.into_iter().find(|bytes| *bytes > 0);
    assert_eq!(first, Some(3 * PART as u64), "what is there counts");
}

#[tokio::test]
async fn another_part_size_sends_all_again_into_the_same_version() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 4).await;
    let upload = upload(&client, bytes(SIZE)).part_size(PART as u64 + 1000).into_file(&id);
    let file = upload.await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(last_version(&fake, &id).0, 1);
    assert_eq!(parts_taken(&fake).len(), 4);
}

/// Sends a part of an interrupted upload by hand, so that there is a gap in front of it.
async fn send_by_hand(client: &Client, id: &str, number: u64, content: &[u8]) {
    let start = client.start_file_data_upload(id, 1, "file").part_number(number);
    let part = content.chunks(PART).nth(number as usize - 1).expect("there is such a part");
    client.put_part(start.await.expect("given").url, part.to_vec()).await.expect("stored");
}

#[tokio::test]
async fn a_gap_keeps_what_is_in_front_of_it() {
    let (fake, client) = in_parts().await;
    // The first part and the third are there, and the second is not.
    let id = interrupted(&fake, bytes(SIZE), 2).await;
    send_by_hand(&client, &id, 3, &bytes(SIZE)).await;
    let stored = client.get_file_data_upload_status(&id, 1, "file").await.expect("answered");
    assert_eq!(stored.etags.len(), 2);
    fake.clear_requests();
    let file = upload(&client, bytes(SIZE)).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    let mut sent = parts_taken(&fake);
    sent.sort_unstable();
    assert_eq!(sent, [2, 3, 4, 5]);
}

#[tokio::test]
async fn parts_that_only_look_stored_are_sent_when_the_service_misses_them() {
    let (fake, client) = in_parts().await;
    // All parts are alike, so a list of tags does not tell which of them are there.
    let content = vec![7; 3 * PART];
    let id = interrupted(&fake, content.clone(), 1).await;
    send_by_hand(&client, &id, 3, &content).await;
    fake.clear_requests();
    let (sender, receiver) = std::sync::mpsc::channel();
    let upload = upload(&client, content.clone()).into_file(&id);
    let upload = upload.on_progress(move |progress| {
        if let vrchat_files::UploadProgress::Moved { bytes, total, .. } = progress {
            sender.send((bytes, total)).expect("it is there");
        }
    });
    let file = upload.await.expect("it goes on");
    assert_stored(&fake, &file, &content).await;
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), 3, "the first was refused");
    let told: Vec<(u64, u64)> = receiver.iter().collect();
    assert!(told.iter().all(|(bytes, total)| bytes <= total), "bytes go back: {told:?}");
    assert!(told.last().is_some_and(|(bytes, total)| bytes == total), "{told:?}");
}

#[tokio::test]
async fn a_gateway_that_fails_does_not_have_everything_sent_again() {
    let (fake, _) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 4).await;
    let gateway = "<html>bad gateway</html>";
    fake.inject(Fault::on(Operation::FinishFileDataUpload).answer(502, gateway).always());
    let client = builder(&fake).retries(1).build().expect("built");
    let error = upload(&client, bytes(SIZE)).into_file(&id).await.expect_err("it fails");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(parts_taken(&fake).len(), 2, "the rest, once");
}

#[tokio::test]
async fn a_file_that_is_there_is_not_sent_again() {
    let (fake, client) = in_parts().await;
    let file = upload(&client, bytes(SIZE)).await.expect("it succeeds");
    fake.clear_requests();
    let again = upload(&client, bytes(SIZE)).into_file(&file.id).await.expect("it is there");
    assert_eq!(again, file);
    let asked: Vec<Operation> = fake.requests().iter().map(|one| one.operation).collect();
    assert_eq!(asked, [Operation::GetFile]);
}

#[tokio::test]
async fn a_piece_that_is_complete_is_not_asked_for_its_status() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::Signature).reset().always());
    let once = builder(&fake).retries(0).build().expect("built");
    let error = upload(&once, bytes(SIZE)).await.expect_err("it is interrupted");
    assert_eq!(error.piece(), Some(vrchat_files::Piece::Signature));
    let id = error.file_id().expect("it is known").to_owned();
    fake.clear_faults();
    fake.clear_requests();
    let file = upload(&client, bytes(SIZE)).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(count(&fake, Operation::GetFileDataUploadStatus), 0);
    assert!(parts_taken(&fake).is_empty());
}

#[tokio::test]
async fn a_status_that_is_never_answered_is_given_up_on() {
    let (fake, _) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 3).await;
    fake.inject(Fault::on(Operation::GetFileDataUploadStatus).hang());
    let limit = std::time::Duration::from_secs(2);
    let client = builder(&fake).answer_timeout(limit).build().expect("built");
    let file = upload(&client, bytes(SIZE)).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(parts_taken(&fake).len(), 5, "what is there could not be told");
}

/// Sends all parts and finishes the file, as another tool may.
async fn finish_by_hand(client: &Client, id: &str) {
    let mut etags = Vec::new();
    for (number, part) in (1..).zip(bytes(SIZE).chunks(PART)) {
        let start = client.start_file_data_upload(id, 1, "file").part_number(number).await;
        let stored = client.put_part(start.expect("given").url, part.to_vec()).await;
        etags.push(stored.expect("stored").etag().expect("a tag").to_owned());
    }
    client.finish_file_data_upload(id, 1, "file").etags(etags).await.expect("finished");
}

#[tokio::test]
async fn a_file_that_was_finished_while_its_status_was_asked_for_is_not_sent() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 3).await;
    // The question arrives once the file is complete, and is never answered then.
    fake.inject(Fault::on(Operation::GetFileDataUploadStatus).hold());
    let limit = std::time::Duration::from_secs(4);
    let patient = builder(&fake).answer_timeout(limit).build().expect("built");
    let going_on = tokio::spawn(upload(&patient, bytes(SIZE)).into_file(&id).into_future());
    let is_status =
        |one: &vrchat_files_fake::Request| one.operation == Operation::GetFileDataUploadStatus;
    assert!(fake.wait_for_request(is_status).await);
    // Another tool sends the rest and finishes the file.
    finish_by_hand(&client, &id).await;
    fake.clear_requests();
    fake.release();
    let file = going_on.await.expect("no panic").expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(requests(&fake, Operation::StoragePut).len(), 1, "the signature alone");
}

#[tokio::test]
async fn a_file_that_was_finished_before_an_address_was_asked_for_is_not_sent() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 3).await;
    fake.inject(Fault::on(Operation::StartFileDataUpload).part(5).hold());
    let going_on = tokio::spawn(upload(&client, bytes(SIZE)).into_file(&id).into_future());
    let is_start = |one: &vrchat_files_fake::Request| {
        one.operation == Operation::StartFileDataUpload && one.part == Some(5)
    };
    assert!(fake.wait_for_request(is_start).await);
    finish_by_hand(&client, &id).await;
    fake.release();
    let file = going_on.await.expect("no panic").expect("it is complete");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
}

#[tokio::test]
async fn a_version_that_became_somebody_elses_is_no_success() {
    let (fake, client) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 3).await;
    // While the signature is sent, another tool puts a version of the same number in its place.
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::Signature).hold());
    let going_on = tokio::spawn(upload(&client, bytes(SIZE)).into_file(&id).into_future());
    let is_signature = |one: &vrchat_files_fake::Request| {
        one.operation == Operation::StoragePut && one.piece == Some(Piece::Signature)
    };
    assert!(fake.wait_for_request(is_signature).await);
    client.delete_file_version(&id, 1).await.expect("deleted");
    let other = vrchat_files::digest(bytes(10)).await.expect("digested");
    let signature = other.signature();
    let body =
        vrchat_files::types::CreateFileVersionRequest::new(signature.md5(), signature.size());
    let body = body.file_md5(other.md5()).file_size_in_bytes(other.size());
    client.create_file_version(&id, body).await.expect("made");
    for (piece, source) in [("file", bytes(10)), ("signature", signature.to_vec().expect("read"))] {
        let start = client.start_file_data_upload(&id, 1, piece).await.expect("given");
        client.put_part(start.url, source).await.expect("stored");
        client.finish_file_data_upload(&id, 1, piece).await.expect("finished");
    }
    assert_eq!(last_version(&fake, &id), (1, "complete".to_owned()));
    fake.release();
    let error = going_on.await.expect("no panic").expect_err("it is another's");
    assert!(error.to_string().contains("somebody has deleted the version"), "{error}");
}
