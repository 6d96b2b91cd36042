//! Where the fixtures go, and what stands in the way.

use std::fs;

use super::{account, folder, recorder, run, texts};

#[tokio::test]
async fn a_folder_that_nothing_can_be_written_to_is_said_before_anything_is_called() {
    let (fake, folder) = (account().await, folder());
    let file = folder.path().join("a file");
    fs::write(&file, "").expect("written");
    for out in [file.clone(), file.join("below it")] {
        let ended = run(&mut recorder(&fake, &out)).await;
        ended.assert(2, &["nothing can be written to"]);
    }
    assert_eq!(fake.requests().len(), 0);
    // Nor is anything touched that is there, to find that out.
    let own = folder.path().join("record.new");
    fs::write(&own, "mine").expect("written");
    run(recorder(&fake, folder.path()).arg("--only=get_admin_asset_bundle")).await.assert(0, &[]);
    assert_eq!(fs::read_to_string(&own).expect("it is there"), "mine");
    let mut left: Vec<_> = fs::read_dir(folder.path()).expect("there").flatten().collect();
    left.retain(|one| one.file_name() != "record.new" && one.file_name() != "a file");
    assert_eq!(left.len(), 0, "{left:?}");
    // Nothing is written then.
    run(recorder(&fake, &file).args(["--dry-run", "--only=get_file"])).await.assert(0, &[]);
    // A folder that is still to be made is none that stands in the way.
    let new = folder.path().join("a/new/one");
    run(recorder(&fake, &new).arg("--only=get_files")).await.assert(0, &[]);
    assert_eq!(texts(&new).len(), 5);
}

#[tokio::test]
async fn one_file_that_cannot_be_written_is_lost_alone() {
    let (fake, folder) = (account().await, folder());
    // A folder cannot be made in one's place, and a file not in the other's.
    fs::write(folder.path().join("get_file"), "").expect("written");
    let icons = folder.path().join("get_files/200_recorded_icon.json");
    fs::create_dir_all(icons.join("with something in it")).expect("made");
    let mut recorder = recorder(&fake, folder.path());
    let ended = run(recorder.args(["--only=get_file", "--only=get_files"])).await;
    let says = [
        "failed        get_file/200_recorded_world: it cannot be written: ",
        "failed        get_files/200_recorded_icon: it cannot be written: ",
        "new           get_files/200_recorded_untagged\n",
        "not everything was recorded: 7 cases failed",
    ];
    ended.assert(1, &says);
    fs::remove_file(folder.path().join("get_file")).expect("it is there");
    fs::remove_dir_all(&icons).expect("it is there");
    let left: Vec<String> = texts(folder.path()).into_keys().collect();
    let lists = ["emoji", "gallery", "sticker", "untagged"];
    assert_eq!(left, lists.map(|list| format!("get_files/200_recorded_{list}.json")));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_another() {
    let (fake, folder) = (account().await, folder());
    let list = folder.path().join("get_files/200_recorded_icon.json");
    fs::create_dir_all(folder.path().join("get_files")).expect("made");
    fs::write(&list, b"\xff\xfe").expect("written");
    let ended = run(recorder(&fake, folder.path()).arg("--only=get_files")).await;
    ended.assert(0, &["changed       get_files/200_recorded_icon\n"]);
    assert!(fs::read_to_string(&list).is_ok_and(|text| text.starts_with('{')));
}
