//! A run over fixtures that are there: what it writes again is what the service answers otherwise.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use vrchat_files_fake::{Fake, Fault, NewFile, Operation};

use super::{account, assert_clean, assert_good, folder, recorder, run, texts};

/// The names of those that are not the same in both.
fn differing(one: &BTreeMap<String, String>, other: &BTreeMap<String, String>) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = |name: &&String| one.get(*name) != other.get(*name);
    names.into_iter().filter(differs).cloned().collect()
}

/// One more File at the head of the list, whose day is before all others.
async fn upload(fake: &Fake) {
    fake.add_file(NewFile {
        name: "Newest Canary of all".to_owned(),
        mime_type: "image/png".to_owned(),
        extension: ".png".to_owned(),
        tags: vec!["canary".to_owned()],
        bytes: b"canary bytes, and more of them than any other has".to_vec(),
    })
    .await;
    let tags = |file: &Value| file["tags"].as_array().cloned().unwrap_or_default();
    let is_listed = |file: &Value| {
        !tags(file).iter().any(|tag| ["gallery", "icon"].contains(&tag.as_str().unwrap_or("")))
    };
    let mut listed: Vec<Value> = fake.files().into_iter().filter(is_listed).collect();
    listed.sort_by_key(|file| file["name"] != "Newest Canary of all");
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[0]["name"], "Newest Canary of all");
    for version in listed[0]["versions"].as_array_mut().expect("a list") {
        version["created_at"] = "2019-01-02T03:04:05.678Z".into();
    }
    fake.inject(Fault::on(Operation::GetFiles).answer(200, Value::from(listed)));
}

#[tokio::test]
async fn a_new_file_at_the_head_of_the_list_changes_the_list_alone() {
    let (fake, folder) = (account().await, folder());
    run(&mut recorder(&fake, folder.path())).await.assert(0, &[]);
    let before = texts(folder.path());
    upload(&fake).await;
    let ended = run(&mut recorder(&fake, folder.path())).await;
    ended.assert(0, &["changed       get_files/200_recorded_untagged"]);
    let after = texts(folder.path());
    let changed = [
        // It is the first of its kind, and so one more example.
        "get_file/200_recorded_png.json",
        "get_files/200_recorded_untagged.json",
    ];
    assert_eq!(differing(&before, &after), changed, "{}", ended.result);
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
}

#[tokio::test]
async fn within_a_fixture_the_same_is_the_same() {
    let (fake, folder) = (account().await, folder());
    upload(&fake).await;
    run(&mut recorder(&fake, folder.path())).await.assert(0, &[]);
    let texts = texts(folder.path());
    let read = |name: &str| -> Value { serde_json::from_str(&texts[name]).expect("JSON") };
    let list = read("get_files/200_recorded_untagged.json");
    let files = list["response"]["json"].as_array().expect("a list");
    let ids: BTreeSet<&str> = files.iter().filter_map(|file| file["id"].as_str()).collect();
    let owners: BTreeSet<&str> = files.iter().filter_map(|file| file["ownerId"].as_str()).collect();
    assert_eq!((files.len(), ids.len(), owners.len()), (3, 3, 1));
    let day =
        |file: &Value| file["versions"][0]["created_at"].as_str().map(|at| at[..10].to_owned());
    let days: Vec<_> = files.iter().filter_map(day).collect();
    assert_eq!(days, ["2001-01-01", "2001-01-02", "2001-01-02"]);
    // What is asked for is what is answered, and where its bytes are.
    for what in ["avatar", "world", "gallery", "icon", "png"] {
        let one = read(&format!("get_file/200_recorded_{what}.json"));
        let file = &one["response"]["json"];
        let id = file["id"].as_str().expect("an id");
        assert_eq!(one["arguments"]["fileId"], id);
        assert_eq!(one["request"]["path"], format!("/file/{id}"));
        let data = &file["versions"][1]["file"];
        let (url, name) = (data["url"].as_str(), data["fileName"].as_str());
        assert_eq!(url, Some(&*format!("https://api.vrchat.cloud/api/1/file/{id}/1/file")));
        let starts = format!("{}.{id}.1", file["name"].as_str().expect("a name"));
        assert!(name.expect("a name").starts_with(&starts), "{name:?} {starts}");
    }
}
