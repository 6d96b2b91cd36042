//! A client of few lines.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::redirect::Policy;
use reqwest::{Method, Response};
use s3s::crypto::{Checksum, Md5};
use serde_json::{Value, json};
use vrchat_files_fake::{Fake, Piece};

pub const MIB: usize = 1024 * 1024;

/// Bytes of which no two stretches are alike.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    let mut bytes: Vec<u8> = (0..length.div_ceil(8)).flat_map(|_| next()).collect();
    bytes.truncate(length);
    bytes
}

pub fn md5(bytes: &[u8]) -> String {
    STANDARD.encode(Md5::checksum(bytes))
}

pub fn etag(bytes: &[u8]) -> String {
    Md5::checksum(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A client with an account.
pub struct Client {
    pub fake: Fake,
    pub http: reqwest::Client,
}

impl Client {
    pub async fn start() -> Self {
        Self::of(Fake::start().await.unwrap())
    }

    pub fn of(fake: Fake) -> Self {
        let http = reqwest::Client::builder()
            .user_agent("fake-tests/1.0")
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { fake, http }
    }

    /// A request to the API with the account's cookie.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> reqwest::Result<Response> {
        let url = format!("{}{path}", self.fake.base_url());
        let cookie = format!("auth={}", self.fake.auth_cookie());
        let request = self.http.request(method, url).header("cookie", cookie);
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        request.send().await
    }

    /// Status and JSON of what the API answers.
    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let response = self.try_send(method, path, body).await.unwrap();
        let status = response.status().as_u16();
        let body = response.text().await.unwrap();
        (status, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send(Method::GET, path, None).await
    }

    pub async fn put(&self, path: &str) -> (u16, Value) {
        self.send(Method::PUT, path, None).await
    }

    pub async fn delete(&self, path: &str) -> (u16, Value) {
        self.send(Method::DELETE, path, None).await
    }

    pub async fn create(&self) -> String {
        let body = json!({ "extension": "vrca", "mimeType": "application/x-avatar", "name": "A" });
        let (status, file) = self.send(Method::POST, "/file", Some(body)).await;
        assert_eq!(status, 200, "{file}");
        file["id"].as_str().unwrap().to_owned()
    }

    /// Announces a version and gives the record.
    pub async fn announce(&self, id: &str, file: &[u8], signature: &[u8]) -> Value {
        let body = json!({
            "fileMd5": md5(file),
            "fileSizeInBytes": file.len(),
            "signatureMd5": md5(signature),
            "signatureSizeInBytes": signature.len(),
        });
        let (status, file) = self.send(Method::POST, &format!("/file/{id}"), Some(body)).await;
        assert_eq!(status, 200, "{file}");
        file
    }

    /// A File with a version 1 that waits for these bytes.
    pub async fn announced(&self, file: &[u8], signature: &[u8]) -> String {
        let id = self.create().await;
        self.announce(&id, file, signature).await;
        id
    }

    /// An address to upload a piece of version 1 to.
    pub async fn url(&self, id: &str, piece: Piece, part: Option<u32>) -> String {
        let query = part.map_or(String::new(), |part| format!("?partNumber={part}"));
        let path = format!("/file/{id}/1/{}/start{query}", piece.as_str());
        let (status, answer) = self.put(&path).await;
        assert_eq!(status, 200, "{answer}");
        answer["url"].as_str().unwrap().to_owned()
    }

    /// Uploads bytes as an uploader of a simple piece does.
    pub async fn upload(&self, url: &str, bytes: &[u8]) -> Response {
        let request = self.http.put(url).header("content-md5", md5(bytes));
        request.header("content-type", "text/x").body(bytes.to_vec()).send().await.unwrap()
    }

    /// Uploads bytes as an uploader of a part does.
    pub async fn upload_part(&self, url: &str, bytes: &[u8]) -> reqwest::Result<Response> {
        self.http.put(url).body(bytes.to_vec()).send().await
    }

    pub async fn finish(&self, id: &str, piece: Piece, etags: Option<&[&str]>) -> (u16, Value) {
        let path = format!("/file/{id}/1/{}/finish", piece.as_str());
        self.send(Method::PUT, &path, etags.map(|etags| json!({ "etags": etags }))).await
    }

    /// Uploads a simple piece and finishes it.
    pub async fn upload_simple(&self, id: &str, piece: Piece, bytes: &[u8]) -> Value {
        let url = self.url(id, piece, None).await;
        assert_eq!(self.upload(&url, bytes).await.status(), 200);
        let (status, record) = self.finish(id, piece, None).await;
        assert_eq!(status, 200, "{record}");
        record
    }

    /// Uploads a piece in parts of 5 MiB, and gives their tags.
    pub async fn upload_parts(&self, id: &str, piece: Piece, bytes: &[u8]) -> Vec<String> {
        let mut etags = Vec::new();
        for (number, part) in (1..).zip(bytes.chunks(5 * MIB)) {
            let url = self.url(id, piece, Some(number)).await;
            let response = self.upload_part(&url, part).await.unwrap();
            assert_eq!(response.status(), 200);
            let etag = response.headers()["etag"].to_str().unwrap();
            etags.push(etag.trim_matches('"').to_owned());
        }
        etags
    }
}
