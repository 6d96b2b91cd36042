//! Images that come in one go.

use reqwest::Method;
use serde_json::{Value, json};
use vrchat_files_fake::{Operation, Piece};

use crate::client::{Client, md5};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot really a picture";

/// A form: texts, then the file where there is one.
fn form(texts: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, text) in texts {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        form.extend([head.as_bytes(), text.as_bytes(), b"\r\n"].concat());
    }
    if let Some((content_type, bytes)) = file {
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"blob\"\r\n";
        let head = format!("{head}Content-Type: {content_type}\r\n\r\n");
        form.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    form.extend(b"--x--\r\n");
    form
}

async fn send(client: &Client, path: &str, body: Vec<u8>) -> (u16, Value) {
    let url = format!("{}{path}", client.fake.base_url());
    let request = client.http.request(Method::POST, url);
    let request = request.header("cookie", format!("auth={}", client.fake.auth_cookie()));
    let request = request.header("content-type", "multipart/form-data; boundary=x").body(body);
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.unwrap()).unwrap())
}

#[tokio::test]
async fn an_image_becomes_a_file_that_is_complete() {
    let client = Client::start().await;
    let texts = [
        ("tag", "emojianimated"),
        ("frames", "8"),
        ("framesOverTime", "12"),
        ("animationStyle", "bats"),
        ("maskTag", "circle"),
        ("loopStyle", "pingpong"),
    ];
    let (status, file) = send(&client, "/file/image", form(&texts, Some(("image/png", PNG)))).await;
    assert_eq!(status, 200, "{file}");
    let id = file["id"].as_str().unwrap();
    let (base, version) = (client.fake.base_url(), &file["versions"][1]);
    let expected = json!({
        "animationStyle": "bats",
        "extension": ".png",
        "frames": 8,
        "framesOverTime": 12,
        "id": id,
        "loopStyle": "pingpong",
        "maskTag": "circle",
        "mimeType": "image/png",
        "name": "blob",
        "ownerId": file["ownerId"],
        "tags": ["emojianimated"],
        "versions": [
            { "created_at": file["versions"][0]["created_at"], "status": "complete", "version": 0 },
            {
                "created_at": version["created_at"],
                "file": {
                    "category": "simple",
                    "fileName": format!("blob.{id}.1.png"),
                    "md5": md5(PNG),
                    "sizeInBytes": PNG.len(),
                    "status": "complete",
                    "uploadId": "",
                    "url": format!("{base}/file/{id}/1/file"),
                },
                "status": "complete",
                "version": 1,
            },
        ],
    });
    assert_eq!(file, expected);
    assert_eq!(client.get(&format!("/file/{id}")).await, (200, expected));
    assert_eq!(client.fake.stored(id, 1, Piece::File).await.unwrap(), PNG);
    assert_eq!(client.fake.requests()[0].operation, Operation::UploadImage);
}

#[tokio::test]
async fn a_path_of_one_purpose_gives_its_tag() {
    let client = Client::start().await;
    for (path, tag) in [("/gallery", "gallery"), ("/icon", "icon")] {
        let (status, file) = send(&client, path, form(&[], Some(("image/png", PNG)))).await;
        assert_eq!((status, &file["tags"]), (200, &json!([tag])), "{path}");
        assert!(file.get("frames").is_none());
        let (_, listed) = client.get(&format!("/files?tag={tag}")).await;
        assert_eq!(listed[0]["id"], file["id"]);
        let body = form(&[("tag", tag)], Some(("image/png", PNG)));
        assert_eq!(send(&client, path, body).await.0, 400, "{path} asks what it is for");
        assert_eq!(send(&client, path, form(&[], None)).await.0, 400, "{path} without a file");
    }
    let operations: Vec<_> = client.fake.requests().iter().map(|one| one.operation).collect();
    assert!(operations.contains(&Operation::UploadGalleryImage));
    assert!(operations.contains(&Operation::UploadIcon));
}

#[tokio::test]
async fn forms_that_are_refused() {
    let client = Client::start().await;
    let png = || Some(("image/png", PNG));
    let animated =
        |frames, speed| [("tag", "emojianimated"), ("frames", frames), ("framesOverTime", speed)];
    let ascii = form(&[("tag", "icon")], Some(("image/png", b"no picture")));
    let ascii = String::from_utf8(ascii).unwrap();
    let refused: [(&str, Vec<u8>); 17] = [
        ("a file without a name", ascii.replace("; filename=\"blob\"", "").into_bytes()),
        (
            "a tag that is a file",
            ascii.replace("=\"tag\"", "=\"tag\"; filename=\"a\"").into_bytes(),
        ),
        ("no form", b"{}".to_vec()),
        ("no end", form(&[("tag", "icon")], png())[..80].to_vec()),
        ("no file", form(&[("tag", "icon")], None)),
        ("a file that is a text", form(&[("tag", "icon"), ("file", "x")], None)),
        ("another type", form(&[("tag", "icon")], Some(("image/jpeg", PNG)))),
        ("an empty file", form(&[("tag", "icon")], Some(("image/png", b"")))),
        ("no tag", form(&[], png())),
        ("an unknown tag", form(&[("tag", "x")], png())),
        ("two tags", form(&[("tag", "icon"), ("tag", "icon")], png())),
        ("an unknown part", form(&[("tag", "icon"), ("maskTeg", "star")], png())),
        ("an empty style", form(&[("tag", "icon"), ("maskTag", "")], png())),
        ("no frames", form(&[("tag", "emojianimated")], png())),
        ("too few frames", form(&animated("1", "12"), png())),
        ("too many frames", form(&animated("65", "12"), png())),
        ("no speed", form(&animated("2", "0"), png())),
    ];
    for (what, body) in refused {
        let (status, answer) = send(&client, "/file/image", body).await;
        assert_eq!(status, 400, "{what}: {answer}");
    }
    let too_fast = send(&client, "/file/image", form(&animated("2", "65"), png())).await;
    assert_eq!(too_fast.0, 400);
    assert!(client.fake.files().is_empty());
    for (frames, speed) in [("2", "1"), ("64", "64")] {
        let answer = send(&client, "/file/image", form(&animated(frames, speed), png())).await;
        assert_eq!(answer.0, 200, "{}", answer.1);
    }
    assert_eq!(client.send(Method::POST, "/icon", Some(json!({}))).await.0, 400);
}
