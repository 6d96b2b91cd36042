//! Bodies that are not JSON: forms, texts and bytes.

use proc_macro2::Ident;
use quote::format_ident;
use serde_json::Value;

use super::{Lower, Refusal, TAKEN, bug};
use crate::lower::carrier::Carrier;
use crate::lower::{limits, rust_type, schema};
use crate::media;
use crate::model::{Argument, Content, Form, FormEncoding, FormField, FormValue, TypeKind};
use crate::naming;

/// How far a type is looked into for texts.
const DEPTH: usize = 8;

/// Types whose values are one text.
const PLAIN: [&str; 7] = ["String", "i64", "u64", "i128", "f64", "bool", "Timestamp"];

/// The media type of a file of which the document says nothing.
const BYTES: &str = "application/octet-stream";

impl Lower<'_> {
    pub(super) fn content(
        &self,
        carrier: Carrier<'_>,
        arguments: &[Argument],
    ) -> Result<Option<Content>, Refusal> {
        let Some(node) = self.node.get("x-body") else { return Ok(None) };
        let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let required = node.get("required") == Some(&Value::Bool(true));
        let docs = text("description").trim().to_owned();
        let media_type = text("mediaType");
        let encoding = match text("kind").as_str() {
            "multipart" => FormEncoding::Multipart,
            "urlencoded" => FormEncoding::Urlencoded,
            "text" => {
                let ty = carried(carrier, node, "the body")?;
                let node = carrier.schema("body").unwrap_or(&Value::Null);
                let limits = limits::read(node);
                return Ok(Some(Content::Text {
                    ty: Box::new(ty),
                    media_type,
                    required,
                    docs,
                    limits,
                }));
            }
            _ => {
                let documented = node.get("x-media-types").and_then(Value::as_array);
                let documented: Vec<String> = documented
                    .into_iter()
                    .flatten()
                    .filter_map(|name| name.as_str().map(str::to_owned))
                    .collect();
                let is_one = documented.is_empty() && media::is_concrete(&media_type);
                let media_type = Some(media_type);
                return Ok(Some(match is_one {
                    true => Content::Bytes { media_type, documented, required, docs },
                    false if documented.is_empty() => {
                        let documented = media_type.into_iter().collect();
                        Content::Bytes { media_type: None, documented, required, docs }
                    }
                    false => Content::Bytes { media_type: None, documented, required, docs },
                }));
            }
        };
        let mut fields: Vec<FormField> = Vec::new();
        for node in node.get("fields").and_then(Value::as_array).into_iter().flatten() {
            let taken = |name: &Ident| {
                TAKEN.contains(&name.to_string().as_str())
                    || arguments.iter().any(|argument| argument.name == *name)
                    || fields.iter().any(|field| field.name == *name)
            };
            fields.push(self.form_field(carrier, node, &taken)?);
        }
        fields.sort_by_key(|field| match (field.required, &field.value) {
            (true, FormValue::File { .. }) => 0,
            (true, _) => 1,
            (false, _) => 2,
        });
        Ok(Some(Content::Form(Form { encoding, required, fields })))
    }

    fn form_field(
        &self,
        carrier: Carrier<'_>,
        node: &Value,
        is_taken: &dyn Fn(&Ident) -> bool,
    ) -> Result<FormField, Refusal> {
        let text = |key: &str| node.get(key).and_then(Value::as_str).map(str::to_owned);
        let wire = text("name").unwrap_or_default();
        let media_type = text("mediaType");
        let schema = text("x-carried").and_then(|key| carrier.schema(&key));
        let schema = schema.unwrap_or(&Value::Null);
        let value = match text("file") {
            Some(file) => FormValue::File {
                filename: text("filename"),
                media_type: media_type
                    .filter(|name| media::is_concrete(name))
                    .unwrap_or_else(|| BYTES.to_owned()),
                is_list: file == "many",
            },
            None => {
                let ty = Box::new(carried(carrier, node, &wire)?);
                let limits = limits::read(schema);
                let is_json = media_type.as_deref().is_some_and(media::is_json);
                match is_json || !self.is_text(&ty) {
                    true => FormValue::Json { ty, limits },
                    false => FormValue::Text { ty, media_type, limits },
                }
            }
        };
        let flag =
            |key: &str| node.get(key).or_else(|| schema.get(key)) == Some(&Value::Bool(true));
        let docs = text("description").unwrap_or_else(|| schema::docs(self.normalised, schema));
        let plain = naming::ident(&naming::argument_name(&wire, &[]));
        let base = if is_taken(&plain) { format_ident!("body_{plain}") } else { plain };
        let names =
            std::iter::once(base.clone()).chain((2_u32..).map(|n| format_ident!("{base}_{n}")));
        let name = names.into_iter().find(|name| !is_taken(name)).unwrap_or(base);
        let required = node.get("required") == Some(&Value::Bool(true));
        Ok(FormField {
            name,
            wire,
            required,
            docs: docs.trim().to_owned(),
            deprecated: flag("deprecated"),
            value,
        })
    }

    /// Whether a field of a form holds the value as it is: a text, a number, or a list of these.
    fn is_text(&self, ty: &syn::Type) -> bool {
        self.holds_text(ty, true, DEPTH)
    }

    fn holds_text(&self, ty: &syn::Type, may_be_list: bool, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        if let Some(item) = rust_type::vec_inner(ty) {
            return may_be_list && self.holds_text(item, false, depth);
        }
        let Some(name) = rust_type::plain_name(ty) else { return false };
        if PLAIN.contains(&name.as_str()) {
            return true;
        }
        let found = self.types.iter().find(|ty| ty.name == name.as_str());
        found.is_some_and(|ty| match &ty.kind {
            TypeKind::Text(_) | TypeKind::OpenEnum(_) | TypeKind::Numbers(_) => true,
            TypeKind::Wrapper(inner, _) => self.holds_text(inner, may_be_list, depth),
            TypeKind::Union(of) => {
                of.variants.iter().all(|one| self.holds_text(&one.ty, may_be_list, depth))
            }
            TypeKind::Struct(_) => false,
        })
    }
}

/// The type of what stands in the carrier.
fn carried(carrier: Carrier<'_>, node: &Value, what: &str) -> Result<syn::Type, Refusal> {
    let ty = node.get("x-carried").and_then(Value::as_str).and_then(|key| carrier.ty(key));
    let ty = ty.ok_or_else(|| bug(format!("progenitor wrote no type for `{what}`")))?;
    Ok(rust_type::option_inner(&ty).cloned().unwrap_or(ty))
}
