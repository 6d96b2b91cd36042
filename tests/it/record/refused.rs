//! What the recorder does not begin with, or not go on with.

use std::fs;

use vrchat_files_fake::{Fake, Fault, Operation};
use vrchat_files_tests::server::{Answer, Server};

use super::{account, assert_clean, assert_good, folder, recorder, run, texts};

#[tokio::test]
async fn a_session_that_is_over_is_one_clear_line() {
    let (fake, folder) = (account().await, folder());
    let mut recorder = recorder(&fake, folder.path());
    let ended =
        run(recorder.env("VRCHAT_AUTH", "authcookie_old-canary").arg("--write=upload")).await;
    ended.assert(
        1,
        &["401: the service does not know the session. Is the cookie in VRCHAT_AUTH still good"],
    );
    assert_eq!(ended.way.lines().count(), 1, "{}", ended.way);
    assert!(!ended.way.contains("old-canary"), "{}", ended.way);
    assert_eq!(fake.requests().len(), 1);
    assert!(texts(folder.path()).is_empty());
}

#[tokio::test]
async fn a_service_that_is_not_there_is_one_clear_line() {
    let folder = folder();
    let fake = Fake::start().await.expect("started");
    let mut recorder = recorder(&fake, folder.path());
    drop(fake);
    let ended = run(&mut recorder).await;
    ended.assert(
        1,
        &["the service cannot be reached: no connection comes about (Connection refused"],
    );
    assert_eq!(ended.way.lines().count(), 1, "{}", ended.way);
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_said_before_anything_is_called() {
    let (fake, folder) = (account().await, folder());
    for (arguments, says) in [
        (
            &["--write=get_file"][..],
            "--write cannot be \"get_file\"; it can be upload, create_file",
        ),
        (&["--write=upload", "--dry-run"], "--dry-run changes nothing, and --write does"),
        (&["--only=get_filez"], "there is no such operation"),
        (&["--only=create_file"], "create_file writes: ask for it with --write create_file"),
        (&["--arg=contentId"], "--arg is NAME=VALUE"),
        (&["--arg=secret=canary"], "--arg is NAME=VALUE"),
        (&["--pace=-1"], "--pace cannot be that"),
    ] {
        let ended = run(recorder(&fake, folder.path()).args(arguments)).await;
        ended.assert(2, &[says]);
        assert!(!ended.way.contains("canary"), "{}", ended.way);
    }
    for (variable, value, says) in [
        (
            "VRCHAT_AUTH",
            "",
            "needs the cookie of a session in the environment variable VRCHAT_AUTH",
        ),
        ("VRCHAT_AUTH", "can\nary", "cookie"),
        ("VRCHAT_USER_AGENT", "", "who is asking and how to reach them"),
        // The client would refuse these; it only sees the proxy.
        ("VRCHAT_BASE_URL", "http://example.com/api/1", "has to be https, or this machine"),
        ("VRCHAT_BASE_URL", "http://127.0.0.1.example.com/", "has to be https, or this machine"),
        ("VRCHAT_BASE_URL", "https://user:canary@example.com/", "without a user"),
        ("VRCHAT_BASE_URL", "canary", "is not an address"),
    ] {
        let ended = run(recorder(&fake, folder.path()).env(variable, value)).await;
        ended.assert(2, &[says]);
        assert!(!ended.way.contains("canary"), "{}", ended.way);
    }
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn what_lasts_is_not_made_up() {
    let (fake, folder) = (account().await, folder());
    let names =
        ["set_group_gallery_file_order", "submit_content_agreement", "update_asset_review_notes"];
    let mut recorder = recorder(&fake, folder.path());
    names.iter().for_each(|name| {
        _ = recorder.args([&format!("--write={name}"), &format!("--only={name}")])
    });
    let ended = run(&mut recorder).await;
    let says = [
        "submit_content_agreement: it lasts, so that all it says has to be given: --arg agreementCode=… --arg",
        "update_asset_review_notes: it lasts, so that all it says has to be given: --arg assetReviewId=…",
    ];
    ended.assert(0, &says);
    assert_eq!(fake.requests().len(), 0);
}

#[tokio::test]
async fn a_dry_run_says_what_it_would_write() {
    let (fake, folder) = (account().await, folder());
    let ended = run(recorder(&fake, folder.path()).args(["--dry-run", "--only=get_file"])).await;
    ended.assert(0, &["new           get_file/200_recorded_world"]);
    assert!(texts(folder.path()).is_empty());
}

#[tokio::test]
async fn a_file_is_written_again_only_when_its_content_is_another() {
    let (fake, folder) = (account().await, folder());
    let record = || recorder(&fake, folder.path());
    run(record().arg("--only=get_file")).await.assert(0, &[]);
    let path = folder.path().join("get_file/200_recorded_icon.json");
    let old = fs::read_to_string(&path).expect("it is there");
    let day = old.split_once(r#""date": ""#).and_then(|(_, rest)| rest.get(..10)).expect("a day");
    let older = old.replace(day, "2020-02-02");
    fs::write(&path, &older).expect("written");
    run(record().arg("--only=get_file"))
        .await
        .assert(0, &["unchanged     get_file/200_recorded_icon"]);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), older);
    fs::write(&path, older.replace("image/png", "image/bmp")).expect("written");
    run(record().arg("--only=get_file"))
        .await
        .assert(0, &["changed       get_file/200_recorded_icon"]);
    assert_eq!(fs::read_to_string(&path).expect("it is there"), old);
}

#[tokio::test]
async fn an_answer_that_the_client_cannot_read_is_recorded_and_said() {
    let (fake, folder) = (account().await, folder());
    let mut record = fake.files()[2].clone();
    record["versions"] = "many".into();
    fake.inject(Fault::on(Operation::GetFile).answer(200, &record));
    let ended = run(recorder(&fake, folder.path()).arg("--only=get_file")).await;
    ended.assert(
        0,
        &["not readable  get_file: 200: the answer is not what the document says at versions\n"],
    );
    // People paste what they are shown.
    assert!(!ended.result.contains("many"), "{}", ended.result);
    let recorded = &texts(folder.path())["get_file/200_recorded_world.json"];
    assert!(recorded.contains("\"drift\": [\n    \"/versions\"\n  ]"), "{recorded}");
    // What the client makes of it is part of the exchange: the tests stay green, and doctor finds it.
    assert_good(folder.path()).await;
}

#[tokio::test]
async fn a_proxy_of_the_system_does_not_see_what_goes_to_this_machine() {
    let (fake, folder) = (account().await, folder());
    let proxy = Server::answering(Answer::new(500, "text/plain", "")).await;
    let mut recorder = recorder(&fake, folder.path());
    recorder.env("http_proxy", format!("http://{}", proxy.address())).env_remove("no_proxy");
    run(recorder.env_remove("NO_PROXY").arg("--only=get_files")).await.assert(0, &[]);
    assert!(proxy.received().is_empty());
    assert_eq!(texts(folder.path()).len(), 5);
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_recorded_without_its_words() {
    let (fake, folder) = (account().await, folder());
    let page = "<html><head><title>502 Bad Gateway</title></head><body>Canary of 198.51.100.7</body></html>";
    fake.inject(Fault::on(Operation::GetFile).answer(502, page));
    run(recorder(&fake, folder.path()).arg("--only=get_file")).await.assert(0, &[]);
    let recorded = &texts(folder.path())["get_file/502_recorded_world.json"];
    assert!(recorded.contains("<title>502 Bad Gateway</title>"), "{recorded}");
    assert!(!recorded.contains("198.51"), "{recorded}");
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
}

#[tokio::test]
async fn a_redirect_leads_no_cookie_elsewhere() {
    let folder = folder();
    let elsewhere = Server::answering(Answer::new(200, "application/json", "[]")).await;
    let url = format!("{}/files", elsewhere.base_url());
    let moved =
        Server::start(move |_| Answer::new(302, "text/plain", "").header("location", &url)).await;
    let fake = account().await;
    let mut recorder = recorder(&fake, folder.path());
    recorder.env("VRCHAT_BASE_URL", moved.base_url()).arg("--only=get_files");
    run(&mut recorder).await.assert(
        0,
        &["get_files (untagged): it leads to another host, and no answer from there can be kept"],
    );
    let received = elsewhere.received();
    assert!(!received.is_empty());
    assert!(received.iter().all(|one| one.header("cookie").is_none()));
    assert!(moved.received().iter().all(|one| one.header("cookie").is_some()));
}
