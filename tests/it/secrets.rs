//! Everything that can be shown, walked for what must not be: secrets are planted wherever a real
//! one could be, and nothing public repeats them.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use vrchat_files::types::{CreateFileRequest, CreateFileVersionRequest};
use vrchat_files::{Client, ClientBuilder, Error, ErrorKind, reqwest};
use vrchat_files_tests::server::{Answer, Server};

use crate::log::Log;

/// Stands in every secret.
const PLANTED: &str = "planted";

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(base_url)
        .user_agent("tests/1.0")
        .auth_cookie("authcookie_planted")
        .two_factor_auth_cookie("second.planted")
        .retry_wait(Duration::from_millis(1))
        .retries(1)
}

async fn client(answer: Answer) -> Client {
    let server = Server::answering(answer).await;
    builder(&server.base_url()).build().expect("built")
}

/// All that an error shows to anyone, its sources and its answer included.
pub fn shown(error: &Error) -> String {
    let mut all = format!("{error}\n{error:#?}\n{:?}\n{:?}", error.body(), error.headers());
    all += &format!("\n{:?}\n{:?}\n{:?}", error.api(), error.storage(), error.parameter());
    let mut source = error.source();
    while let Some(error) = source {
        all += &format!("\n{error}\n{error:?}");
        source = error.source();
    }
    all
}

fn assert_unseen(what: &str, shown: &str) {
    assert!(!shown.contains(PLANTED), "{what} shows a secret:\n{shown}");
}

/// Texts with a secret in them, in the form that each is sent.
const SIGNED: &str = "https://s3.example.com/key?X-Amz-Signature=planted";
const S3: &str = r#"<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has expired</Message>
    <StringToSign>planted</StringToSign><RequestId>4442587FB7D0A2F9</RequestId><HostId>planted</HostId></Error>"#;

