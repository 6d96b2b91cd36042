//! Third stage: keeps the operations with the wanted tags and what they reach, nothing else.
//!
//! Reached is what a `$ref` or a `security` requirement leads to. Nodes are only ever taken out of
//! objects, so a pointer into the result is a pointer into the document as it came.

mod upload;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, METHODS, OperationNode};
use crate::pointer::Pointer;
use crate::references::{self, Reference};

/// Keeps the operations that carry one of the tags; all operations where no tag is given. Fails
/// where a tag is on no operation, or something that is wanted leads nowhere.
pub fn select(document: Document, tags: &[String]) -> Result<Document, Vec<Diagnostic>> {
    let problems = check_tags(&document, tags);
    if !problems.is_empty() {
        return Err(problems);
    }
    let (document, problems) =
        select_reporting(&document, tags).map_err(|problem| vec![problem])?;
    if problems.is_empty() { Ok(document) } else { Err(problems) }
}

/// The same with what leads nowhere beside the document, so that the next stage can add what it
/// finds; tags are not checked. Fails where nothing is left.
pub(crate) fn select_reporting(
    document: &Document,
    tags: &[String],
) -> Result<(Document, Vec<Diagnostic>), Diagnostic> {
    let wanted = |operation: &OperationNode<'_>| {
        tags.is_empty() || tags_of(operation.node).any(|tag| tags.iter().any(|want| want == tag))
    };
    let operations: Vec<_> = document.operations().into_iter().filter(wanted).collect();
    if operations.is_empty() {
        return Err(document.problem(
            &Pointer::of(&["paths"]),
            "the document has no operation",
            "give a document with at least one operation under `paths`",
        ));
    }
    let kept: HashSet<&Pointer> = operations.iter().map(|operation| &operation.pointer).collect();
    let (reached, mut problems) = reach(document, &operations);
    let mut selected = prune(&document.value, &kept, &reached, tags);
    problems.extend(upload::keep(document, &operations, &mut selected));
    let value = Value::Object(selected);
    let (places, origin) = (document.places.clone(), document.origin.clone());
    Ok((Document { value, places, origin }, problems))
}

/// Everything that one operation leads to.
pub(crate) fn reached_by(document: &Document, operation: OperationNode<'_>) -> HashSet<Pointer> {
    reach(document, &[operation]).0
}

fn tags_of(operation: &Map<String, Value>) -> impl Iterator<Item = &str> {
    operation.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The tags that are on no operation.
pub(crate) fn check_tags(document: &Document, tags: &[String]) -> Vec<Diagnostic> {
    let operations = document.operations();
    let mut known: Vec<&str> =
        operations.iter().flat_map(|operation| tags_of(operation.node)).collect();
    known.sort_unstable();
    known.dedup();
    tags.iter()
        .filter(|tag| !known.contains(&tag.as_str()))
        .map(|tag| {
            document.problem(
                &Pointer::of(&["paths"]),
                format!("no operation has the tag `{tag}`"),
                match known.as_slice() {
                    [] => "the operations of this document have no tags".to_owned(),
                    known => format!("the tags of this document are: {}", known.join(", ")),
                },
            )
        })
        .collect()
}

/// Every component that the operations need, by pointer, and what leads nowhere.
fn reach(
    document: &Document,
    operations: &[OperationNode<'_>],
) -> (HashSet<Pointer>, Vec<Diagnostic>) {
    let mut reach =
        Reach { document, found: HashSet::new(), open: Vec::new(), problems: Vec::new() };
    for operation in operations {
        let name = operation.name();
        let own = references::find_in(operation.node, &operation.pointer);
        reach.references(own, &name);
        if let (Some(shared), Some((item, _))) =
            (operation.item.get("parameters"), operation.pointer.split_last())
        {
            reach.references(references::find(shared, &item.child("parameters")), &name);
        }
        reach.security(operation, &name);
    }
    while let Some((pointer, operation)) = reach.open.pop() {
        if let Some(node) = pointer.resolve(&document.value) {
            reach.references(references::find(node, &pointer), &operation);
        }
    }
    (reach.found, reach.problems)
}

struct Reach<'d> {
    document: &'d Document,
    found: HashSet<Pointer>,
    open: Vec<(Pointer, String)>,
    problems: Vec<Diagnostic>,
}

impl Reach<'_> {
    fn references(&mut self, references: Vec<Reference<'_>>, operation: &str) {
        for reference in references {
            let at = reference.holder.child("$ref");
            let target = Pointer::from_reference(reference.target);
            let written = self.document.written(&at);
            if let Some(fault) = written.and_then(|written| written.fault.as_ref()) {
                let text = written.map_or(reference.target, |written| &written.text);
                let problem = fault.diagnostic("`$ref`", text);
                let place = self.document.places.locate(&at).clone();
                let problem = problem.map(|p| p.at(place).pointer(at).operation(operation));
                self.problems.extend(problem);
                continue;
            }
            let text = written.map_or(reference.target, |written| &written.text);
            let problem = match &target {
                // Of all files one document is made before an overlay can add to it.
                None => Some((
                    format!("`$ref` leaves the document: {text}"),
                    "refer to a component, as in `#/components/schemas/Thing`".to_owned(),
                )),
                Some(target) if target.resolve(&self.document.value).is_none() => Some((
                    format!("`$ref` points to nothing: {text}"),
                    nearest(&self.document.value, target).unwrap_or_else(|| {
                        "add the component, or correct the reference".to_owned()
                    }),
                )),
                Some(_) => None,
            };
            if let Some((message, help)) = problem {
                let problem = self.document.problem(&at, message, help).operation(operation);
                self.problems.push(problem);
            } else if let Some(target) = target {
                self.need(target, operation);
            }
        }
    }

    fn need(&mut self, target: Pointer, operation: &str) {
        if self.found.insert(target.clone()) {
            self.open.push((target, operation.to_owned()));
        }
    }

    fn security(&mut self, operation: &OperationNode<'_>, name: &str) {
        let (security, pointer) = match operation.node.get("security") {
            Some(own) => (Some(own), operation.pointer.child("security")),
            None => (self.document.value.get("security"), Pointer::of(&["security"])),
        };
        for (index, choice) in security.and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            for scheme in choice.as_object().into_iter().flat_map(Map::keys) {
                let target = Pointer::of(&["components", "securitySchemes", scheme]);
                if target.resolve(&self.document.value).is_some() {
                    self.need(target, name);
                } else {
                    let problem = self
                        .document
                        .problem(
                            &pointer.child(index).child(scheme),
                            format!("the security scheme `{scheme}` is not declared"),
                            "declare it under `components.securitySchemes`, or correct the name",
                        )
                        .operation(name);
                    self.problems.push(problem);
                }
            }
        }
    }
}

