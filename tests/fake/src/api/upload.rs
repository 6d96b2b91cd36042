//! Addresses to upload to, and how far an upload has come.

use serde_json::json;
use time::OffsetDateTime;

use super::{Call, internal};
use crate::answer::{Answer, Outcome};
use crate::files::{not_found, type_not_found};
use crate::operation::Piece;
use crate::presign::Target;
use crate::record::{Data, status};
use crate::state::State;
use crate::store::{BUCKET, Store, describe};

/// What the service says that a client may upload; S3 itself would take 10,000.
const MAX_PARTS: u64 = 1000;

pub(super) async fn start(state: &State, call: &Call<'_>) -> Outcome {
    let (id, number, piece) = (call.id()?, call.version()?, call.piece());
    let _gate = state.files.gate(id).await?;
    let data = waiting(state, id, number, piece)?;
    let part = call.number("partNumber")?;
    let mut query = Vec::new();
    match (data.multipart, part) {
        (false, None) => {}
        (false, Some(_)) => {
            return Err(Answer::error(400, "A simple upload has no parts."));
        }
        (true, Some(part @ 1..=10_000)) => {
            let upload_id = upload_id(state, id, number, &data).await?;
            query.push(("partNumber", part.to_string()));
            query.push(("uploadId", upload_id));
        }
        (true, _) => {
            return Err(Answer::error(400, "A multipart upload needs a partNumber of 1 to 10000."));
        }
    }
    let mut at = OffsetDateTime::now_utc();
    if call.fault.expired_url {
        at = at - state.config.url_lifetime - time::Duration::MINUTE;
    }
    let target = Target {
        method: "PUT",
        host: state.storage,
        path: format!("/{BUCKET}/{}", Store::key(id, number, piece)),
        query,
    };
    let url = state.store.keys.sign(&target, at, state.config.url_lifetime);
    Ok(Answer::Json(200, json!({ "url": url })))
}

pub(super) async fn status(state: &State, call: &Call<'_>) -> Outcome {
    let (id, number, piece) = (call.id()?, call.version()?, call.piece());
    let gate = state.files.gate(id).await?;
    let data = find(state, id, number, piece)?;
    if data.status != status::WAITING {
        drop(gate);
        return Ok(Answer::Never);
    }
    let (mut upload, mut etags) = (String::new(), Vec::new());
    if data.multipart {
        upload = upload_id(state, id, number, &data).await?;
        let key = Store::key(id, number, piece);
        let parts = state.store.parts(&key, &upload).await;
        let parts = parts.map_err(|error| internal(describe(&error)))?;
        etags = parts.into_iter().map(|part| part.etag).collect();
    }
    let body = json!({
        "uploadId": upload,
        "fileName": data.file_name,
        "nextPartNumber": etags.len(),
        "maxParts": MAX_PARTS,
        "parts": [],
        "etags": etags,
    });
    Ok(Answer::Json(200, body))
}

/// The piece, which has to be one that is still to be uploaded.
pub(super) fn waiting(state: &State, id: &str, number: u64, piece: Piece) -> Outcome<Data> {
    let record = state.files.get(id)?;
    let version = record.version(number).ok_or_else(not_found)?;
    if version.status == status::COMPLETE {
        return Err(already_complete());
    }
    let data = version.piece(piece).ok_or_else(type_not_found)?;
    match data.status.as_str() {
        status::WAITING => Ok(data.clone()),
        status::ERROR => {
            Err(Answer::error(400, "Cannot upload against a version whose upload failed."))
        }
        _ => Err(already_complete()),
    }
}

fn already_complete() -> Answer {
    Answer::error(400, "Cannot upload against a complete version entry.")
}

fn find(state: &State, id: &str, number: u64, piece: Piece) -> Outcome<Data> {
    let record = state.files.get(id)?;
    let version = record.version(number).ok_or_else(not_found)?;
    version.piece(piece).cloned().ok_or_else(type_not_found)
}

/// The upload in S3, which is begun when it is first needed. The caller holds the File's gate.
async fn upload_id(state: &State, id: &str, number: u64, data: &Data) -> Outcome<String> {
    if !data.upload_id.is_empty() {
        return Ok(data.upload_id.clone());
    }
    let record = state.files.get(id)?;
    let key = Store::key(id, number, data.piece);
    let created = state.store.create_upload(&key, record.content_type(data.piece)).await;
    let created = created.map_err(|error| internal(describe(&error)))?;
    state.files.change_piece(id, number, data.piece, |data| {
        data.upload_id.clone_from(&created);
        Ok(())
    })?;
    Ok(created)
}
