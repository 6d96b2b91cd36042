//! Makes fixtures of cases, redacted.

mod lookup;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::case::Case;
use super::exchange::{Headers, Wire, header};
use super::expected::expected;
use super::redact::{Place, Redactor, UNRESERVED};
use crate::document::{self, Place as Operation};
use crate::form::Part;
use crate::schemas::Schemas;

/// Headers that a client goes by. The others say more of the connection than of the service.
const HEADERS: &[&str] = &[
    "accept-ranges",
    "content-type",
    "etag",
    "last-modified",
    "location",
    "retry-after",
    "server",
];

/// What a host of files has in place of the bytes of an account.
const STAND_IN: &str = "7374616e642d696e";

/// What cases are written by.
pub struct Writer<'d> {
    document: &'d Value,
    operations: Vec<Operation<'d>>,
    schemas: Schemas<'d>,
    /// The day, and the release of the document.
    recorded: Value,
}

impl<'d> Writer<'d> {
    /// One that goes by this document, and says that it is this day.
    pub fn new(document: &'d Value, date: &str) -> Self {
        let recorded = json!({ "date": date, "document": document["info"]["version"] });
        let operations = document::places(document);
        Self { document, operations, schemas: Schemas::of(document), recorded }
    }

    /// The fixture, redacted.
    pub fn fixture(&self, case: &Case, redactor: &mut Redactor) -> Result<Value, String> {
        let operation = self.operations.iter().find(|one| one.operation == case.operation);
        let operation = operation.ok_or("the document does not have it")?;
        let Wire::Answered { status, headers, body, is_whole } = &case.exchange.answer else {
            return Err("there was no answer".to_owned());
        };
        let mut fixture = Map::new();
        let source = match case.is_led_on {
            true => "recorded, behind a redirect of the service to itself",
            false => "recorded",
        };
        let source = format!("{source}: whose it is was replaced, see README.md");
        fixture.insert("source".to_owned(), source.into());
        fixture.insert("recorded".to_owned(), self.recorded.clone());
        let arguments = self.arguments(operation, &case.arguments, redactor);
        fixture.insert("request".to_owned(), self.request(operation, case, redactor)?);
        fixture.insert("arguments".to_owned(), arguments);
        let answers_bytes = self.answers_bytes(operation);
        let is_success = (200..300).contains(status);
        let mut response = json!({ "status": status, "headers": redactor.headers(headers) });
        let mut drift = Vec::new();
        let json: Option<Value> = serde_json::from_slice(body).ok();
        match json {
            _ if answers_bytes && *status < 400 => response["hex"] = hex_of(*status),
            _ if !is_whole => return Err("the answer is too large, or was not read".to_owned()),
            Some(json) if !is_success || self.has_schema(operation, *status) => {
                let place = self.response_place(operation, *status);
                let made = match is_success && *status == 200 {
                    true => redactor.json(&json, &place),
                    false => redactor.failure(&json, &place),
                };
                drift = self.drift(case.operation, *status, &json, &made)?;
                response["json"] = made;
            }
            _ => match std::str::from_utf8(body) {
                Ok(text) => response["text"] = redactor.body(text).into(),
                Err(_) => return Err(no_text(headers)),
            },
        }
        if let Some(error) = expected(*status, &response, case.is_unreadable) {
            fixture.insert("error".to_owned(), error);
        }
        fixture.insert("response".to_owned(), response);
        if self.is_pending(operation, *status) {
            fixture.insert("pending".to_owned(), true.into());
        }
        if let Some((status, headers)) = &case.redirected {
            let headers = redactor.headers(headers);
            let answer = json!({ "status": status, "headers": headers, "hex": STAND_IN });
            fixture.insert("redirected".to_owned(), answer);
        }
        fixture.insert("drift".to_owned(), drift.into());
        Ok(in_order(fixture))
    }

    fn arguments(&self, operation: &Operation<'d>, all: &Value, redactor: &mut Redactor) -> Value {
        let entries = all.as_object().into_iter().flatten();
        let made = entries.map(|(name, value)| {
            let place = match name.as_str() {
                "body" => Place::of(self.document, self.body_schema(operation)),
                _ => self.argument_place(operation, name),
            };
            // Bytes are those of the throw-away File.
            let is_bytes = value.get("hex").is_some();
            let value = if is_bytes { value.clone() } else { redactor.json(value, &place) };
            (name.clone(), value)
        });
        made.collect()
    }

