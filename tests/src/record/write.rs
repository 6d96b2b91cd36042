//! The operations that write, on a File that is made for it. No other File is touched.

use serde_json::{Value, json};
use vrchat_files::{Signature, digest};

use super::session::{Call, Session, Stop, file, piece, version};

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
pub const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\
    \x00\x00\x00\x0dIDATx\xdac\xf8\xdf\xc0\xf0\x1f\x00\x06\x80\x02\x7f\xcf\x12\x09\xf1\x00\x00\x00\x00IEND\xaeB`\x82";

/// Records what is asked for.
pub async fn write(session: &mut Session) -> Result<(), Stop> {
    flow(session).await?;
    images(session).await?;
    lasting(session).await
}

async fn flow(session: &mut Session) -> Result<(), Stop> {
    let wanted = |session: &Session, name: &str| session.wish.writes(name);
    let Some(last) = FLOW.iter().rposition(|name| wanted(session, name)) else { return Ok(()) };
    let reaches =
        |name: &str| FLOW.iter().position(|known| *known == name).is_some_and(|at| at <= last);
    let uploads = wanted(session, "finish_file_data_upload");
    let failed =
        |error: &dyn std::fmt::Display| Stop::Failed(format!("the throw-away File: {error}"));

    let body = json!({ "extension": ".png", "mimeType": "image/png", "name": NAME });
    let kept = wanted(session, "create_file");
    let call = Call::of("create_file", json!({ "body": body })).kept(kept).writing();
    let made = session.call(call).await?;
    let Some(id) = made.as_ref().and_then(|made| made["id"].as_str()).map(str::to_owned) else {
        return misses_rest(session, "no File was made for it", 1);
    };
    session.made.add(&id);

    let mut number = None;
    if reaches("create_file_version") && last > 0 && needs_version(session) {
        let digests = digest(PIXEL.to_vec()).await.map_err(|error| failed(&error))?;
        let signature = Signature::of(PIXEL).map_err(|error| failed(&error))?;
        let bytes = signature.to_vec().map_err(|error| failed(&error))?;
        let body = json!({
            "fileMd5": digests.md5(),
            "fileSizeInBytes": PIXEL.len(),
            "signatureMd5": signature.md5(),
            "signatureSizeInBytes": signature.size(),
        });
        let kept = wanted(session, "create_file_version");
        let arguments = json!({ "fileId": id, "body": body });
        let call = Call::of("create_file_version", arguments).kept(kept).writing();
        let made = session.call(call).await?.unwrap_or_default();
        let latest = made["versions"].as_array().and_then(|versions| versions.last());
        match latest.and_then(|latest| Some((latest["version"].as_u64()?, latest.clone()))) {
            Some((latest, record)) => {
                number = Some(latest);
                let status = "get_file_data_upload_status";
                if wanted(session, status) {
                    session.call(Call::of(status, piece(&id, latest, "file")).what("file")).await?;
                }
                let pieces = [
                    ("file", PIXEL, "image/png", digests.md5()),
                    ("signature", &bytes[..], "application/x-rsync-signature", signature.md5()),
                ];
                for (name, bytes, media_type, md5) in pieces {
                    if !uploads && !wanted(session, "start_file_data_upload") {
                        break;
                    }
                    let piece =
                        Piece { name, bytes, media_type, md5, category: &record[name]["category"] };
                    send(session, &id, latest, &piece).await?;
                }
            }
            None => misses_rest(session, "no version was made for it", 2)?,
        }
    }
    if let Some(number) = number
        && wanted(session, "delete_file_version")
    {
        session.call(Call::of("delete_file_version", version(&id, number)).writing()).await?;
    }
    if wanted(session, "delete_file")
        && session.call(Call::of("delete_file", file(&id)).writing()).await?.is_some()
    {
        session.made.remove(&id);
    }
    Ok(())
}

/// One of the two that a version is made of.
struct Piece<'a> {
    name: &'static str,
    bytes: &'a [u8],
    media_type: &'static str,
    md5: &'a str,
    category: &'a Value,
}

async fn send(session: &mut Session, id: &str, number: u64, of: &Piece<'_>) -> Result<(), Stop> {
    let in_parts = of.category == "multipart";
    let mut arguments = piece(id, number, of.name);
    if in_parts {
        arguments["partNumber"] = 1.into();
    }
    let kept = session.wish.writes("start_file_data_upload");
    let call = Call::of("start_file_data_upload", arguments).what(of.name).kept(kept).writing();
    let started = session.call(call).await?.unwrap_or_default();
    if !session.wish.writes("finish_file_data_upload") {
        return Ok(());
    }
    let Some(url) = started["url"].as_str() else {
        session.misses("finish_file_data_upload", format!("no address to send the {} to", of.name));
        return Ok(());
    };
    let mut put = session.client.put_part(url, of.bytes.to_vec());
    if !in_parts {
        put = put.content_type(of.media_type).content_md5(of.md5);
    }
    let stored = match put.await {
        Ok(stored) => stored,
        Err(error) => {
            session.misses(
                "finish_file_data_upload",
                format!("the {} cannot be sent: {error}", of.name),
            );
            return Ok(());
        }
    };
    let mut arguments = piece(id, number, of.name);
    if in_parts {
        arguments["etags"] = json!([stored.etag().unwrap_or_default()]);
    }
    session.call(Call::of("finish_file_data_upload", arguments).what(of.name).writing()).await?;
    Ok(())
}

/// Whether anything is asked for that a version is needed for.
fn needs_version(session: &Session) -> bool {
    let of_version = FLOW.get(1..6).unwrap_or_default();
    of_version.iter().any(|name| session.wish.writes(name))
}

/// Says of what is asked for, from here on, that it could not be.
fn misses_rest(session: &mut Session, reason: &str, from: usize) -> Result<(), Stop> {
    for name in FLOW.get(from..).unwrap_or_default() {
        if session.wish.writes(name) && *name != "delete_file"
            || from == 1 && session.wish.writes(name)
        {
            session.misses(name, reason);
        }
    }
    Ok(())
}

async fn images(session: &mut Session) -> Result<(), Stop> {
    let hex: String = PIXEL.iter().map(|byte| format!("{byte:02x}")).collect();
    for operation in ["upload_image", "upload_gallery_image", "upload_icon"] {
        if !session.wish.writes(operation) {
            continue;
        }
        let mut arguments = json!({ "file": { "hex": hex } });
        if operation == "upload_image" {
            arguments["tag"] = "sticker".into();
        }
        let made = session.call(Call::of(operation, arguments).writing()).await?;
        if let Some(id) = made.as_ref().and_then(|made| made["id"].as_str()) {
            session.made.add(id);
        }
    }
    Ok(())
}

/// What stays: a statement about rights, the order of a gallery, a note to the service's staff. Nothing of
/// it can be taken back here, so that all of it is said by whoever runs the command, and nothing made up.
async fn lasting(session: &mut Session) -> Result<(), Stop> {
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
            session.misses(operation, format!("{reason} {}=…", missing.join("=… --arg ")));
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
        session.call(Call::of(operation, arguments).writing()).await?;
    }
    Ok(())
}
