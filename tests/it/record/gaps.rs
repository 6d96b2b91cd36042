//! Forms of what tells who somebody is that do not look like it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use vrchat_files_fake::{Fault, Operation};
use vrchat_files_tests::record::leaks;

use super::redaction::Run;
use super::{account, assert_good, folder, recorder, run, texts};

fn message(known: &[&str], message: &str) -> String {
    let made = Run::new(known).made("Error", &json!({ "error": { "message": message } }));
    made["error"]["message"].as_str().expect("a text").to_owned()
}

#[test]
fn a_legacy_id_is_no_name_of_a_field() {
    let file = json!({
        "viewers": { "kJoVqXEdpo": 1, "zPkrvvbTQx": 2 },
        "counts": { "uploadedAt": 1, "hasAgeGate": true, "instanceId": null },
        "likes": { "kJoVqXEdpo_likes": 3 },
        "raw": "{\"kJoVqXEdpo\":1}",
    });
    let made = Run::new(&[]).made("File", &file).to_string();
    for gone in ["kJoV", "zPkr"] {
        assert!(!made.contains(gone), "{made}");
    }
    for kept in ["viewers", "counts", "uploadedAt", "hasAgeGate", "instanceId", "likes", "raw"] {
        assert!(made.contains(&format!("\"{kept}\"")), "{kept}: {made}");
    }
}

#[test]
fn prose_tells_of_no_legacy_id_no_telephone_and_no_machine() {
    for (text, gone) in [
        ("the user kJoVqXEdpo may not", "kJoVqXEdpo"),
        ("the user (kJoVqXEdpo)\u{2024}", "kJoVqXEdpo"),
        ("call +49 170 123 45 67 for help", "123"),
        ("call 0170 1234 567\u{2024}", "1234"),
        ("call (030) 1234-56 now", "1234"),
        ("your IP:84.12.3.9 is banned", "84.12"),
        ("your IP 84\u{2024}12\u{2024}3\u{2024}9 is banned", "84\u{2024}12"),
        ("your IP\u{2f8}84.12.3.9", "84.12"),
        ("your (84.12.3.9,84.12.3.8) is", "84.12"),
        ("your IP:fe80::beef:1 is", "beef"),
    ] {
        let made = message(&[], text);
        assert!(!made.contains(gone), "{text}: {made}");
        assert_eq!(made.split(' ').next(), text.split(' ').next());
    }
    assert_eq!(message(&[], "your IP:84.12.3.9 is banned"), "your IP:192.0.2.1 is banned");
    for kept in [
        "everything is uploadedAt noon, JavaScript",
        "409 Cannot delete this file\u{2f8} 1\u{201a} 11",
        "version 2022.3.2 of 12:30:45, 5 of 100000",
    ] {
        assert_eq!(message(&[], kept), kept);
    }
}

#[test]
fn media_types_keep_their_charset_and_nothing_that_nobody_knows() {
    let mut run = Run::new(&[]);
    let mut made = |value: &str| run.redactor.header("content-type", value).expect("it is kept");
    for kept in [
        "application/json; charset=iso-8859-1",
        "application/json;charset=UTF-8",
        "text/html; charset=\"windows-1252\"",
        "text/plain; charset=us-ascii",
    ] {
        assert_eq!(made(kept), kept);
    }
    for (value, essence) in [
        ("application/json; charset=kon-fox", "application/json; "),
        ("multipart/form-data; boundary=kon-fox", "multipart/form-data; "),
        ("application/json; charset=utf-8; by=kon-fox", "application/json; "),
        ("image/png; charset=iso-8859-kon", "image/png; "),
    ] {
        let made = made(value);
        assert!(made.starts_with(essence) && !made.contains("kon"), "{made}");
        assert_eq!(made.len(), value.len());
    }
    assert!(!made("kon/fox; charset=utf-8").contains("kon"));
}

