//! What a service sends that its document does not list, made visible.

mod fields;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::operation::Operation;
use crate::redact::Hidden;
use crate::timestamp::Timestamp;

/// What the caller does with reports.
pub(crate) type OnDrift = Hidden<Arc<dyn Fn(&DriftReport) + Send + Sync>>;

/// Where an answer holds what the document does not list.
///
/// Nothing of it is lost to meaning: such an answer is accepted. It tells a maintainer what to add
/// to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriftReport {
    operation: &'static str,
    status: StatusCode,
    findings: Vec<Drift>,
}

/// One thing that the document does not list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Drift {
    /// A field. Its value is not repeated.
    #[non_exhaustive]
    UnknownField {
        /// Where it stands, such as `versions[0].etag`.
        json_path: String,
        /// What it holds: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`.
        holds: &'static str,
    },
    /// A value of an enum.
    #[non_exhaustive]
    UnknownValue {
        /// Where it stands, such as `versions[0].status`.
        json_path: String,
        /// The value.
        value: String,
    },
}

impl DriftReport {
    /// The operation, by its documented id such as `getFile`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status of the answer, which may be that of a failure.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is not documented; never empty.
    pub fn findings(&self) -> &[Drift] {
        &self.findings
    }
}

impl Drift {
    /// Where it stands in the answer, such as `versions[0].status`. A name that is no identifier
    /// stands in brackets and quotes.
    pub fn json_path(&self) -> &str {
        match self {
            Self::UnknownField { json_path, .. } | Self::UnknownValue { json_path, .. } => {
                json_path
            }
        }
    }
}

impl fmt::Display for DriftReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: not documented: ", self.operation, self.status.as_u16())?;
        for (index, finding) in self.findings.iter().enumerate() {
            let joint = if index == 0 { "" } else { "; " };
            write!(f, "{joint}{finding}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { json_path, holds } => write!(f, "field `{json_path}` ({holds})"),
            Self::UnknownValue { json_path, value } => {
                write!(f, "value {value:?} at `{json_path}`")
            }
        }
    }
}

/// A decoded value that can be held beside the JSON that it came from.
pub trait Observe {
    /// Notes what of the JSON is not documented.
    fn observe(&self, observer: &mut Observer<'_>);
}

/// A place in an answer, and what was found so far.
pub struct Observer<'j> {
    json: &'j Value,
    path: Vec<Step<'j>>,
    findings: Vec<Drift>,
}

enum Step<'j> {
    Field(&'j str),
    Item(usize),
}

impl<'j> Observer<'j> {
    /// Notes the fields of an object that `T`, a struct, does not have.
    pub fn object<T: DeserializeOwned>(&mut self) -> &mut Self {
        let Value::Object(entries) = self.json else { return self };
        // A struct that takes in any field has no list of them.
        let Some(documented) = fields::of::<T>() else { return self };
        for (name, json) in entries {
            if !documented.contains(&name.as_str()) {
                self.path.push(Step::Field(name));
                let json_path = self.json_path();
                self.findings.push(Drift::UnknownField { json_path, holds: kind(json) });
                self.path.pop();
            }
        }
        self
    }

    /// Goes into a field.
    pub fn field(&mut self, name: &str, value: &dyn Observe) -> &mut Self {
        if let Value::Object(entries) = self.json
            && let Some((name, json)) = entries.get_key_value(name)
        {
            self.inside(Step::Field(name), json, value);
        }
        self
    }

    /// Goes into what no other field takes.
    pub fn rest(&mut self, value: &dyn Observe) -> &mut Self {
        value.observe(self);
        self
    }

    /// Notes a text that the document does not list as this value of an enum.
    pub fn text(&mut self, documented: Option<&str>) {
        let Value::String(text) = self.json else { return };
        if documented != Some(text) {
            let json_path = self.json_path();
            self.findings.push(Drift::UnknownValue { json_path, value: text.clone() });
        }
    }

    fn inside(&mut self, step: Step<'j>, json: &'j Value, value: &dyn Observe) {
        let outside = std::mem::replace(&mut self.json, json);
        self.path.push(step);
        value.observe(self);
        self.path.pop();
        self.json = outside;
    }

