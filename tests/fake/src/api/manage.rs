//! Files as wholes: creating, showing, listing and deleting them.

use serde_json::Value;

use super::{Call, text, versions};
use crate::answer::{Answer, Outcome};
use crate::record::Record;
use crate::state::State;

/// Tags of Files that a list shows only to those who ask for the tag.
const KEPT_APART: [&str; 4] = ["gallery", "icon", "emoji", "sticker"];

pub(super) fn create(state: &State, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    let extension = text(&body, "extension")?;
    if extension.is_empty() {
        return Err(Answer::error(400, "extension must not be empty"));
    }
    let tags = match body.get("tags") {
        None | Some(Value::Null) => Vec::new(),
        Some(tags) => serde_json::from_value(tags.clone())
            .map_err(|_| Answer::error(400, "tags has to be a list of strings"))?,
    };
    let record =
        state.new_record(&text(&body, "name")?, &text(&body, "mimeType")?, &extension, tags);
    Ok(Answer::Json(200, state.files.add(record)))
}

pub(super) fn get(state: &State, call: &Call<'_>) -> Outcome {
    let answer = state.files.change(call.id()?, |record| {
        let answer = state.files.to_json(record);
        record.versions.iter_mut().for_each(crate::record::Version::polled);
        Ok(answer)
    })?;
    Ok(Answer::Json(200, answer))
}

pub(super) async fn delete(state: &State, call: &Call<'_>) -> Outcome {
    let id = call.id()?;
    let _gate = state.files.gate(id).await?;
    let record = state.files.get(id)?;
    state.files.remove(id);
    for version in &record.versions {
        versions::discard(state, id, version).await;
    }
    Ok(Answer::Json(200, state.files.to_json(&record)))
}

pub(super) fn list(state: &State, call: &Call<'_>) -> Outcome {
    if call.route.parameter("userId").is_some() {
        return Err(Answer::error(500, "Internal server error"));
    }
    let count = call.number("n")?.unwrap_or(60);
    if !(1..=100).contains(&count) {
        return Err(Answer::error(400, "n has to be from 1 to 100"));
    }
    let offset = call.number("offset")?.unwrap_or(0);
    let tag = call.route.parameter("tag");
    let listed = |record: &Record| match tag {
        Some(tag) => record.tags.iter().any(|own| own == tag),
        None => !record.tags.iter().any(|own| KEPT_APART.contains(&own.as_str())),
    };
    // The newest stands first, so that a list grows at its front.
    let page: Vec<Value> = state
        .files
        .all()
        .iter()
        .rev()
        .filter(|record| listed(record))
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(usize::try_from(count).unwrap_or(usize::MAX))
        .map(|record| state.files.to_json(record))
        .collect();
    Ok(Answer::Json(200, page.into()))
}
