//! The operations that write, on a File that is made for it. No other File is touched.

use serde_json::{Value, json};
use vrchat_files::{Signature, digest};

use super::call::{Call, file, piece, version};
use super::clean_up::said;
use super::make::make;
use super::session::Session;

/// What makes up an upload, in its order.
pub const FLOW: &[&str] = &[
    "create_file",
    "create_file_version",
    "get_file_data_upload_status",
    "start_file_data_upload",
    "finish_file_data_upload",
    "delete_file_version",
    "delete_file",
];

/// What is done to a version.
const OF_VERSION: &[&str] = &[
    "create_file_version",
    "get_file_data_upload_status",
    "start_file_data_upload",
    "finish_file_data_upload",
    "delete_file_version",
];

/// What writes besides.
const OTHERS: &[&str] = &[
    "upload_image",
    "upload_gallery_image",
    "upload_icon",
    "set_group_gallery_file_order",
    "submit_content_agreement",
    "update_asset_review_notes",
];

/// Everything that is recorded when it is asked for by name alone.
pub fn names() -> Vec<&'static str> {
    [FLOW, OTHERS].concat()
}

/// The name of the File that is made.
pub const NAME: &str = "Recording of vrchat-files";

/// What it holds: a picture of one pixel.
pub const PIXEL: &[u8] = include_bytes!("pixel.png");

/// Records what is asked for.
pub async fn write(session: &mut Session) {
    flow(session).await;
    images(session).await;
    lasting(session).await;
}

async fn flow(session: &mut Session) {
    let wanted = |session: &Session, name: &str| session.wish.writes(name);
    let Some(last) = FLOW.iter().rposition(|name| wanted(session, name)) else { return };

    let body = json!({ "extension": ".png", "mimeType": "image/png", "name": NAME });
    let kept = wanted(session, "create_file");
    let call = Call::of("create_file", json!({ "body": body })).kept(kept).making();
    let made = make(session, call).await;
    let id = made.as_ref().ok().and_then(Option::as_ref).and_then(|made| made["id"].as_str());
    let is_made = |id: &&str| session.made.ids().iter().any(|made| made == id);
    let Some(id) = id.filter(is_made).map(str::to_owned) else {
        return lack(
            session,
            FLOW.get(1..).unwrap_or_default(),
            "no File was made for it",
            made.is_ok(),
        );
    };
    if last > 0 && needs_version(session) {
        in_version(session, &id).await;
    }
    if wanted(session, "delete_file") {
        let call = Call::of("delete_file", file(&id)).writing();
        if matches!(session.call(call).await, Ok(Some(_))) {
            session.made.remove(&id);
        }
    }
}

/// What is done to a version of the File that was made.
async fn in_version(session: &mut Session, id: &str) {
    let pieces = match pieces().await {
        Ok(pieces) => pieces,
        Err(reason) => {
            let wanted = OF_VERSION.iter().filter(|name| session.wish.writes(name));
            wanted.for_each(|name| session.report.fails(*name, &reason));
            return;
        }
    };
    let [file, signature] = &pieces;
    let body = json!({
        "fileMd5": file.md5,
        "fileSizeInBytes": file.bytes.len(),
        "signatureMd5": signature.md5,
        "signatureSizeInBytes": signature.bytes.len(),
    });
    let kept = session.wish.writes("create_file_version");
    let arguments = json!({ "fileId": id, "body": body });
    let call = Call::of("create_file_version", arguments).kept(kept).writing();
    let made = session.call(call).await;
    let record = made.as_ref().ok().and_then(Option::as_ref);
    let latest = record.and_then(|made| made["versions"].as_array()?.last());
    let number = latest.and_then(|latest| latest["version"].as_u64());
    let (Some(latest), Some(number)) = (latest, number) else {
        return lack(
            session,
            OF_VERSION.get(1..).unwrap_or_default(),
            "no version was made for it",
            made.is_ok(),
        );
    };
    let status = "get_file_data_upload_status";
    if session.wish.writes(status) {
        session.record(Call::of(status, piece(id, number, "file")).what("file")).await;
    }
    let sends = ["start_file_data_upload", "finish_file_data_upload"];
    if sends.iter().any(|name| session.wish.writes(name)) {
        for piece in &pieces {
            let in_parts = latest[piece.name]["category"] == "multipart";
            send(session, id, number, piece, in_parts).await;
        }
    }
    if session.wish.writes("delete_file_version") {
        session.record(Call::of("delete_file_version", version(id, number)).writing()).await;
    }
}

/// One of the two that a version is made of.
struct Piece {
    name: &'static str,
    bytes: Vec<u8>,
    media_type: &'static str,
    md5: String,
}

