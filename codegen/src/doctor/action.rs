//! Overlay actions, as values and as the YAML of this project's overlay.

use serde_json::{Map, Value, json};

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
    /// The action as a node of an overlay.
    pub fn to_json(&self) -> Value {
        let mut out = Map::new();
        let wrapped = |text: &str| json!(textwrap::fill(text, WIDTH));
        out.insert("target".to_owned(), json!(self.target));
        out.insert("description".to_owned(), wrapped(&self.description));
        out.insert("x-evidence".to_owned(), wrapped(&self.evidence));
        match &self.change {
            Effect::Update(update) => out.insert("update".to_owned(), update.clone()),
            Effect::Remove => out.insert("remove".to_owned(), json!(true)),
        };
        Value::Object(out)
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
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('\'');
    out
}

/// The actions as items of a list.
pub(super) fn list_yaml(actions: &[Action]) -> String {
    let nodes: Vec<Value> = actions.iter().map(Action::to_json).collect();
    // A list of texts, numbers and maps of texts is always YAML.
    serde_yaml::to_string(&nodes).unwrap_or_default()
}

/// A whole overlay of actions.
pub(super) fn overlay_yaml(actions: &[Action]) -> String {
    let nodes: Vec<Value> = actions.iter().map(Action::to_json).collect();
    let overlay = json!({
        "overlay": "1.0.0",
        "info": { "title": "What doctor would mend", "version": "0" },
        "actions": nodes,
    });
    serde_yaml::to_string(&overlay).unwrap_or_default()
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
}
