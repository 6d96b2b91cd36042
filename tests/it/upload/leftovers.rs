//! Versions that somebody else may be uploading: never touched unasked.

use vrchat_files::{Client, Error, Remedy, Upload};
use vrchat_files_fake::{Fake, Fault, Operation};

use super::{as_a_whole, assert_stored, builder, bytes, client, count, last_version};

fn upload(client: &Client, size: usize) -> Upload {
    client.upload(bytes(size)).name("a").extension(".vrca")
}

/// A file whose version 1 waits for 5000 bytes.
async fn unfinished() -> (Fake, Client, String) {
    let (fake, client) = as_a_whole().await;
    fake.inject(Fault::on(Operation::StoragePut).reset().always());
    let once = builder(&fake).retries(0).build().expect("built");
    let error = upload(&once, 5000).await.expect_err("it is interrupted");
    fake.clear_faults();
    fake.clear_requests();
    let id = error.file_id().expect("it is known").to_owned();
    assert_eq!(last_version(&fake, &id), (1, "waiting".to_owned()));
    (fake, client, id)
}

/// That an error names the version that is in the way, and that it is left alone.
fn assert_in_the_way(fake: &Fake, error: &Error, id: &str, says: &str) {
    assert!(error.is_unfinished(), "{error}");
    assert_eq!((error.file_id(), error.version()), (Some(id), Some(1)));
    let line = error.to_string();
    assert!(line.starts_with(&format!("upload to version 1 of {id}: {says}")), "{line}");
    let advice = match says.contains("failed") {
        true => format!("`.into_file(\"{id}\").replace_unfinished()` begins anew"),
        false => "or call `.replace_unfinished()` if nobody is at it".to_owned(),
    };
    assert!(line.ends_with(&advice), "{line}");
    let remedy = if says.contains("failed") { Remedy::Replace } else { Remedy::WaitOrReplace };
    assert_eq!(error.remedy(), Some(remedy));
    let asked: Vec<Operation> = fake.requests().iter().map(|one| one.operation).collect();
    assert!(asked.iter().all(|operation| *operation == Operation::GetFile), "{asked:?}");
}

#[tokio::test]
async fn a_version_that_waits_for_other_data_is_left_alone() {
    let (fake, client, id) = unfinished().await;
    let error = upload(&client, 6000).into_file(&id).await.expect_err("it is in the way");
    assert_in_the_way(&fake, &error, &id, "the version is `waiting` with other data");
}

#[tokio::test]
async fn a_version_in_error_or_in_the_queue_is_left_alone() {
    let (fake, client, id) = unfinished().await;
    for (status, size, says) in [
        ("error", 5000, "the version is `error` with the same data, and its upload failed"),
        ("error", 6000, "the version is `error` with other data, and its upload failed"),
        (
            "queued",
            6000,
            "the version is `queued` with other data, and its upload may be under way",
        ),
    ] {
        fake.set_version_status(&id, 1, status);
        let error = upload(&client, size).into_file(&id).await.expect_err("it is in the way");
        assert_in_the_way(&fake, &error, &id, says);
    }
}

#[tokio::test]
async fn the_same_data_in_the_queue_is_waited_for_and_not_sent() {
    let (fake, client, id) = unfinished().await;
    fake.set_version_status(&id, 1, "queued");
    let limit = std::time::Duration::from_millis(10);
    let waiting = upload(&client, 5000).into_file(&id).settle_limit(limit);
    let error = waiting.await.expect_err("it stays in the queue");
    assert!(error.is_still_pending(), "{error}");
    assert_eq!(error.version(), Some(1));
    assert_eq!(count(&fake, Operation::StartFileDataUpload), 0);
    assert_eq!(last_version(&fake, &id), (1, "queued".to_owned()));
}

#[tokio::test]
async fn it_is_replaced_when_that_is_asked_for() {
    for (status, size) in [("waiting", 6000), ("error", 5000), ("queued", 5000), ("queued", 6000)] {
        let (fake, client, id) = unfinished().await;
        fake.set_version_status(&id, 1, status);
        let replacing = upload(&client, size).into_file(&id).replace_unfinished();
        let file = replacing.await.unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_stored(&fake, &file, &bytes(size)).await;
        // The file is read once more right before its version is deleted.
        let asked: Vec<Operation> = fake.requests().iter().map(|one| one.operation).collect();
        assert_eq!(
            asked[..4],
            [
                Operation::GetFile,
                Operation::GetFile,
                Operation::DeleteFileVersion,
                Operation::CreateFileVersion
            ]
        );
    }
}

