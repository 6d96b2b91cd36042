//! A case: a call that was made, and what was on the wire.

use serde_json::Value;

use super::exchange::{Exchange, Headers};
use crate::form::Part;

/// A call that was made.
#[derive(Clone, Debug)]
pub struct Case {
    /// The operation, by the name of its method.
    pub operation: &'static str,
    /// What kind of case it is, for the name of the file; may be empty.
    pub what: String,
    /// The arguments by their documented names.
    pub arguments: Value,
    /// What was on the wire.
    pub exchange: Exchange,
    /// The parts of the form that was sent, if one was.
    pub form: Option<Vec<Part>>,
    /// Whether the service redirected to itself before it answered so.
    pub is_led_on: bool,
    /// What the host answered that the service redirected to: status and headers.
    pub redirected: Option<(u16, Headers)>,
    /// Whether the client could not read what was a success.
    pub is_unreadable: bool,
}

impl Case {
    /// The name of the file: what was answered, that it was recorded, and what was asked.
    pub fn name(&self) -> String {
        let status = self.exchange.status().unwrap_or_default();
        match self.what.is_empty() {
            true => format!("{status}_recorded"),
            false => format!("{status}_recorded_{}", self.what),
        }
    }
}
