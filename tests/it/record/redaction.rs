//! What stays of a recording, and what does not, text by text. The property tests go further.

use serde_json::{Value, json};
use vrchat_files_tests::record::leaks;
use vrchat_files_tests::record::redact::{Base, Place, Redactor, Vocabulary};

use crate::document;

pub struct Run {
    document: Value,
    pub redactor: Redactor,
}

impl Run {
    pub fn new(secrets: &[&str]) -> Self {
        let document = document::files();
        let base = Base {
            origin: "http://127.0.0.1:4321".to_owned(),
            path: "/api/1".to_owned(),
            documented_origin: "https://api.vrchat.cloud".to_owned(),
            documented_path: "/api/1".to_owned(),
        };
        let mut redactor = Redactor::new(Vocabulary::of(&document), base);
        secrets.iter().for_each(|secret| redactor.learn(secret));
        Self { document, redactor }
    }

    /// A File as it comes out, or a failure.
    pub fn made(&mut self, schema: &str, value: &Value) -> Value {
        let schema = self.document.pointer(&format!("/components/schemas/{schema}"));
        let place = Place::of(&self.document, schema);
        let mut made = Value::Null;
        for _ in 0..2 {
            made = match value.get("error") {
                Some(_) => self.redactor.failure(value, &place),
                None => self.redactor.json(value, &place),
            };
            self.redactor.freeze();
        }
        made
    }
}

#[test]
fn a_file_keeps_what_the_service_says_and_loses_whose_it_is() {
    let file = json!({
        "extension": ".vrca",
        "id": "file_11111111-2222-4333-8444-555555555555",
        "mimeType": "image/heic",
        "name": "Kon v2\u{2024}1\u{201a} final\u{1c3}",
        "ownerId": "8JoV9XEdpo",
        "tags": ["gallery", "author_tag_mine"],
        "versions": [{
            "created_at": "2026-07-21T02:09:29.602Z",
            "status": "sleeping",
            "version": 0,
            "file": {
                "category": "simple",
                "fileName": "Kon v2.file_11111111-2222-4333-8444-555555555555.12.vrca.signature",
                "md5": "XrY7u+Ae7tCTyyK7j1rNww==",
                "sizeInBytes": 3_000_000_000_u64,
                "url": "http://127.0.0.1:4321/api/1/file/file_11111111-2222-4333-8444-555555555555/12/file",
            },
        }],
    });
    let made = Run::new(&[]).made("File", &file);
    for kept in ["/extension", "/mimeType", "/tags/0", "/versions/0/status", "/versions/0/version"]
    {
        assert_eq!(made.pointer(kept), file.pointer(kept), "{kept}");
    }
    let id = "file_00000000-0000-4000-8000-000000000001";
    assert_eq!(made["id"], id);
    let data = &made["versions"][0]["file"];
    assert_eq!(data["url"], format!("https://api.vrchat.cloud/api/1/file/{id}/12/file"));
    let name = data["fileName"].as_str().expect("a text");
    assert!(name.ends_with(&format!(".{id}.12.vrca.signature")), "{name}");
    assert_eq!(made["versions"][0]["created_at"], "2001-01-01T12:00:00.000Z");
    for (pointer, shape) in [
        ("/name", "Aaa a0\u{2024}0\u{201a} aaaaa\u{1c3}"),
        ("/ownerId", "0AaA0AAaaa"),
        ("/tags/1", "aaaaaa_aaa_aaaa"),
    ] {
        let text = made.pointer(pointer).and_then(Value::as_str).expect("a text");
        let of = |one: char| match one {
            'a'..='z' => 'a',
            'A'..='Z' => 'A',
            '0'..='9' => '0',
            other => other,
        };
        assert_eq!(text.chars().map(of).collect::<String>(), shape, "{pointer}");
        assert_ne!(Some(text), file.pointer(pointer).and_then(Value::as_str));
    }
    assert_eq!(data["md5"].as_str().map(str::len), Some(24));
    assert_ne!(data["md5"], file["versions"][0]["file"]["md5"]);
    assert_eq!(data["sizeInBytes"].to_string().len(), 10);
    assert_ne!(data["sizeInBytes"], file["versions"][0]["file"]["sizeInBytes"]);
}

