//! The fake as a whole: how it ends, and what it tells of what has arrived.

use reqwest::Method;
use serde_json::json;
use vrchat_files_fake::{Fake, Host, NewFile, Operation, Piece};

use crate::client::{Client, noise};

#[tokio::test]
async fn it_stops_with_its_last_handle() {
    let client = Client::start().await;
    let id = client.fake.add_file(NewFile { bytes: vec![1], ..NewFile::default() }).await;
    let path = client.fake.stored_path(&id, 1, Piece::File).await.unwrap();
    let url = client.fake.base_url();
    let Client { fake, http } = client;
    let second = fake.clone();
    drop(fake);
    assert_eq!(http.get(&url).send().await.unwrap().status(), 404);
    assert!(path.exists());
    drop(second);
    // The servers' tasks end when they are next looked at.
    while http.get(&url).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
    while path.exists() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn requests_are_told_as_they_arrived() {
    let client = Client::of(Fake::builder().multipart_from(100).start().await.unwrap());
    let id = client.announced(&noise(100), b"s").await;
    client.fake.clear_requests();
    let url = client.url(&id, Piece::File, Some(2)).await;
    client.upload_part(&url, &noise(70)).await.unwrap();
    let body = json!({ "etags": ["x"] });
    let path = format!("/file/{id}/1/file/finish");
    client.send(Method::PUT, &path, Some(body.clone())).await;
    let requests = client.fake.requests();
    let [start, part, finish] = &*requests else { panic!("{requests:#?}") };

    assert_eq!((start.host, start.operation), (Host::Api, Operation::StartFileDataUpload));
    assert_eq!((&*start.method, start.status), ("PUT", Some(200)));
    assert_eq!(start.path, format!("/api/1/file/{id}/1/file/start"));
    assert_eq!(start.query, [("partNumber".to_owned(), "2".to_owned())]);
    assert_eq!(start.header("user-agent"), Some("fake-tests/1.0"));

    assert_eq!((part.host, part.operation), (Host::Storage, Operation::StoragePut));
    assert_eq!(part.file_id.as_deref(), Some(&*id));
    assert_eq!((part.version, part.piece, part.part), (Some(1), Some(Piece::File), Some(2)));
    assert_eq!((part.received, part.body.len(), part.status), (70, 0, Some(200)));

    assert_eq!((finish.status, &*finish.body), (Some(400), body.to_string().as_bytes()));
    assert_eq!(finish.received, finish.body.len() as u64);
}

#[tokio::test]
async fn many_clients_at_once() {
    let client = Client::of(Fake::builder().multipart_from(1000).start().await.unwrap());
    let uploads = (0..16).map(|number| {
        let client = Client::of(client.fake.clone());
        tokio::spawn(async move {
            let file = noise(1000 + number);
            let id = client.announced(&file, b"signature").await;
            let data = async {
                let etags = client.upload_parts(&id, Piece::File, &file).await;
                let finished = client.finish(&id, Piece::File, Some(&[&etags[0]])).await;
                assert_eq!(finished.0, 200);
            };
            tokio::join!(data, client.upload_simple(&id, Piece::Signature, b"signature"));
            assert_eq!(client.fake.stored(&id, 1, Piece::File).await.unwrap(), file);
        })
    });
    for upload in uploads.collect::<Vec<_>>() {
        upload.await.unwrap();
    }
    assert_eq!(client.fake.files().len(), 16);
    for record in client.fake.files() {
        assert_eq!(record["versions"][1]["status"], "complete");
    }
}
