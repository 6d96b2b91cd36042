//! Parameters: their types from the signature, everything else from the node.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use serde_json::Value;

use super::{Lower, Refusal, TAKEN, bug, typed};
use crate::lower::{limits, rust_type, schema};
use crate::model::{Argument, Location};

impl Lower<'_> {
    pub(super) fn argument(
        &self,
        signature: &syn::Signature,
        parameter: &Value,
    ) -> Result<Argument, Refusal> {
        let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        let wire = text("name").to_owned();
        let snake = wire.to_snake_case();
        let (name, ty) = typed(signature, &snake)
            .or_else(|| typed(signature, &format!("{snake}_")))
            .ok_or_else(|| bug(format!("progenitor wrote no argument for `{wire}`")))?;
        let required = parameter.get("required") == Some(&Value::Bool(true));
        let ty = rust_type::option_inner(&ty).cloned().unwrap_or(ty);
        let is_list = rust_type::vec_inner(&ty).is_some();
        let explode = parameter.get("explode") != Some(&Value::Bool(false));
        let location = match (text("in"), is_list && !explode) {
            ("path", _) => Location::Path,
            (_, true) => Location::JoinedQuery,
            (_, false) => Location::Query,
        };
        let taken = TAKEN.contains(&name.to_string().as_str());
        let name = if taken { Ident::new(&format!("{name}_"), Span::call_site()) } else { name };
        let node = parameter.get("schema").unwrap_or(&Value::Null);
        let default = schema::follow(self.normalised, node).get("x-default");
        let docs = match text("description").trim() {
            "" => schema::docs(self.normalised, node),
            text => text.to_owned(),
        };
        Ok(Argument {
            name,
            wire,
            location,
            ty,
            required,
            docs,
            default: default.map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }),
            deprecated: parameter.get("deprecated") == Some(&Value::Bool(true)),
            limits: limits::read(node),
        })
    }
}
