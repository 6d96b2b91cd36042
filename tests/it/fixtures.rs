//! Every fixture, played back: the request has to arrive as recorded, and the answer has to come
//! back as typed values that say the same.

mod form;

use serde_json::Value;
use vrchat_files::{Error, ErrorKind};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::{Received, Server};

use crate::calls::{AUTH, Given, Outcome, SECOND, USER_AGENT, call, client};

#[tokio::test]
async fn every_exchange_plays_back() {
    let fixtures = Fixture::all();
    assert!(fixtures.len() >= 90, "only {} fixtures", fixtures.len());
    for fixture in &fixtures {
        assert_plays_back(fixture).await;
    }
}

/// Plays an exchange back, and the one with the host that it redirects to.
pub async fn assert_plays_back(fixture: &Fixture) {
    let (mut answer, mut elsewhere) = (fixture.answer(), None);
    if let Some(redirected) = fixture.redirected() {
        let host = Server::answering(redirected).await;
        // The host that was recorded, on this machine.
        let location = answer.headers.iter_mut().find(|(name, _)| name == "location");
        let (_, location) = location.expect("a redirect says where to");
        let base = url::Url::parse("https://api.vrchat.cloud/api/1/").expect("it is an address");
        let mut url = base.join(location).expect("it is an address, or a part of one");
        url.set_scheme("http").expect("it is one of HTTP");
        url.set_ip_host(host.address().ip()).expect("it has a host");
        url.set_port(Some(host.address().port())).expect("it has a host");
        *location = url.to_string();
        elsewhere = Some((host, url));
    }
    let server = Server::answering(answer).await;
    let outcome = call(&client(&server), fixture).await;
    let received = server.received();
    assert_eq!(received.len(), 1, "{}: one request", fixture.name());
    assert_request(fixture, &received[0]).await;
    match outcome {
        Ok(outcome) => assert_answer(fixture, outcome),
        Err(error) => assert_error(fixture, &error),
    }
    if let Some((host, url)) = elsewhere {
        assert_redirected(&fixture.name(), &host.received(), &url);
    }
}

/// The host that the service redirects to gets the address as it was signed, and no cookie.
fn assert_redirected(name: &str, received: &[Received], url: &url::Url) {
    let [received] = received else { panic!("{name}: one request, and not {received:?}") };
    let query: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert_eq!((&*received.path, &received.query), (url.path(), &query), "{name}");
    assert_eq!(received.header("cookie"), None, "{name}");
}

async fn assert_request(fixture: &Fixture, received: &Received) {
    let name = fixture.name();
    assert_eq!(Value::from(received.method.as_str()), *fixture.request("method"), "{name}");
    let path = received.path.strip_prefix("/api/1").expect("the base path comes first");
    assert_eq!(Value::from(path), *fixture.request("path"), "{name}");
    let query: Vec<Value> =
        received.query.iter().map(|(key, value)| serde_json::json!([key, value])).collect();
    assert_eq!(Value::from(query), *fixture.request("query"), "{name}");
    match (fixture.request("body"), fixture.request("form")) {
        (Value::Null, Value::Null) => {
            assert!(received.body.is_empty(), "{name}: no body");
            assert_eq!(received.header("content-type"), None, "{name}");
        }
        (Value::Null, parts) => form::assert_form(&name, parts, received).await,
        (body, _) => {
            let sent: Value = serde_json::from_slice(&received.body).expect("the body is JSON");
            assert_eq!(sent, *body, "{name}");
            assert_eq!(received.header("content-type"), Some("application/json"), "{name}");
        }
    }
    let accept = if fixture.operation.starts_with("download") { "*/*" } else { "application/json" };
    assert_eq!(received.header("accept"), Some(accept), "{name}");
    assert_eq!(received.header("user-agent"), Some(USER_AGENT), "{name}");
    let cookies = format!("auth={AUTH}; twoFactorAuth={SECOND}");
    assert_eq!(received.header("cookie"), Some(cookies.as_str()), "{name}");
    // Nothing else is sent, least of all progenitor's `api-version`.
    let identity = (accept == "*/*").then_some("identity");
    assert_eq!(received.header("accept-encoding"), identity, "{name}");
    let expected = [
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "cookie",
        "host",
        "user-agent",
    ];
    for (header, _) in &received.headers {
        assert!(expected.contains(&header.as_str()), "{name}: sends {header}");
    }
}

