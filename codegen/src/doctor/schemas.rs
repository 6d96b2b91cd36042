//! Every schema of the selected document, where it stands, and which way what it describes goes.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::parts::alone;
use crate::document::Document;
use crate::pointer::Pointer;
use crate::references::DATA;

/// A schema, and what is known of its place.
#[derive(Debug)]
pub(super) struct Schema<'d> {
    pub(super) pointer: Pointer,
    pub(super) node: &'d Map<String, Value>,
    /// The property or parameter that it is of.
    pub(super) name: Option<String>,
    /// What it is used for, through references and parts that are alone: all of it.
    pub(super) uses: Vec<Use<'d>>,
    /// The operation that it stands in; none for a component.
    pub(super) operation: Option<String>,
    /// Whether it is part of answers.
    pub(super) is_answered: bool,
    /// Whether answers have values of it that are not of something that extends it.
    pub(super) is_whole: bool,
}

/// A place that a value stands at.
#[derive(Clone, Debug)]
pub(super) struct Use<'d> {
    /// The property or parameter.
    pub(super) name: Option<String>,
    /// What is said of it there.
    pub(super) about: Vec<&'d str>,
}

/// All schemas, each once, in the order in which operations lead to them.
pub(super) fn all(document: &Document) -> Vec<Schema<'_>> {
    let mut walk = Walk {
        root: &document.value,
        found: Vec::new(),
        index: HashMap::new(),
        places: BTreeMap::new(),
        open: VecDeque::new(),
        done: HashSet::new(),
        whole: HashSet::new(),
        operation: None,
        is_answered: false,
    };
    for operation in document.operations() {
        let item = operation.pointer.split_last().map(|(item, _)| item).unwrap_or_default();
        walk.operation = Some(operation.name());
        for (holder, at) in [(operation.item, &item), (operation.node, &operation.pointer)] {
            walk.is_answered = false;
            for key in ["parameters", "requestBody"] {
                if let Some(node) = holder.get(key) {
                    walk.part(node, at.child(key), None);
                }
            }
        }
        walk.is_answered = true;
        if let Some(node) = operation.node.get("responses") {
            walk.part(node, operation.pointer.child("responses"), None);
        }
        walk.close();
    }
    walk.used();
    walk.found
}

/// The node that a chain of references ends in, and where that is.
pub(super) fn follow<'d>(
    root: &'d Value,
    node: &'d Value,
    pointer: Pointer,
) -> Option<(&'d Value, Pointer)> {
    let (mut node, mut pointer) = (node, pointer);
    for _ in 0..crate::check::MOST_HOPS {
        let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
            return Some((node, pointer));
        };
        pointer = Pointer::from_reference(reference)?;
        node = pointer.resolve(root)?;
    }
    None
}

/// The parameter or header that a schema is of, and what it is called.
type Named<'d> = (Option<&'d str>, &'d Value);

struct Walk<'d> {
    root: &'d Value,
    found: Vec<Schema<'d>>,
    index: HashMap<Pointer, usize>,
    /// Where a schema says what stands there, and is no component.
    places: BTreeMap<Pointer, (&'d Value, Use<'d>)>,
    /// What references lead to, whether that is a schema, and whether it is part of answers.
    open: VecDeque<(Pointer, bool, bool)>,
    done: HashSet<(Pointer, bool)>,
    /// What answers have values of, other than as a part.
    whole: HashSet<Pointer>,
    operation: Option<String>,
    is_answered: bool,
}

impl<'d> Walk<'d> {
    fn close(&mut self) {
        self.operation = None;
        while let Some((pointer, is_schema, is_answered)) = self.open.pop_front() {
            let Some(node) = pointer.resolve(self.root) else { continue };
            if !self.done.insert((pointer.clone(), is_answered)) {
                continue;
            }
            self.is_answered = is_answered;
            if is_schema {
                self.schema(node, pointer, None);
            } else {
                let name = header_of(self.root, &pointer);
                self.part(node, pointer, name.map(|name| (Some(name), node)));
            }
        }
    }

