//! Versions of a File: announcing one and deleting the last one.

use super::{Call, size, text};
use crate::answer::{Answer, Outcome};
use crate::files::not_found;
use crate::operation::Piece;
use crate::record::{Data, Version, status};
use crate::state::State;
use crate::store::Store;

pub(super) async fn create(state: &State, call: &Call<'_>) -> Outcome {
    let id = call.id()?;
    // The service names this one in its own way.
    let unknown = |_| Answer::error(404, &format!("model {id} not found"));
    let _gate = state.files.gate(id).await.map_err(unknown)?;
    let body = call.json()?;
    let announced = [
        (Piece::File, text(&body, "fileMd5")?, size(&body, "fileSizeInBytes")?),
        (Piece::Signature, text(&body, "signatureMd5")?, size(&body, "signatureSizeInBytes")?),
    ];
    let answer = state.files.change(id, |record| {
        let last = record.versions.last();
        if last.is_some_and(|last| last.status != status::COMPLETE) {
            let message = "Cannot create a version while another one is not complete.";
            return Err(Answer::error(400, message));
        }
        let number = last.map_or(0, |last| last.number + 1);
        let mut version = Version::new(number, status::WAITING);
        version.data = announced
            .into_iter()
            .map(|(piece, md5, size)| Data {
                piece,
                multipart: size >= state.config.multipart_from,
                file_name: record.file_name(number, piece),
                md5,
                size,
                status: status::WAITING.to_owned(),
                upload_id: String::new(),
            })
            .collect();
        record.versions.push(version);
        Ok(state.files.to_json(record))
    })?;
    Ok(Answer::Json(200, answer))
}

pub(super) async fn delete(state: &State, call: &Call<'_>) -> Outcome {
    let (id, number) = (call.id()?, call.version()?);
    let _gate = state.files.gate(id).await?;
    let deleted = state.files.change(id, |record| {
        if number == 0 {
            let message = "Cannot delete the initial version. Delete the file instead.";
            return Err(Answer::error(400, message));
        }
        record.version(number).ok_or_else(not_found)?;
        match record.versions.pop_if(|last| last.number == number) {
            Some(version) => Ok(version),
            None => {
                let message = "409 Cannot delete against anything but the latest version.";
                Err(Answer::error(500, message))
            }
        }
    })?;
    discard(state, id, &deleted).await;
    Ok(Answer::Json(200, state.files.json(id)?))
}

/// Takes everything out of S3 that a version has there.
pub(super) async fn discard(state: &State, id: &str, version: &Version) {
    for data in &version.data {
        let key = Store::key(id, version.number, data.piece);
        if !data.upload_id.is_empty() {
            state.store.abort_upload(&key, &data.upload_id).await;
        }
        state.store.delete(&key).await;
    }
}
