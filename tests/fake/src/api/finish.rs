//! The end of an upload: what a client says that it has sent is held against what S3 has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::upload::waiting;
use super::{Call, internal};
use crate::answer::{Answer, Outcome};
use crate::record::{Data, Fate, status};
use crate::state::State;
use crate::store::{Part, Store, describe, measure};

/// S3's bound for all parts but the last.
const SMALLEST_PART: u64 = 5 * 1024 * 1024;

pub(super) async fn finish(state: &State, call: &Call<'_>) -> Outcome {
    let (id, number, piece) = (call.id()?, call.version()?, call.piece());
    let _gate = state.files.gate(id).await?;
    let data = waiting(state, id, number, piece)?;
    let key = Store::key(id, number, piece);
    let right = if data.multipart {
        multipart(state, call, &key, &data).await?;
        // The service looks at the bytes after it has answered, so that this is no error here.
        is_announced(state, &key, &data).await?
    } else {
        let right = is_announced(state, &key, &data).await?;
        if !right {
            let message = "The stored data is not what was announced.";
            return Err(Answer::error(400, message));
        }
        right
    };
    let queued_polls = state.config.queued_polls;
    state.files.change_version(id, number, |version| {
        let outcome = if right { status::COMPLETE } else { status::ERROR };
        if let Some(data) = version.piece_mut(piece) {
            data.status = outcome.to_owned();
        }
        if call.fault.fate != Fate::Complete {
            version.fate = call.fault.fate;
        }
        if right {
            version.arrived(queued_polls);
        } else {
            version.status = status::ERROR.to_owned();
        }
        Ok(())
    })?;
    Ok(Answer::Json(200, state.files.json(id)?))
}

/// Puts the parts together. Everything is checked before, since s3s-fs compares no tags, and gives an
/// upload up before it has looked at the parts.
async fn multipart(state: &State, call: &Call<'_>, key: &str, data: &Data) -> Outcome<()> {
    let wrong = |message: &str| Answer::error(400, message);
    let body = call.json()?;
    let etags = body.get("etags").and_then(Value::as_array);
    let etags = etags.ok_or_else(|| wrong("A multipart upload is finished with its etags."))?;
    if data.upload_id.is_empty() {
        return Err(wrong("No part has been uploaded."));
    }
    let parts = state.store.parts(key, &data.upload_id).await;
    let parts = parts.map_err(|error| internal(describe(&error)))?;
    check_parts(&parts, etags).map_err(|message| wrong(&message))?;
    let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let completed = state.store.complete_upload(key, &data.upload_id, count).await;
    completed.map_err(|error| internal(describe(&error)))
}

fn check_parts(parts: &[Part], etags: &[Value]) -> Result<(), String> {
    if parts.is_empty() {
        return Err("No part has been uploaded.".to_owned());
    }
    if parts.len() != etags.len() {
        return Err(format!("{} etags were sent for {} parts.", etags.len(), parts.len()));
    }
    if let Some((_, missing)) = parts.iter().zip(1..).find(|(part, number)| part.number != *number)
    {
        return Err(format!("Part {missing} has not been uploaded."));
    }
    for ((part, etag), number) in parts.iter().zip(etags).zip(1..) {
        if etag.as_str() != Some(&part.etag) {
            return Err(format!("The etag of part {number} is another one."));
        }
        if number < parts.len() && part.size < SMALLEST_PART {
            return Err(format!("Part {number} is smaller than 5 MiB and not the last one."));
        }
    }
    Ok(())
}

/// Whether S3 has the bytes that were announced. Nothing at all is an error.
async fn is_announced(state: &State, key: &str, data: &Data) -> Outcome<bool> {
    let path = state.store.path(key);
    let (size, digest) = match measure(&path).await {
        Ok(measured) => measured,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(Answer::error(400, "Nothing has been uploaded."));
        }
        Err(error) => return Err(internal(error)),
    };
    Ok(size == data.size && STANDARD.encode(digest) == data.md5)
}
