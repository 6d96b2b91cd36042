//! Answers that are one of several, and redirects.

use vrchat_files_runtime::reqwest::Method;
use vrchat_files_runtime::{Bytes, Call, Error, OneOf, Operation, Outcome, Reply};
use vrchat_files_tests::server::{Answer, Server};

use super::{POST, transport};

#[derive(Debug, PartialEq)]
enum Made {
    Ok(String),
    NoContent,
    Picture(Bytes),
    Undocumented(u16, Bytes),
}

impl OneOf for Made {
    fn read(answer: Outcome<'_>) -> Result<Reply<Self>, Error> {
        match answer.status() {
            200 => answer.json(Self::Ok),
            204 => answer.nothing(Self::NoContent),
            206 => answer.bytes(Self::Picture),
            _ => answer.undocumented(Self::Undocumented),
        }
    }
}

#[tokio::test]
async fn the_status_says_which_answer_it_is() {
    for (status, body, expected) in [
        (200, "\"made\"", Made::Ok("made".to_owned())),
        (204, "", Made::NoContent),
        (206, "PNG", Made::Picture(Bytes::from_static(b"PNG"))),
        (299, "odd", Made::Undocumented(299, Bytes::from_static(b"odd"))),
    ] {
        let server = Server::answering(Answer::new(status, "application/json", body)).await;
        let transport = transport(server.base_url());
        let reply = Call::new(&transport, &POST).one_of::<Made>().await.expect("answered");
        assert_eq!((reply.status().as_u16(), reply.into_inner()), (status, expected));
    }
    let server = Server::answering(Answer::new(200, "application/json", "{}")).await;
    let transport = transport(server.base_url());
    let error = Call::new(&transport, &POST).one_of::<Made>().await.expect_err("not a text");
    assert!(error.to_string().contains("not what the document says"), "{error}");
}

#[tokio::test]
async fn a_redirect_that_is_the_answer_is_not_followed() {
    static GO: Operation = Operation { id: "goAway", method: Method::GET, ..POST };
    let server = Server::start(|received| match received.path.as_str() {
        "/api/1/thing" => {
            Answer::new(302, "text/html", "").header("location", "/done?token=secret")
        }
        path => panic!("{path} was asked for"),
    })
    .await;
    let transport = transport(server.base_url());
    let reply = Call::new(&transport, &GO).redirect().await.expect("answered");
    assert_eq!(reply.status().as_u16(), 302);
    assert!(!format!("{reply:?}").contains("secret"), "{reply:?}");
    let expected = server.base_url().replace("/api/1", "/done?token=secret");
    assert_eq!(reply.into_inner().location(), Some(expected.as_str()));
    assert_eq!(server.received().len(), 1);
    // A service that stays where it is leads nowhere.
    let server = Server::answering(Answer::new(200, "text/html", "here")).await;
    let transport = super::transport(server.base_url());
    let reply = Call::new(&transport, &GO).redirect().await.expect("answered");
    assert_eq!(reply.into_inner().location(), None);
}

#[tokio::test]
async fn a_body_stays_at_home_when_a_read_is_sent_on() {
    static SEARCH: Operation = Operation { id: "search", method: Method::GET, ..POST };
    let elsewhere = Server::answering(Answer::new(200, "application/json", "{}")).await;
    // The same machine under another name is another origin.
    let location = format!("http://localhost:{}/found", elsewhere.address().port());
    let home =
        Server::start(move |_| Answer::new(302, "text/html", "").header("location", &location))
            .await;
    let transport = transport(home.base_url());
    let body = serde_json::json!({ "secret": true });
    let call = Call::new(&transport, &SEARCH).body(Some(&body));
    call.json::<serde_json::Value>().await.expect("answered");
    assert_eq!(home.received()[0].body, "{\"secret\":true}");
    let received = elsewhere.received().pop().expect("it came");
    assert_eq!((received.header("content-type"), received.body.len()), (None, 0));
}
