//! Takes out of recordings what says whose they are, and leaves what says how the service answers.
//!
//! A text stays as it is only where it is one of the service's own words; whatever else there is has a
//! stand-in of the same shape. So a field that nobody has documented is redacted by itself.

mod address;
mod clock;
mod fold;
mod header;
mod known;
mod legacy;
mod media;
mod message;
mod number;
mod numbers;
mod page;
mod place;
mod shape;
mod stand_in;
mod text;
mod vocabulary;

use serde_json::{Map, Value};

use super::exchange::{Exchange, Wire};

pub use self::known::{Known, UNRESERVED};
pub use self::place::Place;
pub use self::stand_in::Days;
use self::stand_in::StandIns;
pub use self::vocabulary::Vocabulary;

/// Where the service is: what is recorded is written with the documented address in its place.
#[derive(Clone, Debug)]
pub struct Base {
    /// Scheme, host and port that are called.
    pub origin: String,
    /// The path behind that.
    pub path: String,
    /// Scheme and host that are documented.
    pub documented_origin: String,
    /// The path behind that.
    pub documented_path: String,
}

/// Redacts the recordings of a run. It has to see all of them twice: once to learn what has to go, and
/// once, after [`freeze`](Self::freeze), to replace it. Each fixture [begins](Self::begin) with stand-ins of
/// its own; what must not be seen is known of all of them.
#[derive(Debug)]
pub struct Redactor {
    vocabulary: Vocabulary,
    base: Base,
    known: Known,
    stand_ins: StandIns,
    learning: bool,
}

impl Redactor {
    /// A redactor that knows these words, and has not seen anything yet.
    pub fn new(vocabulary: Vocabulary, base: Base) -> Self {
        let (known, stand_ins) = (Known::default(), StandIns::default());
        Self { vocabulary, base, known, stand_ins, learning: true }
    }

    /// A secret, wherever it may stand: a cookie, for one.
    pub fn learn(&mut self, secret: &str) {
        self.note(secret);
        shape::uuids(secret)
            .into_iter()
            .filter_map(|at| secret.get(at))
            .for_each(|id| self.note(id));
    }

    /// The credentials of an exchange, whichever way they go.
    pub fn learn_headers(&mut self, exchange: &Exchange) {
        let answered = match &exchange.answer {
            Wire::Answered { headers, .. } => headers.as_slice(),
            _ => &[],
        };
        for (name, value) in exchange.request_headers.iter().chain(answered) {
            match name.as_str() {
                "cookie" => value.split(';').for_each(|cookie| self.learn_pair(cookie)),
                // What stands behind the first one are attributes.
                "set-cookie" => self.learn_pair(value.split(';').next().unwrap_or_default()),
                "authorization" => self.learn(value.rsplit(' ').next().unwrap_or_default()),
                _ => {}
            }
        }
    }

    fn learn_pair(&mut self, cookie: &str) {
        self.learn(cookie.split_once('=').map_or(cookie, |(_, value)| value));
    }

    /// All has been seen once.
    pub fn freeze(&mut self) {
        self.known.freeze(&self.vocabulary);
        self.learning = false;
        // They are numbered anew, now that nothing collides with an original that is still to come.
        let days = self.days();
        self.begin(days);
    }

    /// Begins a fixture, in which these are the days. Stand-ins are numbered in each by itself, so that one
    /// does not change because of another: a new File at the head of a list would change them all.
    pub fn begin(&mut self, days: Days) {
        self.stand_ins = StandIns::of(days);
    }

    /// The days that were seen since this was last begun.
    pub fn days(&mut self) -> Days {
        self.stand_ins.take_days()
    }

    /// What was replaced.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The service's words.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// A JSON value of this place. Its keys come out sorted, for the service's order is no promise.
    pub fn json(&mut self, value: &Value, place: &Place<'_>) -> Value {
        self.value(value, place, "")
    }

    /// The answer of a failure, whose message is prose.
    pub fn failure(&mut self, value: &Value, place: &Place<'_>) -> Value {
        let at = ["/error/message", "/error"]
            .into_iter()
            .find_map(|at| Some((at, value.pointer(at)?.as_str()?.to_owned())));
        let Some((at, message)) = at else { return self.value(value, place, "") };
        // A message is no secret as a whole, and does not go the way of other texts.
        let mut rest = value.clone();
        if let Some(slot) = rest.pointer_mut(at) {
            *slot = Value::from("");
        }
        let mut out = self.value(&rest, place, "");
        let message = self.message(&message);
        if let Some(slot) = out.pointer_mut(at) {
            *slot = message.into();
        }
        out
    }

    fn value(&mut self, value: &Value, place: &Place<'_>, key: &str) -> Value {
        match value {
            Value::String(text) => Value::String(self.string(text, place, key)),
            Value::Number(number) => self.number(number, key),
            Value::Array(items) => {
                let place = place.item();
                items.iter().map(|item| self.value(item, &place, key)).collect()
            }
            Value::Object(entries) => self.object(entries, place),
            Value::Bool(_) | Value::Null => value.clone(),
        }
    }

    fn object(&mut self, entries: &Map<String, Value>, place: &Place<'_>) -> Value {
        let is_field = |key: &String| place.names(key) || is_field_name(key);
        // Where one key is no name of a field, all of them are data.
        let are_data = place.is_map() || !entries.keys().all(is_field);
        let mut keys: Vec<&String> = entries.keys().collect();
        keys.sort();
        let mut out: Vec<(String, Value)> = Vec::new();
        for key in keys {
            let Some(value) = entries.get(key) else { continue };
            let named = place.names(key) || self.vocabulary.has(key);
            let kept = named || !are_data && !self.known.is_in(key);
            let mut name = if kept { key.clone() } else { self.string(key, &self.nowhere(), "") };
            // Two days can have one stand-in, and are two entries all the same.
            while out.iter().any(|(known, _)| *known == name) {
                name.push_str("-2");
            }
            out.push((name, self.value(value, &place.property(key), key)));
        }
        out.sort_by(|(one, _), (other, _)| one.cmp(other));
        Value::Object(out.into_iter().collect())
    }

    /// Whether this has been redacted before. What is made while learning is thrown away.
    fn is_stand_in(&self, text: &str) -> bool {
        !self.learning && self.stand_ins.is_one(text)
    }

    /// Notes something that will be replaced.
    fn note(&mut self, original: &str) {
        if self.learning {
            self.known.note(original, &self.vocabulary);
        }
    }
}

/// Whether a key looks like the name of a field, as the service writes them: `createdAt`, `created_at`.
fn is_field_name(key: &str) -> bool {
    let mut bytes = key.bytes();
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    bytes.next().is_some_and(|one| one.is_ascii_lowercase() || one == b'_')
        && bytes.all(|one| one.is_ascii_alphanumeric() || one == b'_')
        && key.len() <= 40
        && digits <= 3
        && !key.split('_').any(legacy::is_legacy_id)
}
