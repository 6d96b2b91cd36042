//! The recorder, run as its users run it, against a fake that it takes for the service.

mod alike;
mod broken;
mod gaps;
mod habit;
mod own;
mod redaction;
mod refreshed;
mod refused;
mod stopped;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use vrchat_files_fake::{Fake, Fault, Host, NewFile, Operation, Request};
use vrchat_files_tests::fixture::Fixture;

use crate::document;
use crate::fixtures::assert_plays_back;
use crate::schemas::assert_drift_is_listed;

/// Who is asking. It stands in no fixture.
const USER_AGENT: &str = "canary-agent/1.0 (canary@example.org)";

/// Names that nobody should read in a fixture.
const NAMES: [&str; 4] = ["Zebrafish Canary", "Canary: v2.1, final!", "カナリア Canary", "x"];

/// Everything that can be asked for by name.
const WRITES: &[&str] = &[
    "--write=upload",
    "--write=upload_image",
    "--write=upload_gallery_image",
    "--write=upload_icon",
    "--write=set_group_gallery_file_order",
    "--write=submit_content_agreement",
    "--write=update_asset_review_notes",
];

fn agent(request: &Request) -> Option<String> {
    request.header("user-agent").map(str::to_owned)
}

/// A fake of an account with telling names.
async fn account() -> Fake {
    let fake = Fake::builder().start().await.expect("started");
    let files = [
        (NAMES[0], "application/x-avatar", ".vrca", vec![]),
        (NAMES[1], "image/png", ".png", vec!["gallery"]),
        (NAMES[2], "application/x-world", ".vrcw", vec!["author_tag_canaryisland"]),
        (NAMES[3], "image/png", ".png", vec!["icon"]),
    ];
    for (name, mime_type, extension, tags) in files {
        fake.add_file(NewFile {
            name: name.to_owned(),
            mime_type: mime_type.to_owned(),
            extension: extension.to_owned(),
            tags: tags.into_iter().map(str::to_owned).collect(),
            bytes: b"canary bytes that nobody should read".to_vec(),
        })
        .await;
    }
    let mut bundle = Fixture::named("get_admin_asset_bundle", "200").json().expect("JSON").clone();
    bundle["name"] = NAMES[0].into();
    fake.add_admin_asset_bundle("aab_canary", bundle);
    fake
}

/// The recorder, with the account of a fake.
fn recorder(fake: &Fake, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_record"));
    command.env_remove("VRCHAT_TWO_FACTOR_AUTH").env("VRCHAT_USER_AGENT", USER_AGENT);
    command.env("VRCHAT_BASE_URL", fake.base_url()).env("VRCHAT_AUTH", fake.auth_cookie());
    command.arg("--pace=0").arg("--out").arg(out);
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// How a run ended: exit code, result, and what was said on the way.
#[derive(Debug)]
struct Ended {
    code: Option<i32>,
    result: String,
    way: String,
}

async fn run(command: &mut Command) -> Ended {
    let output = command.output().await.expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it says text");
    Ended { code: output.status.code(), result: text(output.stdout), way: text(output.stderr) }
}

impl Ended {
    fn assert(&self, code: i32, says: &[&str]) -> &Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.result, self.way);
        for says in says {
            let found = self.result.contains(says) || self.way.contains(says);
            assert!(found, "{says:?} is not in\n{}\n{}", self.result, self.way);
        }
        self
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Every file below a folder, and its text.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for operation in fs::read_dir(folder).expect("it is there") {
        let operation = operation.expect("readable").path();
        for case in fs::read_dir(&operation).expect("it is a folder") {
            let case = case.expect("readable").path();
            let name = case.strip_prefix(folder).expect("it is below").display().to_string();
            all.insert(name, fs::read_to_string(&case).expect("it is text"));
        }
    }
    all
}

/// That what was recorded passes as the fixtures of this workspace do.
async fn assert_good(folder: &Path) {
    let fixtures = Fixture::all_in(folder);
    for fixture in &fixtures {
        assert_plays_back(fixture).await;
        let recorded = fixture.recorded().expect("it was recorded");
        assert_eq!(recorded["document"], "1.20.8");
        assert_eq!(recorded["date"].as_str().map(str::len), Some(10));
        assert_eq!(recorded.as_object().map(serde_json::Map::len), Some(2));
    }
    assert_drift_is_listed(fixtures);
}

