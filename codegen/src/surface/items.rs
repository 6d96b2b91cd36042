//! The public items of the emitted crate, as the tokens of its files have them: what a compiler, and
//! nothing but a compiler, knows of it.

use std::collections::BTreeMap;

use quote::ToTokens;
use serde::{Serialize, Serializer};
use syn::{Attribute, Fields, ImplItem, Item as Node, Visibility};

use super::text::shown;
use crate::diagnostic::Diagnostic;
use crate::emit::{Content, Emitted};

/// What an item is called, and which kind of item it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ItemName {
    /// As a caller names it: `types::File::new`. Of an impl, the type that it is for.
    pub path: String,
    /// `fn`, `field`, `impl Default` and so on.
    pub word: String,
}

/// A public item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Item {
    /// All of it that a caller's code depends on.
    pub signature: String,
    /// The types of the arguments, of a function.
    pub arguments: Vec<String>,
    /// The type of what comes back, of a function; of a field, a variant or a macro, what it holds.
    pub output: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its documentation.
    pub docs: String,
}

/// The items by name.
pub type Items = BTreeMap<ItemName, Item>;

/// Traits that emitted code and the runtime have among themselves.
const PLUMBING: [&str; 5] = ["Check", "Observe", "OneOf", "OpenEnum", "UploadService"];

/// The items of every file, or which file cannot be parsed.
pub(super) fn read(emitted: &[Emitted]) -> Result<Items, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    let mut problems = Vec::new();
    for file in emitted {
        let Content::Rust(tokens) = &file.content else { continue };
        // Lists of modules say nothing that the modules do not.
        if file.path.ends_with("/mod.rs") {
            continue;
        }
        reader.prefix = match file.path.strip_prefix("src/").and_then(|path| path.split_once('/')) {
            Some((module, _)) => format!("{module}::"),
            None => String::new(),
        };
        match syn::parse2::<syn::File>(tokens.clone()) {
            Ok(parsed) => parsed.items.iter().for_each(|item| reader.item(item)),
            Err(error) => {
                let Emitted { emitter, path, .. } = file;
                problems.push(Diagnostic::new(
                    format!(
                        "the emitter `{emitter}` wrote a {path} that cannot be parsed: {error}"
                    ),
                    "this is a bug of the generator: please report the document",
                ));
            }
        }
    }
    if problems.is_empty() { Ok(reader.items) } else { Err(problems) }
}

/// The keys are no texts, which JSON wants of keys.
pub(super) fn as_list<S: Serializer>(items: &Items, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(items)
}

#[derive(Default)]
struct Reader {
    items: Items,
    /// What stands before the names of the file.
    prefix: String,
}

impl Reader {
    fn item(&mut self, node: &Node) {
        match node {
            Node::Struct(of) if is_public(&of.vis) => {
                let path = self.own(&of.ident);
                let form = match &of.fields {
                    Fields::Named(_) => "{}",
                    Fields::Unnamed(_) => "()",
                    Fields::Unit => ";",
                };
                self.owner(&path, "struct", &of.attrs, form);
                for (index, field) in of.fields.iter().enumerate() {
                    if is_public(&field.vis) {
                        let name = field.ident.as_ref().map(ToString::to_string);
                        let name = name.unwrap_or_else(|| index.to_string());
                        let held = shown(&field.ty);
                        self.held(&format!("{path}::{name}"), "field", &field.attrs, held);
                    }
                }
            }
            Node::Enum(of) if is_public(&of.vis) => {
                let path = self.own(&of.ident);
                self.owner(&path, "enum", &of.attrs, "{}");
                for variant in &of.variants {
                    let held = shown(&variant.fields);
                    let path = format!("{path}::{}", variant.ident);
                    self.held(&path, "variant", &variant.attrs, held);
                }
            }
            Node::Impl(of) => self.implementation(of),
            Node::Macro(of) => self.invocation(of),
            Node::Use(of) if is_public(&of.vis) => {
                let mut last = &of.tree;
                while let syn::UseTree::Path(path) = last {
                    last = &path.tree;
                }
                let name = last.to_token_stream().to_string();
                self.add(&name, "use", Item { signature: shown(&of.tree), ..Item::default() });
            }
            _ => {}
        }
    }

