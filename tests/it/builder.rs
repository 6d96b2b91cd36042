//! What a client refuses to be built from.

use vrchat_files::{Client, ClientBuilder, ErrorKind};

fn complete() -> ClientBuilder {
    Client::builder().user_agent("tests/1.0 (tests@example.com)")
}

fn refusal(builder: ClientBuilder) -> String {
    let error = builder.build().expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(error.operation(), None);
    assert!(!error.is_retryable());
    error.to_string()
}

#[test]
fn the_documented_address_is_the_default() {
    let client = complete().build().expect("nothing else is required");
    assert_eq!(client.base_url(), "https://api.vrchat.cloud/api/1");
}

#[test]
fn the_user_agent_is_required_and_the_error_says_why() {
    let line = refusal(Client::builder());
    assert!(line.contains("no user agent") && line.contains(".user_agent("), "{line}");
    assert!(refusal(Client::builder().user_agent("  ")).contains("no user agent"));
    assert!(refusal(Client::builder().user_agent("a\nb")).contains("header cannot hold"));
}

#[test]
fn a_base_address_that_would_leak_is_refused() {
    for (address, why) in [
        ("not an address", "no URL"),
        ("ftp://api.example.com", "neither http nor https"),
        ("http://api.example.com/api/1", "not https"),
        ("https://user:planted@api.example.com/api/1", "user name"),
        ("https://planted@api.example.com/api/1", "user name"),
        ("https://:planted@api.example.com/api/1", "user name"),
        ("https://api.example.com/api/1?key=planted", "query"),
        ("https://api.example.com/api/1#planted", "fragment"),
    ] {
        let line = refusal(complete().base_url(address));
        assert!(line.contains(why) && !line.contains("planted"), "{line}");
    }
    let client = complete().base_url("http://127.0.0.1:8080/api/1/").build();
    let client = client.expect("loopback needs no TLS");
    assert_eq!(client.base_url(), "http://127.0.0.1:8080/api/1");
    complete().base_url("http://[::1]/").build().expect("loopback needs no TLS");
    let asked_for = complete().base_url("http://api.example.com").allow_plain_http();
    asked_for.build().expect("it is asked for by name");
}

#[test]
fn a_value_that_is_no_cookie_is_refused_without_being_shown() {
    for value in
        ["", "planted; other=1", "auth=\"planted\"", "plantéd", "planted\r\nX: y", r"plant\ed"]
    {
        let line = refusal(complete().auth_cookie(value));
        assert!(line.contains("`auth`") && !line.contains("plant"), "{line}");
        let line = refusal(complete().two_factor_auth_cookie(value));
        assert!(line.contains("`twoFactorAuth`") && !line.contains("plant"), "{line}");
    }
}

#[test]
fn the_client_is_cheap_to_share() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
    is_shared::<ClientBuilder>();
}
