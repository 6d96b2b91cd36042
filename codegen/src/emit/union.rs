//! `src/types/<type>.rs` for a value of one of several types, told apart by a property or by what
//! fits. What is of none of them is kept as it came.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{Emitted, docs, observe, structure, value};
use crate::lower::rust_type::{generic_inner, plain_name, vec_inner};
use crate::model::{Model, Type, TypeKind, Union, UnionVariant};

pub(super) fn emit(ty: &Type, of: &Union, model: &Model) -> Emitted {
    let name = &ty.name;
    let check_imports: &[&str] = if ty.in_requests { &["Breach", "Check", "Limits"] } else { &[] };
    let imports = value::imports(name, of.variants.iter().map(|variant| &variant.ty), model)
        .runtime(check_imports)
        .runtime(observe::imports(ty));
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let eq = ty.is_eq.then(|| quote!(Eq, Hash,));
    let items = of.variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.ty);
        let about = docs::outer(&variant_about(variant));
        quote!(#about #name(#ty),)
    });
    let holds_struct = of.variants.iter().any(|variant| {
        let found = plain_name(&variant.ty).and_then(|name| model.type_named(&name));
        found.is_some_and(|ty| matches!(ty.kind, TypeKind::Struct(_)))
    });
    // Which of the structs is the largest is nothing that a document promises.
    let allow = holds_struct.then(|| quote!(#[allow(clippy::large_enum_variant)]));
    let derived_debug = (!ty.is_sensitive).then(|| quote!(Debug,));
    let debug = ty.is_sensitive.then(|| debug(ty, of));
    let (deserialize, from) = (deserialize(ty, of, model), from(ty, of, model));
    let check = check(ty, of);
    let observe = observe::of_union(ty, of);
    let tokens = quote! {
        #module
        #imports
        #about
        #[derive(Clone, #derived_debug PartialEq, #eq serde::Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        #allow
        pub enum #name {
            #(#items)*
            /// A value of none of these types, kept as the service sent it.
            Unknown(serde_json::Value),
        }
        #debug
        #deserialize
        #from
        #check
        #observe
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "union", tokens)
}

fn variant_about(variant: &UnionVariant) -> String {
    let shown = variant.ty.to_token_stream().to_string().replace(' ', "").replace(',', ", ");
    let tags: Vec<String> = variant.tags.iter().map(|tag| format!("`{tag}`")).collect();
    if tags.is_empty() {
        format!("A `{shown}`.")
    } else {
        format!("A `{shown}`, told by {}.", tags.join(" or "))
    }
}

/// A `Debug` that does not show what of a sensitive value could not be read.
fn debug(ty: &Type, of: &Union) -> TokenStream {
    let name = &ty.name;
    let names = of.variants.iter().map(|variant| &variant.name);
    let texts = of.variants.iter().map(|variant| variant.name.to_string());
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    #(Self::#names(value) => f.debug_tuple(#texts).field(value).finish(),)*
                    Self::Unknown(_) => f.debug_tuple("Unknown").field(&"[redacted]").finish(),
                }
            }
        }
    }
}

