//! Defaults of what an answer may leave out.
//!
//! A default says what the service assumes where a request leaves something out. In an answer it makes
//! up what nobody sent. A property that is always there needs none, so only optional ones count, and
//! the component that such a property refers to.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use super::schemas::{Schema, follow};
use crate::pointer::Pointer;

pub(super) const NAME: &str = "invented-default";

const HELP: &str = "a client that fills it in reports what the service never sent; take it out, or state \
                    it for the parameters and bodies alone that it is meant for";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let mut shared: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    let mut told: HashSet<Pointer> = HashSet::new();
    for schema in patient.schemas.iter().filter(|schema| schema.is_answered) {
        let mut own = Vec::new();
        for (name, property) in optional(&patient.document.value, schema) {
            let at = schema.pointer.child("properties").child(name);
            let Some(holder) = holder(&patient.document.value, property, at.clone()) else {
                continue;
            };
            if holder != at {
                shared.entry(holder).or_default().push(at);
            } else {
                if !patient.allowances.covers(NAME, &at.child("default")) {
                    own.push((name, property));
                }
                told.insert(at);
            }
        }
        found.extend(of_object(patient, schema, &own));
    }
    // A reference can lead to a property of an object whose own finding it is.
    for (holder, uses) in shared.iter().filter(|(holder, _)| !told.contains(*holder)) {
        found.extend(of_component(patient, holder, uses));
    }
}

/// The defaults that stand in an object's own properties: one finding.
fn of_object(patient: &Patient<'_>, schema: &Schema<'_>, own: &[(&str, &Value)]) -> Option<Found> {
    let (first, property) = own.first()?;
    let properties = schema.pointer.child("properties");
    let default =
        |property: &Value| property.get("default").map(Value::to_string).unwrap_or_default();
    let list: Vec<String> =
        own.iter().map(|(name, property)| format!("`{name}` ({})", default(property))).collect();
    let message = match own.len() {
        1 => {
            format!("`{first}` is optional in an answer and has the default {}", default(property))
        }
        count => format!(
            "{count} properties are optional in an answer and have a default: {}",
            list.join(", ")
        ),
    };
    let at = properties.child(first).child("default");
    let problem = patient.problem(schema, &at, message, HELP);
    let why = why(match own.len() {
        1 => "A default is documented, but an answer may leave the property out.",
        _ => "Defaults are documented, but an answer may leave the properties out.",
    });
    let names = own.iter().map(|(name, _)| name);
    let edits = names.map(|name| Edit::without(&properties.child(name), &["default"])).collect();
    Some(Found::new(NAME, problem, why, edits))
}

/// The default of a component that optional properties refer to.
fn of_component(patient: &Patient<'_>, holder: &Pointer, uses: &[Pointer]) -> Option<Found> {
    let default = holder.resolve(&patient.document.value)?.get("default")?;
    let count = match uses.len() {
        1 => "an optional property of an answer refers".to_owned(),
        count => format!("{count} optional properties of answers refer"),
    };
    let message = format!("{count} to this type, which has the default {default}");
    let problem = patient.problem_at(holder, &holder.child("default"), message, HELP);
    let problem = uses.iter().take(2).fold(problem, |problem, at| {
        problem.related("this may be left out", patient.document.places.locate(at).clone())
    });
    let why = why("A default is documented, but answers may leave the value out.");
    Some(Found::new(NAME, problem, why, vec![Edit::without(holder, &["default"])]))
}

fn why(description: &str) -> Why {
    Why::new(description, "likely: an answer says what it holds, and nothing of what it leaves out")
}

/// The properties that an answer may leave out.
fn optional<'d>(root: &'d Value, schema: &Schema<'d>) -> Vec<(&'d str, &'d Value)> {
    let mut required: Vec<&Value> = list(schema.node.get("required")).collect();
    // One part of an `allOf` can require what another has.
    let outer = schema.pointer.split_last().and_then(|(list, _)| list.split_last());
    if let Some((outer, key)) = outer
        && key == "allOf"
        && let Some(node) = outer.resolve(root)
    {
        required.extend(list(node.get("required")));
        for part in list(node.get("allOf")) {
            let part = follow(root, part, Pointer::root());
            required.extend(part.into_iter().flat_map(|(part, _)| list(part.get("required"))));
        }
    }
    let properties = schema.node.get("properties").and_then(Value::as_object);
    let all = properties.into_iter().flatten().map(|(name, property)| (name.as_str(), property));
    all.filter(|(name, property)| {
        let is_required = required.iter().any(|one| one.as_str() == Some(*name));
        let is_sent_only = property.get("writeOnly") == Some(&Value::Bool(true));
        !is_required && !is_sent_only
    })
    .collect()
}

fn list(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}

/// The schema whose default a property has: its own, or that of the one component it is made of.
fn holder(root: &Value, property: &Value, at: Pointer) -> Option<Pointer> {
    let (mut node, mut at) = follow(root, property, at)?;
    for _ in 0..crate::check::MOST_HOPS {
        if node.get("default").is_some_and(|default| !default.is_null()) {
            return Some(at);
        }
        let [only] = node.get("allOf")?.as_array()?.as_slice() else { return None };
        (node, at) = follow(root, only, at.child("allOf").child(0))?;
    }
    None
}
