//! The operations of the document, from progenitor's signatures and the nodes they came from.

mod answer;
mod argument;
mod body;
mod content;
mod names;

use proc_macro2::Ident;
use serde_json::{Map, Value};

use super::carrier::Carrier;
use super::progenitor::{self, Rust};
use super::security::credentials_of;
use super::{paging, rust_type};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, operations_of};
use crate::model::{Answer, Operation, Type};
use crate::naming;
use crate::pointer::Pointer;

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
    let nodes = operations_of(normalised);
    let ids = nodes.iter().map(|node| node.node.get("operationId").and_then(Value::as_str));
    let names = naming::operation_names(ids.map(Option::unwrap_or_default));
    for (index, (node, names)) in nodes.iter().zip(names).enumerate() {
        let signature = rust.signatures.get(&progenitor::method_name(index));
        let lower = Lower { normalised, types, node: node.node, at: node.stands() };
        let lowered = lower.operation(rust, signature, names, (node.method, node.path));
        match lowered {
            Ok(operation) => operations.push(operation),
            Err((inside, message, help)) => {
                let at = inside.iter().fold(node.stands(), |at, key| at.child(key));
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
    /// Where it stands in the document as it came.
    at: Pointer,
}

/// Where below the operation, what is wrong, and what to do.
type Refusal = (Option<&'static str>, String, String);

impl Lower<'_> {
    fn operation(
        &self,
        rust: &Rust,
        signature: Option<&syn::Signature>,
        (method, request): (Ident, Ident),
        (http_method, path): (&str, &str),
    ) -> Result<Operation, Refusal> {
        let id = self.text("operationId");
        if let Some((message, help)) = naming::too_long("operation", &method.to_string()) {
            return Err((None, message, help.to_owned()));
        }
        let signature =
            signature.ok_or_else(|| bug(format!("progenitor wrote no method for `{id}`")))?;
        let carrier = Carrier::of(self.normalised, rust, self.node);
        let mut arguments = Vec::new();
        let names = names::choose(self.list("x-parameters"));
        for (parameter, name) in self.list("x-parameters").zip(names) {
            arguments.push(self.argument(carrier, parameter, name)?);
        }
        let body = self.body(signature, &arguments)?;
        let pending: Vec<u16> = self
            .list("x-pending")
            .filter_map(|status| status.as_u64().and_then(|status| u16::try_from(status).ok()))
            .collect();
        let content = self.content(carrier, &arguments)?;
        let answer = self.answer(signature, carrier, &request)?;
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
            method,
            request,
            http_method: http_method.to_uppercase(),
            path: self.node.get("x-path").and_then(Value::as_str).unwrap_or(path).to_owned(),
            summary: self.text("summary"),
            docs: self.text("description").trim().to_owned(),
            deprecated: self.node.get("deprecated") == Some(&Value::Bool(true)),
            arguments,
            body,
            content,
            answer,
            pending,
            repeatable: matches!(http_method, "get" | "head")
                || self.node.get("x-repeatable") == Some(&Value::Bool(true)),
            sensitive: false,
            other_types: self
                .list("x-other-types")
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            failures: self.failures(),
            credentials: credentials_of(self.normalised, self.node),
            at: self.at.clone(),
            id,
        })
    }

    fn text(&self, key: &str) -> String {
        self.node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn list(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.node.get(key).and_then(Value::as_array).into_iter().flatten()
    }

    fn failures(&self) -> Vec<(String, String)> {
        let text = |answer: &Value, key: &str| {
            answer.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
        };
        self.list("x-answers")
            .map(|answer| (text(answer, "status"), text(answer, "description")))
            .filter(|(status, _)| !status.starts_with(['2', '3']) && status != "default")
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

fn bug(message: String) -> Refusal {
    (None, message, "this is a bug of the generator: please report the document".to_owned())
}
