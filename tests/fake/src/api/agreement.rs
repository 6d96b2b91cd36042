//! Agreements about content: whether there is one, and making one.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Call, text};
use crate::answer::{Answer, Outcome};
use crate::record::now;
use crate::state::State;

/// The one agreement that the service has.
const CODE: &str = "content.copyright.owned";

pub(super) fn status(state: &State, call: &Call<'_>) -> Outcome {
    let parameter = |name: &str| {
        let missing = || Answer::error(400, &format!("{name} is missing"));
        call.route.parameter(name).filter(|value| !value.is_empty()).ok_or_else(missing)
    };
    let (code, content) = (parameter("agreementCode")?, parameter("contentId")?);
    parameter("version")?;
    let version = call.number("version")?;
    check_code(code)?;
    let agreed = state.kept.agreements().iter().any(|made| {
        made["agreementCode"] == code
            && made["contentId"] == content
            && made["version"] == json!(version)
    });
    Ok(Answer::Json(
        200,
        json!({
            "agreed": agreed,
            "agreementCode": code,
            "contentId": content,
            "userId": state.owner,
            "version": version,
        }),
    ))
}

pub(super) fn submit(state: &State, call: &Call<'_>) -> Outcome {
    let body = call.json()?;
    let code = text(&body, "agreementCode")?;
    check_code(&code)?;
    let version = body.get("version").and_then(Value::as_u64);
    let version = version.ok_or_else(|| Answer::error(400, "version has to be a whole number"))?;
    let record = json!({
        "agreementCode": code,
        "agreementFulltext": text(&body, "agreementFulltext")?,
        "contentId": text(&body, "contentId")?,
        "created": now(),
        "id": Uuid::new_v4().to_string(),
        "tags": [],
        "userId": state.owner,
        "version": version,
    });
    state.kept.add_agreement(record.clone());
    Ok(Answer::Json(200, record))
}

fn check_code(code: &str) -> Outcome<()> {
    let unknown = || Answer::error(400, &format!("there is no agreement {code}"));
    (code == CODE).then_some(()).ok_or_else(unknown)
}
