//! Whole uploads.

use serde_json::{Value, json};
use vrchat_files_fake::{Fake, Piece};

use crate::client::{Client, MIB, etag, md5, noise};

fn version(record: &Value) -> &Value {
    record["versions"].as_array().unwrap().last().unwrap()
}

#[tokio::test]
async fn a_simple_upload() {
    let client = Client::start().await;
    let (file, signature) = (noise(1000), noise(48));
    let id = client.create().await;
    let record = client.announce(&id, &file, &signature).await;
    let base = client.fake.base_url();
    let waiting = json!({
        "category": "simple",
        "fileName": format!("A.{id}.1.vrca"),
        "md5": md5(&file),
        "sizeInBytes": 1000,
        "status": "waiting",
        "uploadId": "",
        "url": format!("{base}/file/{id}/1/file"),
    });
    assert_eq!(version(&record)["file"], waiting);
    assert_eq!(version(&record)["signature"]["fileName"], format!("A.{id}.1.vrca.signature"));
    assert_eq!(version(&record)["status"], "waiting");

    let record = client.upload_simple(&id, Piece::File, &file).await;
    assert_eq!(version(&record)["file"]["status"], "complete");
    assert_eq!(version(&record)["status"], "waiting");
    let record = client.upload_simple(&id, Piece::Signature, &signature).await;
    assert_eq!(version(&record)["status"], "complete");
    assert_eq!(client.fake.file(&id).unwrap(), record);
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await.unwrap(), file);
    assert_eq!(client.fake.stored(&id, 1, Piece::Signature).await.unwrap(), signature);
}

#[tokio::test]
async fn an_upload_in_parts() {
    let client = Client::of(Fake::builder().multipart_from(1001).start().await.unwrap());
    let (file, signature) = (noise(11 * MIB), noise(1000));
    let id = client.create().await;
    let record = client.announce(&id, &file, &signature).await;
    assert_eq!(version(&record)["file"]["category"], "multipart");
    assert_eq!(version(&record)["signature"]["category"], "simple");

    let status = format!("/file/{id}/1/file/status");
    let (code, before) = client.get(&status).await;
    assert_eq!((code, &before["nextPartNumber"]), (200, &json!(0)));
    let etags = client.upload_parts(&id, Piece::File, &file).await;
    let expected: Vec<String> = file.chunks(5 * MIB).map(etag).collect();
    assert_eq!(etags, expected);
    let (_, after) = client.get(&status).await;
    let record = client.fake.file(&id).unwrap();
    let upload_id = &version(&record)["file"]["uploadId"];
    assert_ne!(upload_id, "");
    let expected = json!({
        "uploadId": upload_id,
        "fileName": format!("A.{id}.1.vrca"),
        "nextPartNumber": 3,
        "maxParts": 1000,
        "parts": [],
        "etags": etags,
    });
    assert_eq!(after, expected);

    let etags: Vec<&str> = etags.iter().map(String::as_str).collect();
    let (code, record) = client.finish(&id, Piece::File, Some(&etags)).await;
    assert_eq!(code, 200, "{record}");
    assert_eq!(version(&record)["file"]["status"], "complete");
    let record = client.upload_simple(&id, Piece::Signature, &signature).await;
    assert_eq!(version(&record)["status"], "complete");
    assert!(client.fake.stored(&id, 1, Piece::File).await.unwrap() == file);
}
