//! Answers to `finish` that are lost or are no success: the file's record tells what came of it.

use std::time::Duration;

use vrchat_files::{Client, Upload, UploadStep};
use vrchat_files_fake::{Fault, Operation, Piece};

use super::{PART, assert_stored, builder, bytes, client, count, in_parts};

const SIZE: usize = PART + 1;

fn upload(client: &Client) -> Upload {
    client.upload(bytes(SIZE)).name("a").extension(".vrca").part_size(PART as u64)
}

fn on_finish(piece: Piece) -> Fault {
    Fault::on(Operation::FinishFileDataUpload).piece(piece)
}

/// That an upload succeeds with this, and asks to finish so often in all.
async fn assert_settled(fault: Fault, finishes: usize) {
    let (fake, _) = in_parts().await;
    let shown = format!("{fault:?}");
    fake.inject(fault);
    let client = builder(&fake).answer_timeout(Duration::from_secs(3)).build().expect("built");
    let file = upload(&client).await.unwrap_or_else(|error| panic!("{shown}: {error}"));
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), finishes, "{shown}");
    assert!(count(&fake, Operation::GetFile) >= 1, "the record is read: {shown}");
    // What is complete is not asked for its status, which would never be answered.
    assert_eq!(count(&fake, Operation::GetFileDataUploadStatus), 1, "{shown}");
}

#[tokio::test]
async fn an_answer_that_is_lost_after_all_was_done_is_settled_by_the_record() {
    for piece in [Piece::File, Piece::Signature] {
        assert_settled(on_finish(piece).answer_after(500, "<html>oops</html>"), 2).await;
        assert_settled(on_finish(piece).answer_after(502, "<html>bad gateway</html>"), 2).await;
        assert_settled(on_finish(piece).reset_after(), 2).await;
        assert_settled(on_finish(piece).hang_after(), 2).await;
    }
}

#[tokio::test]
async fn what_was_not_done_is_asked_for_again() {
    for piece in [Piece::File, Piece::Signature] {
        assert_settled(on_finish(piece).answer(503, "<html>later</html>"), 3).await;
        assert_settled(on_finish(piece).reset(), 3).await;
        assert_settled(on_finish(piece).hang(), 3).await;
    }
}

#[tokio::test]
async fn a_refusal_is_an_error() {
    let (fake, _) = in_parts().await;
    let refusal = r#"{"error":{"message":"No","status_code":400}}"#;
    fake.inject(on_finish(Piece::File).answer(400, refusal).always());
    let error = upload(&client(&fake)).await.expect_err("it is refused");
    assert_eq!(error.step(), Some(UploadStep::Finish));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), 1);
    let line = error.to_string();
    assert!(line.contains(", the file: finishFileDataUpload: 400 Bad Request: No"), "{line}");
}

#[tokio::test]
async fn a_record_that_cannot_be_read_at_once_is_read_again() {
    let (fake, client) = in_parts().await;
    fake.inject(on_finish(Piece::File).reset_after());
    fake.inject(Fault::on(Operation::GetFile).answer(500, "<html>oops</html>").times(2));
    let file = upload(&client).await.expect("it succeeds");
    assert_stored(&fake, &file, &bytes(SIZE)).await;
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), 2);
}

#[tokio::test]
async fn a_version_that_fails_when_it_is_finished_is_not_sent_on() {
    let (fake, client) = in_parts().await;
    fake.inject(on_finish(Piece::File).hold());
    let task = tokio::spawn(upload(&client).into_future());
    assert!(fake.wait_for_request(|one| one.operation == Operation::FinishFileDataUpload).await);
    let id = fake.files()[0]["id"].as_str().expect("an id").to_owned();
    fake.set_version_status(&id, 1, "error");
    fake.release();
    let error = task.await.expect("no panic").expect_err("it has failed");
    assert_eq!(error.kind(), vrchat_files::ErrorKind::Rejected, "{error}");
    assert_eq!(count(&fake, Operation::FinishFileDataUpload), 1);
}

#[tokio::test]
async fn a_version_that_was_deleted_meanwhile_is_an_error() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::StoragePut).piece(Piece::Signature).hold());
    let task = tokio::spawn(upload(&client).into_future());
    assert!(
        fake.wait_for_request(
            |one| one.operation == Operation::StoragePut && one.piece == Some(Piece::Signature)
        )
        .await
    );
    let id = fake.files()[0]["id"].as_str().expect("an id").to_owned();
    client.delete_file_version(&id, 1).await.expect("deleted");
    fake.release();
    let error = task.await.expect("no panic").expect_err("the version is gone");
    assert_eq!(error.file_id(), Some(id.as_str()), "{error}");
    assert!(error.to_string().contains("somebody has deleted the version"), "{error}");
}

#[tokio::test]
async fn a_version_whose_answer_is_lost_is_found_and_not_made_twice() {
    for fault in [
        Fault::on(Operation::CreateFileVersion).reset_after(),
        Fault::on(Operation::CreateFileVersion).answer_after(502, "<html>bad gateway</html>"),
        Fault::on(Operation::CreateFileVersion).answer(503, "<html>later</html>"),
    ] {
        let (fake, client) = in_parts().await;
        fake.inject(fault);
        let file = upload(&client).await.expect("it succeeds");
        assert_stored(&fake, &file, &bytes(SIZE)).await;
        assert_eq!(file.versions.last().map(|version| version.version), Some(1));
    }
}

#[tokio::test]
async fn a_file_whose_answer_is_lost_is_not_made_twice() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::CreateFile).reset_after());
    let error = upload(&client).await.expect_err("nobody knows its id");
    assert_eq!((error.step(), error.file_id()), (Some(UploadStep::Create), None));
    assert_eq!(error.remedy(), Some(vrchat_files::Remedy::LookForFile));
    assert_eq!(fake.files().len(), 1);
    let line = error.to_string();
    assert!(
        line.ends_with(
            "; a file may have been made all the same: look for it before you begin anew"
        ),
        "{line}"
    );
    // Nor is one whose answer cannot be read.
    fake.inject(Fault::on(Operation::CreateFile).answer_after(200, "[]"));
    let error = upload(&client).await.expect_err("it is no file");
    assert!(error.to_string().ends_with("look for it before you begin anew"), "{error}");
    fake.inject(Fault::on(Operation::CreateFile).answer(403, r#"{"error":{"message":"No"}}"#));
    let error = upload(&client).await.expect_err("it is refused");
    assert!(error.to_string().ends_with("; nothing was made"), "{error}");
}