#[test]
fn a_relative_location_stays_one() {
    let mut run = Run::new(&[]);
    let mut made = |value: &str| run.redactor.header("location", value).expect("it is kept");
    for kept in ["/api/1/files?n=10&offset=20", "../files?tag=gallery", "/api/1/file#icon", "?n=1"]
    {
        assert_eq!(made(kept), kept);
    }
    assert_eq!(
        made("/api/1/file/file_11111111-2222-4333-8444-555555555555/1?token=f00d"),
        "/api/1/file/file_00000000-0000-4000-8000-000000000001/1?token=stand-in"
    );
    let made = made("//kon.example.org/files/kon?who=kon");
    assert!(made.starts_with("//host-1.example.com/files/") && !made.contains("kon"), "{made}");
}

#[test]
fn a_host_of_the_service_that_is_called_after_somebody_is_theirs() {
    let mut run = Run::new(&["Konfox"]);
    let url = "https://konfox.vrchat.cloud/icon";
    let file = json!({ "icon": url, "home": "https://files.vrchat.cloud/icon" });
    let made = run.made("File", &file);
    assert_eq!(made["icon"], "https://host-1.example.com/icon");
    assert_eq!(made["home"], file["home"]);
    let text = json!({ "response": made }).to_string();
    assert_eq!(leaks::find(&text, run.redactor.known(), run.redactor.vocabulary()), None);
}

#[tokio::test]
async fn such_a_host_is_no_false_alarm() {
    let (fake, folder) = (account().await, folder());
    let mut record = fake.files()[2].clone();
    record["name"] = "Canarybird".into();
    record["iconUrl"] = "https://canarybird.vrchat.cloud/icon".into();
    fake.inject(Fault::on(Operation::GetFile).answer(200, &record));
    run(recorder(&fake, folder.path()).arg("--only=get_file")).await.assert(0, &[]);
    let text = &texts(folder.path())["get_file/200_recorded_world.json"];
    assert!(!text.contains("canarybird"), "{text}");
    assert_good(folder.path()).await;
}

#[test]
fn what_is_known_goes_in_one_pass_however_often_it_stands() {
    let names: Vec<String> = (0..20_000).map(|number| format!("Kona{number:05}")).collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let timed = |text: &str| {
        let start = Instant::now();
        let made = message(&known, text);
        assert!(!made.contains("Kona"), "{made}");
        assert_eq!(made.len(), text.len());
        start.elapsed()
    };
    let once = timed(&names[0]);
    let often = timed(&names[..199].join(" "));
    // One search for each occurrence takes seven times as long.
    assert!(often < once * 3 + Duration::from_secs(1), "{once:?} for one, {often:?} for many");
}

#[test]
fn what_reaches_into_each_other_goes_as_a_whole() {
    let known = ["Kon the Fox", "Fox of Kyoto", "11111111-2222-4333-8444-555555555555"];
    for (text, starts, ends) in [
        ("made by Kon the Fox of Kyoto today", "made by ", " today"),
        ("made by Fox of Kyoto, Kon the Fox today", "made by ", " today"),
        ("'Kon the Fox' and \"Fox of Kyoto\"", "'", "\""),
    ] {
        let made = message(&known, text);
        assert!(made.starts_with(starts) && made.ends_with(ends), "{made}");
        for gone in ["Kon", "Fox", "Kyoto"] {
            assert!(!made.contains(gone), "{made}");
        }
        assert_eq!(made.len(), text.len());
    }
    let made = message(&known, "Kon the Fox file_11111111-2222-4333-8444-555555555555 twice");
    assert!(made.ends_with(" file_00000000-0000-4000-8000-000000000001 twice"), "{made}");
}

/// Whoever plays it back needs the host that a relative location is of.
#[tokio::test]
async fn a_relative_location_plays_back() {
    let (fake, folder) = (account().await, folder());
    run(recorder(&fake, folder.path()).arg("--only=download_file_version")).await.assert(0, &[]);
    let path = folder.path().join("download_file_version/302_recorded_world.json");
    let text = std::fs::read_to_string(&path).expect("it is there");
    let mut fixture: Value = serde_json::from_str(&text).expect("JSON");
    fixture["response"]["headers"]["location"] = "/elsewhere/data?Signature=stand-in".into();
    std::fs::write(&path, fixture.to_string()).expect("written");
    assert_good(folder.path()).await;
}
