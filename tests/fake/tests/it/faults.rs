//! Each fault does what it says.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use vrchat_files_fake::{Fake, Fault, NewFile, Operation, Piece, Request};

use crate::client::{Client, MIB, etag, noise};

async fn in_parts() -> Client {
    Client::of(Fake::builder().multipart_from(1001).start().await.unwrap())
}

/// Whether the client saw a reset, and not an end.
fn is_reset(error: &reqwest::Error) -> bool {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<std::io::Error>() {
            // A client that is still writing may see either.
            return matches!(
                error.kind(),
                std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe
            );
        }
        source = error.source();
    }
    false
}

fn version(record: &Value) -> &Value {
    record["versions"].as_array().unwrap().last().unwrap()
}

fn is(operation: Operation) -> impl Fn(&Request) -> bool {
    move |request| request.operation == operation
}

#[tokio::test]
async fn answers_in_place_of_the_deed() {
    let client = Client::start().await;
    let fault = Fault::on(Operation::CreateFile).times(2);
    client.fake.inject(fault.answer(503, "<html>down</html>").header("Retry-After", "7"));
    client.fake.inject(Fault::on(Operation::CreateFile).answer(429, json!({ "error": "x" })));
    let body = json!({ "extension": "A", "mimeType": "image/jpeg", "name": "x" });
    let send = || client.try_send(Method::POST, "/file", Some(body.clone()));
    for _ in 0..2 {
        let answer = send().await.unwrap();
        assert_eq!(answer.status(), 503);
        assert_eq!(answer.headers()["retry-after"], "7");
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(answer.text().await.unwrap(), "<html>down</html>");
    }
    let answer = send().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["content-type"], "application/json; charset=utf-8");
    assert!(client.fake.files().is_empty());
    assert_eq!(client.fake.requests()[0].body, body.to_string());
    assert_eq!(send().await.unwrap().status(), 200);
    assert_eq!(client.fake.files().len(), 1);
}

#[tokio::test]
async fn answers_after_the_deed() {
    let client = Client::start().await;
    client.fake.inject(Fault::on(Operation::CreateFile).answer_after(502, "bad gateway"));
    let body = json!({ "extension": "A", "mimeType": "image/jpeg", "name": "x" });
    assert_eq!(client.send(Method::POST, "/file", Some(body)).await.0, 502);
    assert_eq!(client.fake.files().len(), 1);
}

#[tokio::test]
async fn errors_of_s3() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    client.fake.inject(Fault::on(Operation::StoragePut).s3_error(503, "SlowDown"));
    let url = client.url(&id, Piece::File, None).await;
    let answer = client.upload(&url, b"file").await;
    assert_eq!(answer.status(), 503);
    assert_eq!(answer.headers()["content-type"], "application/xml");
    assert!(answer.text().await.unwrap().contains("<Code>SlowDown</Code>"));
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await, None);
    assert_eq!(client.upload(&url, b"file").await.status(), 200);
}

