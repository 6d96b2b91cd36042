//! What there is beside Files and agreements: bundles of the service, notes on reviews, galleries of
//! groups.

use serde_json::{Value, json};

use super::{Call, text};
use crate::answer::{Answer, Outcome};
use crate::state::State;

pub(super) fn bundle(state: &State, call: &Call<'_>) -> Outcome {
    let bundle = state.kept.bundle(call.other_id()?);
    let bundle = bundle.ok_or_else(|| Answer::error(404, "Admin asset bundle not found"))?;
    Ok(Answer::Json(200, bundle))
}

/// The fake knows of no reviews, so that each one takes notes.
pub(super) fn notes(state: &State, call: &Call<'_>) -> Outcome {
    let notes = text(&call.json()?, "reviewNotes")?;
    state.kept.set_notes(call.other_id()?, notes);
    Ok(Answer::Done)
}

pub(super) fn order(state: &State, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    let gallery = text(&body, "galleryId")?;
    let wrong = |_| Answer::error(400, "ids has to be a list of strings");
    let ids = body.get("ids").cloned().unwrap_or(Value::Null);
    let ids: Vec<String> = serde_json::from_value(ids).map_err(wrong)?;
    for id in &ids {
        state.files.get(id).map_err(|_| Answer::error(404, &format!("File '{id}' not found")))?;
    }
    let answer = json!({ "ids": ids });
    state.kept.set_order(gallery, ids);
    Ok(Answer::Json(200, answer))
}
