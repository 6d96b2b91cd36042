//! What recorded exchanges say of the document.
//!
//! Only what was recorded counts: tests have exchanges that were made up, wrong on purpose. One is
//! recorded where it says so itself, by the member `recorded` that a recording has, or by a `source`
//! that begins with `recorded:`. What was recorded `on another path` says nothing of this operation.

mod breaches;
mod exchange;
mod fields;
mod mends;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

pub(super) use breaches::{NAME as BREACHES, check as breached_constraints};
pub(super) use exchange::Exchange;
pub use exchange::Fixture;
pub(super) use fields::{NAME as FIELDS, check as undocumented_fields};
pub(super) use mends::taken_out;

use super::schemas::follow;
use super::seen::{self, What};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, OperationNode};
use crate::pointer::Pointer;
use crate::{check, media};

/// The checks that say nothing without exchanges.
pub const NEED_FIXTURES: [&str; 2] = [BREACHES, FIELDS];

/// How many exchanges there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub read: usize,
    /// Those that are recorded.
    pub recorded: usize,
    /// Of these, those of operations that were not looked at.
    pub elsewhere: usize,
}

/// Something that an exchange shows.
#[derive(Clone, Debug)]
pub(super) struct Shown<'d> {
    exchange: &'d Exchange,
    /// Where in its file.
    at: Pointer,
    pub(super) value: &'d Value,
}

/// A status that an operation does not declare.
pub(super) struct Status<'d> {
    pub(super) operation: Pointer,
    pub(super) status: String,
    pub(super) bodies: Vec<&'d Value>,
    pub(super) sightings: Vec<Shown<'d>>,
}

/// All that the exchanges show.
pub(super) struct Evidence<'d> {
    pub(super) counts: Counts,
    pub(super) statuses: Vec<Status<'d>>,
    /// What is seen at each schema, and what breaches it.
    seen: BTreeMap<(Pointer, What), Vec<Shown<'d>>>,
}

impl<'d> Evidence<'d> {
    /// Holds the exchanges against the operations that they are of.
    pub(super) fn gather(
        document: &Document,
        exchanges: &'d [Exchange],
    ) -> Result<Self, Vec<Diagnostic>> {
        let operations: HashMap<String, OperationNode<'_>> =
            document.operations().into_iter().map(|one| (exchange::method(&one), one)).collect();
        let mut evidence =
            Self { counts: Counts::default(), statuses: Vec::new(), seen: BTreeMap::new() };
        let mut problems = Vec::new();
        evidence.counts.read = exchanges.len();
        for exchange in exchanges.iter().filter(|exchange| exchange.is_recorded) {
            evidence.counts.recorded += 1;
            let Some(operation) = operations.get(&exchange.operation) else {
                evidence.counts.elsewhere += 1;
                continue;
            };
            if evidence.exchange(document, operation, exchange).is_none() {
                let message = format!(
                    "the exchange cannot be compared with `{}`: it has too many choices in one another",
                    operation.name()
                );
                problems.push(exchange.document.problem(
                    &Pointer::root(),
                    message,
                    "record a smaller answer, or leave this file out",
                ));
            }
        }
        if problems.is_empty() { Ok(evidence) } else { Err(problems) }
    }

    fn exchange(
        &mut self,
        document: &Document,
        operation: &OperationNode<'_>,
        exchange: &'d Exchange,
    ) -> Option<()> {
        let root = &document.value;
        self.answer(root, operation, exchange)?;
        // What the service turned away says nothing of what it takes.
        if exchange.status() >= 400 {
            return Some(());
        }
        let arguments = exchange.at("/arguments");
        for (parameter, at) in check::parameters_at(document, operation) {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let value = arguments.and_then(|arguments| arguments.get(name));
            if let Some(value) = value.filter(|_| parameter.get("schema").is_some()) {
                let inside = Pointer::of(&["arguments", name]);
                self.compare(root, &at.child("schema"), exchange, value, inside)?;
            }
        }
        let Some(body) = operation.node.get("requestBody") else { return Some(()) };
        let Some((body, at)) = follow(root, body, operation.pointer.child("requestBody")) else {
            return Some(());
        };
        for (media_type, schema) in contents(body, &at) {
            match media::kind(&media_type) {
                media::Kind::Json => {
                    if let Some(value) = exchange.at("/request/body").filter(|v| !v.is_null()) {
                        let inside = Pointer::of(&["request", "body"]);
                        self.compare(root, &schema, exchange, value, inside)?;
                    }
                }
                media::Kind::Multipart | media::Kind::Urlencoded => {
                    self.form(root, &schema, exchange)?;
                }
                media::Kind::Text | media::Kind::Bytes => {}
            }
        }
        Some(())
    }

