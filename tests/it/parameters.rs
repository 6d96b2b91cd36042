//! Parameters of every location and style, as a server receives them.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use vrchat_files_runtime::reqwest::Method;
use vrchat_files_runtime::{Call, Credential, Error, Limits, Operation, Param, Style, Transport};
use vrchat_files_tests::server::{Answer, Server};

use crate::log::Log;

static OPERATION: Operation = Operation {
    id: "getThings",
    method: Method::GET,
    path: "/things/{id}/x",
    credentials: &[Credential::Cookie("sid")],
    pending: &[],
    repeatable: true,
    sensitive: false,
};

fn transport(base_url: String) -> Transport {
    let builder = Transport::builder("https://api.example.com", &[]).base_url(base_url);
    let builder = builder.user_agent("tests/1.0").retries(0);
    builder.credential(Credential::Cookie("sid"), "planted_sid").build().expect("built")
}

/// The head of the request that a call makes, byte for byte.
async fn head(call: impl for<'t> FnOnce(Call<'t>) -> Call<'t>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    let base_url = format!("http://{}/v1", listener.local_addr().expect("bound"));
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("it connects");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.expect("it sends"));
        }
        let answer = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
        stream.write_all(answer).await.expect("it reads");
        String::from_utf8(head).expect("heads are ASCII")
    });
    let transport = transport(base_url);
    call(Call::new(&transport, &OPERATION)).nothing().await.expect("it answers");
    server.await.expect("it ends")
}

/// The target of the request line.
async fn target(call: impl for<'t> FnOnce(Call<'t>) -> Call<'t>) -> String {
    let head = head(call).await;
    head.split(' ').nth(1).expect("there is a target").to_owned()
}

fn list() -> Vec<String> {
    ["a b", "c,d", "é|/?&=#+%"].map(str::to_owned).into()
}

