//! Credentials of every kind, on the wire: each stands in its place, goes to the origin of the base
//! address alone, and is shown nowhere. What holds for cookies of them is in `cookies`.

use std::error::Error as _;
use std::time::Duration;

use vrchat_files_runtime::reqwest::{Method, redirect};
use vrchat_files_runtime::{Call, Credential, Error, Operation, Transport, TransportBuilder};
use vrchat_files_tests::server::{Answer, Received, Server};

use crate::log::Log;

/// Every kind, one each.
static ALL: Operation = Operation {
    id: "getAll",
    method: Method::GET,
    path: "/all",
    credentials: &[
        Credential::Cookie("sid"),
        Credential::Header("X-API-Key"),
        Credential::Query("api_key"),
        Credential::Bearer("oauth"),
        Credential::Basic("basic"),
    ],
    pending: &[],
    repeatable: true,
    sensitive: false,
};

static NONE: Operation = Operation {
    id: "getNone",
    method: Method::GET,
    path: "/none",
    credentials: &[],
    pending: &[],
    repeatable: true,
    sensitive: false,
};

static OWN: Operation = Operation {
    id: "getOwn",
    method: Method::GET,
    path: "/own",
    credentials: &[Credential::Basic("basic"), Credential::Authorization("hawk")],
    pending: &[],
    repeatable: true,
    sensitive: false,
};

fn builder(server: &Server) -> TransportBuilder {
    static BASE: &str = "https://api.example.com";
    Transport::builder(BASE, &["/message"])
        .base_url(server.base_url())
        .user_agent("tests/1.0")
        .retries(1)
        .retry_wait(Duration::from_millis(1))
}

fn with_all(server: &Server) -> TransportBuilder {
    builder(server)
        .credential(Credential::Cookie("sid"), "planted_sid")
        .credential(Credential::Header("X-API-Key"), "planted key")
        .credential(Credential::Query("api_key"), "planted&ä")
        .credential(Credential::Bearer("oauth"), "planted_token")
        .basic("basic", "planted", "p:ä")
}

fn ok() -> Answer {
    Answer::new(200, "application/json", "{}")
}

async fn send(builder: TransportBuilder, operation: &'static Operation) -> Result<(), Error> {
    let transport = builder.build().expect("built");
    Call::new(&transport, operation).nothing().await.map(|_| ())
}

/// The four places, as they arrived.
fn places(received: &Received) -> [Option<&str>; 4] {
    let key = received.query.iter().find(|(name, _)| name == "api_key");
    let key = key.map(|(_, value)| value.as_str());
    let header = |name| received.header(name);
    [header("cookie"), header("x-api-key"), key, header("authorization")]
}

#[tokio::test]
async fn each_stands_in_its_place() {
    let server = Server::answering(ok()).await;
    send(with_all(&server), &ALL).await.expect("it answers");
    send(with_all(&server), &NONE).await.expect("it answers");
    send(with_all(&server), &OWN).await.expect("it answers");
    let hawk = builder(&server).credential(Credential::Authorization("hawk"), "Hawk id=\"7\"");
    send(hawk, &OWN).await.expect("it answers");
    send(builder(&server), &ALL).await.expect("it answers");
    let received = server.received();
    let all = [Some("sid=planted_sid"), Some("planted key"), Some("planted&ä")];
    assert_eq!(places(&received[0]), [all[0], all[1], all[2], Some("Bearer planted_token")]);
    assert_eq!(places(&received[1]), [None; 4]);
    let basic = Some("Basic cGxhbnRlZDpwOsOk");
    assert_eq!(places(&received[2]), [None, None, None, basic]);
    assert_eq!(places(&received[3]), [None, None, None, Some("Hawk id=\"7\"")]);
    assert_eq!(places(&received[4]), [None; 4]);
}

#[tokio::test]
async fn an_argument_of_the_call_goes_before_a_key_of_its_name() {
    let server = Server::answering(ok()).await;
    let transport = with_all(&server).build().expect("built");
    let call = Call::new(&transport, &ALL).query("api_key", Some(&"own".to_owned()));
    call.nothing().await.expect("it answers");
    assert_eq!(server.received()[0].query, [("api_key".to_owned(), "own".to_owned())]);
}

