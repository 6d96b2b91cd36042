//! Answers: what awaiting an operation gives, from what its signature returns.

use super::{Refusal, bug};
use crate::lower::rust_type;
use crate::model::Answer;

/// What the signature returns: `Result<ResponseValue<…>, …>`.
pub(super) fn answer(signature: &syn::Signature) -> Result<Answer, Refusal> {
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
