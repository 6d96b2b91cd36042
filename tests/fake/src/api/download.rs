//! Addresses to download from, and the analysis, which the fake never has.

use time::OffsetDateTime;

use super::Call;
use crate::answer::{Answer, Outcome};
use crate::files::{not_found, type_not_found};
use crate::presign::Target;
use crate::record::status;
use crate::state::State;
use crate::store::{BUCKET, Store};

pub(super) fn redirect(state: &State, call: &Call<'_>) -> Outcome {
    let (id, number, piece) = (call.id()?, call.version()?, call.piece());
    let record = state.files.get(id)?;
    let version = record.version(number).ok_or_else(not_found)?;
    let data = version.piece(piece).ok_or_else(type_not_found)?;
    if data.status != status::COMPLETE {
        return Err(type_not_found());
    }
    let target = Target {
        method: "GET",
        host: state.storage,
        path: format!("/{BUCKET}/{}", Store::key(id, number, piece)),
        query: Vec::new(),
    };
    let lifetime = state.config.url_lifetime;
    let url = state.store.keys.sign(&target, OffsetDateTime::now_utc(), lifetime);
    Ok(Answer::Redirect(url))
}

pub(super) fn analysis(state: &State, call: &Call<'_>) -> Outcome {
    let record = state.files.get(call.id()?)?;
    record.version(call.version()?).ok_or_else(not_found)?;
    Err(Answer::error(202, "Analysis not yet available"))
}
