//! The operations that read, with what an account has for arguments.

use serde_json::{Value, json};

use super::session::{Call, Session, Stop, file, piece, version};

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
    "avatar",
    "world",
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

/// Records everything that reads, and says what it cannot.
pub async fn read(session: &mut Session) -> Result<(), Stop> {
    if OF_FILES.iter().any(|operation| session.wish.reads(operation)) {
        let examples = lists(session).await?;
        records(session, &examples).await?;
        downloads(session, &examples).await?;
        analyses(session, &examples).await?;
        failures(session, &examples).await?;
    }
    agreement(session).await?;
    bundle(session).await?;
    if session.wish.reads("get_file_data_upload_status")
        && !session.wish.writes("get_file_data_upload_status")
    {
        let reason = "it answers during an upload alone: --write upload makes one";
        session.misses("get_file_data_upload_status", reason);
    }
    Ok(())
}

async fn lists(session: &mut Session) -> Result<Vec<Example>, Stop> {
    let is_kept = session.wish.reads("get_files");
    let mut examples: Vec<Example> = Vec::new();
    for tag in TAGS {
        let mut arguments = json!({ "n": LENGTH });
        if let Some(tag) = tag {
            arguments["tag"] = (*tag).into();
        }
        let call = Call::of("get_files", arguments).what(tag.unwrap_or("untagged")).kept(is_kept);
        let list = session.call(call).await?.unwrap_or_default();
        for record in list.as_array().into_iter().flatten() {
            let what = match tag {
                Some(tag) => (*tag).to_owned(),
                None => kind(record),
            };
            let is_new = examples.iter().all(|known| known.what != what);
            if is_new && record["id"].is_string() {
                examples.push(Example { what, record: record.clone() });
            }
        }
    }
    let rank = |example: &Example| KINDS.iter().position(|kind| *kind == example.what);
    examples.sort_by_key(|example| rank(example).unwrap_or(KINDS.len()));
    examples.truncate(FILES);
    Ok(examples)
}

async fn records(session: &mut Session, examples: &[Example]) -> Result<(), Stop> {
    if !session.wish.reads("get_file") {
        return Ok(());
    }
    if examples.is_empty() {
        session.misses("get_file", "the account has no Files");
    }
    for example in examples {
        session.call(Call::of("get_file", file(example.id())).what(&example.what)).await?;
    }
    Ok(())
}

async fn downloads(session: &mut Session, examples: &[Example]) -> Result<(), Stop> {
    let complete = |name: &'static str| {
        examples.iter().filter_map(move |example| Some((example, example.complete(name)?)))
    };
    if session.wish.reads("download_file_version") {
        if complete("file").next().is_none() {
            session.misses("download_file_version", "the account has no File with complete data");
        }
        for (example, number) in complete("file").take(2) {
            let arguments = version(example.id(), number);
            session.call(Call::of("download_file_version", arguments).what(&example.what)).await?;
        }
    }
    if session.wish.reads("download_file_data") {
        for name in ["file", "signature", "delta"] {
            let Some((example, number)) = complete(name).next() else {
                let reason = format!("the account has no File with a complete {name}");
                session.misses("download_file_data", reason);
                continue;
            };
            let arguments = piece(example.id(), number, name);
            session.call(Call::of("download_file_data", arguments).what(name)).await?;
        }
    }
    Ok(())
}

async fn analyses(session: &mut Session, examples: &[Example]) -> Result<(), Stop> {
    let analyses =
        ["get_file_analysis", "get_file_analysis_security", "get_file_analysis_standard"];
    for operation in analyses {
        if !session.wish.reads(operation) {
            continue;
        }
        let mut found = false;
        for kind in ["avatar", "world"] {
            let media_type = format!("application/x-{kind}");
            let mut of_kind = examples.iter().filter(|one| one.record["mimeType"] == *media_type);
            let complete = of_kind.find_map(|example| Some((example, example.complete("file")?)));
            if let Some((example, number)) = complete {
                let arguments = version(example.id(), number);
                session.call(Call::of(operation, arguments).what(kind)).await?;
                found = true;
            }
        }
        if !found {
            session
                .misses(operation, "the account has no avatar and no world among its last Files");
        }
    }
    Ok(())
}

/// Failures that harm nobody. A made-up cookie is not among them: to the service it would look like an
/// attack, and a call without one fails as well.
async fn failures(session: &mut Session, examples: &[Example]) -> Result<(), Stop> {
    if session.wish.reads("get_file") {
        session.call(Call::of("get_file", file(NOBODYS)).what("no_such_file")).await?;
        let call = Call::of("get_file", file(NOBODYS)).what("no_cookie");
        session.call(call.by_a_stranger()).await?;
    }
    if session.wish.reads("download_file_version")
        && let Some(example) = examples.first()
    {
        let arguments = version(example.id(), 0);
        let call = Call::of("download_file_version", arguments).what("version_without_data");
        session.call(call).await?;
    }
    Ok(())
}

async fn agreement(session: &mut Session) -> Result<(), Stop> {
    let operation = "get_content_agreement_status";
    if !session.wish.reads(operation) {
        return Ok(());
    }
    let Some(content) = session.wish.argument("contentId") else {
        let reason = "it needs the id of an avatar, a world or a prop: --arg contentId=…";
        session.misses(operation, reason);
        return Ok(());
    };
    let code = session.wish.argument("agreementCode").unwrap_or("content.copyright.owned".into());
    let version = session.wish.argument("version").and_then(|text| text.as_str()?.parse().ok());
    let version: i64 = version.unwrap_or(1);
    let arguments = json!({ "agreementCode": code, "contentId": content, "version": version });
    session.call(Call::of(operation, arguments)).await?;
    Ok(())
}

async fn bundle(session: &mut Session) -> Result<(), Stop> {
    let operation = "get_admin_asset_bundle";
    if !session.wish.reads(operation) {
        return Ok(());
    }
    match session.wish.argument("adminAssetBundleId") {
        Some(id) => {
            session.call(Call::of(operation, json!({ "adminAssetBundleId": id }))).await?;
        }
        None => session.misses(operation, "it needs an id: --arg adminAssetBundleId=…"),
    }
    Ok(())
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