    fn request(
        &self,
        operation: &Operation<'d>,
        case: &Case,
        redactor: &mut Redactor,
    ) -> Result<Value, String> {
        let exchange = &case.exchange;
        let mut query = Vec::new();
        for (name, value) in &exchange.query {
            let place = self.argument_place(operation, name);
            let value = redactor.json(&Value::from(value.as_str()), &place);
            query.push(json!([name, value]));
        }
        let mut request = json!({
            "method": exchange.method,
            "path": self.path(operation, &exchange.path, redactor),
            "query": query,
        });
        if let Some(parts) = &case.form {
            let form = parts.iter().map(|part| self.part(operation, part, redactor));
            request["form"] = form.collect();
            return Ok(request);
        }
        request["body"] = match exchange.request_body.is_empty() {
            true => Value::Null,
            false => {
                let body = serde_json::from_slice(&exchange.request_body);
                let body: Value = body.map_err(|_| "what was sent is not JSON".to_owned())?;
                redactor.json(&body, &Place::of(self.document, self.body_schema(operation)))
            }
        };
        Ok(request)
    }

    /// The path, with what stands for a parameter redacted.
    fn path(&self, operation: &Operation<'d>, path: &str, redactor: &mut Redactor) -> String {
        let mut templates = operation.path.split('/');
        let segments = path.split('/').map(|segment| {
            let template = templates.next().unwrap_or("{}");
            if template == segment {
                return segment.to_owned();
            }
            let name = template.trim_start_matches('{').trim_end_matches('}');
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
            let place = self.argument_place(operation, name);
            let made = redactor.json(&Value::from(&*decoded), &place);
            let made = made.as_str().unwrap_or_default();
            percent_encoding::utf8_percent_encode(made, UNRESERVED).to_string()
        });
        segments.collect::<Vec<String>>().join("/")
    }

    fn part(&self, operation: &Operation<'d>, part: &Part, redactor: &mut Redactor) -> Value {
        let name = part.name.clone().unwrap_or_default();
        let place = Place::of(self.document, self.body_schema(operation)).property(&name);
        let mut made = json!({ "name": name });
        if let Some(filename) = &part.filename {
            made["filename"] = redactor.json(&Value::from(filename.as_str()), &place);
        }
        if let Some(content_type) = &part.content_type {
            made["contentType"] = content_type.as_str().into();
        }
        match (&part.filename, std::str::from_utf8(&part.body)) {
            (None, Ok(text)) => made["text"] = redactor.json(&Value::from(text), &place),
            // These bytes are the recorder's own.
            _ => made["hex"] = hex(&part.body).into(),
        }
        made
    }

    /// Where the answer breaches the document. To redact it may not change that.
    fn drift(
        &self,
        operation: &str,
        status: u16,
        came: &Value,
        made: &Value,
    ) -> Result<Vec<String>, String> {
        let kinds = |value| {
            let found = self.schemas.breaches(operation, status, value);
            let mut kinds: Vec<bool> = found.iter().map(|(_, is_unknown)| *is_unknown).collect();
            kinds.sort_unstable();
            (kinds, found)
        };
        let ((came, _), (kinds, found)) = (kinds(came), kinds(made));
        if came != kinds {
            return Err("redacted, it would breach the document otherwise than it does".to_owned());
        }
        Ok(found.into_iter().map(|(at, _)| at).collect())
    }
}

impl Redactor {
    /// The headers that a client goes by.
    fn headers(&mut self, headers: &Headers) -> Value {
        let mut made = Map::new();
        for name in HEADERS {
            let Some(value) = header(headers, name) else { continue };
            if let Some(value) = self.header(name, value) {
                made.insert((*name).to_owned(), value.into());
            }
        }
        Value::Object(made)
    }
}

/// Why bytes are not recorded where the document has none.
fn no_text(headers: &Headers) -> String {
    let bytes = match header(headers, "content-encoding") {
        Some(encoding) if is_encoding(encoding) => {
            format!("the answer is packed ({encoding}), which nobody has asked for")
        }
        _ => "the answer is neither JSON nor text in UTF-8".to_owned(),
    };
    format!("{bytes}, and the document has no bytes there")
}

/// Whether this is said as it came.
fn is_encoding(text: &str) -> bool {
    ["gzip", "x-gzip", "deflate", "br", "zstd", "compress"].contains(&text)
}

fn hex_of(status: u16) -> Value {
    // A redirect has no body that anybody reads.
    if (300..400).contains(&status) { "".into() } else { STAND_IN.into() }
}

fn hex(bytes: &Bytes) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The fields in the order in which people read them.
fn in_order(mut fixture: Map<String, Value>) -> Value {
    let order = [
        "source",
        "recorded",
        "arguments",
        "request",
        "response",
        "redirected",
        "error",
        "pending",
        "drift",
    ];
    let fields =
        order.into_iter().filter_map(|name| Some((name.to_owned(), fixture.remove(name)?)));
    Value::Object(fields.collect())
}
