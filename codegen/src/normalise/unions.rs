//! Has progenitor type the choices of a component, and leaves it the choosing to nobody.
//!
//! progenitor would take the first choice that can be read, which loses what only a later one holds,
//! and closes a choice that a property tells. So a choice becomes an object with one property for
//! each, under `x-union` what tells them apart, and the emitter writes the enum.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use crate::pointer::Pointer;

pub(super) fn run(document: &mut Value) {
    let Some(Value::Object(mut components)) =
        document.pointer_mut("/components/schemas").map(Value::take)
    else {
        return;
    };
    let originals = components.clone();
    let mut untagged = Vec::new();
    for schema in components.values_mut().filter_map(Value::as_object_mut) {
        let key = ["oneOf", "anyOf"].into_iter().find(|key| schema.contains_key(*key));
        let Some(Value::Array(choices)) = key.and_then(|key| schema.shift_remove(key)) else {
            continue;
        };
        let discriminator = schema.shift_remove("discriminator").unwrap_or_default();
        let property = discriminator.get("propertyName").and_then(Value::as_str);
        let tagged = property.map(|property| Tagged {
            property,
            mapping: discriminator.get("mapping").and_then(Value::as_object),
            components: &originals,
        });
        let mut properties = Map::new();
        let mut union = Vec::new();
        for (index, choice) in choices.iter().enumerate() {
            properties.insert(format!("choice{index}"), typed(choice));
            let tags = tagged.as_ref().map(|tagged| tagged.tags(choice)).unwrap_or_default();
            let name = choice.get("x-title").and_then(Value::as_str);
            union.push(
                json!({ "name": name.map(ToUpperCamelCase::to_upper_camel_case), "tags": tags }),
            );
            if let (Some(tagged), Some(name)) = (&tagged, target(choice)) {
                untagged.push((name, tagged.property.to_owned()));
            }
        }
        let names: Vec<&String> = properties.keys().collect();
        schema.insert("type".to_owned(), json!("object"));
        schema.insert("required".to_owned(), json!(names));
        schema.insert("properties".to_owned(), Value::Object(properties));
        schema.insert("x-union".to_owned(), json!({ "tag": property, "choices": union }));
    }
    for (name, property) in untagged {
        add_tag(&mut components, &name, &property);
    }
    if let Some(schemas) = document.pointer_mut("/components/schemas") {
        *schemas = Value::Object(components);
    }
}

/// A choice as the property that has it typed.
fn typed(choice: &Value) -> Value {
    let mut choice = choice.clone();
    if let Some(choice) = choice.as_object_mut() {
        choice.shift_remove("nullable");
    }
    choice
}

/// A property that is not described but tells choices apart has to be written back.
fn add_tag(components: &mut Map<String, Value>, name: &str, property: &str) {
    let schema = components.get_mut(name).and_then(Value::as_object_mut);
    let Some(schema) = schema.filter(|schema| schema.get("type") == Some(&json!("object"))) else {
        return;
    };
    if schema.contains_key("x-union") {
        return;
    }
    // One that lists no properties keeps all of them.
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    if let Some(properties) = properties.filter(|all| !all.contains_key(property)) {
        let about = "Tells of which type the object is.";
        properties.insert(property.to_owned(), json!({ "type": "string", "description": about }));
    }
}

/// The component that a choice refers to.
fn target(choice: &Value) -> Option<String> {
    Pointer::from_reference(choice.get("$ref")?.as_str()?)?.tokens().nth(2)
}

/// A choice that a property tells.
struct Tagged<'d> {
    property: &'d str,
    mapping: Option<&'d Map<String, Value>>,
    components: &'d Map<String, Value>,
}

impl Tagged<'_> {
    /// The values of the property that mean this choice: as the mapping says, else as the choice
    /// itself lists them, else the name of its schema.
    fn tags(&self, choice: &Value) -> Vec<String> {
        let component = target(choice).and_then(|name| self.components.get(&name));
        let text = |node: Option<&Value>| node.and_then(Value::as_str).map(str::to_owned);
        let own = text(component.and_then(|schema| schema.get("x-name")));
        // What a choice was merged from goes by its own name.
        let merged = text(component.and_then(|schema| schema.get("x-choice")));
        let name = merged.as_deref().and_then(documented).or(own);
        let means = |value: &&Value| value.as_str().and_then(documented) == name && name.is_some();
        let mapped = self.mapping.into_iter().flatten().filter(|(_, value)| means(value));
        let mapped: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let listed = component.and_then(|schema| schema.get("properties")?.get(self.property));
        let listed = listed.map(|node| self.follow(node)).and_then(|node| node.get("enum"));
        let listed: Vec<String> = listed
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect();
        if listed.is_empty() { name.into_iter().collect() } else { listed }
    }

    fn follow<'n>(&'n self, node: &'n Value) -> &'n Value {
        let inner = node.pointer("/allOf/0").unwrap_or(node);
        target(inner).and_then(|name| self.components.get(&name)).unwrap_or(inner)
    }
}

/// The documented name in a mapping, which is a reference or the name itself.
fn documented(text: &str) -> Option<String> {
    match text.rsplit_once('/') {
        Some(_) => Pointer::from_reference(text)?.tokens().nth(2),
        None => Some(text.to_owned()),
    }
}
