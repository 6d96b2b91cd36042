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
    let first = moved.filter(|bytes| *bytes > 0).take(3).collect::<Vec<_>>();
    assert_eq!(first, [1, 2, 3].map(|parts| parts * PART as u64), "what is there counts");
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

#[tokio::test]
async fn a_gap_keeps_what_is_in_front_of_it() {
    let (fake, client) = in_parts().await;
    // The third part is there, and the second is not.
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(2).reset().always());
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(4).hold());
    let once = builder(&fake).retries(0).build().expect("built");
    let error = upload(&once, bytes(SIZE)).await.expect_err("it is interrupted");
    let id = error.file_id().expect("it is known").to_owned();
    fake.clear_faults();
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
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(1).reset().always());
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).part(2).hold());
    let once = builder(&fake).retries(0).build().expect("built");
    let upload = |client| upload(client, content.clone());
    let error = upload(&once).concurrency(3).await.expect_err("it is interrupted");
    let id = error.file_id().expect("it is known").to_owned();
    let third_is_there = |one: &vrchat_files_fake::Request| {
        one.operation == Operation::StoragePut && one.part == Some(3)
    };
    // Whether the third part came through before the first failed is chance; it is sent by hand.
    let _ = third_is_there;
    fake.clear_faults();
    let address =
        client.start_file_data_upload(&id, 1, "file").part_number(3).await.expect("given");
    client.put_part(address.url, content[..PART].to_vec()).await.expect("stored");
    fake.clear_requests();
    let file = upload(&client).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &content).await;
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), 3, "the first was refused");
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
    let limit = std::time::Duration::from_millis(400);
    let client = builder(&fake).answer_timeout(limit).build().expect("built");
    let file = upload(&client, bytes(SIZE)).into_file(&id).await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(parts_taken(&fake).len(), 5, "what is there could not be told");
}

#[tokio::test]
async fn a_file_that_was_finished_while_its_status_was_asked_for_is_not_sent() {
    let (fake, _) = in_parts().await;
    let id = interrupted(&fake, bytes(SIZE), 3).await;
    fake.inject(Fault::on(Operation::GetFileDataUploadStatus).hang());
    let limit = std::time::Duration::from_millis(1500);
    let client = builder(&fake).answer_timeout(limit).build().expect("built");
    let going_on = tokio::spawn(upload(&client, bytes(SIZE)).into_file(&id).into_future());
    let is_status =
        |one: &vrchat_files_fake::Request| one.operation == Operation::GetFileDataUploadStatus;
    assert!(fake.wait_for_request(is_status).await);
    // Another tool sends the rest and finishes the file.
    let mut etags = Vec::new();
    for (number, part) in (1..).zip(bytes(SIZE).chunks(PART)) {
        let address = client.start_file_data_upload(&id, 1, "file").part_number(number).await;
        let stored = client.put_part(address.expect("given").url, part.to_vec()).await;
        etags.push(stored.expect("stored").etag().expect("a tag").to_owned());
    }
    client.finish_file_data_upload(&id, 1, "file").etags(etags).await.expect("finished");
    fake.clear_requests();
    let file = going_on.await.expect("no panic").expect("it goes on");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(requests(&fake, Operation::StoragePut).len(), 1, "the signature alone");
}
