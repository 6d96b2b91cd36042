//! Reading the overlay itself.

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::pointer::Pointer;

pub(super) struct Action<'o> {
    pub(super) pointer: Pointer,
    pub(super) target: &'o str,
    pub(super) change: Change<'o>,
    description: Option<&'o str>,
}

impl Action<'_> {
    /// The first words of the description, on one line.
    pub(super) fn title(&self) -> Option<String> {
        let mut title = String::new();
        for word in self.description?.split_whitespace() {
            if title.chars().count() + word.chars().count() >= MOST_OF_TITLE {
                title.push('…');
                break;
            }
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(word);
        }
        Some(title).filter(|title| !title.is_empty())
    }
}

/// About how many characters of a description are its first words.
const MOST_OF_TITLE: usize = 60;

pub(super) enum Change<'o> {
    Remove,
    Update(&'o Value),
}

/// The actions in order, and everything that is wrong with the others.
pub(super) fn read_all(
    overlay: &Document,
) -> Result<(Vec<Action<'_>>, Vec<Diagnostic>), Diagnostic> {
    check_version(overlay)?;
    let pointer = Pointer::of(&["actions"]);
    let Some(list) = overlay.value.get("actions").and_then(Value::as_array) else {
        return Err(overlay.problem(
            &Pointer::root(),
            "the overlay has no list of `actions`",
            "add `actions:` with at least one action",
        ));
    };
    let mut actions = Vec::new();
    let mut problems = Vec::new();
    for (index, node) in list.iter().enumerate() {
        match read(overlay, node, pointer.child(index)) {
            Ok(action) => actions.push(action),
            Err(problem) => problems.push(problem),
        }
    }
    Ok((actions, problems))
}

fn check_version(overlay: &Document) -> Result<(), Diagnostic> {
    match overlay.value.get("overlay").and_then(Value::as_str) {
        Some(version) if version == "1.0" || version.starts_with("1.0.") => Ok(()),
        Some(version) => Err(overlay.problem(
            &Pointer::of(&["overlay"]),
            format!("this is Overlay {version}, and the generator reads Overlay 1.0"),
            "write the actions in the form of Overlay 1.0",
        )),
        None => Err(overlay.problem(
            &Pointer::root(),
            "this is not an OpenAPI overlay: it has no string `overlay`",
            "give a document that begins with `overlay: 1.0.0`",
        )),
    }
}

fn read<'o>(
    overlay: &'o Document,
    node: &'o Value,
    pointer: Pointer,
) -> Result<Action<'o>, Diagnostic> {
    let wrong = |pointer: &Pointer, message: String| {
        overlay.problem(
            pointer,
            message,
            "an action has a `target`, a `description`, and either `update` or `remove: true`",
        )
    };
    let Some(fields) = node.as_object() else {
        return Err(wrong(&pointer, "the action is not an object".to_owned()));
    };
    if let Some(name) = unknown_field(fields) {
        let message = format!("the action has an unknown field `{name}`");
        return Err(wrong(&pointer.child(name), message));
    }
    let Some(target) = fields.get("target").and_then(Value::as_str) else {
        return Err(wrong(&pointer, "the action has no string `target`".to_owned()));
    };
    let removes = match fields.get("remove") {
        None => false,
        Some(Value::Bool(removes)) => *removes,
        Some(_) => {
            let message = "`remove` is neither true nor false".to_owned();
            return Err(wrong(&pointer.child("remove"), message));
        }
    };
    let change = match (removes, fields.get("update")) {
        (true, None) => Change::Remove,
        (false, Some(update)) => Change::Update(update),
        (true, Some(_)) => {
            let message = "the action both updates and removes".to_owned();
            return Err(wrong(&pointer, message));
        }
        (false, None) => {
            return Err(wrong(&pointer, "the action changes nothing".to_owned()));
        }
    };
    let description = fields.get("description").and_then(Value::as_str);
    Ok(Action { pointer, target, change, description })
}

fn unknown_field(fields: &Map<String, Value>) -> Option<&str> {
    let known = ["target", "description", "update", "remove"];
    fields.keys().map(String::as_str).find(|name| !known.contains(name) && !name.starts_with("x-"))
}
