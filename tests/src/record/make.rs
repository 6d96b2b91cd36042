//! Making a File, and knowing which ones are not made by a run.

use serde_json::{Value, json};

use super::call::Call;
use super::clean_up::{NEWEST, tag};
use super::session::{Session, Unanswered};

/// Makes a File, once it is known which ones are there: none of these is ever changed or deleted.
pub async fn make(session: &mut Session, call: Call) -> Result<Option<Value>, Unanswered> {
    let mut arguments = json!({ "n": NEWEST });
    if let Some(tag) = tag(call.operation) {
        arguments["tag"] = tag.into();
    }
    let (name, is_kept) = (call.name(), call.is_kept);
    match session.call(Call::of("get_files", arguments).kept(false)).await {
        Ok(Some(Value::Array(list))) => session.made.were_there(&list),
        Ok(_) => {
            let reason = "it is not known which Files are there already, and so none is made";
            session.report.fails(name, reason);
            return Err(Unanswered);
        }
        Err(unanswered) => {
            if is_kept {
                session.report.leaves_out(name);
            }
            return Err(unanswered);
        }
    }
    let answer = session.call(call).await?;
    let id = answer.as_ref().and_then(|answer| answer["id"].as_str());
    if id.is_some_and(|id| session.made.was_there(id)) {
        let reason = "it is answered with a File that was there before, which is left as it is";
        session.report.fails(name, reason);
        return Err(Unanswered);
    }
    Ok(answer)
}
