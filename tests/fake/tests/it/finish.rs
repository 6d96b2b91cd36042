//! The end of an upload, and what is refused there.

use reqwest::Method;
use serde_json::{Value, json};
use vrchat_files_fake::{Fake, Operation, Piece, Request};

use crate::client::{Client, MIB, etag, noise};

fn version(record: &Value) -> &Value {
    record["versions"].as_array().unwrap().last().unwrap()
}

async fn in_parts() -> Client {
    Client::of(Fake::builder().multipart_from(1001).start().await.unwrap())
}

#[tokio::test]
async fn a_simple_piece_has_to_be_there_and_the_one_announced() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    assert_eq!(client.finish(&id, Piece::File, None).await.0, 400);
    let url = client.url(&id, Piece::File, None).await;
    for wrong in [b"File".as_slice(), b"files"] {
        assert_eq!(client.upload(&url, wrong).await.status(), 200);
        assert_eq!(client.finish(&id, Piece::File, None).await.0, 400);
    }
    client.upload_simple(&id, Piece::File, b"file").await;
    assert_eq!(client.finish(&id, Piece::File, None).await.0, 400);
    let start = format!("/file/{id}/1/file/start");
    let (status, answer) = client.put(&start).await;
    assert_eq!(status, 400);
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("Cannot upload against a complete version entry"), "{message}");
}

#[tokio::test]
async fn tags_are_held_against_the_parts() {
    let client = in_parts().await;
    let file = noise(11 * MIB);
    let id = client.announced(&file, b"s").await;
    assert_eq!(client.finish(&id, Piece::File, Some(&["x"])).await.0, 400);
    let etags = client.upload_parts(&id, Piece::File, &file).await;
    let [one, two, three] = &*etags else { panic!("{etags:?}") };
    let quoted = format!("\"{one}\"");
    let wrong: [&[&str]; 7] = [
        &[],
        &[one, two],
        &[one, two, three, three],
        &[two, one, three],
        &[one, two, "00000000000000000000000000000000"],
        &[one, two, ""],
        &[&quoted, two, three],
    ];
    for etags in wrong {
        let (status, answer) = client.finish(&id, Piece::File, Some(etags)).await;
        assert_eq!(status, 400, "{etags:?}: {answer}");
    }
    assert_eq!(client.finish(&id, Piece::File, None).await.0, 400);
    let odd = json!({ "etags": [1, 2, 3] });
    let path = format!("/file/{id}/1/file/finish");
    assert_eq!(client.send(Method::PUT, &path, Some(odd)).await.0, 400);
    // The upload has survived all this.
    let whole = json!({ "etags": etags, "maxParts": "0", "nextPartNumber": "0" });
    let (status, record) = client.send(Method::PUT, &path, Some(whole)).await;
    assert_eq!(status, 200, "{record}");
    assert_eq!(version(&record)["file"]["status"], "complete");
}

#[tokio::test]
async fn a_part_that_is_missing_or_small() {
    let client = in_parts().await;
    let file = noise(6 * MIB);
    let id = client.announced(&file, b"s").await;
    let (first, last) = file.split_at(MIB);
    for (number, part) in [(1, first), (3, last)] {
        let url = client.url(&id, Piece::File, Some(number)).await;
        client.upload_part(&url, part).await.unwrap();
    }
    let (one, other) = (etag(first), etag(last));
    let (status, answer) = client.finish(&id, Piece::File, Some(&[&one, &other])).await;
    assert_eq!(status, 400);
    assert!(answer.to_string().contains("Part 2 has not been uploaded"), "{answer}");
    let (_, state) = client.get(&format!("/file/{id}/1/file/status")).await;
    assert_eq!((&state["nextPartNumber"], &state["etags"]), (&json!(2), &json!([one, other])));
    let url = client.url(&id, Piece::File, Some(2)).await;
    client.upload_part(&url, last).await.unwrap();
    let etags = [&*one, &other, &other];
    let (status, answer) = client.finish(&id, Piece::File, Some(&etags)).await;
    assert_eq!(status, 400);
    assert!(answer.to_string().contains("smaller than 5 MiB"), "{answer}");
}

