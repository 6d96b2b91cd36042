//! What stands under `allOf`, `oneOf` and `anyOf`.

use serde_json::{Map, Value};

use super::{Found, Sighting, Walk, What, is_composite, list};
use crate::pointer::Pointer;

impl<'d> Walk<'d> {
    /// Of choices only that counts which a discriminator tells, else which fits best.
    pub(super) fn choices<'v>(
        &mut self,
        schema: &'d Map<String, Value>,
        pointer: &Pointer,
        value: &'v Value,
        at: &Pointer,
        found: &mut Found<'v>,
        depth: usize,
    ) {
        let of_this = |one: &Sighting<'_>| unknown_at(one, at).is_some();
        for (index, member) in list(schema, "allOf") {
            let mut inside = Vec::new();
            let member_at = pointer.child("allOf").child(index);
            self.value(member, member_at, value, at, &mut inside, depth + 1);
            // What one member does not know another may: that is settled for all of them at once.
            found.extend(inside.into_iter().filter(|one| !of_this(one)));
        }
        for key in ["oneOf", "anyOf"] {
            let told = told(schema, key, value);
            let mut tried: Vec<Found<'v>> = list(schema, key)
                .filter(|(index, _)| told.is_none_or(|told| told == *index))
                .map(|(index, choice)| {
                    let mut inside = Vec::new();
                    let choice_at = pointer.child(key).child(index);
                    self.value(choice, choice_at, value, at, &mut inside, depth + 1);
                    inside
                })
                .collect();
            if tried.is_empty() {
                continue;
            }
            let is_other = |inside: &Found<'_>| {
                inside.iter().any(|one| one.at == *at && one.what == What::Breach("type"))
            };
            tried.retain(|inside| !is_other(inside));
            let Some(best) = (0..tried.len()).min_by_key(|index| tried.get(*index).map(faults))
            else {
                found.push(Sighting {
                    schema: pointer.clone(),
                    value,
                    at: at.clone(),
                    what: What::Breach(key),
                });
                continue;
            };
            let inside = tried.swap_remove(best);
            // Of several that a value may be at once, each knows some of its properties.
            let breaches = faults(&inside).0;
            let is_known_elsewhere = |one: &Sighting<'_>| {
                key == "anyOf"
                    && unknown_at(one, at).is_some_and(|name| {
                        let mut beside = tried.iter().filter(|other| faults(other).0 == breaches);
                        beside.any(|other| !other.iter().any(|it| unknown_at(it, at) == Some(name)))
                    })
            };
            let others = is_composite(schema);
            let is_settled = |one: &Sighting<'_>| others && of_this(one) || is_known_elsewhere(one);
            found.extend(inside.into_iter().filter(|one| !is_settled(one)));
        }
    }
}

/// How much of a value a choice breaches, and how much of it the choice does not know.
fn faults(inside: &Found<'_>) -> (usize, usize) {
    let count = |is: fn(&What) -> bool| inside.iter().filter(|one| is(&one.what)).count();
    (
        count(|what| matches!(what, What::Breach(_) | What::Lack(_))),
        count(|what| matches!(what, What::Unknown(_))),
    )
}

/// The name of a property that is unknown to the schema of the value at `at` itself.
fn unknown_at<'s>(one: &'s Sighting<'_>, at: &Pointer) -> Option<&'s str> {
    match &one.what {
        What::Unknown(name) if one.at.split_last().is_some_and(|(holder, _)| holder == *at) => {
            Some(name)
        }
        _ => None,
    }
}

/// The choice that a discriminator names for a value.
fn told(schema: &Map<String, Value>, key: &str, value: &Value) -> Option<usize> {
    let discriminator = schema.get("discriminator")?;
    let tag = value.get(discriminator.get("propertyName")?.as_str()?)?.as_str()?;
    let mapped = discriminator.get("mapping").and_then(|mapping| mapping.get(tag));
    // The name of a schema, or a reference to it.
    let wanted = mapped.and_then(Value::as_str).unwrap_or(tag);
    let wanted = wanted.rsplit('/').next().unwrap_or(wanted);
    let is_it = |choice: &Value| {
        let target = choice.get("$ref").and_then(Value::as_str);
        target.and_then(|target| target.rsplit('/').next()) == Some(wanted)
    };
    list(schema, key).find(|(_, choice)| is_it(choice)).map(|(index, _)| index)
}
