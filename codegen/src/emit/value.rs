//! How a value of a type is passed in, stored and named.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;

use crate::lower::rust_type::{generic_inner, plain_name, vec_inner};
use crate::model::{Limits, Model, Type, TypeKind};

/// How an argument of a type is taken, and how it becomes the stored value.
pub(super) struct Taken {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// Texts are taken as anything that becomes one, lists as anything that can be walked through.
pub(super) fn taken(name: &Ident, ty: &syn::Type, stored: &TokenStream, model: &Model) -> Taken {
    if takes_others(ty, model) {
        return Taken { ty: quote!(impl Into<#stored>), value: quote!(#name.into()) };
    }
    // Where a box stands is of no concern to a caller.
    if generic_inner(ty, "Box").is_some() {
        let inner = stored_inner(stored, "Box");
        return Taken { ty: inner, value: quote!(Box::new(#name)) };
    }
    let Some(inner) = vec_inner(ty) else {
        return Taken { ty: stored.clone(), value: quote!(#name) };
    };
    let item = stored_inner(stored, "Vec");
    if takes_others(inner, model) {
        Taken {
            ty: quote!(impl IntoIterator<Item = impl Into<#item>>),
            value: quote!(#name.into_iter().map(Into::into).collect()),
        }
    } else {
        Taken {
            ty: quote!(impl IntoIterator<Item = #item>),
            value: quote!(#name.into_iter().collect()),
        }
    }
}

/// `T` of the tokens `Vec<T>`.
fn stored_inner(stored: &TokenStream, outer: &str) -> TokenStream {
    syn::parse2::<syn::Type>(stored.clone())
        .ok()
        .and_then(|ty| generic_inner(&ty, outer).map(ToTokens::to_token_stream))
        .unwrap_or_default()
}

/// Whether other types become this one: it is a text, or a choice.
fn takes_others(ty: &syn::Type, model: &Model) -> bool {
    let found = plain_name(ty).and_then(|name| model.type_named(&name));
    is_text(ty, model) || found.is_some_and(|ty| matches!(ty.kind, TypeKind::Union(_)))
}

/// Whether the type is a text: `String`, or one of the document's text types.
pub(super) fn is_text(ty: &syn::Type, model: &Model) -> bool {
    let Some(name) = plain_name(ty) else { return false };
    let is_text = |ty: &Type| matches!(ty.kind, TypeKind::Text(_) | TypeKind::OpenEnum(_));
    name == "String" || model.type_named(&name).is_some_and(is_text)
}

/// The type as operations write it: the document's types with `types::` in front.
pub(super) fn in_operations(ty: &syn::Type, model: &Model) -> TokenStream {
    struct Qualify<'m>(&'m Model);
    impl VisitMut for Qualify<'_> {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            syn::visit_mut::visit_path_mut(self, path);
            if let Some(name) = path.get_ident()
                && self.0.type_named(&name.to_string()).is_some()
            {
                *path = syn::parse_quote!(types::#name);
            }
        }
    }
    let mut ty = ty.clone();
    Qualify(model).visit_type_mut(&mut ty);
    ty.into_token_stream()
}

/// The imports that a file of `types` needs for these types.
pub(super) fn imports<'t>(
    own: &Ident,
    types: impl Iterator<Item = &'t syn::Type>,
    model: &Model,
) -> Imports {
    let mut found = Imports::default();
    for ty in types {
        for tree in flatten(ty.to_token_stream()) {
            if tree == *own {
                continue;
            }
            if tree == "Timestamp" {
                found.runtime.insert(tree);
            } else if model.type_named(&tree.to_string()).is_some() {
                found.siblings.insert(tree);
            }
        }
    }
    found
}

/// What stands above the items of a file of `types`.
#[derive(Default)]
pub(super) struct Imports {
    pub(super) runtime: BTreeSet<Ident>,
    pub(super) siblings: BTreeSet<Ident>,
}

impl Imports {
    pub(super) fn runtime(mut self, names: &[&str]) -> Self {
        self.runtime.extend(names.iter().map(|name| format_ident!("{name}")));
        self
    }
}

impl ToTokens for Imports {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (runtime, siblings) = (&self.runtime, &self.siblings);
        tokens.extend(one_use(&quote!(vrchat_files_runtime), runtime));
        tokens.extend(one_use(&quote!(super), siblings));
    }
}

/// A `use` of these names, without braces around a single one.
pub(super) fn one_use(from: &TokenStream, names: &BTreeSet<Ident>) -> TokenStream {
    match names.len() {
        0 => TokenStream::new(),
        1 => quote!(use #from::#(#names)*;),
        _ => quote!(use #from::{#(#names),*};),
    }
}

/// Every identifier in a stream with which a path begins: in `std::collections::BTreeMap` the last is no
/// schema, even where one has the name.
fn flatten(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let (mut colons, mut is_inside) = (0, false);
    for tree in tokens {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Ident(ident) => {
                if !(is_inside && colons == 2) {
                    found.push(ident);
                }
                is_inside = true;
            }
            TokenTree::Group(group) => {
                found.extend(flatten(group.stream()));
                is_inside = false;
            }
            _ => is_inside = false,
        }
        colons = 0;
    }
    found
}

/// Whether a name for which this holds stands in the type.
pub(super) fn mentions(ty: &syn::Type, holds: impl Fn(&Ident) -> bool) -> bool {
    flatten(ty.to_token_stream()).iter().any(holds)
}

/// The bounds as an expression.
pub(super) fn limits(limits: &Limits) -> TokenStream {
    let number = |value: Option<f64>, method: &str| {
        let method = format_ident!("{method}");
        value.map(|value| {
            let literal = proc_macro2::Literal::f64_unsuffixed(value);
            quote!(.#method(#literal))
        })
    };
    let length = |value: Option<u64>, method: &str| {
        let method = format_ident!("{method}");
        value.map(|value| {
            let literal = proc_macro2::Literal::u64_unsuffixed(value);
            quote!(.#method(#literal))
        })
    };
    let calls = [
        number(limits.minimum, "at_least"),
        number(limits.maximum, "at_most"),
        length(limits.min_length, "not_shorter"),
        length(limits.max_length, "not_longer"),
        limits.unique.then(|| quote!(.unique())),
        limits.each.as_deref().map(|each| {
            let each = self::limits(each);
            quote!(.each(const { &#each }))
        }),
    ];
    let calls = calls.into_iter().flatten();
    quote!(Limits::NONE #(#calls)*)
}

/// The bounds in words, for documentation.
pub(super) fn limits_in_words(limits: &Limits, is_list: bool) -> Option<String> {
    let range = |low: Option<String>, high: Option<String>| match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("exactly {low}")),
        (Some(low), Some(high)) => Some(format!("{low} to {high}")),
        (Some(low), None) => Some(format!("at least {low}")),
        (None, Some(high)) => Some(format!("at most {high}")),
        (None, None) => None,
    };
    let text = |value: f64| value.to_string();
    let numbers = range(limits.minimum.map(text), limits.maximum.map(text));
    let lengths = range(
        limits.min_length.map(|length| length.to_string()),
        limits.max_length.map(|length| length.to_string()),
    );
    let unit = match (is_list, lengths.as_ref().is_some_and(|range| range.ends_with(" 1"))) {
        (true, true) => "item",
        (true, false) => "items",
        (false, true) => "character",
        (false, false) => "characters",
    };
    let parts = [numbers, lengths.map(|range| format!("{range} {unit}"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
