//! Defaults of what an answer may leave out.
//!
//! A default says what the service assumes where a request leaves something out. In an answer it makes
//! up what nobody sent. A property that is always there needs none, so only optional ones count, and
//! the component that such a property refers to.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Patient;
use super::finding::Finding;
use super::fixtures::taken_out;
use super::mend::Words;
use super::schemas::{Schema, follow};
use crate::pointer::Pointer;

pub(super) const NAME: &str = "invented-default";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Finding>) {
    let mut uses: BTreeMap<Pointer, Vec<(Pointer, &Schema<'_>)>> = BTreeMap::new();
    for schema in patient.schemas.iter().filter(|schema| schema.is_answered) {
        let required = schema.node.get("required").and_then(Value::as_array);
        let properties = schema.node.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            let is_required = required.is_some_and(|all| all.iter().any(|one| one == name));
            let is_sent_only = property.get("writeOnly") == Some(&Value::Bool(true));
            if !is_required && !is_sent_only {
                let at = schema.pointer.child("properties").child(name);
                if let Some(holder) = holder(&patient.document.value, property, at.clone()) {
                    uses.entry(holder).or_default().push((at, schema));
                }
            }
        }
    }
    for (holder, uses) in uses {
        found.extend(finding(patient, &holder, &uses));
    }
}

fn finding(
    patient: &Patient<'_>,
    holder: &Pointer,
    uses: &[(Pointer, &Schema<'_>)],
) -> Option<Finding> {
    let root = &patient.document.value;
    let default = holder.resolve(root)?.get("default")?;
    let (first, schema) = uses.first()?;
    // What is of another type is stated anew without a default, by another finding.
    if patient.evidence.as_ref().is_some_and(|evidence| evidence.breaches(holder, "type")) {
        return None;
    }
    let is_here = first == holder;
    let message = if is_here {
        format!("the property is optional in an answer and has the default {default}")
    } else {
        let count = match uses.len() {
            1 => "an optional property of an answer refers".to_owned(),
            count => format!("{count} optional properties of answers refer"),
        };
        format!("{count} to this type, which has the default {default}")
    };
    let problem = patient.problem(
        schema,
        &holder.child("default"),
        message,
        "a client that fills it in reports what the service never sent; take it out, or state it for \
         the parameters and bodies alone that it is meant for",
    );
    let problem = match is_here {
        true => problem,
        false => uses.iter().take(3).fold(problem, |problem, (at, _)| {
            problem.related("this may be left out", patient.document.places.locate(at).clone())
        }),
    };
    let words = Words {
        description: &format!(
            "The documented default is {default}, but an answer may leave the property out. A client \
             that fills in the default makes up what the service never said."
        ),
        evidence: "likely: an answer says what it holds, and nothing of what it leaves out",
    };
    let mut keywords = taken_out(patient.evidence.as_ref(), holder);
    keywords.push("default");
    let actions = words.without(&patient.whole.value, holder, &keywords);
    Some(Finding::new(NAME, problem, actions))
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
