//! Recorded exchanges: `tests/fixtures/<operation>/<case>.json`. What their members are, and which of
//! them are evidence of what the service does, stands in `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::server::Answer;

/// One exchange: what is called, what has to arrive, what is answered, what comes of it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The operation, by the name of its method.
    pub operation: String,
    /// The case, by the name of the file.
    pub case: String,
    content: Value,
}

impl Fixture {
    /// Every fixture, sorted by operation and case.
    pub fn all() -> Vec<Self> {
        Self::all_in(&folder())
    }

    /// Every fixture of a folder that is laid out as that of this crate.
    pub fn all_in(folder: &Path) -> Vec<Self> {
        let mut found = Vec::new();
        for folder in entries(folder).into_iter().filter(|entry| entry.is_dir()) {
            for file in entries(&folder) {
                let text = std::fs::read_to_string(&file).expect("a fixture can be read");
                let content = serde_json::from_str(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                let name = |path: &Path| {
                    path.file_stem().expect("it has a name").to_string_lossy().into_owned()
                };
                found.push(Self { operation: name(&folder), case: name(&file), content });
            }
        }
        found
    }

    /// One fixture.
    pub fn named(operation: &str, case: &str) -> Self {
        let found = Self::all().into_iter();
        let mut found =
            found.filter(|fixture| fixture.operation == operation && fixture.case == case);
        found.next().unwrap_or_else(|| panic!("there is no fixture {operation}/{case}"))
    }

    /// What to call it in a message.
    pub fn name(&self) -> String {
        format!("{}/{}", self.operation, self.case)
    }

    /// The whole exchange.
    pub fn content(&self) -> &Value {
        &self.content
    }

    fn at(&self, pointer: &str) -> &Value {
        self.content.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// The arguments by their documented names.
    pub fn arguments(&self) -> &Value {
        self.at("/arguments")
    }

    /// The request that has to arrive: `method`, `path`, `query`, and `body` or the parts of a `form`.
    pub fn request(&self, part: &str) -> &Value {
        &self.at("/request")[part]
    }

    /// The status of the answer.
    pub fn status(&self) -> u16 {
        let status = self.at("/response/status").as_u64();
        status.and_then(|status| status.try_into().ok()).expect("a fixture has a status")
    }

    /// The header of the answer.
    pub fn response_header(&self, name: &str) -> Option<&str> {
        self.at("/response/headers")[name].as_str()
    }

    /// The body of the answer as JSON, where it is.
    pub fn json(&self) -> Option<&Value> {
        self.content.pointer("/response/json")
    }

    /// The body of the answer.
    pub fn body(&self) -> Bytes {
        body_of(self.at("/response"))
    }

    /// The answer of the host that the service redirects to, where it does.
    pub fn redirected(&self) -> Option<Answer> {
        Some(answer_of(self.content.get("redirected")?))
    }

    /// The body of the answer that a caller gets: that of the host which the service redirects to,
    /// where it does.
    pub fn last_body(&self) -> Bytes {
        body_of(self.content.get("redirected").unwrap_or_else(|| self.at("/response")))
    }

    /// The answer that a caller gets.
    pub fn last_answer(&self) -> Answer {
        self.redirected().unwrap_or_else(|| self.answer())
    }

    /// When it was recorded by `record`, and with which release of the document: evidence of what the
    /// service really sends.
    pub fn recorded(&self) -> Option<&Value> {
        self.content.get("recorded")
    }

    /// The answer to give.
    pub fn answer(&self) -> Answer {
        answer_of(self.at("/response"))
    }

    /// What the error has to say; `None` where the call succeeds.
    pub fn error(&self) -> Option<&Value> {
        self.content.get("error")
    }

    /// Whether the answer means "not yet".
    pub fn is_pending(&self) -> bool {
        self.content.get("pending") == Some(&Value::Bool(true))
    }

    /// Where the answer's body breaches the document.
    pub fn drift(&self) -> Vec<String> {
        let drift = self.content["drift"].as_array().expect("a fixture lists its drift");
        drift.iter().map(|at| at.as_str().expect("a pointer is a text").to_owned()).collect()
    }
}

fn answer_of(response: &Value) -> Answer {
    let headers = response["headers"].as_object().into_iter().flatten();
    let status = response["status"].as_u64().and_then(|status| status.try_into().ok());
    Answer {
        status: status.expect("an answer has a status"),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        chunks: vec![(Duration::ZERO, body_of(response))],
        content_length: false,
    }
}

fn body_of(response: &Value) -> Bytes {
    if let Some(json) = response.get("json") {
        return Bytes::from(json.to_string());
    }
    if let Some(text) = response.get("text").and_then(Value::as_str) {
        return Bytes::from(text.to_owned());
    }
    let hex = response["hex"].as_str().expect("a fixture has json, text or hex");
    bytes_of_hex(hex).into()
}

/// The bytes that hexadecimal digits stand for.
pub fn bytes_of_hex(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).expect("hex is ASCII");
        u8::from_str_radix(pair, 16).expect("hex is hexadecimal")
    });
    digits.collect()
}

/// Where the fixtures of this crate are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    paths
}
