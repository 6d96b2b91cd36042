//! Signed addresses and cookies in nothing that an upload shows, whatever goes wrong.

use std::time::Duration;

use tokio::runtime::Builder;
use vrchat_files_fake::{Fake, Fault, Operation, Piece};

use super::{assert_no_cookie_left, builder, bytes, in_parts};
use crate::log::Log;
use crate::secrets::shown;

/// The signatures of all addresses that were used, and the cookie.
fn secrets(fake: &Fake) -> Vec<String> {
    let queries = fake.requests().into_iter().flat_map(|request| request.query);
    let signed =
        queries.filter(|(name, _)| name == "X-Amz-Signature" || name == "X-Amz-Credential");
    signed.map(|(_, value)| value).chain([fake.auth_cookie().to_owned()]).collect()
}

#[tokio::test]
async fn neither_errors_nor_spans_show_a_signature() {
    let log = Log::listen();
    let put = || Fault::on(Operation::StoragePut).piece(Piece::File).always();
    let mut seen = 0;
    for fault in [
        put().s3_error(403, "SignatureDoesNotMatch"),
        put().s3_error(503, "SlowDown"),
        put().reset(),
        put().reset_in_body(1000),
        put().hang(),
        put().etag("0123456789abcdef0123456789abcdef"),
        put().answer(500, "<html>X-Amz-Signature=planted</html>"),
        Fault::on(Operation::StartFileDataUpload).expired_url().always(),
        Fault::on(Operation::FinishFileDataUpload).answer(400, r#"{"error":"no"}"#).always(),
    ] {
        // On threads of its own: what S3 logs of itself is no affair of the client's.
        let elsewhere = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let elsewhere = elsewhere.expect("a runtime");
        let fake = elsewhere.spawn(async { in_parts().await.0 }).await.expect("started");
        fake.inject(fault);
        let limit = Duration::from_millis(300);
        let client = builder(&fake).retries(1).answer_timeout(limit).stall_timeout(limit).build();
        let upload = client.expect("built").upload(bytes(2 << 20)).name("a").extension(".vrca");
        let debug = format!("{upload:?}");
        let error = upload.await.expect_err("it fails");
        let secrets = secrets(&fake);
        assert!(secrets.len() > 2, "addresses were used: {error}");
        for secret in &secrets {
            for text in [&debug, &shown(&error), &log.text()] {
                assert!(!text.contains(secret.as_str()), "{secret} is shown: {text}");
            }
        }
        assert!(!shown(&error).contains("planted"), "{error}");
        assert_no_cookie_left(&fake);
        elsewhere.shutdown_background();
        seen += 1;
    }
    assert_eq!(seen, 9);
    let text = log.text();
    for part in ["upload{", "put{", "version=1", "file_id=", "elapsed_ms="] {
        assert!(text.contains(part), "spans are listened to: {part}");
    }
}
