//! Numbers: small ones are counts and versions, and stay. Large ones are sizes, ids and measures, by
//! which a file can be known again.

use serde_json::{Number, Value};

use super::Redactor;

/// A number of so many digits says little.
const DIGITS: usize = 4;

/// What the service counts its refusals by. They are few, and the same for everybody.
const CODES: &[&str] = &["status_code", "waf_code"];

impl Redactor {
    pub(super) fn number(&mut self, number: &Number, key: &str) -> Value {
        let text = number.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let is_kept = digits <= DIGITS || CODES.contains(&key) && digits <= 6;
        if is_kept || self.is_stand_in(&text) {
            return Value::Number(number.clone());
        }
        self.note(&text);
        let made = self.stand_ins.numbered_like(&text, &self.known);
        serde_json::from_str(&made).unwrap_or_else(|_| Value::from(0))
    }
}
