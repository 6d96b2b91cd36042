//! Running progenitor, and finding the types and signatures in what it returns.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use openapiv3::OpenAPI;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::document::operations_of;
use crate::references;

/// Why a document did not become Rust.
#[derive(Debug)]
pub(super) enum Failure {
    /// openapiv3 cannot read it.
    Invalid(String),
    /// What progenitor said when it gave up, be it an error or a panic.
    GaveUp(String),
}

impl Failure {
    /// What was said, on one line: progenitor prints whole schemas.
    pub(super) fn message(&self) -> &str {
        let (Self::Invalid(text) | Self::GaveUp(text)) = self;
        let line = text.lines().next().unwrap_or_default();
        line.trim_end_matches(['(', '{', ' '])
    }

    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "correct it as OpenAPI 3.0 says",
            Self::GaveUp(_) => {
                "progenitor cannot handle this construct; change it with an overlay action, or \
                 leave it out"
            }
        }
    }
}

/// Types and signatures by name.
pub(super) struct Rust {
    pub(super) types: BTreeMap<String, syn::Item>,
    pub(super) signatures: BTreeMap<String, syn::Signature>,
}

/// Reads the document with openapiv3 and hands it to progenitor.
pub(super) fn run(document: &Value) -> Result<TokenStream, Failure> {
    let mut document = parse(&with_own_names(document))?;
    // Of 3.0 without a patch progenitor says that it is no version.
    document.openapi = "3.0.3".to_owned();
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_map_type("::std::collections::BTreeMap");
    // Progenitor panics on documents that it does not expect. A panic must not take the other
    // problems of the document down with it; nothing of the generator outlives the call.
    let outcome =
        catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(&document)));
    match outcome {
        Ok(Ok(tokens)) => Ok(tokens),
        Ok(Err(error)) => Err(Failure::GaveUp(error.to_string())),
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("it panics without a message");
            Err(Failure::GaveUp(text.to_owned()))
        }
    }
}

/// The name of the method for the operation of that index.
pub(super) fn method_name(index: usize) -> String {
    format!("operation{index}")
}

/// The document with operations named by their order: what progenitor makes of a name with a quote or
/// a bracket could only be guessed.
fn with_own_names(document: &Value) -> Value {
    let mut named = document.clone();
    for (index, operation) in operations_of(document).iter().enumerate() {
        if let Some(Value::Object(node)) = named.pointer_mut(operation.pointer.as_str()) {
            node.insert("operationId".to_owned(), json!(method_name(index)));
        }
    }
    named
}

/// Reads the document with openapiv3.
pub(super) fn parse(document: &Value) -> Result<OpenAPI, Failure> {
    serde_json::from_value(without_prose(document, false))
        .map_err(|error| Failure::Invalid(format!("it is not valid OpenAPI 3.0: {error}")))
}

/// The document without what is said in it: the emitters take that from the document itself, and
/// progenitor would write all of it out. `names` says whether the keys are names of the document's
/// own choice.
fn without_prose(value: &Value, names: bool) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| without_prose(item, false)).collect(),
        Value::Object(entries) => {
            let mut out = Map::new();
            for (key, entry) in entries {
                let entry = match (key.as_str(), entry) {
                    _ if names => without_prose(entry, false),
                    // That of an answer is required.
                    ("description", _) => json!(""),
                    ("example" | "examples" | "summary", _) => continue,
                    (key, _) if key.starts_with("x-") => continue,
                    (key, entry) => without_prose(entry, references::NAME_MAPS.contains(&key)),
                };
                out.insert(key.clone(), entry);
            }
            Value::Object(out)
        }
        other => other.clone(),
    }
}

/// Reads the types and the signatures. Impls and bodies, which are most of the tokens, are not even
/// parsed.
pub(super) fn read(tokens: TokenStream) -> Result<Rust, Diagnostic> {
    let mut rust = Rust { types: BTreeMap::new(), signatures: BTreeMap::new() };
    let outcome = items(tokens).into_iter().try_for_each(|item| {
        match item.words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["mod", "types"] => read_types(item, &mut rust.types),
            ["impl", "Client"] => read_signatures(item, &mut rust.signatures),
            _ => Ok(()),
        }
    });
    outcome.map(|()| rust).map_err(|error| {
        Diagnostic::new(
            format!("progenitor wrote Rust that cannot be parsed: {error}"),
            "this is a bug of the generator: please report the document",
        )
    })
}

fn read_types(module: Item, types: &mut BTreeMap<String, syn::Item>) -> syn::Result<()> {
    for item in items(module.body) {
        if let [kind, name] = item.words.as_slice()
            && matches!(kind.as_str(), "struct" | "enum" | "type")
        {
            types.insert(name.clone(), syn::parse2(item.tokens)?);
        }
    }
    Ok(())
}

fn read_signatures(
    block: Item,
    signatures: &mut BTreeMap<String, syn::Signature>,
) -> syn::Result<()> {
    for item in items(block.body) {
        if item.words.first().is_some_and(|word| word == "async") {
            let signature: syn::Signature = syn::parse2(item.head)?;
            signatures.insert(signature.ident.to_string(), signature);
        }
    }
    Ok(())
}

/// An item, cut out of a stream of tokens.
#[derive(Default)]
struct Item {
    /// All of it.
    tokens: TokenStream,
    /// Without attributes, `pub` and the braces at its end.
    head: TokenStream,
    /// The first two words of the head.
    words: Vec<String>,
    /// What stands in the braces at its end.
    body: TokenStream,
}

/// Cuts a stream into items: each ends with braces or a semicolon.
fn items(tokens: TokenStream) -> Vec<Item> {
    let mut found = Vec::new();
    let mut item = Item::default();
    let mut is_attribute = false;
    for tree in tokens {
        item.tokens.extend([tree.clone()]);
        let ends = match &tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                is_attribute = true;
                continue;
            }
            // `#![…]`
            TokenTree::Punct(punct) if is_attribute && punct.as_char() == '!' => continue,
            TokenTree::Group(_) if std::mem::take(&mut is_attribute) => continue,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                item.body = group.stream();
                true
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => true,
            TokenTree::Ident(word) if item.words.is_empty() && word == "pub" => continue,
            TokenTree::Ident(word) if item.words.len() < 2 => {
                item.words.push(word.to_string());
                false
            }
            _ => false,
        };
        if ends {
            found.push(std::mem::take(&mut item));
        } else {
            item.head.extend([tree]);
        }
    }
    found
}