    /// A struct or an enum, and what it derives.
    fn owner(&mut self, path: &str, word: &str, attributes: &[Attribute], form: &str) {
        let is_open = attributes.iter().any(|one| one.path().is_ident("non_exhaustive"));
        let signature = format!("{form}{}", if is_open { " non_exhaustive" } else { "" });
        let item = Item { signature, ..described(attributes) };
        self.add(path, word, item);
        for attribute in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let parsed = attribute.parse_args_with(
                syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated,
            );
            for derived in parsed.iter().flatten() {
                self.add(path, &format!("impl {}", last(derived)), Item::default());
            }
        }
    }

    /// A field or a variant.
    fn held(&mut self, path: &str, word: &str, attributes: &[Attribute], held: String) {
        let signature = held.clone();
        self.add(path, word, Item { signature, output: held, ..described(attributes) });
    }

    fn implementation(&mut self, of: &syn::ItemImpl) {
        let syn::Type::Path(ty) = &*of.self_ty else { return };
        let Some(name) = ty.path.segments.last() else { return };
        let path = match name.ident.to_string().as_str() {
            "Client" => "Client".to_owned(),
            _ => self.own(&name.ident),
        };
        let Some(implemented) = &of.trait_ else {
            of.items.iter().for_each(|item| self.inherent(&path, item));
            return;
        };
        let name = last(&implemented.0);
        if PLUMBING.contains(&name.as_str()) {
            return;
        }
        let types = of.items.iter().filter_map(|item| match item {
            ImplItem::Type(ty) => Some((ty.ident.to_string(), shown(&ty.ty))),
            _ => None,
        });
        let types: Vec<(String, String)> = types.collect();
        let output = types.iter().find(|(name, _)| name == "Output");
        let output = output.map(|(_, ty)| ty.clone()).unwrap_or_default();
        let types: Vec<String> = types.iter().map(|(name, ty)| format!("{name} = {ty}")).collect();
        let word = format!("impl {}", name.trim_end_matches("<'de>"));
        self.add(&path, &word, Item { signature: types.join(", "), output, ..Item::default() });
    }

    fn inherent(&mut self, path: &str, item: &ImplItem) {
        match item {
            ImplItem::Fn(of) if is_public(&of.vis) => {
                let arguments = of.sig.inputs.iter().filter_map(|input| match input {
                    syn::FnArg::Typed(argument) => Some(shown(&argument.ty)),
                    syn::FnArg::Receiver(_) => None,
                });
                let arguments: Vec<String> = arguments.collect();
                let output = match &of.sig.output {
                    syn::ReturnType::Default => "()".to_owned(),
                    syn::ReturnType::Type(_, ty) => shown(ty),
                };
                let receiver = match of.sig.inputs.first() {
                    Some(syn::FnArg::Receiver(receiver)) if is_borrowed(receiver) => "&self",
                    Some(syn::FnArg::Receiver(_)) => "self",
                    _ => "",
                };
                let asyncness = if of.sig.asyncness.is_some() { "async " } else { "" };
                let listed = arguments.join(", ");
                let signature = format!("{asyncness}fn({receiver}; {listed}) -> {output}");
                let item = Item { signature, arguments, output, ..described(&of.attrs) };
                self.add(&format!("{path}::{}", of.sig.ident), "fn", item);
            }
            ImplItem::Const(of) if is_public(&of.vis) => {
                self.held(&format!("{path}::{}", of.ident), "const", &of.attrs, shown(&of.ty));
            }
            _ => {}
        }
    }

    /// A macro of the runtime, which writes impls: for a name, and perhaps a type behind it.
    fn invocation(&mut self, of: &syn::ItemMacro) {
        let called = last(&of.mac.path);
        let arguments = shown(&of.mac.tokens);
        let end = arguments.find([',', ' ']).unwrap_or(arguments.len());
        let (name, behind) = arguments.split_at_checked(end).unwrap_or((&arguments, ""));
        let behind = behind.trim_start_matches([',', ' ', '=', '>']).to_owned();
        let (word, held) = match called.as_str() {
            "awaited" => ("impl IntoFuture".to_owned(), behind),
            "number_newtype" => (format!("{called}!"), behind),
            // What else it is given is bounds.
            _ => (format!("{called}!"), String::new()),
        };
        let path = format!("{}{name}", self.prefix);
        self.add(&path, &word, Item { signature: held.clone(), output: held, ..Item::default() });
    }

    fn own(&self, name: &proc_macro2::Ident) -> String {
        format!("{}{name}", self.prefix)
    }

    fn add(&mut self, path: &str, word: &str, item: Item) {
        let name = ItemName { path: path.to_owned(), word: word.to_owned() };
        self.items.insert(name, item);
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The end of a path: `Debug` of `std::fmt::Debug`.
fn last(path: &syn::Path) -> String {
    path.segments.last().map(shown).unwrap_or_default()
}

/// Documentation, and whether it is deprecated.
fn described(attributes: &[Attribute]) -> Item {
    let mut docs = Vec::new();
    let mut deprecated = false;
    for attribute in attributes {
        deprecated |= attribute.path().is_ident("deprecated");
        if let syn::Meta::NameValue(syn::MetaNameValue {
            path,
            value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }),
            ..
        }) = &attribute.meta
            && path.is_ident("doc")
        {
            docs.push(text.value());
        }
    }
    Item { deprecated, docs: docs.join("\n"), ..Item::default() }
}

fn is_borrowed(receiver: &syn::Receiver) -> bool {
    matches!(receiver.kind, syn::ReceiverKind::Reference(..))
}