#[tokio::test]
async fn none_goes_along_a_redirect_to_another_origin_and_all_come_back() {
    let other = Server::answering(ok()).await;
    // A service that repeats the query in the address.
    let location = format!("http://{}/x?sig=a%2fb&api_key=planted%26%C3%A4&n=1", other.address());
    let api = Server::answering(Answer::new(302, "text/plain", "").header("location", &location));
    send(with_all(&api.await), &ALL).await.expect("it follows");
    let received = other.received();
    assert_eq!(places(&received[0]), [None; 4]);
    let rest =
        [("sig", "a/b"), ("n", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(received[0].query, rest);

    let api = Server::start(|received| match received.path.as_str() {
        "/api/1/all" => Answer::new(302, "text/plain", "").header("location", "/x?n=1"),
        _ => ok(),
    })
    .await;
    send(with_all(&api), &ALL).await.expect("it follows");
    let received = api.received();
    assert_eq!(places(&received[0]), places(&received[1]));
    assert!(places(&received[1]).iter().all(Option::is_some));
}

/// With a client of the caller's that keeps to what the documentation of `http_client` says.
#[tokio::test]
async fn a_client_of_the_callers_own_keeps_them_too() {
    let other = Server::answering(ok()).await;
    let location = format!("http://{}/x", other.address());
    let api = Server::answering(Answer::new(302, "text/plain", "").header("location", &location));
    let own = vrchat_files_runtime::reqwest::Client::builder();
    let own = own.redirect(redirect::Policy::none()).build().expect("built");
    send(with_all(&api.await).http_client(own), &ALL).await.expect("it follows");
    assert_eq!(places(&other.received()[0]), [None; 4]);
}

#[tokio::test]
async fn nothing_that_can_be_shown_shows_one() {
    let log = Log::listen();
    let mut shown = String::new();
    let answers = [
        Answer::new(401, "application/json", r#"{"message":"no"}"#),
        Answer::new(503, "text/html", "<html>"),
        Answer::new(200, "application/json", "{}"),
        Answer::new(302, "text/plain", "").header("location", "ftp://x/?api_key=planted"),
        Answer::new(302, "text/plain", "").header("location", "/all?api_key=planted"),
        Answer::new(302, "text/plain", "").header("location", "http://127.0.0.1:1/?a=planted"),
    ];
    let mut errors = Vec::new();
    for answer in answers {
        let server = Server::answering(answer).await;
        let (one, other) = (with_all(&server), with_all(&server));
        shown += &format!("{one:?} {:?}", one.clone().build());
        let transport = other.build().expect("built");
        shown += &format!("{:?}", Call::new(&transport, &ALL));
        errors.extend(Call::new(&transport, &ALL).json::<u64>().await.err());
    }
    assert_eq!(errors.len(), 6);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let gone = format!("http://{}", listener.local_addr().expect("bound"));
    drop(listener);
    let server = Server::answering(ok()).await;
    errors.extend(send(with_all(&server).base_url(gone), &ALL).await.err());
    for refused in ["planted\n", "plantéd\u{0}", ""] {
        let refuse = |credential| {
            let builder = builder(&server).credential(credential, refused);
            (format!("{builder:?}"), builder.build().expect_err("refused"))
        };
        for credential in ALL.credentials {
            let (debug, error) = refuse(*credential);
            shown += &debug;
            errors.push(error);
        }
    }
    for error in &errors {
        shown += &format!("{error} {error:?} {error:#?} {:?} {:?}", error.headers(), error.body());
        let mut source = error.source();
        while let Some(cause) = source {
            shown += &format!("{cause} {cause:?}");
            source = cause.source();
        }
    }
    let text = log.text();
    assert!(text.contains("operation=\"getAll\""), "spans are listened to");
    for shown in shown.lines().chain(text.lines()) {
        for secret in ["plant", "cGxhbnRlZ"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
