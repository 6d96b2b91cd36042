//! The operations that read, with what an account has for arguments.

use serde_json::{Value, json};

use super::call::{Call, file, piece, version};
use super::session::Session;

/// A File that nobody has.
pub const NOBODYS: &str = "file_00000000-0000-4000-8000-0000000fffff";

/// The lists that there are. Files with one of these tags are in no other list.
const TAGS: &[Option<&str>] =
    &[None, Some("gallery"), Some("icon"), Some("emoji"), Some("sticker")];

/// Of a list so many entries tell enough.
const LENGTH: u64 = 10;

/// So many Files of different kinds are looked at.
const FILES: usize = 6;

/// The kinds of Files, those first that are looked at first. It is not the order of the account's list:
/// a new File at its head would be the example in place of one that has not changed.
const KINDS: &[&str] = &[
    "world",
    "avatar",
    "gallery",
    "icon",
    "emoji",
    "sticker",
    "prop",
    "png",
    "jpeg",
    "jpg",
    "gzip",
    "octet_stream",
];

const OF_FILES: &[&str] = &[
    "get_files",
    "get_file",
    "download_file_version",
    "download_file_data",
    "get_file_analysis",
    "get_file_analysis_security",
    "get_file_analysis_standard",
];

/// A File, and what it is an example of.
struct Example {
    what: String,
    record: Value,
}

/// The Files that are looked at.
struct Examples {
    all: Vec<Example>,
    /// Whether all lists came. If not, nobody knows what else there is.
    is_whole: bool,
}

/// Records everything that reads, and says what it cannot.
pub async fn read(session: &mut Session) {
    if OF_FILES.iter().any(|operation| session.wish.reads(operation)) {
        let examples = lists(session).await;
        records(session, &examples).await;
        downloads(session, &examples).await;
        analyses(session, &examples).await;
        failures(session, &examples).await;
    }
    agreement(session).await;
    bundle(session).await;
    if session.wish.reads("get_file_data_upload_status")
        && !session.wish.writes("get_file_data_upload_status")
    {
        let reason = "it answers during an upload alone: --write upload makes one";
        session.report.misses("get_file_data_upload_status", reason);
    }
}

async fn lists(session: &mut Session) -> Examples {
    let is_kept = session.wish.reads("get_files");
    let mut all: Vec<Example> = Vec::new();
    let mut is_whole = true;
    for tag in TAGS {
        let mut arguments = json!({ "n": LENGTH });
        if let Some(tag) = tag {
            arguments["tag"] = (*tag).into();
        }
        let call = Call::of("get_files", arguments).what(tag.unwrap_or("untagged")).kept(is_kept);
        let list = session.call(call).await.ok().flatten();
        is_whole &= list.is_some();
        let list = list.unwrap_or_default();
        for record in list.as_array().into_iter().flatten() {
            let what = match tag {
                Some(tag) => (*tag).to_owned(),
                None => kind(record),
            };
            let is_new = all.iter().all(|known| known.what != what);
            if is_new && record["id"].is_string() {
                all.push(Example { what, record: record.clone() });
            }
        }
    }
    let rank = |example: &Example| KINDS.iter().position(|kind| *kind == example.what);
    all.sort_by_key(|example| rank(example).unwrap_or(KINDS.len()));
    all.truncate(FILES);
    Examples { all, is_whole }
}

async fn records(session: &mut Session, examples: &Examples) {
    if !session.wish.reads("get_file") {
        return;
    }
    if examples.all.is_empty() {
        examples.lack(session, "get_file", "the account has no Files");
    }
    for example in &examples.all {
        session.record(Call::of("get_file", file(example.id())).what(&example.what)).await;
    }
}

async fn downloads(session: &mut Session, examples: &Examples) {
    let complete = |name: &'static str| {
        let all = examples.all.iter();
        all.filter_map(move |example| Some((example, example.complete(name)?)))
    };
    if session.wish.reads("download_file_version") {
        if complete("file").next().is_none() {
            let reason = "the account has no File with complete data";
            examples.lack(session, "download_file_version", reason);
        }
        for (example, number) in complete("file").take(2) {
            let arguments = version(example.id(), number);
            session.record(Call::of("download_file_version", arguments).what(&example.what)).await;
        }
    }
    if session.wish.reads("download_file_data") {
        for name in ["file", "signature", "delta"] {
            let Some((example, number)) = complete(name).next() else {
                let reason = format!("the account has no File with a complete {name}");
                examples.lack(session, "download_file_data", &reason);
                continue;
            };
            let arguments = piece(example.id(), number, name);
            session.record(Call::of("download_file_data", arguments).what(name)).await;
        }
    }
}

