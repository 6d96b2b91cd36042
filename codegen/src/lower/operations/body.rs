//! Request bodies: the type from the signature, and whether it stands as an argument or as setters.

use proc_macro2::Ident;
use quote::format_ident;
use serde_json::Value;

use super::{Lower, Refusal, TAKEN, bug, typed};
use crate::lower::{rust_type, schema};
use crate::model::{Argument, Body, BodyForm, Field, Presence, TypeKind};

impl Lower<'_> {
    pub(super) fn body(
        &self,
        signature: &syn::Signature,
        arguments: &[Argument],
    ) -> Result<Option<Body>, Refusal> {
        let Some(node) = self.node.get("requestBody") else { return Ok(None) };
        let (_, ty) = typed(signature, "body")
            .ok_or_else(|| bug("progenitor wrote no argument for the body".to_owned()))?;
        let required = node.get("required") == Some(&Value::Bool(true));
        let schema = node.pointer("/content/application~1json/schema").unwrap_or(&Value::Null);
        let docs = match node.get("description").and_then(Value::as_str).map(str::trim) {
            Some(text) if !text.is_empty() => text.to_owned(),
            _ => schema::docs(self.normalised, schema),
        };
        let form = match (self.spread(&ty, arguments), required) {
            (Some(fields), required) => BodyForm::Fields { fields, required },
            (None, true) => BodyForm::Argument,
            (None, false) => BodyForm::Setter,
        };
        let media_type = node.get("x-media-type").and_then(Value::as_str).map(str::to_owned);
        Ok(Some(Body { ty, docs, form, media_type }))
    }

    /// The fields of a body all of which are optional, to stand as setters. One with the name of a
    /// parameter, or of a method that every request has, gets `body_` in front.
    fn spread(&self, ty: &syn::Type, arguments: &[Argument]) -> Option<Vec<(Ident, Field)>> {
        let name = rust_type::plain_name(ty)?;
        let found = self.types.iter().find(|ty| ty.name == name.as_str())?;
        let TypeKind::Struct(of) = &found.kind else { return None };
        let all_optional = of.fields.iter().all(|field| field.presence == Presence::Optional);
        let setter = |field: &Field| {
            let is_taken = TAKEN.contains(&field.name.to_string().as_str())
                || arguments.iter().any(|argument| argument.name == field.name);
            if is_taken { format_ident!("body_{}", field.name) } else { field.name.clone() }
        };
        let fields = of.fields.iter().map(|field| (setter(field), field.clone()));
        (!of.fields.is_empty() && all_optional).then(|| fields.collect())
    }
}
