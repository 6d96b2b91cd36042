//! A decoded value beside the JSON that it came from.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Drift, fields};
use crate::timestamp::Timestamp;

/// A decoded value that can be held beside the JSON that it came from.
pub trait Observe {
    /// Notes what of the JSON is not documented.
    fn observe(&self, observer: &mut Observer<'_>);
}

/// A place in an answer, and what was found so far.
pub struct Observer<'j> {
    json: &'j Value,
    path: Vec<Step<'j>>,
    pub(super) findings: Vec<Drift>,
    /// Whether something was read as a struct and is no object: to serde a list may be one.
    pub(super) is_mistaken: bool,
    /// Whether the outermost value is a whole number that was read as one with a fraction.
    pub(super) is_widened: bool,
}

enum Step<'j> {
    Field(&'j str),
    Item(usize),
}

impl<'j> Observer<'j> {
    /// At the outermost value of an answer.
    pub(super) fn new(json: &'j Value) -> Self {
        Self { json, path: Vec::new(), findings: Vec::new(), is_mistaken: false, is_widened: false }
    }

    /// Notes the fields of an object that `T`, a struct, does not have.
    pub fn object<T: DeserializeOwned>(&mut self) -> &mut Self {
        let Value::Object(entries) = self.json else {
            self.is_mistaken = true;
            return self;
        };
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

    /// Notes a number that the document does not list.
    pub fn number(&mut self, is_documented: bool) {
        if !is_documented {
            let json_path = self.json_path();
            self.findings.push(Drift::UnknownValue { json_path, value: self.json.to_string() });
        }
    }

    /// Notes a value that is of none of the documented types, with what was kept of it. Where a
    /// property tells the types apart and its text is none of these, that is what is noted.
    pub fn form(&mut self, kept: &Value, tag: Option<(&str, &[&str])>) {
        // Left out by a choice that is only trying: nothing is known of it.
        if kept.is_null() && !self.json.is_null() {
            return;
        }
        if let (Some((tag, documented)), Value::Object(entries)) = (tag, self.json)
            && let Some((tag, Value::String(text))) = entries.get_key_value(tag)
            && !documented.contains(&text.as_str())
        {
            self.path.push(Step::Field(tag));
            let json_path = self.json_path();
            self.findings.push(Drift::UnknownValue { json_path, value: text.clone() });
            self.path.pop();
        } else {
            let json_path = self.json_path();
            self.findings.push(Drift::UnknownForm { json_path, holds: kind(self.json) });
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

documented_throughout!((), bool, i64, u64, i128, String, Timestamp, Value, Map<String, Value>);

impl Observe for f64 {
    fn observe(&self, observer: &mut Observer<'_>) {
        observer.is_widened |= observer.path.is_empty() && !observer.json.is_f64();
    }
}

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
        let mut observer = Observer::new(&json);
        value.observe(&mut observer);
        let lines: Vec<String> = observer.findings.iter().map(Drift::to_string).collect();
        assert_eq!(lines, ["value \"new\" at `b`"]);
    }

    struct Tagged;

    impl Observe for Tagged {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.form(&json!(0), Some(("kind", &["cat", "dog"])));
        }
    }

    #[test]
    fn a_value_of_no_documented_type_is_named_by_its_tag_or_its_form() {
        let json = json!([{"kind": "bird"}, {"kind": "cat", "name": 1}, {"kind": 7}, null]);
        let mut observer = Observer::new(&json);
        vec![Tagged, Tagged, Tagged, Tagged].observe(&mut observer);
        let lines: Vec<String> = observer.findings.iter().map(Drift::to_string).collect();
        let forms = ["form of `[1]` (object)", "form of `[2]` (object)", "form of `[3]` (null)"];
        assert_eq!(lines, [&["value \"bird\" at `[0].kind`"], &forms[..]].concat());
        assert_eq!(observer.findings[1].json_path(), "[1]");
    }

    #[test]
    fn what_is_not_documented_is_named_by_place_and_kind() {
        let json = json!([{"names": ["a"]}, {"names": [], "odd name": 1.5, "b-c": null, "": 1}]);
        let value = vec![Named { names: vec!["a".to_owned()] }, Named { names: Vec::new() }];
        let mut observer = Observer::new(&json);
        value.observe(&mut observer);
        let mut lines: Vec<String> = observer.findings.iter().map(Drift::to_string).collect();
        // A feature of the parser decides in which order an object is walked through.
        lines.sort();
        assert_eq!(
            lines,
            [
                "field `[1].b-c` (null)",
                "field `[1][\"\"]` (integer)",
                "field `[1][\"odd name\"]` (number)"
            ]
        );
    }
}
