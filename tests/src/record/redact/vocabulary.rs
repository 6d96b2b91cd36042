//! The words that are the service's own: whoever uses them says nothing of an account.

use std::collections::HashSet;

use serde_json::Value;

/// Words of HTTP, of S3 and of the service that the document does not list.
const BUILT_IN: &[&str] = &[
    // The service's hosts, and the path of its API.
    "api.vrchat.cloud",
    "files.vrchat.cloud",
    "assets.vrchat.com",
    "https",
    "http",
    "api",
    // Tags of Files that the service itself gives.
    "gallery",
    "icon",
    "emoji",
    "sticker",
    "avatargallery",
    "emojianimated",
    "avatarimage",
    "worldimage",
    // What avatars and worlds are built for.
    "standalonewindows",
    "android",
    "ios",
    // Headers.
    "application/json",
    "application/json; charset=utf-8",
    "application/xml",
    "text/html",
    "text/html; charset=utf-8",
    "text/plain",
    "text/plain; charset=utf-8",
    "cloudflare",
    "AmazonS3",
    "nginx",
    "bytes",
    "none",
    "OK",
    "blob",
    // Signed addresses.
    "AWS4-HMAC-SHA256",
    "UNSIGNED-PAYLOAD",
    "host",
    "content-type;host",
    "PutObject",
    "UploadPart",
    "GetObject",
    // Entries of S3's lists of parts.
    "ETag",
    "LastModified",
    "PartNumber",
    "Size",
    // What stand-ins are made of.
    "host-1.example.com",
    "user1@example.com",
    "amazonaws.com",
    "cloudfront.net",
    "stand-in",
    "us-east-1",
    "s3",
    "aws4_request",
    // Pages of hosts that stand in front of the service.
    "502 Bad Gateway",
    "503 Service Unavailable",
    "503 Service Temporarily Unavailable",
    "504 Gateway Time-out",
    "504 Gateway Timeout",
];

/// Words that are no secret wherever they stand.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    words: HashSet<String>,
    /// In lower case: the words, and what they are made of.
    common: HashSet<String>,
}

impl Vocabulary {
    /// The words of this document.
    pub fn of(document: &Value) -> Self {
        let mut vocabulary = Self::default();
        BUILT_IN.iter().for_each(|word| vocabulary.add(word));
        vocabulary.collect(document, "");
        vocabulary
    }

    /// Takes one more word for known.
    pub fn add(&mut self, word: &str) {
        self.words.insert(word.to_owned());
        self.common.insert(word.to_lowercase());
        let parts = word.split(|one: char| !one.is_alphanumeric()).filter(|part| !part.is_empty());
        self.common.extend(parts.map(str::to_lowercase));
    }

    /// All of them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether this is one of the words.
    pub fn has(&self, text: &str) -> bool {
        self.words.contains(text)
    }

    /// Whether this is a word, or a part of one, in whatever case: to find it somewhere tells nothing.
    pub fn is_common(&self, text: &str) -> bool {
        self.common.contains(&text.to_lowercase())
    }

    fn collect(&mut self, node: &Value, name: &str) {
        match node {
            Value::Array(items) => {
                for item in items {
                    if let (Value::String(word), "enum" | "required" | "x-constructor") =
                        (item, name)
                    {
                        self.add(word);
                    }
                    self.collect(item, name);
                }
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    match name {
                        "properties" | "content" | "x-enum-aliases" | "mediaTypes" => self.add(key),
                        "paths" => {
                            let literal = |segment: &&str| !segment.contains('{');
                            key.split('/').filter(literal).for_each(|segment| self.add(segment));
                        }
                        _ => {}
                    }
                    match (key.as_str(), value) {
                        ("name", Value::String(word)) if entries.contains_key("in") => {
                            self.add(word);
                        }
                        _ => self.collect(value, key),
                    }
                }
            }
            _ => {}
        }
    }
}
