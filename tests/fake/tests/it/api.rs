//! The API's answers, the refusals above all.

use reqwest::Method;
use serde_json::{Value, json};
use vrchat_files_fake::{Fake, Host, NewFile, Operation, Piece};

use crate::client::{Client, MIB, md5, noise};

fn message(answer: &Value) -> &str {
    answer["error"]["message"].as_str().unwrap()
}

fn image(name: &str, tag: &str) -> NewFile {
    NewFile {
        name: name.to_owned(),
        mime_type: "image/png".to_owned(),
        extension: "png".to_owned(),
        tags: vec![tag.to_owned()],
        bytes: name.as_bytes().to_vec(),
    }
}

#[tokio::test]
async fn a_file_is_created_as_the_service_creates_it() {
    let client = Client::start().await;
    let body = json!({
        "extension": "A", "mimeType": "image/jpeg", "name": "a.b", "tags": ["gallery"],
    });
    let (status, file) = client.send(Method::POST, "/file", Some(body)).await;
    let (id, owner) = (&file["id"], &file["ownerId"]);
    assert!(id.as_str().unwrap().starts_with("file_"));
    assert!(owner.as_str().unwrap().starts_with("usr_"));
    let created_at = file["versions"][0]["created_at"].as_str().unwrap();
    assert_eq!((created_at.len(), &created_at[23..]), (24, "Z"));
    let expected = json!({
        "extension": ".A",
        "id": id,
        "mimeType": "image/jpeg",
        "name": "a\u{2024}b",
        "ownerId": owner,
        "tags": ["gallery"],
        "versions": [{ "created_at": created_at, "status": "complete", "version": 0 }],
    });
    assert_eq!((status, &file), (200, &expected));
    let path = format!("/file/{}", id.as_str().unwrap());
    assert_eq!(client.get(&path).await, (200, file.clone()));
    assert_eq!(client.delete(&path).await, (200, file));
    let (status, gone) = client.get(&path).await;
    assert_eq!(
        (status, gone),
        (
            404,
            json!({
                "error": { "message": "File not found", "status_code": 404 },
            })
        )
    );
}

#[tokio::test]
async fn who_does_not_say_who_they_are_is_turned_away() {
    let client = Client::start().await;
    let url = format!("{}/files", client.fake.base_url());
    let answer = client.http.get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(message(&answer), "\"Missing Credentials\"");
    let wrong = client.http.get(&url).header("cookie", "auth=other").send().await.unwrap();
    assert_eq!(wrong.status(), 401);

    let nameless = reqwest::Client::builder().no_proxy().build().unwrap();
    let cookie = format!("twoFactorAuth=x; auth={}", client.fake.auth_cookie());
    let answer = nameless.get(&url).header("cookie", &cookie).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    assert_eq!(answer["error"]["waf_code"], 13799);
    let named = client.http.get(&url).header("cookie", cookie).send().await.unwrap();
    assert_eq!(named.status(), 200);
}

#[tokio::test]
async fn what_is_no_path_of_the_api() {
    let client = Client::start().await;
    for path in ["/nope", "/file/x/y", "/file/x/1/nope", "/file/x/1/file/nope"] {
        let (status, answer) = client.get(path).await;
        assert_eq!((status, &answer["status_code"]), (404, &json!(404)), "{path}");
        assert!(answer["error"].is_string(), "{path}");
    }
}

#[tokio::test]
async fn what_there_is_not() {
    let client = Client::start().await;
    let id = client.create().await;
    for path in ["/file/file_x", "/file/file_x/1", "/analysis/file_x/1", &format!("/file/{id}/7")] {
        assert_eq!(client.get(path).await.0, 404, "{path}");
    }
    let (status, answer) = client.get(&format!("/file/{id}/0")).await;
    assert_eq!((status, message(&answer)), (404, "File version type not found"));
    let body = json!({});
    let (status, answer) = client.send(Method::POST, "/file/file_x", Some(body)).await;
    assert_eq!((status, message(&answer)), (404, "model file_x not found"));
    let (status, answer) = client.get(&format!("/analysis/{id}/0")).await;
    let expected = json!({
        "error": { "message": "Analysis not yet available", "status_code": 202 },
    });
    assert_eq!((status, answer), (202, expected));
}

