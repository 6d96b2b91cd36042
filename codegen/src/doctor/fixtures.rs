//! What recorded exchanges say of the document.
//!
//! Only what was recorded counts: tests have exchanges that were made up, wrong on purpose. One is
//! recorded where it says so itself, by the member `recorded` that a recording has, or by a `source`
//! that begins with `recorded:`. What was recorded `on another path` says nothing of this operation.

mod breaches;
mod exchange;
mod fields;
mod gather;
mod mends;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

pub(super) use breaches::{NAME as BREACHES, check as breached_constraints};
pub(super) use exchange::Exchange;
pub use exchange::Fixture;
pub(super) use fields::{NAME as FIELDS, check as undocumented_fields};

use super::seen::What;
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

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
    /// What the first body was sent as.
    pub(super) media_type: String,
    /// The bodies that are JSON.
    pub(super) bodies: Vec<&'d Value>,
    pub(super) sightings: Vec<Shown<'d>>,
}

/// Bodies of JSON where an answer documents none.
pub(super) struct Bodies<'d> {
    /// A status with that answer.
    pub(super) status: String,
    operation: String,
    media_type: String,
    shown: Vec<Shown<'d>>,
}

/// All that the exchanges show.
pub(super) struct Evidence<'d> {
    pub(super) counts: Counts,
    pub(super) statuses: Vec<Status<'d>>,
    /// By the place of the answer.
    bodies: BTreeMap<Pointer, Bodies<'d>>,
    /// What is seen at each schema, and what breaches it.
    seen: BTreeMap<(Pointer, What), Vec<Shown<'d>>>,
}

impl<'d> Evidence<'d> {
    /// The values that were seen at a schema.
    pub(super) fn values(&self, schema: &Pointer) -> Vec<&'d Value> {
        let shown = self.seen.get(&(schema.clone(), What::Value));
        shown.into_iter().flatten().map(|shown| shown.value).collect()
    }

    /// Whether values breach this keyword of a schema.
    pub(super) fn breaches(&self, schema: &Pointer, keyword: &'static str) -> bool {
        self.seen.contains_key(&(schema.clone(), What::Breach(keyword)))
    }

    /// Whether values were seen that a list of them lacks, and that are no other spelling of one.
    pub(super) fn lacks_values(&self, schema: &Pointer, node: &Map<String, Value>) -> bool {
        let shown = self.seen.get(&(schema.clone(), What::Breach("enum")));
        shown.into_iter().flatten().any(|shown| values::is_lacking(node, shown.value))
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