/// That nothing of the account is in any file.
fn assert_clean(fake: &Fake, folder: &Path) {
    let files = fake.files();
    let mut secrets: Vec<String> = NAMES[..3].iter().map(|name| (*name).to_owned()).collect();
    secrets.extend(["canary", "Canary", "カナリア", "127.0.0.1"].map(str::to_owned));
    secrets.push(fake.auth_cookie().trim_start_matches("authcookie_").to_owned());
    for file in &files {
        for field in ["/id", "/ownerId", "/versions/0/created_at", "/versions/1/file/md5"] {
            let secret = file.pointer(field).and_then(Value::as_str).expect("it has one");
            secrets.push(secret.rsplit('_').next().expect("a part").to_owned());
        }
    }
    for (name, text) in texts(folder) {
        for secret in &secrets {
            assert!(!text.contains(secret), "{name} holds {secret}:\n{text}");
        }
    }
}

/// The same arguments for every run that records all there is.
const ARGUMENTS: &[&str] = &[
    "--arg=contentId=avtr_canary",
    "--arg=adminAssetBundleId=aab_canary",
    "--arg=galleryId=ggal_canary",
    "--arg=assetReviewId=arev_canary",
    "--arg=reviewNotes=The canary is yellow.",
    "--arg=agreementCode=content.copyright.owned",
    "--arg=agreementFulltext=I, Canary, own it.",
    "--arg=version=1",
];

#[tokio::test]
async fn everything_that_reads_is_recorded() {
    let (fake, folder) = (account().await, folder());
    let ended = run(recorder(&fake, folder.path()).args(ARGUMENTS)).await;
    let missing = [
        "get_file_data_upload_status: it answers during an upload alone",
        "download_file_data: the account has no File with a complete signature",
    ];
    ended.assert(0, &missing);
    let operations: BTreeSet<String> =
        Fixture::all_in(folder.path()).into_iter().map(|one| one.operation).collect();
    let document = document::files();
    let reading = document::places(&document).into_iter().filter(|one| one.method == "GET");
    let reading: BTreeSet<String> = reading.map(|one| one.operation).collect();
    let unrecorded: Vec<&String> = reading.difference(&operations).collect();
    assert_eq!(unrecorded, ["get_file_data_upload_status"]);
    assert_eq!(operations.difference(&reading).count(), 0, "nothing is written");
    assert!(fake.requests().iter().all(|request| request.method == "GET"));
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
    // The bytes of Files are not even fetched to their ends, and the cookie goes to the API alone.
    for request in fake.requests().iter().filter(|one| one.host == Host::Storage) {
        assert_eq!(request.header("cookie"), None);
    }
    // The service is called by its own name, and not by that of the proxy.
    let of_api = |one: &&Request| one.host == Host::Api;
    for request in fake.requests().iter().filter(of_api) {
        assert!(fake.base_url().contains(request.header("host").expect("a host")));
    }
    // Nobody is called who does not say who it is.
    let asked: BTreeSet<_> = fake.requests().iter().map(agent).collect();
    assert_eq!(asked, [Some(USER_AGENT.to_owned())].into());
}

#[tokio::test]
async fn everything_that_writes_is_recorded_on_a_file_of_its_own() {
    let (fake, folder) = (account().await, folder());
    let before = fake.files();
    let id = before[1]["id"].as_str().expect("an id").to_owned();
    let mut first = recorder(&fake, folder.path());
    first.args(WRITES).args(ARGUMENTS).arg(format!("--arg=ids={id}"));
    let ended = run(&mut first).await;
    ended.assert(0, &["new           finish_file_data_upload/200_recorded_signature"]);
    let operations: BTreeSet<String> =
        Fixture::all_in(folder.path()).into_iter().map(|one| one.operation).collect();
    assert_eq!(operations.len(), 22, "{operations:?}");
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
    // What was made is gone, and the rest is as it was.
    assert_eq!(fake.files(), before);
    assert_eq!(fake.gallery_order("ggal_canary"), Some(vec![id.clone()]));

    // A second run records the same, and says so; but there is an agreement now.
    let mut recorded = texts(folder.path());
    let ended = run(&mut first).await;
    ended.assert(0, &["unchanged     start_file_data_upload/200_recorded_file"]);
    let is_same = |line: &&str| line.starts_with("unchanged") || line.starts_with("not recorded");
    let others: Vec<&str> = ended.result.lines().filter(|line| !is_same(line)).collect();
    assert_eq!(others, ["changed       get_content_agreement_status/200_recorded"]);
    let mut again = texts(folder.path());
    let agreement = "get_content_agreement_status/200_recorded.json";
    let (was, is) = (recorded.remove(agreement), again.remove(agreement));
    assert_eq!(was.map(|was| was.replace("\"agreed\": false", "\"agreed\": true")), is);
    assert_eq!(again, recorded);
}

