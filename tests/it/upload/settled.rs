//! Waiting for what the service does with all bytes.

use std::time::Duration;

use vrchat_files::{Client, ErrorKind, Upload, UploadStep};
use vrchat_files_fake::{Fake, Fault, Operation};

use super::{as_a_whole, assert_stored, bytes, client, count};

fn upload(client: &Client) -> Upload {
    client.upload(bytes(5000)).name("a").extension(".vrca")
}

#[tokio::test]
async fn a_version_in_the_queue_is_waited_for() {
    let fake = Fake::builder().queued_polls(2).start().await.expect("started");
    let file = upload(&client(&fake)).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(5000)).await;
    assert!(count(&fake, Operation::GetFile) >= 2);
}

#[tokio::test]
async fn a_failure_on_the_way_does_not_end_the_wait() {
    let fake = Fake::builder().queued_polls(1).start().await.expect("started");
    let gateway = "<html>bad gateway</html>";
    fake.inject(Fault::on(Operation::GetFile).times(4).answer(502, gateway));
    let file = upload(&client(&fake)).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(5000)).await;
}

#[tokio::test]
async fn why_the_service_could_not_be_asked_is_told() {
    let (fake, client) = as_a_whole().await;
    fake.inject(Fault::on(Operation::FinishFileDataUpload).times(2).stuck());
    fake.inject(
        Fault::on(Operation::GetFile).answer(429, r#"{"error":{"message":"Slow"}}"#).always(),
    );
    let upload = upload(&client).settle_limit(Duration::from_secs(20));
    let started = std::time::Instant::now();
    let error = upload.await.expect_err("it is stuck");
    assert!(started.elapsed() < Duration::from_secs(19), "a limit of minutes is not waited for");
    assert!(error.is_still_pending());
    assert!(
        error.to_string().contains("; the last time: getFile: 429 Too Many Requests: Slow"),
        "{error}"
    );
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(count(&fake, Operation::GetFile), 1);
}

#[tokio::test]
async fn a_version_that_is_never_complete_is_an_error_in_time() {
    let (fake, client) = as_a_whole().await;
    fake.inject(Fault::on(Operation::FinishFileDataUpload).times(2).stuck());
    let upload = upload(&client).settle_limit(Duration::from_millis(1200));
    let error = upload.await.expect_err("it is stuck");
    assert_eq!((error.kind(), error.step()), (ErrorKind::StillPending, Some(UploadStep::Settle)));
    assert!(error.is_still_pending() && error.asked() >= 1);
    let id = error.file_id().expect("it is known").to_owned();
    assert_eq!(error.version(), Some(1));
    let line = error.to_string();
    let says = "all bytes are sent, and the version is still `waiting`, as far as is known, after";
    assert!(line.contains(says), "{line}");
    let back = format!("; the same call with `.into_file(\"{id}\")` waits on and sends nothing");
    assert!(line.ends_with(&back), "{line}");
    assert_eq!(error.remedy(), Some(vrchat_files::Remedy::AskAgain));

    // And so it does.
    fake.clear_requests();
    fake.set_version_status(&id, 1, "complete");
    self::upload(&client).into_file(&id).await.expect("it is complete");
    assert_eq!(count(&fake, Operation::StoragePut), 0);
}

#[tokio::test]
async fn a_version_that_fails_is_an_error_that_says_so() {
    let (fake, client) = as_a_whole().await;
    fake.inject(Fault::on(Operation::FinishFileDataUpload).times(2).turns_error());
    let error = upload(&client).await.expect_err("it is rejected");
    assert_eq!((error.kind(), error.step()), (ErrorKind::Rejected, Some(UploadStep::Finish)));
    let id = error.file_id().expect("it is known").to_owned();
    let line = error.to_string();
    let says = "the service has marked the version as `error`; the same call with";
    assert!(line.contains(says), "{line}");
    assert!(
        line.ends_with(&format!("`.into_file(\"{id}\").replace_unfinished()` begins anew")),
        "{line}"
    );
    fake.clear_faults();
    let file = upload(&client).into_file(&id).replace_unfinished().await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(5000)).await;
}