    /// What holds schemas without being one.
    fn part(&mut self, node: &'d Value, pointer: Pointer, named: Option<Named<'d>>) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.part(item, pointer.child(index), None);
                }
            }
            Value::Object(entries) => {
                if let Some(Value::String(reference)) = entries.get("$ref") {
                    self.refer(reference, false);
                    return;
                }
                let named = match (entries.contains_key("in"), named) {
                    (true, _) => Some((entries.get("name").and_then(Value::as_str), node)),
                    (false, named) => named,
                };
                for (key, entry) in entries {
                    match key.as_str() {
                        "schema" => {
                            let name = named.and_then(|(name, _)| name).map(str::to_owned);
                            let about = named.and_then(|(_, node)| node.get("description"));
                            let about = about.and_then(Value::as_str).into_iter().collect();
                            let at = pointer.child(key);
                            self.place(entry, &at, Use { name: name.clone(), about });
                            self.whole(entry, &at);
                            self.schema(entry, at, name);
                        }
                        "callbacks" | "links" => {}
                        key if DATA.contains(&key) || key.starts_with("x-") => {}
                        "headers" => self.headers(entry, &pointer.child(key)),
                        key => self.part(entry, pointer.child(key), named),
                    }
                }
            }
            _ => {}
        }
    }

    fn headers(&mut self, node: &'d Value, at: &Pointer) {
        for (name, header) in node.as_object().into_iter().flatten() {
            self.part(header, at.child(name), Some((Some(name), header)));
        }
    }

    fn place(&mut self, node: &'d Value, at: &Pointer, used: Use<'d>) {
        self.places.entry(at.clone()).or_insert((node, used));
    }

    fn whole(&mut self, node: &'d Value, at: &Pointer) {
        if self.is_answered
            && let Some((_, at)) = follow(self.root, node, at.clone())
        {
            self.whole.insert(at);
        }
    }

    fn schema(&mut self, node: &'d Value, pointer: Pointer, name: Option<String>) {
        let Some(entries) = node.as_object() else { return };
        if let Some(Value::String(reference)) = entries.get("$ref") {
            self.refer(reference, true);
            return;
        }
        match self.index.get(&pointer).and_then(|index| self.found.get_mut(*index)) {
            Some(known) => {
                known.is_answered |= self.is_answered;
                known.name = known.name.take().or_else(|| name.clone());
            }
            None => {
                self.index.insert(pointer.clone(), self.found.len());
                self.found.push(Schema {
                    pointer: pointer.clone(),
                    node: entries,
                    name: name.clone(),
                    uses: Vec::new(),
                    operation: self.operation.clone(),
                    is_answered: self.is_answered,
                    is_whole: false,
                });
            }
        }
        let is_whole = alone(entries).is_some();
        for (inner, at, own) in inner(entries, &pointer) {
            let (holder, _) = at.split_last().unwrap_or_default();
            if holder != pointer.child("allOf") {
                self.whole(inner, &at);
            }
            // A part that is alone is what it is a part of.
            if !is_whole || !at.as_str().ends_with("/allOf/0") {
                let used = match &own {
                    Some(own) => Use { name: Some(own.clone()), about: Vec::new() },
                    None => inherited(entries, name.as_deref(), at == pointer.child("items")),
                };
                self.place(inner, &at, used);
            }
            self.schema(inner, at, own);
        }
    }

    /// Says of each schema where it is used, and whether by itself.
    fn used(&mut self) {
        for schema in &mut self.found {
            schema.is_whole = self.whole.contains(&schema.pointer);
        }
        for (at, (node, mut used)) in std::mem::take(&mut self.places) {
            let Some((mut node, mut at)) = follow(self.root, node, at) else { continue };
            for _ in 0..crate::check::MOST_HOPS {
                let Some(schema) = node.as_object() else { break };
                let Some(only) = alone(schema) else { break };
                used.about.extend(schema.get("description").and_then(Value::as_str));
                let next = follow(self.root, only, at.child("allOf").child(0));
                let Some(next) = next else { break };
                (node, at) = next;
            }
            if let Some(index) = self.index.get(&at)
                && let Some(schema) = self.found.get_mut(*index)
            {
                schema.uses.push(used);
            }
        }
    }

    fn refer(&mut self, reference: &str, is_schema: bool) {
        if let Some(target) = Pointer::from_reference(reference) {
            self.open.push_back((target, is_schema, self.is_answered));
        }
    }
}

/// What is said of a value by what it is a choice, a part or an entry of. Of the entries of a list only a name
/// that speaks of sizes is: a list that is described as bytes can hold the bytes themselves.
fn inherited<'d>(outer: &'d Map<String, Value>, name: Option<&str>, is_item: bool) -> Use<'d> {
    let speaks_of_size = |name: &&str| {
        let name = name.to_lowercase();
        name.contains("size") || name.contains("length")
    };
    let about = outer.get("description").and_then(Value::as_str).filter(|_| !is_item);
    Use {
        name: name.filter(|name| !is_item || speaks_of_size(name)).map(str::to_owned),
        about: about.into_iter().collect(),
    }
}

/// The name of a component that is a header.
fn header_of<'d>(root: &'d Value, pointer: &Pointer) -> Option<&'d str> {
    let (headers, name) = pointer.split_last()?;
    if headers.as_str() != "/components/headers" {
        return None;
    }
    let (name, _) = headers.resolve(root)?.as_object()?.get_key_value(&name)?;
    Some(name)
}

/// The schemas directly inside a schema, with the names of those that are properties. What stands under `not`
/// says what a value is not.
fn inner<'v>(
    schema: &'v Map<String, Value>,
    pointer: &Pointer,
) -> Vec<(&'v Value, Pointer, Option<String>)> {
    let mut found = Vec::new();
    for (key, node) in schema {
        let at = pointer.child(key);
        match (key.as_str(), node) {
            ("properties", Value::Object(properties)) => found.extend(
                properties.iter().map(|(name, node)| (node, at.child(name), Some(name.clone()))),
            ),
            ("allOf" | "anyOf" | "oneOf", Value::Array(choices)) => {
                let items = choices.iter().enumerate();
                found.extend(items.map(|(index, node)| (node, at.child(index), None)));
            }
            ("items" | "additionalProperties", node) if node.is_object() => {
                found.push((node, at, None));
            }
            _ => {}
        }
    }
    found
}