#[tokio::test]
async fn an_upload_in_parts_is_recorded_as_well() {
    let fake = Fake::builder().multipart_from(1).start().await.expect("started");
    let folder = folder();
    let ended = run(recorder(&fake, folder.path()).arg("--write=upload")).await;
    ended.assert(0, &["get_file: the account has no Files"]);
    let finished = &texts(folder.path())["finish_file_data_upload/200_recorded_file.json"];
    let finished: Value = serde_json::from_str(finished).expect("JSON");
    assert_eq!(finished["arguments"]["etags"].as_array().map(Vec::len), Some(1));
    assert_eq!(finished["arguments"]["etags"], finished["request"]["body"]["etags"]);
    assert_good(folder.path()).await;
    assert_eq!(fake.files(), [] as [Value; 0]);
}

#[tokio::test]
async fn one_operation_is_recorded_with_the_same_stand_ins() {
    let (fake, all, one) = (account().await, folder(), folder());
    run(&mut recorder(&fake, all.path())).await.assert(0, &[]);
    run(recorder(&fake, one.path()).arg("--only=get_file")).await.assert(0, &[]);
    let (all, one) = (texts(all.path()), texts(one.path()));
    assert_eq!(one.len(), 6);
    for (name, text) in one {
        assert_eq!(all.get(&name), Some(&text), "{name}");
    }
}

#[tokio::test]
async fn what_nobody_documented_is_seen_and_says_nothing_of_anybody() {
    let (fake, folder) = (account().await, folder());
    let mut record = fake.files()[2].clone();
    let owner = record["ownerId"].as_str().expect("an id").to_owned();
    record["pinned"] = true.into();
    record["status"] = "canary-like".into();
    record["note"] = "written by a canary".into();
    record["contact"] = "canary@example.net from 203.0.113.7".into();
    record["fingerprint"] = 918_273_645_u64.into();
    record["viewers"] =
        json!({ (owner): { "displayName": "Canary Islander" }, "Canary Two": null });
    record["raw"] = json!({ "owner": "Canary Islander" }).to_string().into();
    record["versions"][1]["status"] = "hibernating".into();
    fake.inject(Fault::on(Operation::GetFile).answer(200, &record));
    run(recorder(&fake, folder.path()).arg("--only=get_file")).await.assert(0, &[]);
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
    let seen = &texts(folder.path())["get_file/200_recorded_world.json"];
    let seen: Value = serde_json::from_str(seen).expect("JSON");
    let fields = ["contact", "fingerprint", "note", "pinned", "raw", "status", "viewers"];
    let drift: Vec<String> = fields.iter().map(|field| format!("/{field}")).collect();
    let listed = seen["drift"].as_array().expect("a list");
    assert!(drift.iter().all(|at| listed.contains(&at.as_str().into())), "{listed:?}");
    assert!(listed.contains(&"/versions/1/status".into()), "{listed:?}");
    let json = &seen["response"]["json"];
    assert_eq!(json["pinned"], true);
    // A state of something is worth knowing by its name; a text in a field that nobody knows is not.
    assert_eq!(json["versions"][1]["status"], "hibernating");
    assert_ne!(json["status"], "canary-like");
    assert_eq!(json["note"].as_str().map(str::len), Some("written by a canary".len()));
    assert_eq!(json["fingerprint"].to_string().len(), 9);
    assert!(json["viewers"].get(json["ownerId"].as_str().expect("an id")).is_some(), "{json}");
    let raw: Value = serde_json::from_str(json["raw"].as_str().expect("a text")).expect("JSON");
    assert!(raw["owner"].is_string());
}