async fn analyses(session: &mut Session, examples: &Examples) {
    let analyses =
        ["get_file_analysis", "get_file_analysis_security", "get_file_analysis_standard"];
    for operation in analyses {
        if !session.wish.reads(operation) {
            continue;
        }
        let mut found = false;
        for kind in ["avatar", "world"] {
            let media_type = format!("application/x-{kind}");
            let mut of_kind =
                examples.all.iter().filter(|one| one.record["mimeType"] == *media_type);
            let complete = of_kind.find_map(|example| Some((example, example.complete("file")?)));
            if let Some((example, number)) = complete {
                let arguments = version(example.id(), number);
                session.record(Call::of(operation, arguments).what(kind)).await;
                found = true;
            }
        }
        if !found {
            let reason = "the account has no avatar and no world among its last Files";
            examples.lack(session, operation, reason);
        }
    }
}

/// Failures that harm nobody. A made-up cookie is not among them: to the service it would look like an
/// attack, and a call without one fails as well.
async fn failures(session: &mut Session, examples: &Examples) {
    if session.wish.reads("get_file") {
        session.record(Call::of("get_file", file(NOBODYS)).what("no_such_file")).await;
        let call = Call::of("get_file", file(NOBODYS)).what("no_cookie");
        session.record(call.by_a_stranger()).await;
    }
    if session.wish.reads("download_file_version")
        && let Some(example) = examples.all.first()
    {
        let arguments = version(example.id(), 0);
        let call = Call::of("download_file_version", arguments).what("version_without_data");
        session.record(call).await;
    }
}

async fn agreement(session: &mut Session) {
    let operation = "get_content_agreement_status";
    if !session.wish.reads(operation) {
        return;
    }
    let Some(content) = session.wish.argument("contentId") else {
        let reason = "it needs the id of an avatar, a world or a prop: --arg contentId=…";
        session.report.misses(operation, reason);
        return;
    };
    let code = session.wish.argument("agreementCode").unwrap_or("content.copyright.owned".into());
    let version = session.wish.argument("version").and_then(|text| text.as_str()?.parse().ok());
    let version: i64 = version.unwrap_or(1);
    let arguments = json!({ "agreementCode": code, "contentId": content, "version": version });
    session.record(Call::of(operation, arguments)).await;
}

async fn bundle(session: &mut Session) {
    let operation = "get_admin_asset_bundle";
    if !session.wish.reads(operation) {
        return;
    }
    match session.wish.argument("adminAssetBundleId") {
        Some(id) => {
            session.record(Call::of(operation, json!({ "adminAssetBundleId": id }))).await;
        }
        None => session.report.misses(operation, "it needs an id: --arg adminAssetBundleId=…"),
    }
}

impl Examples {
    /// Says that there is none for an operation.
    fn lack(&self, session: &mut Session, operation: &str, reason: &str) {
        match self.is_whole {
            true => session.report.misses(operation, reason),
            false => session.report.leaves_out(operation),
        }
    }
}

impl Example {
    fn id(&self) -> &str {
        self.record["id"].as_str().unwrap_or_default()
    }

    /// The last version that has this piece, complete.
    fn complete(&self, piece: &str) -> Option<u64> {
        let versions = self.record["versions"].as_array()?.iter().rev();
        let mut complete = versions.filter(|version| {
            version["status"] == "complete" && version[piece]["status"] == "complete"
        });
        complete.find_map(|version| version["version"].as_u64())
    }
}

/// What kind of File it is, as a part of a name: its media type, where that is one of a few.
fn kind(record: &Value) -> String {
    let known = ["avatar", "world", "prop", "gzip", "png", "jpeg", "jpg", "octet-stream"];
    let media_type = record["mimeType"].as_str().unwrap_or_default();
    let found = known.into_iter().find(|kind| {
        media_type
            .strip_suffix(kind)
            .is_some_and(|rest| rest.ends_with('/') || rest.ends_with("/x-"))
    });
    found.unwrap_or("other").replace('-', "_")
}