    fn json_path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Item(index) => path.push_str(&format!("[{index}]")),
                Step::Field(name) if is_identifier(name) => {
                    path.push_str(if path.is_empty() { "" } else { "." });
                    path.push_str(name);
                }
                Step::Field(name) => path.push_str(&format!("[{name:?}]")),
            }
        }
        path
    }
}

/// What of an answer is not documented, if anything.
pub(crate) fn report<T: Observe + ?Sized>(
    operation: &Operation,
    status: StatusCode,
    json: &Value,
    value: &T,
) -> Option<DriftReport> {
    let mut observer = Observer { json, path: Vec::new(), findings: Vec::new() };
    value.observe(&mut observer);
    let findings = observer.findings;
    let operation = operation.id;
    (!findings.is_empty()).then_some(DriftReport { operation, status, findings })
}

/// Reads the body of a failure as its documented type and reports on it.
pub(crate) fn report_failure<T: DeserializeOwned + Observe>(
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
) -> Option<DriftReport> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let value = T::deserialize(&json).ok()?;
    report(operation, status, &json, &value)
}

fn is_identifier(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
    !name.is_empty() && name.chars().all(fits)
}

fn kind(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

macro_rules! documented_throughout {
    ($($kind:ty),*) => { $(
        impl Observe for $kind {
            fn observe(&self, _: &mut Observer<'_>) {}
        }
    )* };
}

documented_throughout!((), bool, i64, u64, f64, String, Timestamp, Value, Map<String, Value>);

impl<T: Observe> Observe for Option<T> {
    fn observe(&self, observer: &mut Observer<'_>) {
        if let Some(value) = self {
            value.observe(observer);
        }
    }
}

impl<T: Observe> Observe for Box<T> {
    fn observe(&self, observer: &mut Observer<'_>) {
        (**self).observe(observer);
    }
}

impl<T: Observe> Observe for Vec<T> {
    fn observe(&self, observer: &mut Observer<'_>) {
        let Value::Array(items) = observer.json else { return };
        for (index, (json, value)) in items.iter().zip(self).enumerate() {
            observer.inside(Step::Item(index), json, value);
        }
    }
}

impl<T: Observe> Observe for BTreeMap<String, T> {
    fn observe(&self, observer: &mut Observer<'_>) {
        let Value::Object(entries) = observer.json else { return };
        for (name, json) in entries {
            if let Some(value) = self.get(name) {
                observer.inside(Step::Field(name), json, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Deserialize)]
    struct Named {
        names: Vec<String>,
    }

    impl Observe for Named {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.object::<Self>().field("names", &self.names);
        }
    }

    /// Takes in any field, and documents one text.
    #[derive(Deserialize)]
    struct Open {
        #[serde(flatten)]
        rest: BTreeMap<String, Text>,
    }

    #[derive(Deserialize)]
    struct Text(String);

    impl Observe for Open {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.object::<Self>().rest(&self.rest);
        }
    }

    impl Observe for Text {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.text((self.0 == "known").then_some("known"));
        }
    }

    #[test]
    fn an_object_that_takes_any_field_has_none_that_is_unknown() {
        let json = json!({"a": "known", "b": "new"});
        let value = Open::deserialize(&json).unwrap();
        let mut observer = Observer { json: &json, path: Vec::new(), findings: Vec::new() };
        value.observe(&mut observer);
        let lines: Vec<String> = observer.findings.iter().map(Drift::to_string).collect();
        assert_eq!(lines, ["value \"new\" at `b`"]);
    }

    #[test]
    fn what_is_not_documented_is_named_by_place_and_kind() {
        let json = json!([{"names": ["a"]}, {"names": [], "odd name": 1.5, "b-c": null}]);
        let value = vec![Named { names: vec!["a".to_owned()] }, Named { names: Vec::new() }];
        let mut observer = Observer { json: &json, path: Vec::new(), findings: Vec::new() };
        value.observe(&mut observer);
        let lines: Vec<String> = observer.findings.iter().map(Drift::to_string).collect();
        assert_eq!(lines, ["field `[1].b-c` (null)", "field `[1][\"odd name\"]` (number)"]);
    }
}
