//! The recorder, run as its users run it, against a fake that it takes for the service.

mod refused;
mod stopped;
mod redaction;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;
use vrchat_files_fake::{Fake, Fault, NewFile, Operation};
use vrchat_files_tests::fixture::Fixture;

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

#[tokio::test]
async fn everything_that_reads_is_recorded() {
    let (fake, folder) = (account().await, folder());
    let mut bundle = Fixture::named("get_admin_asset_bundle", "200").json().expect("JSON").clone();
    bundle["name"] = NAMES[0].into();
    fake.add_admin_asset_bundle("aab_canary", bundle);
    let mut recorder = recorder(&fake, folder.path());
    recorder.args(["--arg=contentId=avtr_canary", "--arg=adminAssetBundleId=aab_canary"]);
    let ended = run(&mut recorder).await;
    ended.assert(0, &["not recorded  get_file_data_upload_status: it answers during an upload alone"]);
    println!("{}{}", ended.result, ended.way);
    for (name, text) in texts(folder.path()) {
        println!("{name}\n{text}");
    }
    assert_good(folder.path()).await;
    assert_clean(&fake, folder.path());
}