#[tokio::test]
async fn a_version_that_is_finished_meanwhile_is_not_deleted() {
    let (fake, client, id) = unfinished().await;
    // It is waiting at the first look, and complete at the second.
    fake.inject(Fault::on(Operation::GetFile).skip(1).hold());
    let task =
        tokio::spawn(upload(&client, 6000).into_file(&id).replace_unfinished().into_future());
    let in_time = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while count(&fake, Operation::GetFile) < 2 {
        assert!(std::time::Instant::now() < in_time, "it is looked at twice");
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    fake.set_version_status(&id, 1, "complete");
    fake.release();
    let file = task.await.expect("no panic").expect("it succeeds");
    assert_eq!(count(&fake, Operation::DeleteFileVersion), 0);
    assert_stored(&fake, &file, &bytes(6000)).await;
    assert_eq!(last_version(&fake, &id).0, 2);
}

#[tokio::test]
async fn the_same_data_that_waits_is_gone_on_with_even_so() {
    let (fake, client, id) = unfinished().await;
    let file = upload(&client, 5000).into_file(&id).replace_unfinished().await.expect("it goes on");
    assert_stored(&fake, &file, &bytes(5000)).await;
    assert_eq!(count(&fake, Operation::DeleteFileVersion), 0);
}

#[tokio::test]
async fn what_an_upload_left_can_be_abandoned() {
    let (fake, client, id) = unfinished().await;
    let error = upload(&client, 6000).into_file(&id).abandon().await.expect_err("it is another's");
    assert_in_the_way(&fake, &error, &id, "the version is `waiting` with other data");
    let file = upload(&client, 5000).into_file(&id).abandon().await.expect("it is deleted");
    assert_eq!(file.versions.last().map(|version| version.version), Some(0));
    assert_eq!(last_version(&fake, &id), (0, "complete".to_owned()));
    // There is nothing left to abandon, and a complete version is none.
    upload(&client, 5000).into_file(&id).abandon().await.expect("nothing is done");
    let file = upload(&client, 5000).into_file(&id).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(5000)).await;
    upload(&client, 5000).into_file(&id).abandon().await.expect("nothing is done");
    assert_eq!(count(&fake, Operation::DeleteFileVersion), 1);
}

#[tokio::test]
async fn what_is_in_the_queue_is_not_abandoned_unasked() {
    let (fake, client, id) = unfinished().await;
    fake.set_version_status(&id, 1, "queued");
    let error = upload(&client, 5000).into_file(&id).abandon().await.expect_err("it is in the way");
    assert_in_the_way(&fake, &error, &id, "the version is `queued` with the same data");
    // Nobody has to read the source to delete what is there.
    let abandoning = client.upload("/gone").into_file(&id).replace_unfinished().abandon();
    abandoning.await.expect("it is deleted");
    assert_eq!(last_version(&fake, &id), (0, "complete".to_owned()));
}

#[tokio::test]
async fn an_upload_that_is_kept_and_not_polled_is_named() {
    let (fake, client, id) = unfinished().await;
    fake.inject(Fault::on(Operation::StoragePut).hold());
    let mut kept = std::pin::pin!(upload(&client, 5000).into_file(&id).into_future());
    tokio::select! {
        _ = &mut kept => panic!("it is held"),
        is_there = fake.wait_for_request(|one| one.operation == Operation::StoragePut) => assert!(is_there),
    }
    let error = upload(&client, 5000).into_file(&id).abandon().await.expect_err("it has its turn");
    assert!(error.is_unfinished(), "{error}");
    assert!(
        error.to_string().contains("another upload of this process goes into the file"),
        "{error}"
    );
}

#[tokio::test]
async fn another_version_is_abandoned_when_that_is_asked_for() {
    let (fake, client, id) = unfinished().await;
    let abandoning = upload(&client, 6000).into_file(&id).replace_unfinished().abandon();
    abandoning.await.expect("it is deleted");
    assert_eq!(last_version(&fake, &id), (0, "complete".to_owned()));
}

#[tokio::test]
async fn what_to_abandon_has_to_be_said() {
    let (fake, _) = as_a_whole().await;
    let error = upload(&client(&fake), 1).abandon().await.expect_err("it is refused");
    assert_eq!(error.parameter(), Some("into_file"));
    assert_eq!(fake.requests().len(), 0);
}
