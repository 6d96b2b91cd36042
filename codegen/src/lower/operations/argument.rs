//! Parameters: their types from the operation's carrier, everything else from the node.

use proc_macro2::Ident;
use serde_json::Value;

use super::{Lower, Refusal, bug};
use crate::lower::carrier::Carrier;
use crate::lower::{limits, rust_type, schema};
use crate::model::{Argument, Location, Style, TypeKind};

impl Lower<'_> {
    pub(super) fn argument(
        &self,
        carrier: Carrier<'_>,
        parameter: &Value,
        name: Ident,
    ) -> Result<Argument, Refusal> {
        let text = |key| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        let wire = text("name").to_owned();
        let key = text("x-carried");
        let ty = carrier.ty(key);
        let ty = ty.ok_or_else(|| bug(format!("progenitor wrote no type for `{wire}`")))?;
        let ty = rust_type::option_inner(&ty).cloned().unwrap_or(ty);
        let style = match text("style") {
            _ if parameter.get("content").is_some() => Some(Style::Json),
            "label" => Some(Style::Label),
            "matrix" => Some(Style::Matrix),
            "spaceDelimited" => Some(Style::Space),
            "pipeDelimited" => Some(Style::Pipe),
            "deepObject" => Some(Style::Deep),
            _ => None,
        };
        let location = location(parameter);
        let explodes = match style {
            None => matches!(location, Location::Query | Location::Cookie),
            Some(style) => style == Style::Deep,
        };
        let explode = parameter.get("explode").and_then(Value::as_bool);
        let is_one = !self.is_several(&ty) || matches!(style, Some(Style::Deep | Style::Json));
        let node = carrier.schema(key).unwrap_or(&Value::Null);
        let default = schema::follow(self.normalised, node).get("x-default");
        let docs = match text("description").trim() {
            "" => schema::docs(self.normalised, node),
            text => text.to_owned(),
        };
        Ok(Argument {
            name,
            wire,
            location,
            style,
            explode: explode.filter(|explode| *explode != explodes && !is_one),
            reserved: location == Location::Query
                && style != Some(Style::Json)
                && parameter.get("allowReserved") == Some(&Value::Bool(true)),
            ty,
            required: parameter.get("required") == Some(&Value::Bool(true)),
            docs,
            default: default.map(|value| match value {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            }),
            deprecated: parameter.get("deprecated") == Some(&Value::Bool(true)),
            limits: limits::read(node),
        })
    }

    /// Whether a value of the type can be more than one text.
    fn is_several(&self, ty: &syn::Type) -> bool {
        match rust_type::plain_name(ty) {
            Some(name) => self.types.iter().any(|ty| {
                ty.name == name.as_str()
                    && !matches!(ty.kind, TypeKind::Text(_) | TypeKind::OpenEnum(_))
            }),
            None => true,
        }
    }
}

pub(super) fn location(parameter: &Value) -> Location {
    match parameter.get("in").and_then(Value::as_str) {
        Some("path") => Location::Path,
        Some("header") => Location::Header,
        Some("cookie") => Location::Cookie,
        _ => Location::Query,
    }
}
