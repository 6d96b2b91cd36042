//! Defaults of what an answer may leave out.
//!
//! A default says what the service assumes where a request leaves something out. In an answer it makes
//! up what nobody sent. A property that is always there needs none, so only optional ones count, and
//! the component that such a property refers to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use super::parts::parts;
use super::schemas::{Schema, follow};
use crate::pointer::Pointer;

pub(super) const NAME: &str = "invented-default";

const HELP: &str = "a client that fills it in reports what the service never sent; take it out, or state \
                    it for the parameters and bodies alone that it is meant for";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let mut shared: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    let mut told: HashSet<Pointer> = HashSet::new();
    let required = required(patient);
    for schema in patient.schemas.iter().filter(|schema| schema.is_answered) {
        let mut own = Vec::new();
        for (name, property) in optional(schema, &required) {
            let at = schema.pointer.child("properties").child(name);
            for holder in holders(&patient.document.value, property, at.clone()) {
                if holder != at {
                    shared.entry(holder).or_default().push(at.clone());
                    continue;
                }
                if !patient.allowances.covers(NAME, &at.child("default")) {
                    own.push((name, property));
                }
                told.insert(holder);
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

/// What answers require of the values that a schema is of: once by itself, and once for each that extends it.
fn required<'d>(patient: &Patient<'d>) -> HashMap<Pointer, Vec<Rc<HashSet<&'d str>>>> {
    let root = &patient.document.value;
    let mut found: HashMap<Pointer, Vec<Rc<HashSet<&str>>>> = HashMap::new();
    for schema in patient.schemas.iter().filter(|schema| schema.is_whole) {
        let parts = parts(root, (schema.node, schema.pointer.clone()));
        let names = parts.iter().filter_map(|(part, _)| part.get("required")?.as_array());
        let names: Rc<HashSet<&str>> = Rc::new(names.flatten().filter_map(Value::as_str).collect());
        for (_, at) in parts {
            found.entry(at).or_default().push(Rc::clone(&names));
        }
    }
    found
}

/// The properties that an answer may leave out.
fn optional<'d>(
    schema: &Schema<'d>,
    required: &HashMap<Pointer, Vec<Rc<HashSet<&str>>>>,
) -> Vec<(&'d str, &'d Value)> {
    let required = required.get(&schema.pointer).map_or(&[][..], Vec::as_slice);
    let properties = schema.node.get("properties").and_then(Value::as_object);
    let all = properties.into_iter().flatten().map(|(name, property)| (name.as_str(), property));
    all.filter(|(name, property)| {
        let is_required = !required.is_empty() && required.iter().all(|all| all.contains(name));
        let is_sent_only = property.get("writeOnly") == Some(&Value::Bool(true));
        !is_required && !is_sent_only
    })
    .collect()
}

/// The schemas whose defaults a property has: its own, else those of what it is made of. Of a choice among
/// several none is the property's.
fn holders(root: &Value, property: &Value, at: Pointer) -> Vec<Pointer> {
    let mut found = Vec::new();
    let mut known = HashSet::new();
    let mut open = vec![(property, at)];
    while let Some((node, at)) = open.pop() {
        let Some((node, at)) = follow(root, node, at) else { continue };
        if !known.insert(at.clone()) {
            continue;
        }
        if node.get("default").is_some_and(|default| !default.is_null()) {
            found.push(at);
            continue;
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            let list = node.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if key == "allOf" || list.len() == 1 {
                let items = list.iter().enumerate();
                open.extend(items.map(|(index, item)| (item, at.child(key).child(index))));
            }
        }
    }
    found
}