#[tokio::test]
async fn nothing_public_shows_a_secret() {
    let log = Log::listen();
    let json = |status, body: &str| Answer::new(status, "application/json", body.to_owned());

    // The client, its builder and every request.
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("cookie", "auth=planted".parse().expect("it is a header"));
    let own = reqwest::Client::builder().default_headers(headers).build().expect("built");
    let proxied = |builder: reqwest::ClientBuilder| {
        let proxy = reqwest::Proxy::all("http://user:planted@127.0.0.1:1").expect("it is a URL");
        builder.proxy(proxy)
    };
    let of_caller = builder("http://127.0.0.1:1").http_client(own);
    let by_proxy = builder("http://127.0.0.1:1").configure(proxied);
    assert_unseen("a builder", &format!("{of_caller:?} {by_proxy:?}"));
    let (of_caller, by_proxy) = (of_caller.build().expect("ok"), by_proxy.build().expect("ok"));
    assert_unseen("a client", &format!("{of_caller:?} {by_proxy:?}"));
    assert_unseen("a request", &format!("{:?}", by_proxy.start_file_data_upload("a", 1, "file")));
    let error = by_proxy.get_file("a").await.expect_err("there is no proxy");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_unseen("an error of a proxy", &shown(&error));

    // What cannot be built.
    for value in ["planted;x", "planted\n", "plantéd planted", "\"planted\""] {
        let refused = Client::builder().user_agent("tests/1.0").auth_cookie(value).build();
        assert_unseen("a refused cookie", &shown(&refused.expect_err("refused")));
    }
    for url in ["https://user:planted@api.example.com", "https://api.example.com/?key=planted"] {
        let refused = builder(url).build().expect_err("refused");
        assert_unseen("a refused address", &shown(&refused));
        assert_unseen("its builder", &format!("{:?}", builder(url)));
    }

    // Successes.
    let file = r#"{"url":"https://s3.example.com/key?X-Amz-Signature=planted"}"#;
    let answer = json(200, file).header("set-cookie", "auth=planted; Path=/");
    let reply = client(answer.header("content-location", SIGNED)).await;
    let reply = reply.start_file_data_upload("a", 1, "file").send().await.expect("it succeeds");
    assert_unseen("a reply", &format!("{reply:?} {reply:#?}"));
    assert!(reply.get().url.contains(PLANTED), "the caller can read it");

    // Answers that are not what they should be, where they may hold something sensitive.
    let wrong =
        [r#""https://s3/?planted""#, r#"{"url":7,"other":"planted"}"#, "planted", "{planted"];
    for body in wrong {
        let error = client(json(200, body)).await.start_file_data_upload("a", 1, "file").await;
        assert_unseen(body, &shown(&error.expect_err("it is no address")));
        let error = client(json(200, body)).await.get_file_analysis("a", 1).await;
        assert_unseen(body, &shown(&error.expect_err("it is no analysis")));
    }
    let error = builder(&Server::answering(json(200, wrong[1])).await.base_url()).answer_limit(9);
    let error = error.build().expect("built").start_file_data_upload("a", 1, "file").await;
    assert_unseen("a large answer", &shown(&error.expect_err("it is too large")));

    // Failures of the service.
    let failure = r#"{"error":{"message":"see https://s3/k?sig=planted now","status_code":403},"url":"planted"}"#;
    let failing = client(json(403, failure).header("set-cookie", "auth=planted")).await;
    let error = failing.start_file_data_upload("a", 1, "file").await.expect_err("it fails");
    assert_eq!(error.api().and_then(|api| api.message()), Some("see https://s3/k?… now"));
    assert_eq!(error.body(), None);
    assert_unseen("a failure of a sensitive operation", &shown(&error));
    let error = failing.get_file("a").await.expect_err("it fails");
    assert_unseen("the line of a failure", &format!("{error} {error:?} {:?}", error.headers()));
    let error = client(Answer::new(307, "text/plain", "").header("location", SIGNED)).await;
    let error = error.delete_file("a").await.expect_err("no write is sent on");
    assert_eq!(
        error.headers().and_then(|all| all["location"].to_str().ok()),
        Some("https://s3.example.com/key")
    );
    assert_unseen("a redirect", &shown(&error));

    // Addresses in what is quoted of an answer that nobody calls sensitive.
    let quoted =
        r#"{"id":"https://s3.example.com/key?X-Amz-Signature=planted","tags":"/key?planted"}"#;
    let wrong = client(json(200, quoted)).await.get_file("a").await.expect_err("it is no file");
    assert_eq!(wrong.json_path(), Some("tags"));
    let escaped = r#"{"url":"https:\/\/s3.example.com\/key?X-Amz-Signature=planted"}"#;
    let failed = client(json(500, escaped)).await.get_file("a").await.expect_err("it fails");
    for error in [wrong, failed] {
        let chain = error.source().map(|source| format!("{source} {source:?}"));
        assert_unseen("a quoted address", &format!("{error} {error:?} {chain:?}"));
    }

    // Failures of the host that files are on.
    for (body, code) in
        [(S3, Some("AccessDenied")), ("<html>planted</html>", None), ("planted", None)]
    {
        let cdn = Server::answering(Answer::new(403, "application/xml", body)).await;
        let signed = format!("http://{}/key?X-Amz-Signature=planted", cdn.address());
        let api = client(Answer::new(302, "text/plain", "").header("location", &signed)).await;
        let error = api.download_file_version("a", 1).await.expect_err("it has expired");
        assert_unseen("a failure of the host of files", &shown(&error));
        assert_eq!(error.storage().map(|storage| storage.code()), code);
        assert!(error.to_string().ends_with("answered by 127.0.0.1)"), "{error}");
    }
    // A success of it that is not what the document says.
    let cdn = Server::answering(json(200, r#"{"id":"a","tags":"planted"}"#)).await;
    let elsewhere = format!("http://{}/key", cdn.address());
    let api = client(Answer::new(302, "text/plain", "").header("location", &elsewhere)).await;
    let error = api.get_file("a").await.expect_err("it is no file");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_unseen("an answer of the host of files", &shown(&error));
    // One that nobody listens at, and one that breaks off.
    let gone = "http://127.0.0.1:1/key?X-Amz-Signature=planted";
    let api = client(Answer::new(302, "text/plain", "").header("location", gone)).await;
    let error = api.download_file_version("a", 1).await.expect_err("nobody listens");
    assert_unseen("a host that is gone", &shown(&error));
    let cut = Answer::new(200, "image/png", "x").header("content-length", "9");
    let cdn = Server::answering(cut).await;
    let signed = format!("http://{}/key?X-Amz-Signature=planted", cdn.address());
    let api = client(Answer::new(302, "text/plain", "").header("location", &signed)).await;
    let mut download = api.download_file_version("a", 1).await.expect("it begins");
    assert_unseen("a download", &format!("{download:?}"));
    let error = loop {
        match download.chunk().await {
            Ok(chunk) => assert!(chunk.is_some(), "it breaks off"),
            Err(error) => break error,
        }
    };
    assert_unseen("a download that breaks off", &shown(&error));

    // What is made of requests, and what is reported of answers.
    let of = |client: &Client| client.download_file_version("a", 1);
    assert_unseen("a save", &format!("{:?} {:?}", of(&api), of(&api).save("a").replace()));
    assert_unseen("a list", &format!("{:?}", api.get_files().stream()));
    let extra =
        r#"{"url":"https://s3/?X-Amz-Signature=planted","token":"planted","keys":["planted"]}"#;
    let server = Server::answering(json(200, extra)).await;
    let reports = Arc::new(Mutex::new(String::new()));
    let kept = reports.clone();
    let listening = builder(&server.base_url()).on_drift(move |report| {
        *kept.lock().expect("no holder panics") += &format!("{report} {report:?}");
    });
    assert_unseen("a builder that listens", &format!("{listening:?}"));
    let listening = listening.build().expect("built");
    listening.start_file_data_upload("a", 1, "file").await.expect("it succeeds");
    let reports = reports.lock().expect("no holder panics").clone();
    assert!(reports.contains("field `token` (string)"), "{reports}");
    assert_unseen("a report", &reports);

    // Arguments that are refused, and the spans and events of all of the above.
    let body = CreateFileVersionRequest::new("x", 0);
    let error = client(json(200, "{}")).await.create_file_version("..", body).await;
    assert_unseen("a refused argument", &shown(&error.expect_err("refused")));
    let body = CreateFileRequest::new("name", "image/png", ".png");
    let error = of_caller.create_file(body).await.expect_err("nobody listens");
    assert_unseen("a write", &shown(&error));
    let text = log.text();
    assert!(text.contains("operation=\"startFileDataUpload\""), "spans are listened to: {text}");
    let seen: Vec<&str> = text.lines().filter(|line| line.contains(PLANTED)).collect();
    assert!(seen.is_empty(), "a log shows a secret: {seen:#?}");
}