/// What a reference to nothing in a document may have meant.
pub(crate) fn nearest(document: &Value, target: &Pointer) -> Option<String> {
    let (parent, last) = target.split_last()?;
    let names: Vec<_> = parent.resolve(document)?.as_object()?.keys().collect();
    let same = |name: &&&String| name.eq_ignore_ascii_case(&last);
    let close = |name: &&&String| similar::TextDiff::from_chars(name.as_str(), &last).ratio() > 0.8;
    let found = names.iter().find(same).or_else(|| names.iter().find(close));
    found.map(|name| format!("did you mean `{name}`?"))
}

/// The document without what is not wanted.
fn prune(
    value: &Value,
    kept: &HashSet<&Pointer>,
    reached: &HashSet<Pointer>,
    tags: &[String],
) -> Map<String, Value> {
    let mut out = Map::new();
    for (key, node) in value.as_object().into_iter().flatten() {
        let node = match (key.as_str(), node) {
            ("paths", Value::Object(paths)) => Value::Object(prune_paths(paths, kept)),
            ("components", Value::Object(parts)) => Value::Object(prune_parts(parts, reached)),
            ("tags", Value::Array(all)) if !tags.is_empty() => {
                let name = |tag: &Value| tag.get("name").and_then(Value::as_str).map(str::to_owned);
                let wanted = |tag: &&Value| name(tag).is_some_and(|name| tags.contains(&name));
                Value::Array(all.iter().filter(wanted).cloned().collect())
            }
            (_, node) => node.clone(),
        };
        out.insert(key.clone(), node);
    }
    out
}

fn prune_paths(paths: &Map<String, Value>, kept: &HashSet<&Pointer>) -> Map<String, Value> {
    let mut out = Map::new();
    for (path, item) in paths {
        let Some(item) = item.as_object() else { continue };
        let keep = |method: &str| kept.contains(&Pointer::of(&["paths", path, method]));
        if !item.keys().any(|key| keep(key)) {
            continue;
        }
        let entries = item
            .iter()
            .filter(|(key, _)| !METHODS.contains(&key.as_str()) || keep(key))
            .map(|(key, node)| (key.clone(), node.clone()));
        out.insert(path.clone(), Value::Object(entries.collect()));
    }
    out
}

/// Keeps components that are reached, or hold something that is.
fn prune_parts(parts: &Map<String, Value>, reached: &HashSet<Pointer>) -> Map<String, Value> {
    let mut needed: HashSet<(String, String)> = HashSet::new();
    for pointer in reached {
        let mut tokens = pointer.tokens();
        if let (Some(first), Some(part), Some(name)) = (tokens.next(), tokens.next(), tokens.next())
            && first == "components"
        {
            needed.insert((part, name));
        }
    }
    let mut out = Map::new();
    for (part, entries) in parts {
        let entries: Map<String, Value> = entries
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| needed.contains(&(part.clone(), (*name).clone())))
            .map(|(name, node)| (name.clone(), node.clone()))
            .collect();
        if !entries.is_empty() {
            out.insert(part.clone(), Value::Object(entries));
        }
    }
    out
}
