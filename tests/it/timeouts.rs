//! Limits of time and size, and the pace of calls.

use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use vrchat_files::{Client, ClientBuilder, ErrorKind};
use vrchat_files_tests::server::{Answer, Server};

const SECOND: Duration = Duration::from_secs(1);

const HOUR: Duration = Duration::from_secs(3600);

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().base_url(server.base_url()).user_agent("tests/1.0").retries(0)
}

/// Accepts connections and never answers.
async fn silent() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let address = format!("http://{}", listener.local_addr().expect("bound"));
    (listener, address)
}

#[tokio::test(start_paused = true)]
async fn a_service_that_does_not_answer_is_given_up_on() {
    let (_listener, address) = silent().await;
    let builder = Client::builder().base_url(address).user_agent("tests/1.0");
    let started = Instant::now();
    let client = builder.clone().build().expect("built");
    let error = client.get_files().await.expect_err("it is silent");
    assert!(error.is_timeout() && error.attempts() == 1, "{error:?}");
    assert_eq!(started.elapsed().as_secs(), 60);
    // The same after a body, which is taken at once.
    let started = Instant::now();
    let body = vrchat_files::types::CreateFileRequest::new("name", "image/png", ".png");
    let patient = builder.clone().stall_timeout(Duration::from_secs(40)).build().expect("built");
    let error = patient.create_file(body).await.expect_err("it is silent");
    assert!(error.to_string().contains("has not answered for 60 s"), "{error}");
    assert_eq!(started.elapsed().as_secs(), 60);
    let hasty = builder.answer_timeout(Duration::from_secs(5)).build().expect("built");
    let started = Instant::now();
    let error = hasty.get_files().await.expect_err("it is silent");
    assert!(error.to_string().contains("has not answered for 5 s"), "{error}");
    assert_eq!(started.elapsed().as_secs(), 5);
}

/// Finds no address, ever.
struct Nowhere;