fn deserialize(ty: &Type, of: &Union, model: &Model) -> TokenStream {
    let name = &ty.name;
    let mut order: Vec<&UnionVariant> = of.variants.iter().collect();
    order.sort_by_key(|variant| breadth(&variant.ty, model));
    let tried = |variant: &UnionVariant| {
        let name = &variant.name;
        if is_choice(&variant.ty, model) {
            quote!(.or_choice(Self::#name))
        } else {
            quote!(.or(Self::#name))
        }
    };
    let all = order.iter().map(|variant| tried(variant));
    let all = quote!(choice #(#all)*);
    let chosen = match &of.tag {
        None => all,
        Some(tag) => {
            let arms = of.variants.iter().filter(|variant| !variant.tags.is_empty());
            let arms = arms.map(|variant| {
                let (tried, tags) = (tried(variant), &variant.tags);
                quote!(Some(#(#tags)|*) => choice #tried,)
            });
            quote! {
                match choice.tag(#tag) {
                    #(#arms)*
                    Some(_) => choice,
                    None => #all,
                }
            }
        }
    };
    quote! {
        impl<'de> serde::Deserialize<'de> for #name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                vrchat_files_runtime::choose(deserializer, |choice| #chosen, Self::Unknown)
            }
        }
    }
}

/// Whether the type is a choice itself, of the same value.
fn is_choice(ty: &syn::Type, model: &Model) -> bool {
    if let Some(inner) = generic_inner(ty, "Box") {
        return is_choice(inner, model);
    }
    let found = plain_name(ty).and_then(|name| model.type_named(&name));
    found.is_some_and(|ty| match &ty.kind {
        TypeKind::Union(_) => true,
        TypeKind::Wrapper(inner, _) => is_choice(inner, model),
        _ => false,
    })
}

/// How much a type takes: of two that a value fits, the one that takes less says more of it.
fn breadth(ty: &syn::Type, model: &Model) -> (u8, usize) {
    if let Some(inner) = generic_inner(ty, "Box") {
        return breadth(inner, model);
    }
    if vec_inner(ty).is_some() {
        return (1, 0);
    }
    let name = plain_name(ty);
    if let Some(found) = name.as_deref().and_then(|name| model.type_named(name)) {
        return match &found.kind {
            TypeKind::Struct(of) => (0, usize::MAX - of.constructor.len()),
            TypeKind::OpenEnum(_) | TypeKind::Numbers(_) => (0, 0),
            TypeKind::Union(_) => (4, 0),
            TypeKind::Text(_) => (2, 0),
            TypeKind::Wrapper(inner, _) => breadth(inner, model),
        };
    }
    match name.as_deref() {
        Some("String" | "f64") => (3, 0),
        Some(_) => (1, 0),
        None if generic_inner(ty, "Value").is_none() && is_json(ty) => (6, 0),
        None => (5, 0),
    }
}

/// Whether the type is that of any JSON.
fn is_json(ty: &syn::Type) -> bool {
    let syn::Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Value")
}

/// Every variant from what it holds; and from a literal, where only one variant can mean that.
fn from(ty: &Type, of: &Union, model: &Model) -> TokenStream {
    let name = &ty.name;
    let impls = of.variants.iter().map(|variant| {
        let (variant, held) = (&variant.name, &variant.ty);
        let (taken, value) = match generic_inner(held, "Box") {
            Some(inner) => (inner, quote!(Box::new(value))),
            None => (held, quote!(value)),
        };
        quote! {
            impl From<#taken> for #name {
                fn from(value: #taken) -> Self {
                    Self::#variant(#value)
                }
            }
        }
    });
    let is_string = |variant: &&UnionVariant| plain_name(&variant.ty).as_deref() == Some("String");
    let mut texts = of.variants.iter().filter(|variant| value::is_text(&variant.ty, model));
    let of_literal = match (of.variants.iter().find(is_string), texts.next(), texts.next()) {
        (Some(text), ..) | (None, Some(text), None) => Some(&text.name),
        _ => None,
    };
    let of_literal = of_literal.map(|variant| {
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self::#variant(value.into())
                }
            }
        }
    });
    quote!(#(#impls)* #of_literal)
}

fn check(ty: &Type, of: &Union) -> TokenStream {
    if !ty.in_requests {
        return TokenStream::new();
    }
    let name = &ty.name;
    let names = of.variants.iter().map(|variant| &variant.name);
    quote! {
        impl Check for #name {
            fn check(&self, limits: &Limits) -> Result<(), Breach> {
                match self {
                    #(Self::#names(value) => Check::check(value, limits),)*
                    Self::Unknown(_) => Ok(()),
                }
            }
        }
    }
}