fn map(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn styles_of_the_path() {
    let ids: Vec<String> = ["a,b", "c.d", "é ;=?#"].map(str::to_owned).into();
    let encoded = ["a%2Cb", "c.d", "%C3%A9%20%3B%3D%3F%23"];
    let [a, b, c] = encoded;
    let fields = map(&[("a", "1,2"), ("b", "é")]);
    let id = Param::new("id");
    for (param, of_list, of_fields) in [
        (id, format!("{a},{b},{c}"), "a,1%2C2,b,%C3%A9"),
        (id.explode(true), format!("{a},{b},{c}"), "a=1%2C2,b=%C3%A9"),
        (id.style(Style::Label), format!(".{a}.{b}.{c}"), ".a.1%2C2.b.%C3%A9"),
        (id.style(Style::Label).explode(true), format!(".{a}.{b}.{c}"), ".a=1%2C2.b=%C3%A9"),
        (id.style(Style::Matrix), format!(";id={a},{b},{c}"), ";id=a,1%2C2,b,%C3%A9"),
        (
            id.style(Style::Matrix).explode(true),
            format!(";id={a};id={b};id={c}"),
            ";a=1%2C2;b=%C3%A9",
        ),
    ] {
        let sent = target(|call| call.path(param, &ids)).await;
        assert_eq!(sent, format!("/v1/things/{of_list}/x"), "{param:?}");
        let sent = target(|call| call.path(param, &fields)).await;
        assert_eq!(sent, format!("/v1/things/{of_fields}/x"), "{param:?}");
    }
    let json = target(|call| call.path(id.style(Style::Json), &map(&[("ä", "1")]))).await;
    assert_eq!(json, "/v1/things/%7B%22%C3%A4%22%3A%221%22%7D/x");
}

/// The same values in each: what reaches the server cannot be taken for anything else.
#[tokio::test]
async fn styles_of_the_query() {
    let query = |param: Param| async move {
        let sent = target(|call| call.path("id", &1_u64).query(param, Some(&list()))).await;
        sent.strip_prefix("/v1/things/1/x?").expect("there is a query").to_owned()
    };
    let q = Param::new("q é");
    let items = ["a%20b", "c%2Cd", "%C3%A9%7C%2F%3F%26%3D%23%2B%25"];
    let [a, b, c] = items;
    assert_eq!(query(q).await, items.map(|item| format!("q%20%C3%A9={item}")).join("&"));
    assert_eq!(query(q.explode(false)).await, format!("q%20%C3%A9={a},{b},{c}"));
    let reserved = "q%20%C3%A9=a%20b,c%2Cd,%C3%A9%7C/?%26=%23+%25";
    assert_eq!(query(q.explode(false).reserved()).await, reserved);

    let numbers = |param: Param| async move {
        target(|call| call.path("id", &1_u64).query(param, Some(&vec![1_i64, -2]))).await
    };
    let n = Param::new("n");
    assert_eq!(numbers(n.style(Style::Space)).await, "/v1/things/1/x?n=1%20-2");
    assert_eq!(numbers(n.style(Style::Pipe)).await, "/v1/things/1/x?n=1%7C-2");
    assert_eq!(numbers(n.style(Style::Pipe).explode(true)).await, "/v1/things/1/x?n=1&n=-2");
    assert_eq!(numbers(n.style(Style::Json)).await, "/v1/things/1/x?n=%5B1%2C-2%5D");

    let fields = |param: Param| async move {
        let value = map(&[("k&", "é="), ("l", "")]);
        target(|call| call.path("id", &1_u64).query(param, Some(&value))).await
    };
    assert_eq!(fields(n).await, "/v1/things/1/x?k%26=%C3%A9%3D&l=");
    assert_eq!(fields(n.explode(false)).await, "/v1/things/1/x?n=k%26,%C3%A9%3D,l,");
    let deep = "/v1/things/1/x?n%5Bk%26%5D=%C3%A9%3D&n%5Bl%5D=";
    assert_eq!(fields(n.style(Style::Deep)).await, deep);
}

#[tokio::test]
async fn what_is_empty_or_absent_is_left_out() {
    let empty: Vec<String> = Vec::new();
    let none: Option<&String> = None;
    let head = head(|call| {
        let call = call.path("id", &"1".to_owned()).query("a", Some(&empty)).query("b", none);
        let call = call.query(Param::new("c").explode(false), Some(&empty));
        let call = call.query(Param::new("d").style(Style::Deep), Some(&map(&[])));
        let call = call.header("X-List", Some(&empty)).header("X-None", none);
        call.cookie("list", Some(&empty)).cookie("none", none)
    })
    .await;
    assert!(head.starts_with("GET /v1/things/1/x HTTP/1.1\r\n"), "{head}");
    assert!(!head.contains("x-list") && !head.contains("x-none"), "{head}");
    assert!(head.contains("cookie: sid=planted_sid\r\n"), "{head}");
}

#[tokio::test]
async fn headers_and_cookies_stand_beside_the_clients_own() {
    let numbers = vec![1_u64, 2];
    let fields = map(&[("a", "1"), ("b", "2")]);
    let sent = head(|call| {
        let call = call.path("id", &true).header("X-Text", Some(&"a, b;%".to_owned()));
        let call = call.header("X-List", Some(&numbers)).header("X-Fields", Some(&fields));
        let call = call.header(Param::new("X-Pairs").explode(true), Some(&fields));
        let json = map(&[("é", ",")]);
        let call = call.header(Param::new("X-Json").style(Style::Json), Some(&json));
        let call = call.cookie("lang", Some(&"d%e==".to_owned())).cookie("n", Some(&numbers));
        let call = call.cookie(Param::new("m").explode(false), Some(&numbers));
        let call = call.cookie("fields", Some(&fields));
        call.cookie(Param::new("json").style(Style::Json), Some(&json))
    })
    .await;
    for line in [
        "x-text: a, b;%",
        "x-list: 1,2",
        "x-fields: a,1,b,2",
        "x-pairs: a=1,b=2",
        r#"x-json: {"\u00e9":","}"#,
        "cookie: sid=planted_sid; lang=d%e==; n=1; n=2; m=1,2; a=1; b=2; \
         json=%7B%22%C3%A9%22%3A%22%2C%22%7D",
    ] {
        assert!(sent.contains(&format!("\r\n{line}\r\n")), "{line}\n{sent}");
    }
    let sent = head(|call| call.path("id", &1_u64).cookie("sid", Some(&7_u64))).await;
    assert!(sent.contains("\r\ncookie: sid=7\r\n"), "{sent}");
}

#[tokio::test]
async fn none_of_them_goes_to_another_origin() {
    let other = Server::answering(Answer::new(200, "image/png", "bytes")).await;
    let location = format!("http://{}/file", other.address());
    let api = Server::answering(Answer::new(302, "text/plain", "").header("location", &location));
    let transport = transport(api.await.base_url());
    let call = Call::new(&transport, &OPERATION).path("id", &1_u64);
    let call = call.header("X-Token", Some(&"planted".to_owned()));
    let call = call.query("q", Some(&1_u64)).cookie("lang", Some(&"planted".to_owned()));
    call.bytes().await.expect("it follows");
    let received = &other.received()[0];
    assert_eq!((received.header("x-token"), received.header("cookie")), (None, None));
    assert!(received.query.is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_by_name_and_not_shown() {
    let log = Log::listen();
    let transport = transport("http://127.0.0.1:1".to_owned());
    let text = |text: &str| text.to_owned();
    let new = || Call::new(&transport, &OPERATION).path("id", &1_u64);
    let short = Limits::NONE.not_longer(2);
    let calls = [
        ("X-Key", new().header("X-Key", Some(&text("planted\r\nX: y")))),
        ("X-Key", new().header("X-Key", Some(&text(" planted")))),
        ("X-Key", new().header("X-Key", Some(&text("plantéd")))),
        ("X-Key", new().header("X-Key", Some(&vec![text("planted,x")]))),
        ("X Key", new().header("X Key", Some(&text("planted")))),
        ("X-Key", new().header(Param::new("X-Key").within(short), Some(&text("planted")))),
        ("lang", new().cookie("lang", Some(&text("planted; sid=7")))),
        ("lang", new().cookie("lang", Some(&vec![text("x"), text("planted\"")]))),
        ("lang", new().cookie("lang", Some(&map(&[("planted=1", "x")])))),
        ("la ng", new().cookie("la ng", Some(&text("planted")))),
        ("n", new().cookie(Param::new("n").within(Limits::NONE.at_most(1.0)), Some(&7_777_u64))),
        ("n", new().query("n", Some(&serde_json::json!({"a": ["planted"]})))),
        ("n", new().query(Param::new("n").style(Style::Pipe), Some(&vec![text("planted|x")]))),
    ];
    for (name, call) in calls {
        let shown = format!("{call:?}");
        let error: Error = call.nothing().await.expect_err("it is refused");
        assert_eq!(error.parameter(), Some(name), "{error}");
        assert!(error.is_invalid_argument(), "{error}");
        for shown in [shown, format!("{error} {error:?}"), log.text()] {
            assert!(!shown.contains("plant") && !shown.contains("7777"), "{name}: {shown}");
        }
    }
    let given =
        new().header("X-Key", Some(&text("planted"))).cookie("lang", Some(&text("planted")));
    assert!(!format!("{given:?}").contains("planted"), "{given:?}");
    let error = given.nothing().await.expect_err("nobody listens");
    assert!(!format!("{error:?} {}", log.text()).contains("planted"), "{error:?}");
}

/// No style lets a value lead to another endpoint, in no item and no field.
#[tokio::test]
async fn a_path_value_that_could_lead_elsewhere_is_refused_in_every_style() {
    let transport = transport("http://127.0.0.1:1".to_owned());
    for style in [Style::Simple, Style::Label, Style::Matrix, Style::Json] {
        for explode in [false, true] {
            let id = Param::new("id").style(style).explode(explode);
            for value in ["", ".", "..", "a/b", r"a\b", "../auth", "a\n"] {
                // As JSON they stand between quotes, where nothing resolves them.
                if style == Style::Json && !value.contains(['/', '\\', '\n']) {
                    continue;
                }
                let new = || Call::new(&transport, &OPERATION);
                for call in [
                    new().path(id, &value.to_owned()),
                    new().path(id, &vec!["a".to_owned(), value.to_owned()]),
                    new().path(id, &map(&[("a", value)])),
                    new().path(id, &map(&[(value, "a")])),
                ] {
                    let error = call.nothing().await.expect_err("it is refused");
                    assert!(error.is_invalid_argument(), "{id:?} {value:?}: {error}");
                }
            }
        }
    }
}
