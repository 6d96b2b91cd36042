//! The operations of the document, from progenitor's signatures and the nodes they came from.

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span};
use quote::format_ident;
use serde_json::{Map, Value};

use super::about::cookies_of;
use super::progenitor::Rust;
use super::{limits, paging, rust_type, schema};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, operations_of};
use crate::model::{
    Answer, Argument, Body, BodyForm, Field, Location, Operation, Presence, Type, TypeKind,
};
use crate::naming;

/// Names of methods that every request has; a parameter of such a name gets an underscore.
const TAKEN: [&str; 11] = [
    "body",
    "call",
    "client",
    "clone",
    "into_future",
    "new",
    "save",
    "send",
    "stream",
    "wait",
    "verify",
];

/// Lowers every operation, or says which cannot be.
pub(super) fn lower(
    normalised: &Value,
    rust: &Rust,
    types: &[Type],
    document: &Document,
) -> Result<Vec<Operation>, Vec<Diagnostic>> {
    let mut operations = Vec::new();
    let mut problems = Vec::new();
    for node in operations_of(normalised) {
        let lowered =
            Lower { normalised, types, node: node.node }.operation(rust, node.method, node.path);
        match lowered {
            Ok(operation) => operations.push(operation),
            Err((inside, message, help)) => {
                let at = inside.iter().fold(node.pointer.clone(), |at, key| at.child(key));
                problems.push(document.problem(&at, message, help).operation(node.name()))
            }
        }
    }
    if problems.is_empty() { Ok(operations) } else { Err(problems) }
}

struct Lower<'n> {
    normalised: &'n Value,
    types: &'n [Type],
    node: &'n Map<String, Value>,
}

/// Where below the operation, what is wrong, and what to do.
type Refusal = (Option<&'static str>, String, String);

impl Lower<'_> {
    fn operation(&self, rust: &Rust, http_method: &str, path: &str) -> Result<Operation, Refusal> {
        let id = self.text("operationId");
        let snake = id.to_snake_case();
        let signature = rust
            .signatures
            .get(&snake)
            .or_else(|| rust.signatures.get(&format!("{snake}_")))
            .ok_or_else(|| bug(format!("progenitor wrote no method for `{id}`")))?;
        let mut arguments = Vec::new();
        for parameter in self.list("parameters") {
            arguments.push(self.argument(signature, parameter)?);
        }
        let body = self.body(signature, &arguments)?;
        let pending: Vec<u16> = self
            .list("x-pending")
            .filter_map(|status| status.as_u64().and_then(|status| u16::try_from(status).ok()))
            .collect();
        let answer = answer(signature)?;
        if !pending.is_empty() && !matches!(answer, Answer::Json(_)) {
            return Err((
                None,
                "`x-pending` stands at an operation whose success is not JSON".to_owned(),
                "take the hint out: only a JSON answer can be awaited".to_owned(),
            ));
        }
        let paging = self.node.get("x-paged");
        let paging = paging.map(|hint| paging::read(hint, &arguments, &answer, self.types));
        let paging = paging.transpose();
        Ok(Operation {
            paging: paging.map_err(|(message, help)| (Some("x-paged"), message, help))?,
            method: naming::method_name(&id),
            request: naming::request_name(&id),
            http_method: http_method.to_uppercase(),
            path: path.to_owned(),
            summary: self.text("summary"),
            docs: self.text("description").trim().to_owned(),
            deprecated: self.node.get("deprecated") == Some(&Value::Bool(true)),
            arguments,
            body,
            answer,
            pending,
            repeatable: matches!(http_method, "get" | "head")
                || self.node.get("x-repeatable") == Some(&Value::Bool(true)),
            sensitive: false,
            failures: self.failures(),
            cookies: cookies_of(self.normalised, self.node),
            id,
        })
    }

    fn text(&self, key: &str) -> String {
        self.node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.node.get(key).and_then(Value::as_array).into_iter().flatten()
    }

    fn argument(&self, signature: &syn::Signature, parameter: &Value) -> Result<Argument, Refusal> {
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

    fn body(
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
        Ok(Some(Body { ty, docs, form }))
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

    fn failures(&self) -> Vec<(String, String)> {
        let text = |answer: &Value, key: &str| {
            answer.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
        };
        self.list("x-answers")
            .map(|answer| (text(answer, "status"), text(answer, "description")))
            .filter(|(status, _)| !status.starts_with('2') && status != "default")
            .collect()
    }
}

/// The argument of this name and its type.
fn typed(signature: &syn::Signature, name: &str) -> Option<(Ident, syn::Type)> {
    signature.inputs.iter().find_map(|input| match input {
        syn::FnArg::Typed(argument) => match &*argument.pat {
            syn::Pat::Ident(pat) if pat.ident == name => {
                Some((pat.ident.clone(), rust_type::tidy(&argument.ty)))
            }
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    })
}

/// What the signature returns: `Result<ResponseValue<…>, …>`.
fn answer(signature: &syn::Signature) -> Result<Answer, Refusal> {
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

fn bug(message: String) -> Refusal {
    (None, message, "this is a bug of the generator: please report the document".to_owned())
}