#[tokio::test]
async fn bodies_that_lack_something() {
    let client = Client::start().await;
    let id = client.create().await;
    let version = json!({
        "fileMd5": "x", "fileSizeInBytes": 1, "signatureMd5": "x", "signatureSizeInBytes": 1,
    });
    let file = json!({ "name": "", "mimeType": "image/png", "extension": "png" });
    for (path, whole) in [("/file".to_owned(), file), (format!("/file/{id}"), version)] {
        for field in whole.as_object().unwrap().keys() {
            let mut body = whole.clone();
            body.as_object_mut().unwrap().remove(field);
            let (status, answer) = client.send(Method::POST, &path, Some(body)).await;
            assert_eq!(status, 400, "{path} without {field}: {answer}");
        }
        assert_eq!(client.send(Method::POST, &path, None).await.0, 400, "{path}");
        let (status, answer) = client.send(Method::POST, &path, Some(whole)).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
}

#[tokio::test]
async fn lists_are_pages() {
    let client = Client::start().await;
    let mut ids = Vec::new();
    for name in ["1", "2", "3"] {
        ids.push(client.fake.add_file(image(name, "gallery")).await);
    }
    let plain = client.fake.add_file(image("4", "other")).await;
    let list = async |query: &str| {
        let (status, page) = client.get(&format!("/files{query}")).await;
        assert_eq!(status, 200, "{page}");
        let page = page.as_array().unwrap().iter();
        page.map(|file| file["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let newest_first: Vec<String> = ids.iter().rev().cloned().collect();
    assert_eq!(list("?tag=gallery").await, newest_first);
    assert_eq!(list("?tag=gallery&n=2").await, newest_first[..2]);
    assert_eq!(list("?tag=gallery&n=2&offset=2").await, newest_first[2..]);
    assert!(list("?tag=gallery&offset=9").await.is_empty());
    assert_eq!(list("").await, [plain]);
    assert_eq!(client.get("/files?userId=usr_x").await.0, 500);
    assert_eq!(client.get("/files?n=101").await.0, 400);
    assert_eq!(client.get("/files?n=x").await.0, 400);
    let known: Vec<Value> = client.fake.files();
    assert_eq!(known.len(), 4);
    assert_eq!(known[0]["id"], ids[0]);
}

#[tokio::test]
async fn downloads_lead_to_the_storage() {
    let client = Client::start().await;
    let id = client.fake.add_file(image("picture", "gallery")).await;
    let record = client.fake.file(&id).unwrap();
    let data = &record["versions"][1]["file"];
    assert_eq!((&data["md5"], &data["sizeInBytes"]), (&json!(md5(b"picture")), &json!(7)));
    for path in [format!("/file/{id}/1"), format!("/file/{id}/1/file")] {
        let answer = client.try_send(Method::GET, &path, None).await.unwrap();
        assert_eq!(answer.status(), 302);
        let url = answer.headers()["location"].to_str().unwrap();
        assert!(url.starts_with(&client.fake.storage_origin()), "{url}");
        let answer = client.http.get(url).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "image/png");
        assert_eq!(answer.bytes().await.unwrap(), "picture");
        let part = client.http.get(url).header("range", "bytes=3-").send().await.unwrap();
        assert_eq!(part.status(), 206);
        assert_eq!(part.bytes().await.unwrap(), "ture");
    }
    assert_eq!(client.get(&format!("/file/{id}/1/signature")).await.0, 404);
    let stored = client.fake.requests();
    let stored: Vec<_> = stored.iter().filter(|request| request.host == Host::Storage).collect();
    assert_eq!(stored.len(), 4);
    for request in stored {
        assert_eq!(request.operation, Operation::StorageGet);
        assert_eq!(request.file_id.as_deref(), Some(&*id));
        assert_eq!((request.version, request.piece), (Some(1), Some(Piece::File)));
        assert_eq!(request.header("cookie"), None);
    }
}

#[tokio::test]
async fn only_the_last_version_can_be_deleted() {
    let client = Client::start().await;
    let id = client.fake.add_file(image("old", "gallery")).await;
    let (file, signature) = (noise(100), noise(48));
    client.announce(&id, &file, &signature).await;
    let path = |version: u64| format!("/file/{id}/{version}");
    assert_eq!(client.delete(&path(0)).await.0, 400);
    let (status, answer) = client.delete(&path(1)).await;
    assert_eq!((status, &answer["error"]["status_code"]), (500, &json!(500)));
    assert!(message(&answer).starts_with("409 Cannot delete against anything but the latest"));
    assert_eq!(client.delete(&path(3)).await.0, 404);
    let (status, rest) = client.delete(&path(2)).await;
    assert_eq!((status, rest["versions"].as_array().unwrap().len()), (200, 2));
    assert_eq!(client.delete(&path(1)).await.0, 200);
    assert_eq!(client.fake.stored(&id, 1, Piece::File).await, None);
}

#[tokio::test]
async fn one_version_at_a_time_is_under_way() {
    let client = Client::start().await;
    let id = client.announced(b"file", b"signature").await;
    let body = json!({
        "fileMd5": "x", "fileSizeInBytes": 1, "signatureMd5": "x", "signatureSizeInBytes": 1,
    });
    let path = format!("/file/{id}");
    for status in ["waiting", "queued", "error"] {
        assert!(client.fake.set_version_status(&id, 1, status));
        let answer = client.send(Method::POST, &path, Some(body.clone())).await;
        assert_eq!(answer.0, 400, "{status}");
    }
    assert!(client.fake.set_version_status(&id, 1, "complete"));
    assert_eq!(client.send(Method::POST, &path, Some(body)).await.0, 200);
    assert!(!client.fake.set_version_status(&id, 9, "complete"));
}

#[tokio::test]
async fn start_goes_by_the_category() {
    let client = Client::of(Fake::builder().multipart_from(100).start().await.unwrap());
    let id = client.announced(&noise(100), &noise(99)).await;
    let simple = format!("/file/{id}/1/signature/start");
    let parts = format!("/file/{id}/1/file/start");
    assert_eq!(client.put(&simple).await.0, 200);
    assert_eq!(client.put(&format!("{simple}?partNumber=1")).await.0, 400);
    assert_eq!(client.put(&parts).await.0, 400);
    for number in ["0", "10001", "x", "-1"] {
        assert_eq!(client.put(&format!("{parts}?partNumber={number}")).await.0, 400, "{number}");
    }
    assert_eq!(client.put(&format!("{parts}?partNumber=1")).await.0, 200);
    assert_eq!(client.put(&format!("{parts}?partNumber=10000")).await.0, 200);
    assert_eq!(client.put(&format!("/file/{id}/1/delta/start")).await.0, 404);
    let record = client.fake.file(&id).unwrap();
    assert_eq!(record["versions"][1]["file"]["category"], "multipart");
    assert_eq!(record["versions"][1]["signature"]["category"], "simple");
    let usual = Client::start().await;
    let id = usual.announced(&noise(8 * MIB), &noise(8 * MIB - 1)).await;
    let record = usual.fake.file(&id).unwrap();
    assert_eq!(record["versions"][1]["file"]["category"], "multipart");
    assert_eq!(record["versions"][1]["signature"]["category"], "simple");
}