async fn pieces() -> Result<[Piece; 2], String> {
    let failed = |error: &dyn std::fmt::Display| format!("the picture cannot be digested: {error}");
    let digests = digest(PIXEL.to_vec()).await.map_err(|error| failed(&error))?;
    let signature = Signature::of(PIXEL).map_err(|error| failed(&error))?;
    let bytes = signature.to_vec().map_err(|error| failed(&error))?;
    Ok([
        Piece {
            name: "file",
            bytes: PIXEL.to_vec(),
            media_type: "image/png",
            md5: digests.md5().to_owned(),
        },
        Piece {
            name: "signature",
            bytes,
            media_type: "application/x-rsync-signature",
            md5: signature.md5().to_owned(),
        },
    ])
}

async fn send(session: &mut Session, id: &str, number: u64, of: &Piece, in_parts: bool) {
    let mut arguments = piece(id, number, of.name);
    if in_parts {
        arguments["partNumber"] = 1.into();
    }
    let kept = session.wish.writes("start_file_data_upload");
    let call = Call::of("start_file_data_upload", arguments).what(of.name).kept(kept).writing();
    let started = session.call(call).await;
    if !session.wish.writes("finish_file_data_upload") {
        return;
    }
    let finish = "finish_file_data_upload";
    let url = started.as_ref().ok().and_then(Option::as_ref).and_then(|one| one["url"].as_str());
    let Some(url) = url else {
        let reason = format!("no address to send the {} to", of.name);
        return lack(session, &[finish], &reason, started.is_ok());
    };
    let mut put = session.client.put_part(url, of.bytes.clone());
    if !in_parts {
        put = put.content_type(of.media_type).content_md5(&*of.md5);
    }
    let stored = match put.await {
        Ok(stored) => stored,
        Err(error) => {
            // Not the whole error, which says where things are stored.
            let reason = format!("the {} cannot be sent: {}", of.name, said(&error));
            return session.report.fails(finish, reason);
        }
    };
    let mut arguments = piece(id, number, of.name);
    if in_parts {
        arguments["etags"] = json!([stored.etag().unwrap_or_default()]);
    }
    session.record(Call::of(finish, arguments).what(of.name).writing()).await;
}

/// Whether anything is asked for that a version is needed for.
fn needs_version(session: &Session) -> bool {
    OF_VERSION.iter().any(|name| session.wish.writes(name))
}

/// Says of what is asked for of these that there is nothing to do it to: the service would not have it
/// (`is_known`), or nobody was told.
fn lack(session: &mut Session, names: &[&'static str], reason: &str, is_known: bool) {
    for name in names.iter().filter(|name| session.wish.writes(name)) {
        match is_known {
            true => session.report.misses(*name, reason),
            false => session.report.leaves_out(*name),
        }
    }
}

async fn images(session: &mut Session) {
    let hex: String = PIXEL.iter().map(|byte| format!("{byte:02x}")).collect();
    for operation in ["upload_image", "upload_gallery_image", "upload_icon"] {
        if !session.wish.writes(operation) {
            continue;
        }
        let mut arguments = json!({ "file": { "hex": hex } });
        if operation == "upload_image" {
            arguments["tag"] = "sticker".into();
        }
        // What became of it is in the report.
        let _ = make(session, Call::of(operation, arguments).making()).await;
    }
}

/// What stays: a statement about rights, the order of a gallery, a note to the service's staff. Nothing of
/// it can be taken back here, so that all of it is said by whoever runs the command, and nothing made up.
async fn lasting(session: &mut Session) {
    let wanted: [(&'static str, &[&str]); 3] = [
        ("set_group_gallery_file_order", &["galleryId", "ids"]),
        (
            "submit_content_agreement",
            &["agreementCode", "contentId", "version", "agreementFulltext"],
        ),
        ("update_asset_review_notes", &["assetReviewId", "reviewNotes"]),
    ];
    for (operation, names) in wanted {
        if !session.wish.writes(operation) {
            continue;
        }
        let missing: Vec<&str> =
            names.iter().copied().filter(|name| session.wish.argument(name).is_none()).collect();
        if !missing.is_empty() {
            let reason = "it lasts, so that all it says has to be given: --arg";
            session.report.misses(operation, format!("{reason} {}=…", missing.join("=… --arg ")));
            continue;
        }
        let mut body: serde_json::Map<String, Value> = names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), session.wish.argument(name)?)))
            .collect();
        let mut arguments = json!({});
        if let Some(id) = body.remove("assetReviewId") {
            arguments["assetReviewId"] = id;
        }
        if let Some(ids) = body.get_mut("ids") {
            *ids = ids.as_str().unwrap_or_default().split(',').map(str::trim).collect();
        }
        if let Some(version) = body.get_mut("version") {
            let number = version.as_str().and_then(|text| text.parse::<i64>().ok());
            *version = number.map_or(Value::Null, Value::from);
        }
        arguments["body"] = body.into();
        session.record(Call::of(operation, arguments).writing()).await;
    }
}
