//! Answers: what awaiting an operation gives, from what its signature returns.

use proc_macro2::Ident;
use quote::format_ident;
use serde_json::Value;

use super::{Lower, Refusal, bug};
use crate::lower::carrier::Carrier;
use crate::lower::rust_type;
use crate::model::{Answer, OneOf, Outcome, OutcomeValue};
use crate::naming;

impl Lower<'_> {
    /// The answer of an operation whose request has this name.
    pub(super) fn answer(
        &self,
        signature: &syn::Signature,
        carrier: Carrier<'_>,
        request: &Ident,
    ) -> Result<Answer, Refusal> {
        if self.node.get("x-redirects").is_some() {
            return Ok(Answer::Redirect);
        }
        match self.node.get("x-outcomes").and_then(Value::as_array) {
            Some(outcomes) => {
                let outcomes = outcomes.iter().map(|node| outcome(node, carrier));
                let outcomes = outcomes.collect::<Result<_, _>>()?;
                Ok(Answer::OneOf(OneOf { name: format_ident!("{request}Answer"), outcomes }))
            }
            None => returned(signature),
        }
    }
}

/// What the signature returns: `Result<ResponseValue<…>, …>`.
fn returned(signature: &syn::Signature) -> Result<Answer, Refusal> {
    let returned = match &signature.output {
        syn::ReturnType::Type(_, ty) => rust_type::generic_inner(ty, "Result"),
        syn::ReturnType::Default => None,
    };
    let value = returned
        .and_then(|ty| rust_type::generic_inner(ty, "ResponseValue"))
        .ok_or_else(|| bug(format!("progenitor's `{}` returns no response", signature.ident)))?;
    Ok(match value {
        syn::Type::Tuple(unit) if unit.elems.is_empty() => Answer::Nothing,
        // A schema of this name would be `types::ByteStream`.
        ty if rust_type::plain_name(ty).as_deref() == Some("ByteStream") => Answer::Bytes,
        ty => Answer::Json(Box::new(rust_type::tidy(ty))),
    })
}

/// One of several answers.
fn outcome(node: &Value, carrier: Carrier<'_>) -> Result<Outcome, Refusal> {
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
    let statuses = node.get("statuses").and_then(Value::as_array).into_iter().flatten();
    let statuses: Vec<String> =
        statuses.filter_map(|one| one.as_str().map(str::to_owned)).collect();
    let first = statuses.first().map(String::as_str).unwrap_or_default();
    let value = match node.get("x-carried").and_then(Value::as_str) {
        Some(key) => {
            let ty = carrier.ty(key);
            let ty =
                ty.ok_or_else(|| bug(format!("progenitor wrote no type for status {first}")))?;
            OutcomeValue::Json(Box::new(ty))
        }
        None if node.get("bytes").is_some() => OutcomeValue::Bytes,
        None => OutcomeValue::Nothing,
    };
    Ok(Outcome {
        variant: naming::ident(&naming::status_name(first)),
        docs: text("description").trim().to_owned(),
        statuses,
        value,
    })
}