#[tokio::test]
async fn parts_that_make_up_something_else_are_found_out_afterwards() {
    let client = in_parts().await;
    let id = client.announced(&noise(2000), b"s").await;
    let etags = client.upload_parts(&id, Piece::File, b"something else").await;
    let (status, record) = client.finish(&id, Piece::File, Some(&[&etags[0]])).await;
    assert_eq!((status, &version(&record)["status"]), (200, &json!("error")));
    assert_eq!(version(&record)["file"]["status"], "error");
    let record = client.upload_simple(&id, Piece::Signature, b"s").await;
    assert_eq!(version(&record)["status"], "error");
    assert_eq!(client.put(&format!("/file/{id}/1/file/start?partNumber=1")).await.0, 400);
    assert_eq!(client.delete(&format!("/file/{id}/1")).await.0, 200);
}

#[tokio::test]
async fn a_part_can_be_sent_again() {
    let client = in_parts().await;
    let file = noise(6 * MIB);
    let id = client.announced(&file, b"s").await;
    let url = client.url(&id, Piece::File, Some(1)).await;
    client.upload_part(&url, &noise(5 * MIB - 3)).await.unwrap();
    let etags = client.upload_parts(&id, Piece::File, &file).await;
    let etags: Vec<&str> = etags.iter().map(String::as_str).collect();
    let (status, record) = client.finish(&id, Piece::File, Some(&etags)).await;
    assert_eq!((status, &version(&record)["file"]["status"]), (200, &json!("complete")));
}

#[tokio::test]
async fn two_who_finish_at_once() {
    let client = in_parts().await;
    let file = noise(6 * MIB);
    let id = client.announced(&file, b"s").await;
    let etags = client.upload_parts(&id, Piece::File, &file).await;
    let etags: Vec<&str> = etags.iter().map(String::as_str).collect();
    let finish = || client.finish(&id, Piece::File, Some(&etags));
    let (one, other) = tokio::join!(finish(), finish());
    let mut statuses = [one.0, other.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    assert_eq!(version(&client.fake.file(&id).unwrap())["file"]["status"], "complete");
}

#[tokio::test]
async fn a_version_is_queued_for_as_long_as_was_asked_for() {
    let client = Client::of(Fake::builder().queued_polls(2).start().await.unwrap());
    let id = client.announced(b"file", b"signature").await;
    client.upload_simple(&id, Piece::Signature, b"signature").await;
    let record = client.upload_simple(&id, Piece::File, b"file").await;
    assert_eq!(version(&record)["status"], "queued");
    let path = format!("/file/{id}");
    for expected in ["queued", "queued", "complete", "complete"] {
        assert_eq!(version(&client.fake.file(&id).unwrap())["status"], expected);
        let (_, record) = client.get(&path).await;
        assert_eq!(version(&record)["status"], expected);
    }
}

#[tokio::test]
async fn the_state_of_what_is_over_is_never_told() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    let path = format!("/file/{id}/1/file/status");
    let expected = json!({
        "uploadId": "",
        "fileName": format!("A.{id}.1.vrca"),
        "nextPartNumber": 0,
        "maxParts": 1000,
        "parts": [],
        "etags": [],
    });
    assert_eq!(client.get(&path).await, (200, expected));
    client.upload_simple(&id, Piece::File, b"file").await;
    client.fake.clear_requests();
    let everything_else_goes_on = async {
        let asked = |request: &Request| request.operation == Operation::GetFileDataUploadStatus;
        assert!(client.fake.wait_for_request(asked).await);
        client.upload_simple(&id, Piece::Signature, b"signature").await
    };
    tokio::select! {
        answer = client.get(&path) => panic!("{answer:?}"),
        record = everything_else_goes_on => assert_eq!(version(&record)["status"], "complete"),
    }
    assert_eq!(client.fake.requests()[0].status, None);
}
