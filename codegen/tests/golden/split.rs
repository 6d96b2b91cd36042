//! A document in one file, taken apart into several.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use vrchat_files_codegen::{InMemory, Source, Tree};

/// How a document is taken apart.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    /// A file for each component and each path, which the first file lists.
    Listed,
    /// A file for each section of the components and one for all paths, referred to as wholes.
    Sections,
    /// A file for each component, which nothing lists.
    Unlisted,
}

pub const MANNERS: [Manner; 3] = [Manner::Listed, Manner::Sections, Manner::Unlisted];

/// The sections whose entries a reference can lead to. Of the others a document knows by name alone.
const SECTIONS: [&str; 7] =
    ["callbacks", "headers", "links", "parameters", "requestBodies", "responses", "schemas"];

/// The document as files, the first under `name`.
pub fn split(document: &Value, manner: Manner, name: &str) -> Tree {
    let mut split = Split { manner, homes: BTreeMap::new(), files: BTreeMap::new() };
    split.find_homes(document);
    let mut root = document.clone();
    split.paths(&mut root);
    split.components(&mut root);
    // What is left of the first file.
    let root = split.moved(&root, "openapi.json");
    Tree {
        root: Source { name: name.to_owned(), text: text(&root) },
        reader: Arc::new(InMemory(split.files)),
    }
}

struct Split {
    manner: Manner,
    /// Where each component goes: a file, and a pointer in it.
    homes: BTreeMap<String, (String, String)>,
    files: BTreeMap<String, String>,
}

impl Split {
    fn find_homes(&mut self, document: &Value) {
        for section in SECTIONS {
            for (number, name) in entries(document, section).keys().enumerate() {
                let escaped = escape(name);
                let home = match self.manner {
                    Manner::Listed => (format!("c/{section}/{number}.json"), String::new()),
                    Manner::Sections => (format!("{section}.json"), format!("/{escaped}")),
                    Manner::Unlisted => (format!("c/{section}/{name}.json"), String::new()),
                };
                self.homes.insert(format!("#/components/{section}/{escaped}"), home);
            }
        }
    }

    fn paths(&mut self, root: &mut Value) {
        let Some(Value::Object(paths)) = root.get("paths").cloned() else { return };
        if let Manner::Sections = self.manner {
            self.file("paths.json", &Value::Object(paths));
            root["paths"] = json!({ "$ref": "paths.json" });
            return;
        }
        for (number, (path, item)) in paths.iter().enumerate() {
            if item.is_object() && item.get("$ref").is_none() && !path.starts_with("x-") {
                // Half of them whole, half of them in a document of their own.
                let (file, pointer, content) = match number % 2 {
                    0 => (format!("p/{number}.json"), String::new(), item.clone()),
                    _ => {
                        let own = json!({ "openapi": "3.0.3", "paths": { path: item } });
                        (format!("p/own{number}.json"), format!("#/paths/{}", escape(path)), own)
                    }
                };
                self.file(&file, &content);
                root["paths"][path] = json!({ "$ref": format!("./{file}{pointer}") });
            }
        }
    }

    fn components(&mut self, root: &mut Value) {
        for section in SECTIONS {
            let all = entries(root, section);
            if all.is_empty() {
                continue;
            }
            match self.manner {
                Manner::Sections => {
                    self.file(&format!("{section}.json"), &Value::Object(all));
                    root["components"][section] = json!({ "$ref": format!("./{section}.json") });
                }
                Manner::Listed => {
                    for (name, component) in all {
                        let (file, _) = self.home(section, &name);
                        self.file(&file, &component);
                        root["components"][section][&name] = json!({ "$ref": file });
                    }
                }
                Manner::Unlisted => {
                    for (name, component) in all {
                        let (file, _) = self.home(section, &name);
                        self.file(&file, &component);
                    }
                    root["components"].as_object_mut().expect("it has sections").remove(section);
                }
            }
        }
    }

    fn home(&self, section: &str, name: &str) -> (String, String) {
        self.homes[&format!("#/components/{section}/{}", escape(name))].clone()
    }

    fn file(&mut self, address: &str, content: &Value) {
        let moved = self.moved(content, address);
        self.files.insert(address.to_owned(), text(&moved));
    }

    /// What stands in a file, with each reference to a component as one from there to its home.
    fn moved(&self, value: &Value, base: &str) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.moved(item, base)).collect(),
            Value::Object(entries) => {
                let moved = |(key, entry): (&String, &Value)| match (key.as_str(), entry) {
                    ("$ref", Value::String(text)) => (key.clone(), self.reference(text, base)),
                    ("mapping", Value::Object(values)) => {
                        let values = values.iter().map(|(key, value)| {
                            let moved = value.as_str().map(|text| self.reference(text, base));
                            (key.clone(), moved.unwrap_or_else(|| value.clone()))
                        });
                        (key.clone(), Value::Object(values.collect()))
                    }
                    _ => (key.clone(), self.moved(entry, base)),
                };
                Value::Object(entries.iter().map(moved).collect())
            }
            other => other.clone(),
        }
    }

    fn reference(&self, text: &str, base: &str) -> Value {
        let Some((file, pointer)) = self.homes.get(text) else { return json!(text) };
        let up = "../".repeat(base.matches('/').count());
        let fragment = if pointer.is_empty() { String::new() } else { format!("#{pointer}") };
        match file == base && !pointer.is_empty() {
            true => json!(fragment),
            false => json!(format!("{up}{}{fragment}", encode(file))),
        }
    }
}

fn entries(document: &Value, section: &str) -> Map<String, Value> {
    let found = document.pointer(&format!("/components/{section}")).and_then(Value::as_object);
    found.cloned().unwrap_or_default()
}

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// A path as a URI writes it.
fn encode(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.-_".contains(byte);
    path.bytes().fold(String::new(), |text, byte| match plain(&byte) {
        true => text + &char::from(byte).to_string(),
        false => text + &format!("%{byte:02X}"),
    })
}

fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("it can be written")
}
