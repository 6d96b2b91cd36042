//! What S3 lets pass and what not.

use std::time::Duration;

use vrchat_files_fake::{Fake, Fault, NewFile, Operation, Piece};

use crate::client::{Client, MIB, md5, noise};

async fn refused(response: reqwest::Response, status: u16, code: &str) {
    assert_eq!(response.status(), status);
    let body = response.text().await.unwrap();
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
}

#[tokio::test]
async fn only_signed_requests_pass() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    let origin = client.fake.storage_origin();
    let url = format!("{origin}/files/{id}/1/file");
    refused(client.upload(&url, b"file").await, 403, "AccessDenied").await;
    let get = client.http.get(&url).send().await.unwrap();
    refused(get, 403, "AccessDenied").await;
    let list = client.http.get(&origin).send().await.unwrap();
    refused(list, 403, "AccessDenied").await;
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await, None);
}

#[tokio::test]
async fn a_signature_is_good_for_one_thing() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    let url = client.url(&id, Piece::File, None).await;
    let code = "SignatureDoesNotMatch";
    let (rest, signature) = url.split_once("X-Amz-Signature=").unwrap();
    let flipped = if signature.starts_with('0') { '1' } else { '0' };
    let tampered = format!("{rest}X-Amz-Signature={flipped}{}", &signature[1..]);
    refused(client.upload(&tampered, b"file").await, 403, code).await;
    let other = url.replace("/1/file", "/1/signature");
    refused(client.upload(&other, b"file").await, 403, code).await;
    let longer = url.replace("X-Amz-Expires=3600", "X-Amz-Expires=9999");
    refused(client.upload(&longer, b"file").await, 403, code).await;
    refused(client.http.get(&url).send().await.unwrap(), 403, code).await;
    let elsewhere = Client::start().await;
    let foreign = url.replace(&client.fake.storage_origin(), &elsewhere.fake.storage_origin());
    refused(client.upload(&foreign, b"file").await, 403, code).await;
    assert_eq!(client.upload(&url, b"file").await.status(), 200);
}

#[tokio::test]
async fn addresses_expire() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    client.fake.inject(Fault::on(Operation::StartFileDataUpload).expired_url());
    let url = client.url(&id, Piece::File, None).await;
    let answer = client.upload(&url, b"file").await;
    assert_eq!(answer.headers()["content-type"], "application/xml");
    refused(answer, 403, "AccessDenied").await;
    let url = client.url(&id, Piece::File, None).await;
    assert_eq!(client.upload(&url, b"file").await.status(), 200);
}

#[tokio::test]
async fn a_refusal_reaches_the_sender_of_a_large_body() {
    let client = Client::of(Fake::builder().multipart_from(1).start().await.unwrap());
    let file = noise(20 * MIB);
    let id = client.announced(&file, b"s").await;
    client.fake.inject(Fault::on(Operation::StartFileDataUpload).expired_url());
    let url = client.url(&id, Piece::File, Some(1)).await;
    refused(client.upload_part(&url, &file).await.unwrap(), 403, "AccessDenied").await;
}

#[tokio::test]
async fn the_lifetime_of_addresses_can_be_set() {
    let lifetime = Duration::from_secs(7);
    let client = Client::of(Fake::builder().url_lifetime(lifetime).start().await.unwrap());
    let id = client.announced(b"file", b"signature").await;
    assert!(client.url(&id, Piece::File, None).await.contains("X-Amz-Expires=7&"));
}

#[tokio::test]
async fn a_wrong_digest_is_refused_and_nothing_stored() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    let url = client.url(&id, Piece::File, None).await;
    let request = client.http.put(&url).header("content-md5", md5(b"other"));
    refused(request.body("file").send().await.unwrap(), 400, "BadDigest").await;
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await, None);
}

#[tokio::test]
async fn deleting_a_version_ends_its_uploads() {
    let client = Client::of(Fake::builder().multipart_from(5).start().await.unwrap());
    let id = client.announced(b"12345", b"sig").await;
    let part = client.url(&id, Piece::File, Some(1)).await;
    let simple = client.url(&id, Piece::Signature, None).await;
    assert_eq!(client.upload_part(&part, b"12345").await.unwrap().status(), 200);
    assert_eq!(client.upload(&simple, b"sig").await.status(), 200);
    assert!(client.fake.stored(&id, 1, Piece::Signature).await.is_some());
    assert_eq!(client.delete(&format!("/file/{id}/1")).await.0, 200);
    let late = client.upload_part(&part, b"12345").await.unwrap();
    refused(late, 404, "NoSuchUpload").await;
    assert_eq!(client.fake.stored(&id, 1, Piece::Signature).await, None);
    client.announce(&id, b"67890", b"sig").await;
    let (_, status) = client.get(&format!("/file/{id}/1/file/status")).await;
    assert_eq!(status["nextPartNumber"], 0);
}

#[tokio::test]
async fn no_two_fakes_know_each_other() {
    let (one, two) = (Client::start().await, Client::start().await);
    let file = NewFile { name: "x".into(), bytes: vec![1], ..NewFile::default() };
    let id = one.fake.add_file(file).await;
    assert!(one.fake.file(&id).is_some());
    assert!(two.fake.file(&id).is_none());
    assert_ne!(one.fake.auth_cookie(), two.fake.auth_cookie());
    assert_ne!(one.fake.storage_origin(), one.fake.base_url().replace("/api/1", ""));
}
