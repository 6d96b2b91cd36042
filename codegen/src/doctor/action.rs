//! Overlay actions, as values and as the YAML of this project's overlay.

mod removed;

use serde_json::{Map, Value, json};

pub(super) use removed::{Removed, joined};

use crate::pointer::Pointer;

/// How wide the texts of an action are.
const WIDTH: usize = 112;

/// An action of an OpenAPI Overlay 1.0.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What it is aimed at, a JSONPath.
    pub target: String,
    /// What is documented, and what is wrong with it.
    pub description: String,
    /// How that is known.
    pub evidence: String,
    /// What it does.
    pub change: Effect,
    /// Of one that takes something out: from what, and under which keys.
    pub(super) removed: Option<Removed>,
}

/// What an action does to its target.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Merges this into it.
    Update(Value),
    /// Takes it out.
    Remove,
}

impl Action {
    /// Takes entries of a node out.
    pub(super) fn remove(removed: Removed, description: String, evidence: String) -> Self {
        let (target, change) = (removed.target(), Effect::Remove);
        Self { target, description, evidence, change, removed: Some(removed) }
    }

    /// Merges something into a node.
    pub(super) fn update(
        target: String,
        update: Value,
        description: String,
        evidence: String,
    ) -> Self {
        Self { target, description, evidence, change: Effect::Update(update), removed: None }
    }

    /// The action as a node of an overlay.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        let wrapped = |text: &str| json!(textwrap::fill(text, WIDTH));
        out.insert("target".to_owned(), json!(self.target));
        out.insert("description".to_owned(), wrapped(&self.description));
        out.insert("x-evidence".to_owned(), wrapped(&self.evidence));
        let (key, change) = self.change_to_json();
        out.insert(key.to_owned(), change);
        Value::Object(out)
    }

    /// What it does, as an entry of that node.
    pub(super) fn change_to_json(&self) -> (&'static str, Value) {
        match &self.change {
            Effect::Update(update) => ("update", update.clone()),
            Effect::Remove => ("remove", json!(true)),
        }
    }
}

/// A node of the document as the target of an action.
pub(super) fn target(document: &Value, pointer: &Pointer) -> String {
    let mut path = "$".to_owned();
    let mut node = Some(document);
    for token in pointer.tokens() {
        let is_item = node.is_some_and(Value::is_array);
        node = node.and_then(|node| match node {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            node => node.get(&token),
        });
        path.push_str(&match (is_item, node.and_then(parameter)) {
            // A release that adds a parameter must not move the action to another one.
            (true, Some((name, place))) => {
                format!("[?@.name == {} && @.in == {}]", quoted(name), quoted(place))
            }
            (true, None) => format!("[{token}]"),
            (false, _) if is_plain(&token) => format!(".{token}"),
            (false, _) => format!("[{}]", quoted(&token)),
        });
    }
    path
}

/// A text of a JSONPath.
pub(super) fn quoted(text: &str) -> String {
    let mut out = "'".to_owned();
    for character in text.chars() {
        match character {
            '\'' | '\\' => out.extend(['\\', character]),
            odd if is_odd(odd) => out.push_str(&escaped(odd)),
            other => out.push(other),
        }
    }
    out.push('\'');
    out
}

/// The actions as items of a list, which can be loaded whatever they say.
pub(super) fn list_yaml(actions: &[Action]) -> String {
    actions.iter().map(|action| item_yaml(&action.to_json())).collect()
}

/// A whole overlay of actions.
pub(super) fn overlay_yaml(actions: &[Action]) -> String {
    let head = json!({
        "overlay": "1.0.0",
        "info": { "title": "What doctor would mend", "version": "0" },
    });
    // A map of texts is always YAML.
    let head = serde_yaml::to_string(&head).unwrap_or_default();
    match actions {
        [] => format!("{head}actions: []\n"),
        actions => format!("{head}actions:\n{}", list_yaml(actions)),
    }
}

fn item_yaml(node: &Value) -> String {
    let text = serde_yaml::to_string(&[node]).unwrap_or_default();
    if !text.contains(|c| is_odd(c) && c != '\n') {
        return text;
    }
    // What some take for a line break is written as it is, in texts that know no escapes. JSON is
    // YAML, and has escapes everywhere.
    let json = node.to_string();
    let json: String =
        json.chars().map(|c| if is_odd(c) { escaped(c) } else { c.to_string() }).collect();
    format!("- {json}\n")
}

/// Whether a character controls or formats what stands around it, and is better not written as it is.
fn is_odd(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{fffe}'
                | '\u{ffff}'
        )
}

/// An odd character as JSON and JSONPath write it; none of them needs two escapes.
fn escaped(character: char) -> String {
    format!("\\u{:04x}", u32::from(character))
}

fn parameter(node: &Value) -> Option<(&str, &str)> {
    Some((node.get("name")?.as_str()?, node.get("in")?.as_str()?))
}

/// Whether a name can stand behind a dot.
fn is_plain(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_says_the_way_to_its_node() {
        let document = json!({
            "paths": { "/a/{b}": { "get": { "parameters": [{ "name": "it's", "in": "query" }] } } },
            "x": [{ "1": { "a_b": 1 } }],
        });
        let of = |tokens: &[&str]| target(&document, &Pointer::of(tokens));
        assert_eq!(of(&[]), "$");
        assert_eq!(of(&["x", "0", "1", "a_b"]), "$.x[0]['1'].a_b");
        let parameter = of(&["paths", "/a/{b}", "get", "parameters", "0", "schema"]);
        let expected =
            r"$.paths['/a/{b}'].get.parameters[?@.name == 'it\'s' && @.in == 'query'].schema";
        assert_eq!(parameter, expected);
        assert_eq!(quoted("a\n"), r"'a\u000a'");
    }

    #[test]
    fn an_action_can_be_loaded_whatever_it_says() {
        for odd in [
            '\0', '\n', '\u{7f}', '\u{85}', '\u{ad}', '\u{2028}', '\u{2029}', '\u{feff}',
            '\u{ffff}',
        ] {
            let text = format!("a {odd} b");
            let action = Action::update(
                format!("$[{}]", quoted(&text)),
                json!({ text.clone(): [text.clone()] }),
                "Odd.".to_owned(),
                "certain".to_owned(),
            );
            assert!(!action.target.contains(odd), "{odd:?}");
            let source = crate::document::Source {
                name: "doctor".to_owned(),
                text: overlay_yaml(&[action.clone(), action.clone()]),
            };
            let loaded =
                crate::load(&source).unwrap_or_else(|_| panic!("{odd:?}: {}", source.text));
            assert_eq!(loaded.value["actions"][1], action.to_json(), "{odd:?}");
            let path = serde_json_path::JsonPath::parse(&action.target).expect("a path");
            assert_eq!(path.query(&json!({ text: {} })).all().len(), 1, "{odd:?}");
        }
    }
}