#[test]
fn the_shortest_texts_are_told_apart_too() {
    let letters: Vec<String> = ('a'..='z').chain('A'..='Z').map(String::from).collect();
    let twice: Vec<&String> = letters.iter().chain(&letters).collect();
    let made = Run::new(&[]).made("File", &json!({ "tags": twice }));
    let made: Vec<&str> =
        made["tags"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let (first, second) = made.split_at(letters.len());
    assert_eq!(first, second);
    let different: std::collections::BTreeSet<_> = first.iter().collect();
    assert_eq!(different.len(), letters.len(), "{first:?}");
}

#[test]
fn a_message_stays_prose_without_what_it_repeats() {
    for (message, made) in [
        ("\"Missing Credentials\"", "\"Missing Credentials\""),
        (
            "You can't upload any files right now\u{2024}",
            "You can't upload any files right now\u{2024}",
        ),
        ("Please wait 59 more minutes\u{2026}", "Please wait 59 more minutes\u{2026}"),
        (
            "model file_11111111-2222-4333-8444-555555555555 not found",
            "model file_00000000-0000-4000-8000-000000000001 not found",
        ),
        (
            "File 'file_11111111-2222-4333-8444-555555555555' not found",
            "File 'file_00000000-0000-4000-8000-000000000001' not found",
        ),
        (
            "409 Cannot delete this file\u{2f8} 1\u{201a} 11",
            "409 Cannot delete this file\u{2f8} 1\u{201a} 11",
        ),
        (
            "see https://files.vrchat.cloud/gallery?Signature=abc now",
            "see https://files.vrchat.cloud/gallery now",
        ),
        ("mail kon@mail.org from 198.51.100.7", "mail user1@example.com from 192.0.2.1"),
        ("asked from 198.51.100.7:50123\u{2024}", "asked from 192.0.2.1:50123\u{2024}"),
    ] {
        let out = Run::new(&[]).made("Error", &json!({ "error": { "message": message } }));
        assert_eq!(out["error"]["message"], made);
        let out = Run::new(&[]).made("Error", &json!({ "error": message, "status_code": 404 }));
        assert_eq!(out["error"], made);
    }
    for (message, gone) in [
        ("File 'My Fox' not found", "My Fox"),
        ("the user Kon Fox may not", "Kon Fox"),
        ("the user kon%20fox may not", "kon%20fox"),
        ("called 555-0134-778 before", "0134"),
        // Nothing but letters, and it says uramvgnxa.
        ("token dXJhbXZnbnhh refused", "dXJhbXZnbnhh"),
        ("token a8JoV9XEdpo refused", "a8JoV9XEdpo"),
        ("token S29uIEZveCBhbmQgbW9yZQ refused", "S29uIEZveC"),
    ] {
        let value = json!({ "error": { "message": message } });
        let out = Run::new(&["Kon Fox", "uramvgnxa"]).made("Error", &value);
        let out = out["error"]["message"].as_str().expect("a text");
        assert!(!out.contains(gone), "{out}");
        assert_eq!(out.split(' ').next(), message.split(' ').next(), "{out}");
    }
}

#[test]
fn a_message_that_nobody_reads_has_a_stand_in_as_a_whole() {
    let message = "Alice Wonderland lost it; ".repeat(20_000);
    let error = json!({ "error": { "message": message, "status_code": 404 } });
    let made = Run::new(&["Alice", "Wonderland"]).made("Error", &error);
    let made = made["error"]["message"].as_str().expect("a text");
    assert_eq!(made.len(), message.len());
    for word in ["Alice", "Wonderland", "lost"] {
        assert!(!made.contains(word), "{word}");
    }
}

#[test]
fn pages_keep_their_tags_alone() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body data-ray=\"8c1f\"><p>Your IP: 198.51.100.7 \
                \u{b7} Ray ID: 8c1f2d3e4a5b6c7d</p><!-- 198.51.100.7 --></body></html>";
    let mut run = Run::new(&[]);
    let out = run.redactor.body(page);
    assert!(
        out.starts_with("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><p>"),
        "{out}"
    );
    for gone in ["198", "8c1f", "Ray"] {
        assert!(!out.contains(gone), "{out}");
    }
    assert_eq!(run.redactor.body(""), "");
    assert_eq!(run.redactor.body("OK"), "OK");
    assert_ne!(run.redactor.body("Kon"), "Kon");
}

#[test]
fn headers_keep_what_a_client_goes_by() {
    let mut run = Run::new(&[]);
    let mut made = |name: &str, value: &str| run.redactor.header(name, value);
    for (name, value) in [
        ("content-type", "application/json; charset=utf-8"),
        ("content-type", "image/png"),
        ("server", "cloudflare"),
        ("retry-after", "300"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(made(name, value).as_deref(), Some(value));
    }
    let tag = made("etag", "W/\"3a8-6U3CMPkopVxUyfxAW+nNZucAIQk\"").expect("a tag");
    assert!(tag.starts_with("W/\"") && tag.ends_with('"') && !tag.contains("6U3C"), "{tag}");
    assert_eq!(made("retry-after", "Tue, 24 Nov 2026 14:00:00 GMT"), None);
    let signed = "https://kon-fox.s3.us-west-2.amazonaws.com/k/1?X-Amz-Signature=f00dfeed&X-Amz-Date=20260721T020929Z";
    let location = made("location", signed).expect("an address");
    for gone in ["kon", "f00d", "20260721"] {
        assert!(!location.contains(gone), "{location}");
    }
    assert!(location.starts_with("https://host-1.amazonaws.com.example.com/"), "{location}");
}

#[test]
fn the_last_look_finds_what_was_left_and_does_not_repeat_it() {
    let mut run = Run::new(&["authcookie_11111111-2222-4333-8444-555555555555", "Kon the Fox"]);
    run.made("File", &json!({ "name": "My \u{e4}rmel" }));
    let find = |value: Value| {
        let text = value.to_string();
        leaks::find(&text, run.redactor.known(), run.redactor.vocabulary())
    };
    assert_eq!(find(json!({ "response": { "json": { "name": "image/png" } } })), None);
    // The recorder's own fields are not the account's.
    assert_eq!(find(json!({ "source": "Kon the Fox" })), None);
    for planted in [
        "Kon the Fox",
        "x kon THE fox x",
        "Kon%20the%20Fox",
        "Kon+the+Fox",
        "4b6f6e2074686520466f78",
        "xS29uIHRoZSBGb3g=",
        "{\"a\":\"Kon the Fox\"}",
        "11111111-2222-4333-8444-555555555555",
        "my \u{e4}rmel",
        "My%20%C3%A4rmel",
        "My \\u00e4rmel",
    ] {
        let at = find(json!({ "response": { "json": [{}, { "a/b": planted }] } }));
        assert_eq!(at.as_deref(), Some("/response/json/1/a~1b"), "{planted}");
        let at = find(json!({ "request": { "body": { (planted): 1 } } }));
        assert_eq!(at.as_deref(), Some("/request/body/(key 0)"), "{planted}");
    }
    assert_eq!(find(json!("{")), None);
    assert_eq!(
        leaks::find("{", run.redactor.known(), run.redactor.vocabulary()).as_deref(),
        Some("")
    );
}