#[tokio::test]
async fn resets_before_and_after_the_deed() {
    let client = Client::start().await;
    let body = json!({ "extension": "A", "mimeType": "image/jpeg", "name": "x" });
    let send = || client.try_send(Method::POST, "/file", Some(body.clone()));
    client.fake.inject(Fault::on(Operation::CreateFile).reset());
    client.fake.inject(Fault::on(Operation::CreateFile).reset_after());
    for files in 0..2 {
        let error = send().await.unwrap_err();
        assert!(is_reset(&error), "{error:?}");
        assert_eq!(client.fake.files().len(), files);
    }
    let statuses: Vec<_> = client.fake.requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses, [None, None]);
    assert_eq!(send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn an_upload_breaks_off_in_its_body() {
    let client = in_parts().await;
    let file = noise(9 * MIB);
    let id = client.announced(&file, b"s").await;
    let at = 2 * MIB as u64 + 17;
    client.fake.inject(Fault::on(Operation::StoragePut).part(2).reset_in_body(at));
    let one = client.url(&id, Piece::File, Some(1)).await;
    assert_eq!(client.upload_part(&one, &file[..5 * MIB]).await.unwrap().status(), 200);
    let two = client.url(&id, Piece::File, Some(2)).await;
    let error = client.upload_part(&two, &file[5 * MIB..]).await.unwrap_err();
    assert!(is_reset(&error), "{error:?}");
    let last = client.fake.requests().pop().unwrap();
    assert_eq!((last.part, last.received, last.status), (Some(2), at, None));
    let (_, status) = client.get(&format!("/file/{id}/1/file/status")).await;
    assert_eq!(status["nextPartNumber"], 1);
    assert_eq!(client.upload_part(&two, &file[5 * MIB..]).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_download_breaks_off_in_its_body() {
    let client = Client::start().await;
    let bytes = noise(3 * MIB);
    let id = client.fake.add_file(NewFile { bytes: bytes.clone(), ..NewFile::default() }).await;
    let answer = client.try_send(Method::GET, &format!("/file/{id}/1"), None).await.unwrap();
    let url = answer.headers()["location"].to_str().unwrap();
    for at in [5, 100_000] {
        client.fake.inject(Fault::on(Operation::StorageGet).reset_in_body(at));
        let mut answer = client.http.get(url).send().await.unwrap();
        assert_eq!(answer.headers()["content-length"], bytes.len().to_string());
        let mut got = Vec::new();
        let error = loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => got.extend_from_slice(&chunk),
                Ok(None) => panic!("the body ended"),
                Err(error) => break error,
            }
        };
        assert!(is_reset(&error), "{error:?}");
        assert!(got.len() as u64 <= at && bytes.starts_with(&got), "{}", got.len());
        assert_eq!(client.fake.requests().pop().unwrap().status, None);
    }
    let fault = Fault::on(Operation::StorageGet).reset_in_body(bytes.len() as u64 + 1);
    client.fake.inject(fault);
    let answer = client.http.get(url).send().await.unwrap();
    assert!(answer.bytes().await.unwrap() == bytes);
}

#[tokio::test]
async fn no_answer_with_and_without_the_deed() {
    let client = Client::start().await;
    client.fake.inject(Fault::on(Operation::CreateFile).hang());
    client.fake.inject(Fault::on(Operation::CreateFile).hang_after());
    let body = json!({ "extension": "A", "mimeType": "image/jpeg", "name": "x" });
    tokio::select! {
        answer = client.send(Method::POST, "/file", Some(body.clone())) => panic!("{answer:?}"),
        arrived = client.fake.wait_for_request(is(Operation::CreateFile)) => assert!(arrived),
    }
    assert!(client.fake.files().is_empty());
    let done = async {
        while client.fake.files().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        answer = client.send(Method::POST, "/file", Some(body)) => panic!("{answer:?}"),
        () = done => {}
    }
}

#[tokio::test]
async fn what_is_held_is_let_go() {
    let client = in_parts().await;
    let file = noise(2000);
    let id = client.announced(&file, b"s").await;
    client.fake.inject(Fault::on(Operation::StoragePut).piece(Piece::File).hold());
    let url = client.url(&id, Piece::File, Some(1)).await;
    let released = async {
        assert!(client.fake.wait_for_request(is(Operation::StoragePut)).await);
        let (_, status) = client.get(&format!("/file/{id}/1/file/status")).await;
        assert_eq!(status["nextPartNumber"], 0);
        client.fake.release();
    };
    let (answer, ()) = tokio::join!(client.upload_part(&url, &file), released);
    assert_eq!(answer.unwrap().status(), 200);
}

#[tokio::test]
async fn slow_bodies() {
    let client = Client::start().await;
    let bytes = noise(2000);
    let id = client.fake.add_file(NewFile { bytes: bytes.clone(), ..NewFile::default() }).await;
    let answer = client.try_send(Method::GET, &format!("/file/{id}/1"), None).await.unwrap();
    let url = answer.headers()["location"].to_str().unwrap();
    client.fake.inject(Fault::on(Operation::StorageGet).throttle(10_000));
    let began = Instant::now();
    let answer = client.http.get(url).send().await.unwrap();
    assert_eq!(answer.bytes().await.unwrap(), bytes);
    assert!(began.elapsed() >= Duration::from_millis(200));

    let id = client.announced(&bytes, b"s").await;
    client.fake.inject(Fault::on(Operation::StoragePut).throttle(10_000));
    let url = client.url(&id, Piece::File, None).await;
    let began = Instant::now();
    let under_way = client.fake.wait_for_request(|request| {
        request.operation == Operation::StoragePut && request.received > 0
    });
    let (answer, ()) = tokio::join!(client.upload(&url, &bytes), async {
        assert!(under_way.await);
        assert!(client.fake.requests().pop().unwrap().received < 2000);
    });
    assert_eq!(answer.status(), 200);
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn tags_that_are_no_digests() {
    let client = in_parts().await;
    let file = noise(2000);
    let id = client.announced(&file, b"s").await;
    let kms = ("x-amz-server-side-encryption", "aws:kms");
    client.fake.inject(Fault::on(Operation::StoragePut).etag("opaque").header(kms.0, kms.1));
    let url = client.url(&id, Piece::File, Some(1)).await;
    let answer = client.upload_part(&url, &file).await.unwrap();
    assert_eq!(answer.headers()["etag"], "\"opaque\"");
    assert_eq!(answer.headers()[kms.0], kms.1);
    let (_, status) = client.get(&format!("/file/{id}/1/file/status")).await;
    assert_eq!(status["etags"], json!(["opaque"]));
    assert_eq!(client.finish(&id, Piece::File, Some(&[&etag(&file)])).await.0, 400);
    assert_eq!(client.finish(&id, Piece::File, Some(&["opaque"])).await.0, 200);
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await.unwrap(), file);
}

#[tokio::test]
async fn damage_that_s3_does_not_notice() {
    let client = in_parts().await;
    let (file, signature) = (noise(2000), noise(48));
    let id = client.announced(&file, &signature).await;
    client.fake.inject(Fault::on(Operation::StoragePut).times(2).corrupt());
    let url = client.url(&id, Piece::Signature, None).await;
    let answer = client.upload(&url, &signature).await;
    assert_eq!(answer.status(), 200);
    let stored = client.fake.stored(&id, 1, Piece::Signature).await.unwrap();
    assert_eq!(stored.len(), signature.len());
    assert_ne!(stored, signature);
    assert_eq!(answer.headers()["etag"], format!("\"{}\"", etag(&stored)));
    assert_eq!(client.finish(&id, Piece::Signature, None).await.0, 400);

    let etags = client.upload_parts(&id, Piece::File, &file).await;
    assert_ne!(etags[0], etag(&file));
    let (status, record) = client.finish(&id, Piece::File, Some(&[&etags[0]])).await;
    assert_eq!((status, &version(&record)["status"]), (200, &json!("error")));
}

#[tokio::test]
async fn versions_that_never_come_to_be() {
    for (fault, expected) in [
        (Fault::on(Operation::FinishFileDataUpload).piece(Piece::File).stuck(), "waiting"),
        (Fault::on(Operation::FinishFileDataUpload).piece(Piece::File).turns_error(), "error"),
    ] {
        let client = Client::start().await;
        client.fake.inject(fault);
        let id = client.announced(b"file", b"signature").await;
        let record = client.upload_simple(&id, Piece::File, b"file").await;
        assert_eq!(version(&record)["status"], "waiting");
        let record = client.upload_simple(&id, Piece::Signature, b"signature").await;
        assert_eq!(version(&record)["status"], expected);
        for piece in ["file", "signature"] {
            assert_eq!(version(&record)[piece]["status"], "complete");
        }
        assert_eq!(client.get(&format!("/file/{id}")).await.1, record);
    }
}

#[tokio::test]
async fn faults_are_for_what_they_say() {
    let client = in_parts().await;
    let id = client.announced(&noise(2000), &noise(2000)).await;
    let start = |piece: Piece, part: u32| {
        client.put(format!("/file/{id}/1/{}/start?partNumber={part}", piece.as_str()).leak())
    };
    let fault = Fault::on(Operation::StartFileDataUpload).piece(Piece::Signature).part(2);
    client.fake.inject(fault.skip(1).times(2).answer(500, "x"));
    client.fake.inject(Fault::on(Operation::GetFile).always().answer(500, "x"));
    assert_eq!(start(Piece::File, 2).await.0, 200);
    assert_eq!(start(Piece::Signature, 1).await.0, 200);
    for expected in [200, 500, 500, 200] {
        assert_eq!(start(Piece::Signature, 2).await.0, expected);
    }
    let path = format!("/file/{id}");
    for _ in 0..3 {
        assert_eq!(client.get(&path).await.0, 500);
    }
    client.fake.clear_faults();
    assert_eq!(client.get(&path).await.0, 200);
}