    fn answer(
        &mut self,
        root: &Value,
        operation: &OperationNode<'_>,
        exchange: &'d Exchange,
    ) -> Option<()> {
        let status = exchange.status();
        let body = exchange.at("/response/json");
        let responses = operation.node.get("responses").and_then(Value::as_object);
        let hundreds = status / 100;
        let keys = [status.to_string(), format!("{hundreds}XX"), format!("{hundreds}xx")];
        let keys = keys.iter().map(String::as_str).chain(["default"]);
        let declared =
            keys.into_iter().find_map(|key| Some((key.to_owned(), responses?.get(key)?)));
        let Some((key, node)) = declared else {
            let sighting = exchange.shown("/response/status");
            let known = self.statuses.iter_mut().find(|shown| {
                shown.operation == operation.pointer && shown.status == status.to_string()
            });
            match known {
                Some(known) => {
                    known.bodies.extend(body);
                    known.sightings.extend(sighting);
                }
                None => self.statuses.push(Status {
                    operation: operation.pointer.clone(),
                    status: status.to_string(),
                    bodies: body.into_iter().collect(),
                    sightings: sighting.into_iter().collect(),
                }),
            }
            return Some(());
        };
        let at = operation.pointer.child("responses").child(key);
        let (Some(body), Some((node, at))) = (body, follow(root, node, at)) else {
            return Some(());
        };
        let json = contents(node, &at).into_iter();
        let mut json = json.filter(|(media_type, _)| media::kind(media_type) == media::Kind::Json);
        match json.next() {
            Some((_, schema)) => {
                self.compare(root, &schema, exchange, body, Pointer::of(&["response", "json"]))
            }
            None => Some(()),
        }
    }

    /// The fields of a form, which are arguments of the call; bytes are not looked at.
    fn form(&mut self, root: &Value, schema: &Pointer, exchange: &'d Exchange) -> Option<()> {
        let node = schema.resolve(root)?;
        let Some((node, schema)) = follow(root, node, schema.clone()) else { return Some(()) };
        let properties = node.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flatten().map(|(name, _)| name) {
            let value = exchange.at("/arguments").and_then(|arguments| arguments.get(name));
            if let Some(value) = value.filter(|value| value.get("hex").is_none()) {
                let at = schema.child("properties").child(name);
                self.compare(root, &at, exchange, value, Pointer::of(&["arguments", name]))?;
            }
        }
        let parts = exchange.at("/request/form").and_then(Value::as_array);
        for (index, part) in parts.into_iter().flatten().enumerate() {
            let name = part.get("name").and_then(Value::as_str);
            if let (Some(name), Some(value)) = (name, part.get("text"))
                && properties.is_some_and(|properties| !properties.contains_key(name))
            {
                let at = Pointer::of(&["request", "form"]).child(index).child("text");
                let key = (schema.clone(), What::Unknown(name.to_owned()));
                self.seen.entry(key).or_default().push(Shown { exchange, at, value });
            }
        }
        Some(())
    }

    fn compare(
        &mut self,
        root: &Value,
        schema: &Pointer,
        exchange: &'d Exchange,
        value: &'d Value,
        inside: Pointer,
    ) -> Option<()> {
        for sighting in seen::along(root, schema, value, inside)? {
            let seen::Sighting { schema, value, at, what } = sighting;
            self.seen.entry((schema, what)).or_default().push(Shown { exchange, at, value });
        }
        Some(())
    }

    /// The values that were seen at a schema.
    pub(super) fn values(&self, schema: &Pointer) -> Vec<&'d Value> {
        let shown = self.seen.get(&(schema.clone(), What::Value));
        shown.into_iter().flatten().map(|shown| shown.value).collect()
    }

    /// Whether values breach this keyword of a schema.
    pub(super) fn breaches(&self, schema: &Pointer, keyword: &'static str) -> bool {
        self.seen.contains_key(&(schema.clone(), What::Breach(keyword)))
    }

    /// The exchanges that show something, in words that take a value behind them.
    pub(super) fn show(&self, shown: &[Shown<'_>]) -> String {
        let names = names(shown);
        let listed: Vec<&str> = names.iter().take(2).map(|name| name.as_str()).collect();
        let more = match names.len().saturating_sub(listed.len()) {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        let listed = listed.join(", ");
        match names.len() {
            1 => format!("a recorded exchange ({listed}) shows"),
            count => format!("{count} recorded exchanges ({listed}{more}) show"),
        }
    }

    /// The evidence for an action.
    pub(super) fn certain(&self, shown: &[Shown<'_>]) -> String {
        let names: Vec<String> = names(shown).into_iter().map(|name| format!("`{name}`")).collect();
        format!("certain: recorded exchanges, in the fixtures {}", names.join(", "))
    }

    /// Shows where in the exchanges.
    pub(super) fn relate(&self, problem: Diagnostic, shown: &[Shown<'_>]) -> Diagnostic {
        shown.iter().take(2).fold(problem, |problem, shown| {
            let place = shown.exchange.document.places.locate(&shown.at);
            problem.related("it is recorded here", place.clone())
        })
    }
}

fn names(shown: &[Shown<'_>]) -> BTreeSet<String> {
    shown.iter().map(|shown| shown.exchange.name()).collect()
}

/// The media types of a body or an answer, and where their schemas are.
fn contents(node: &Value, at: &Pointer) -> Vec<(String, Pointer)> {
    let content = node.get("content").and_then(Value::as_object).into_iter().flatten();
    let with_schema = content.filter(|(_, media)| media.get("schema").is_some());
    with_schema
        .map(|(name, _)| (name.clone(), at.child("content").child(name).child("schema")))
        .collect()
}
