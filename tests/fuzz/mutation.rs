//! Recorded bodies, changed.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use vrchat_files_tests::fixture::Fixture;

/// One change of a JSON value, at a node chosen by the index.
#[derive(Clone, Debug)]
pub enum Change {
    Replace(Index, Value),
    Remove(Index),
    Add(Index, String, Value),
    Repeat(Index),
    Rename(Index, String),
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<String>().prop_map(Value::from),
        "[a-z/+]{0,20}".prop_map(Value::from),
        Just(json!("2026-07-21T02:09:29.602Z")),
        Just(json!("9999-99-99T99:99:99Z")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z_ .]{0,8}", inner, 0..4)
                .prop_map(|entries| Value::from(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

pub fn changes() -> impl Strategy<Value = Vec<Change>> {
    let one = prop_oneof![
        (any::<Index>(), value()).prop_map(|(at, value)| Change::Replace(at, value)),
        any::<Index>().prop_map(Change::Remove),
        (any::<Index>(), any::<String>(), value()).prop_map(|(at, k, v)| Change::Add(at, k, v)),
        any::<Index>().prop_map(Change::Repeat),
        (any::<Index>(), "[a-z_]{1,8}").prop_map(|(at, name)| Change::Rename(at, name)),
    ];
    prop::collection::vec(one, 0..6)
}

/// A recorded JSON body of one of these operations, by index.
pub fn recorded(operations: &[&str], index: Index) -> Value {
    let all = Fixture::all().into_iter();
    let all = all.filter(|fixture| operations.contains(&fixture.operation.as_str()));
    let bodies: Vec<Value> = all.filter_map(|fixture| fixture.json().cloned()).collect();
    index.get(&bodies).clone()
}

pub fn apply(mut body: Value, changes: &[Change]) -> Value {
    for change in changes {
        let count = count(&body);
        let (Change::Replace(at, _)
        | Change::Remove(at)
        | Change::Add(at, ..)
        | Change::Repeat(at)
        | Change::Rename(at, _)) = change;
        let mut left = at.index(count);
        visit(&mut body, &mut left, change);
    }
    body
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// Makes the change at the node that is so many nodes further on.
fn visit(value: &mut Value, left: &mut usize, change: &Change) -> bool {
    if *left == 0 {
        make(value, change);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| visit(item, left, change)),
        Value::Object(entries) => entries.values_mut().any(|entry| visit(entry, left, change)),
        _ => false,
    }
}

fn make(value: &mut Value, change: &Change) {
    match (change, value) {
        (Change::Replace(_, new), value) => *value = new.clone(),
        (Change::Remove(_), Value::Object(entries)) => {
            if let Some(name) = entries.keys().next().cloned() {
                entries.remove(&name);
            }
        }
        (Change::Remove(_), value) => *value = Value::Null,
        (Change::Add(_, name, new), Value::Object(entries)) => {
            entries.insert(name.clone(), new.clone());
        }
        (Change::Add(_, _, new), Value::Array(items)) => items.push(new.clone()),
        (Change::Repeat(_), Value::Array(items)) => items.extend(items.clone()),
        (Change::Repeat(_), Value::String(text)) => *text = text.repeat(50),
        (Change::Rename(_, name), Value::Object(entries)) => {
            if let Some((_, entry)) = entries.clone().into_iter().next_back() {
                entries.insert(name.clone(), entry);
            }
        }
        _ => {}
    }
}