fn assert_answer(fixture: &Fixture, outcome: Outcome) {
    let name = fixture.name();
    assert!(fixture.error().is_none(), "{name}: succeeds, and should not");
    assert_eq!(outcome.status, fixture.last_answer().status, "{name}");
    match outcome.value {
        Given::Pending => assert!(fixture.is_pending(), "{name}: is not pending"),
        // Whatever the service says, nothing of it is documented.
        Given::Nothing => assert!(fixture.json().is_none(), "{name}: the answer is JSON"),
        Given::Bytes(bytes) => assert_eq!(bytes, fixture.last_body(), "{name}"),
        Given::Json(value) => {
            assert!(!fixture.is_pending(), "{name}: is pending");
            let sent = fixture.json().expect("a JSON answer comes from JSON");
            let mut differences = Vec::new();
            compare(sent, Some(&value), String::new(), &mut differences);
            let drift = fixture.drift();
            differences.retain(|at| !drift.contains(at));
            assert!(differences.is_empty(), "{name}: lost or changed at {differences:?}");
            // The other way round, nothing is made up.
            let mut invented = Vec::new();
            compare(&value, Some(sent), String::new(), &mut invented);
            invented.retain(|at| !drift.contains(at));
            assert!(invented.is_empty(), "{name}: made up at {invented:?}");
        }
    }
}

/// Where `other` lacks something of `one` or has something else; null is the same as absent.
fn compare(one: &Value, other: Option<&Value>, at: String, differences: &mut Vec<String>) {
    match (one, other) {
        (Value::Null, None | Some(Value::Null)) => {}
        (Value::Object(entries), Some(Value::Object(others))) => {
            for (key, value) in entries {
                let key_at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                compare(value, others.get(key), key_at, differences);
            }
        }
        (Value::Array(items), Some(Value::Array(others))) if items.len() == others.len() => {
            for (index, (item, other)) in items.iter().zip(others).enumerate() {
                compare(item, Some(other), format!("{at}/{index}"), differences);
            }
        }
        // 2 and 2.0 are one number in JSON.
        (Value::Number(one), Some(Value::Number(other)))
            if one == other || one.as_f64() == other.as_f64() => {}
        (one, Some(other)) if one == other => {}
        _ => differences.push(at),
    }
}

/// Whether the operation answers something that no error may show.
fn is_sensitive(fixture: &Fixture) -> bool {
    let name = &fixture.operation;
    name.starts_with("get_file_analysis") || name == "start_file_data_upload"
}

fn assert_error(fixture: &Fixture, error: &Error) {
    let name = fixture.name();
    let expected = fixture.error().unwrap_or_else(|| panic!("{name}: fails with {error}"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(fixture.status()), "{name}");
    let message = error.api().and_then(|api| api.message());
    assert_eq!(message, expected["message"].as_str(), "{name}");
    let body = fixture.body();
    let kept = (!is_sensitive(fixture)).then_some(&body[..]);
    assert_eq!(error.body().map(str::as_bytes), kept, "{name}: keeps the text");
    let wait = fixture.response_header("retry-after").map(|text| text.parse().expect("seconds"));
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), wait, "{name}");
    let status = error.status().map_or(0, |status| status.as_u16());
    let predicates = [
        ("not_found", error.is_not_found()),
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("rate_limited", error.is_rate_limited()),
        ("retryable", error.is_retryable()),
        ("server_error", error.is_server_error()),
        ("invalid", matches!(status, 400 | 422)),
        ("undecodable", error.kind() == ErrorKind::Decode),
    ];
    let holds = predicates.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name);
    let mut holds: Vec<&str> = holds.collect();
    holds.sort_unstable();
    let is = expected["is"].as_array().expect("a list");
    let mut is: Vec<&str> = is.iter().filter_map(Value::as_str).collect();
    is.sort_unstable();
    assert_eq!(holds, is, "{name}");
    let line = error.to_string();
    let operation = error.operation().expect("it is about an operation");
    assert_eq!(heck::ToSnakeCase::to_snake_case(operation), fixture.operation, "{name}");
    let begins = match error.kind() {
        ErrorKind::Decode => format!("{operation}: the answer is not what the document says"),
        _ => format!("{operation}: {status}"),
    };
    assert!(line.starts_with(&begins), "{name}: {line}");
    assert!(!line.contains('\n') && line.chars().count() < 400, "{name}: {line}");
}