impl vrchat_files::reqwest::dns::Resolve for Nowhere {
    fn resolve(
        &self,
        _: vrchat_files::reqwest::dns::Name,
    ) -> vrchat_files::reqwest::dns::Resolving {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_does_not_come_about_is_given_up_on() {
    let builder = Client::builder().base_url("http://files.localhost").user_agent("tests/1.0");
    let builder = builder.configure(|http| http.dns_resolver(Nowhere)).retries(0);
    let hasty = builder.clone().connect_timeout(Duration::from_secs(3));
    for (builder, seconds) in [(builder, 10), (hasty, 3)] {
        let client = builder.build().expect("built");
        let started = Instant::now();
        let error = client.get_files().await.expect_err("it leads nowhere");
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error}");
        assert!(error.to_string().starts_with("getFiles: no connection to files.localhost: "));
        assert_eq!(started.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_the_callers_own_is_one() {
    let (_listener, address) = silent().await;
    let builder = Client::builder().base_url(address).user_agent("tests/1.0");
    let builder = builder.configure(|http| http.read_timeout(Duration::from_secs(7)));
    let client = builder.build().expect("built");
    let started = Instant::now();
    let error = client.get_files().await.expect_err("it is silent");
    assert!(error.is_timeout() && error.attempts() == 1, "{error:?}");
    assert!(error.to_string().starts_with("getFiles: nothing moved for too long between here and"));
    assert_eq!(started.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_json_call_has_a_limit_as_a_whole_and_a_download_has_none() {
    // Something moves every 50 seconds, for 500 seconds.
    let mut answer = Answer::new(200, "application/json", "");
    answer.chunks = (0..10).map(|_| (Duration::from_secs(50), Bytes::from_static(b" "))).collect();
    let server = Server::answering(answer).await;
    let started = Instant::now();
    let client = builder(&server).build().expect("built");
    let error = client.get_files().await.expect_err("it takes too long");
    assert!(error.to_string().contains("the call took longer than 300 s"), "{error}");
    assert_eq!(started.elapsed().as_secs(), 300);
    let unlimited = builder(&server).call_timeout(None).build().expect("built");
    let error = unlimited.get_files().await.expect_err("blanks are no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    let mut download = client.download_file_version("file_1", 1).await.expect("it starts");
    let mut length = 0;
    while let Some(chunk) = download.chunk().await.expect("it is not cut") {
        length += chunk.len();
    }
    assert_eq!(length, 10);
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_a_stall_stands_still_while_the_caller_is_busy() {
    let mut answer = Answer::new(200, "image/png", "");
    let second = Duration::from_secs(1);
    answer.chunks = vec![(second, "a".into()), (second, "b".into()), (HOUR, "c".into())];
    let server = Server::answering(answer).await;
    let limit = Duration::from_secs(30);
    let client = builder(&server).stall_timeout(limit).build().expect("built");
    let mut download = client.download_file_version("file_1", 1).await.expect("it starts");
    assert_eq!(download.chunk().await.expect("it comes").as_deref(), Some(&b"a"[..]));
    tokio::time::sleep(HOUR / 2).await;
    assert_eq!(download.chunk().await.expect("it has come").as_deref(), Some(&b"b"[..]));
    let started = Instant::now();
    let error = download.chunk().await.expect_err("nothing comes");
    assert!(error.to_string().contains("has sent nothing for 30 s"), "{error}");
    assert_eq!(started.elapsed(), limit);
}

#[tokio::test(start_paused = true)]
async fn the_body_of_a_json_answer_stalls_like_a_download() {
    let mut answer = Answer::new(200, "application/json", "");
    answer.chunks = vec![(SECOND, "[".into()), (HOUR, "]".into())];
    let server = Server::answering(answer).await;
    let limit = Duration::from_secs(30);
    let client = builder(&server).stall_timeout(limit).build().expect("built");
    let started = Instant::now();
    let error = client.get_files().await.expect_err("nothing comes");
    assert!(error.to_string().contains("has sent nothing for 30 s"), "{error}");
    assert_eq!(started.elapsed(), SECOND + limit);
}

#[tokio::test]
async fn the_size_of_a_json_answer_can_be_set() {
    let server = Server::answering(Answer::new(200, "application/json", "[       ]")).await;
    let fits = builder(&server).answer_limit(9).build().expect("built");
    fits.get_files().await.expect("it fits");
    let tight = builder(&server).answer_limit(8).build().expect("built");
    let error = tight.get_files().await.expect_err("it does not fit");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn clones_share_one_pace() {
    let server = Server::answering(Answer::new(200, "application/json", "[]")).await;
    let pace = Duration::from_millis(600);
    let client = builder(&server).rate_limit(2, pace).build().expect("built");
    let started = std::time::Instant::now();
    for _ in 0..4 {
        client.clone().get_files().await.expect("it answers");
    }
    // Two at once, then one for each half of the time.
    assert!(started.elapsed() >= pace, "{:?}", started.elapsed());
    // As many at once as in the whole of the time, and the next after its share of it.
    let client = builder(&server).rate_limit(10, 2 * SECOND).build().expect("built");
    let started = std::time::Instant::now();
    for _ in 0..11 {
        client.get_files().await.expect("it answers");
    }
    let took = started.elapsed();
    assert!(took >= SECOND / 5 && took < SECOND * 18 / 10, "{took:?}");
    let none = builder(&server).rate_limit(0, pace).build();
    assert_eq!(none.expect_err("it lets nothing through").kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn bytes_are_asked_for_as_they_are_stored() {
    let server = Server::answering(Answer::new(200, "image/png", "x")).await;
    let client = builder(&server).build().expect("built");
    client.download_file_version("file_1", 1).await.expect("it starts");
    assert_eq!(server.received()[0].header("accept-encoding"), Some("identity"));
    let packed = Answer::new(200, "image/png", "x").header("content-encoding", "gzip");
    let server = Server::answering(packed).await;
    let client = builder(&server).build().expect("built");
    let error = client.download_file_version("file_1", 1).await.expect_err("it is packed");
    assert!(error.to_string().contains("encoded as gzip"), "{error}");
    let plain = Answer::new(200, "image/png", "x").header("content-encoding", "identity");
    let server = Server::answering(plain).await;
    let client = builder(&server).build().expect("built");
    client.download_file_version("file_1", 1).await.expect("it is as it is stored");
}

#[tokio::test]
async fn both_clients_are_configured_and_the_callers_own_serves_the_api_alone() {
    let cdn = Server::answering(Answer::new(200, "image/png", "x")).await;
    let location = format!("http://{}/signed", cdn.address());
    let api =
        Server::answering(Answer::new(302, "text/plain", "").header("location", &location)).await;
    let mark = |value: &'static str| {
        let mut headers = vrchat_files::reqwest::header::HeaderMap::new();
        headers.insert("x-mark", vrchat_files::reqwest::header::HeaderValue::from_static(value));
        headers
    };
    let both = builder(&api).configure(move |http| http.default_headers(mark("both")));
    both.build().expect("built").download_file_version("f", 1).await.expect("it follows");
    assert_eq!(api.received()[0].header("x-mark"), Some("both"));
    assert_eq!(cdn.received()[0].header("x-mark"), Some("both"));
    let own = vrchat_files::reqwest::Client::builder()
        .default_headers(mark("own"))
        .redirect(vrchat_files::reqwest::redirect::Policy::none())
        .build()
        .expect("built");
    let own = builder(&api).http_client(own).build().expect("built");
    own.download_file_version("f", 1).await.expect("it follows");
    assert_eq!(api.received()[1].header("x-mark"), Some("own"));
    assert_eq!(cdn.received()[1].header("x-mark"), None);
}

/// What the builder's documentation says, and what a client has that nobody set anything of.
#[test]
fn defaults_are_those_that_are_documented() {
    let documented = include_str!("../../generated/src/client.rs");
    let client = Client::builder().user_agent("tests/1.0").build().expect("built");
    let shown = format!("{client:?}");
    let defaults = [
        ("connect_timeout", "10s", "10 seconds unless set"),
        ("answer_timeout", "60s", "60 seconds unless set"),
        ("stall_timeout", "60s", "60 seconds unless set"),
        ("call_timeout", "Some(300s)", "300 seconds unless set"),
        ("retries", "3", "3 times unless set"),
        ("retry_wait", "500ms", "half a second unless set"),
        ("retry_time", "120s", "120 seconds from its start unless set"),
        ("longest_wait", "60s", "60 seconds unless set"),
        ("answer_limit", "16777216", "16 MiB unless set"),
        ("pace", "None", "off unless set"),
    ];
    for (name, value, words) in defaults {
        assert!(shown.contains(&format!("{name}: {value}")), "{name}: {shown}");
        let setter = if name == "pace" { "rate_limit" } else { name };
        let (before, _) = documented.split_once(&format!("pub fn {setter}(")).expect("a setter");
        let about = before.rsplit("}\n").next().expect("its documentation");
        let about = about.replace("///", " ");
        let about: Vec<&str> = about.split_whitespace().collect();
        assert!(about.join(" ").contains(words), "{setter}: {about:?}");
    }
}
