//! Uploads of any size, in parts of any size, with anything going wrong: the bytes are in S3 as they
//! were sent, or there is an error, and never is something else complete.

use std::time::Duration;

use proptest::prelude::*;
use vrchat_files::{Client, Upload};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};
use vrchat_files_tests::bytes;

use crate::run;

const LEAST_PART: usize = 5 << 20;

/// An upload.
#[derive(Clone, Debug)]
struct Case {
    size: usize,
    part_size: usize,
    /// Where the service begins to want parts.
    multipart_from: u64,
    concurrency: usize,
    queued_polls: u32,
}

/// Everything that can go wrong, and to which requests.
fn fault() -> impl Strategy<Value = Fault> {
    let operation = prop::sample::select(vec![
        Operation::CreateFile,
        Operation::CreateFileVersion,
        Operation::GetFile,
        Operation::StartFileDataUpload,
        Operation::GetFileDataUploadStatus,
        Operation::FinishFileDataUpload,
        Operation::StoragePut,
        Operation::StoragePut,
        Operation::StoragePut,
    ]);
    let piece = prop::option::of(prop::sample::select(vec![Piece::File, Piece::Signature]));
    let part = prop::option::weighted(0.3, 1..4_u32);
    (operation, piece, part, 0..3_u32, 1..4_u32, 0..14_u32, 0..6_000_000_u64).prop_map(
        |(operation, piece, part, skip, times, effect, at)| {
            let mut fault = Fault::on(operation).skip(skip).times(times);
            let has_piece = !matches!(
                operation,
                Operation::CreateFile | Operation::CreateFileVersion | Operation::GetFile
            );
            if let Some(piece) = piece.filter(|_| has_piece) {
                fault = fault.piece(piece);
            }
            if let Some(part) = part.filter(|_| operation == Operation::StoragePut) {
                fault = fault.part(part);
            }
            let is_put = operation == Operation::StoragePut;
            match effect {
                0 => fault.answer(502, "<html>bad gateway</html>"),
                1 => fault.answer_after(503, "<html>later</html>"),
                2 => fault.reset(),
                3 => fault.reset_after(),
                4 => fault.reset_in_body(at),
                5 => fault.hang(),
                6 => fault.hang_after(),
                7 => fault.answer(400, r#"{"error":{"message":"No","status_code":400}}"#),
                8 if is_put => fault.s3_error(503, "SlowDown"),
                9 if is_put => fault.s3_error(500, "InternalError"),
                10 if is_put => fault.etag("0123456789abcdef0123456789abcdef"),
                11 if is_put => fault.corrupt(),
                12 if operation == Operation::StartFileDataUpload => fault.expired_url(),
                13 if operation == Operation::FinishFileDataUpload => fault.stuck(),
                _ => fault.answer(500, "<html>oops</html>"),
            }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let sizes = prop_oneof![
        3 => 0..20_000_usize,
        2 => (1..3_usize, 0..3_usize).prop_map(|(parts, more)| parts * LEAST_PART + more - 1),
        2 => 0..3 * LEAST_PART,
    ];
    let part_size = prop_oneof![3 => Just(LEAST_PART), 1 => LEAST_PART..2 * LEAST_PART];
    let multipart_from = prop_oneof![Just(0), Just(1 << 13), Just(1 << 20), Just(u64::MAX)];
    (sizes, part_size, multipart_from, 1..4_usize, 0..2_u32).prop_map(
        |(size, part_size, multipart_from, concurrency, queued_polls)| Case {
            size,
            part_size,
            multipart_from,
            concurrency,
            queued_polls,
        },
    )
}

fn upload(client: &Client, case: &Case) -> Upload {
    let upload = client.upload(bytes(case.size)).name("a").extension(".vrca");
    let upload = upload.part_size(case.part_size as u64).concurrency(case.concurrency);
    upload.settle_limit(Duration::from_millis(900))
}

/// That whatever the service calls complete is what was sent, and nothing that was sent was wrong.
async fn assert_right(fake: &Fake, case: &Case) {
    let digests = vrchat_files::digest(bytes(case.size)).await.expect("digested");
    let signature = digests.signature().to_vec().expect("read");
    for file in fake.files() {
        let id = file["id"].as_str().expect("an id").to_owned();
        for version in file["versions"].as_array().expect("a list").iter().skip(1) {
            let number = version["version"].as_u64().expect("a number");
            assert_ne!(version["status"], "error", "wrong bytes were called finished: {version}");
            for (piece, sent) in
                [(Piece::File, bytes(case.size)), (Piece::Signature, signature.clone())]
            {
                if version[piece.as_str()]["status"] == "complete" {
                    let stored = fake.stored(&id, number, piece).await.expect("S3 has it");
                    assert!(stored == sent, "{piece:?} of {version} is something else");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn what_is_complete_is_what_was_sent(
        case in case(),
        faults in prop::collection::vec(fault(), 0..6),
        once_more in prop::collection::vec(fault(), 0..2),
    ) {
        run(async {
            let fake = Fake::builder().multipart_from(case.multipart_from);
            let fake = fake.queued_polls(case.queued_polls).start().await.expect("started");
            faults.into_iter().for_each(|fault| fake.inject(fault));
            let limit = Duration::from_millis(400);
            let client = Client::builder()
                .base_url(fake.base_url())
                .user_agent("fuzz/1.0")
                .auth_cookie(fake.auth_cookie())
                .answer_timeout(limit)
                .stall_timeout(limit)
                .retry_wait(Duration::from_micros(10))
                .build()
                .expect("built");
            let mut outcome = upload(&client, &case).await;
            assert_right(&fake, &case).await;
            // Who goes on, with less going wrong, comes to an end in time.
            for faults in [once_more, Vec::new()] {
                let Err(error) = &outcome else { break };
                fake.clear_faults();
                faults.into_iter().for_each(|fault| fake.inject(fault));
                let again = upload(&client, &case);
                outcome = match error.file_id() {
                    Some(id) => again.into_file(id).replace_unfinished().await,
                    None => again.await,
                };
                assert_right(&fake, &case).await;
            }
            let file = match outcome {
                Ok(file) => file,
                // The fate of a version that is stuck is its own.
                Err(error) => {
                    assert!(error.is_still_pending(), "nothing is wrong any more: {error}");
                    return;
                }
            };
            let version = file.versions.last().expect("it has one");
            assert_eq!(version.status.as_str(), "complete");
            let stored = fake.stored(file.id.as_ref(), version.version, Piece::File).await;
            assert!(stored.expect("S3 has it") == bytes(case.size));
        });
    }
}
