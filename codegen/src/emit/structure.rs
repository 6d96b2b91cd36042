//! `src/types/<type>.rs` for an object: a struct, and where requests are made of it a constructor
//! for what is required and setters for the rest.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{Emitted, check, checksum, docs, observe, value};
use crate::model::{Field, Model, Presence, Struct, Type};

/// How many arguments clippy lets a function have.
const MOST_ARGUMENTS: usize = 7;

pub(super) fn emit(ty: &Type, of: &Struct, model: &Model) -> Emitted {
    let name = &ty.name;
    let imports = value::imports(name, of.fields.iter().map(|field| &field.ty), model)
        .runtime(&check::imports(ty, &of.fields, model))
        .runtime(observe::imports(ty))
        .runtime(checksum::imports(of));
    let about = docs::outer(&about(ty));
    let derives = derives(ty, of);
    let fields = of.fields.iter().map(field);
    let building = if ty.in_requests { building(ty, of, model) } else { TokenStream::new() };
    let debug = debug(ty, of);
    let check = check::of_struct(ty, &of.fields, model);
    let observe = observe::of_struct(ty, &of.fields, model);
    let checksum = checksum::of_struct(ty, of);
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let tokens = quote! {
        #module
        #imports
        #about
        #[derive(#derives)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #debug
        #building
        #check
        #observe
        #checksum
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "structure", tokens)
}

/// The description, or that there is none.
pub(super) fn about(ty: &Type) -> String {
    if ty.docs.is_empty() {
        format!("The documented schema `{}`, which has no description.", ty.documented_name)
    } else {
        docs::prose(&ty.docs)
    }
}

fn derives(ty: &Type, of: &Struct) -> TokenStream {
    let eq = ty.is_eq.then(|| quote!(Eq, Hash,));
    let default = of.constructor.is_empty().then(|| quote!(Default,));
    let debug = (!has_secret(of)).then(|| quote!(Debug,));
    quote!(Clone, #debug #default PartialEq, #eq serde::Serialize, serde::Deserialize)
}

fn has_secret(of: &Struct) -> bool {
    of.fields.iter().any(|field| field.sensitive)
}

/// A `Debug` that shows that a sensitive field is there, and not what it is.
fn debug(ty: &Type, of: &Struct) -> Option<TokenStream> {
    let (name, text) = (&ty.name, ty.name.to_string());
    let fields = of.fields.iter().map(|field| {
        let (name, text) = (&field.name, field.name.to_string());
        match (field.sensitive, field.presence) {
            (false, _) => quote!(.field(#text, &self.#name)),
            (true, Presence::Optional | Presence::Nullable) => {
                quote!(.field(#text, &self.#name.as_ref().map(|_| "[redacted]")))
            }
            (true, _) => quote!(.field(#text, &"[redacted]")),
        }
    });
    let permit = permit(&of.fields);
    has_secret(of).then(|| {
        quote! {
            impl std::fmt::Debug for #name {
                #permit
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.debug_struct(#text) #(#fields)* .finish()
                }
            }
        }
    })
}

fn field(field: &Field) -> TokenStream {
    let (name, ty) = (&field.name, &field.ty);
    let wire = &field.wire;
    let about = docs::outer(&field_about(field));
    let rename = (name != wire.as_str()).then(|| quote!(rename = #wire));
    let (ty, extra) = match field.presence {
        Presence::Required => (quote!(#ty), None),
        Presence::Nullable => (quote!(Option<#ty>), None),
        Presence::Optional => {
            (quote!(Option<#ty>), Some(quote!(skip_serializing_if = "Option::is_none")))
        }
        Presence::Rest => (quote!(#ty), Some(quote!(flatten))),
    };
    let rename = rename.filter(|_| field.presence != Presence::Rest);
    let parts: Vec<_> = [rename, extra].into_iter().flatten().collect();
    let serde = (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]));
    let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
    quote!(#about #deprecated #serde pub #name: #ty,)
}

/// What lets emitted code go through all fields, where one of them is deprecated for others.
pub(super) fn permit(fields: &[Field]) -> Option<TokenStream> {
    fields.iter().any(|field| field.deprecated).then(|| quote!(#[allow(deprecated)]))
}

fn field_about(field: &Field) -> String {
    if field.presence == Presence::Rest {
        "What else the object holds, by name.".to_owned()
    } else if field.docs.is_empty() {
        format!("The documented property `{}`.", field.wire)
    } else {
        docs::prose(&field.docs)
    }
}

fn building(ty: &Type, of: &Struct, model: &Model) -> TokenStream {
    let name = &ty.name;
    let required: Vec<&Field> =
        of.constructor.iter().filter_map(|index| of.fields.get(*index)).collect();
    let arguments = required.iter().map(|field| {
        let (name, ty) = (&field.name, &field.ty);
        match field.presence {
            Presence::Nullable => quote!(#name: Option<#ty>),
            _ => {
                let ty = value::taken(name, ty, &quote!(#ty), model).ty;
                quote!(#name: #ty)
            }
        }
    });
    let values = of.fields.iter().map(|field| {
        let name = &field.name;
        let ty = &field.ty;
        match field.presence {
            Presence::Required => {
                let value = value::taken(name, ty, &quote!(#ty), model).value;
                if *name == value.to_string() { quote!(#name) } else { quote!(#name: #value) }
            }
            Presence::Nullable => quote!(#name),
            Presence::Optional => quote!(#name: None),
            Presence::Rest => quote!(#name: Default::default()),
        }
    });
    let setters = of.fields.iter().filter(|field| field.presence == Presence::Optional);
    let setters = setters.map(|field| setter(field, model));
    let about = docs::outer(if required.is_empty() {
        "Nothing set yet."
    } else {
        "Takes what is required; everything else is left out until it is set."
    });
    let permit = permit(&of.fields);
    // As many as the document requires.
    let allow =
        (required.len() > MOST_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        impl #name {
            #about
            #permit
            #allow
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

/// The setter of an optional field.
fn setter(field: &Field, model: &Model) -> TokenStream {
    let (name, ty) = (&field.name, &field.ty);
    let taken = value::taken(name, ty, &quote!(#ty), model);
    let (ty, value) = (taken.ty, taken.value);
    let about = docs::outer(&setter_about(field));
    let deprecated = field.deprecated.then(|| quote!(#[deprecated] #[allow(deprecated)]));
    // The constructor has the one name already, and the other is everybody's.
    let is_taken = name == "new" || name == "clone";
    let setter = if is_taken { format_ident!("{name}_") } else { name.clone() };
    quote! {
        #about
        #deprecated
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// What a setter sets, with its bounds.
pub(super) fn setter_about(field: &Field) -> String {
    let is_list = crate::lower::rust_type::vec_inner(&field.ty).is_some();
    let bounds = value::limits_in_words(&field.limits, is_list);
    let bounds = bounds.map(|bounds| format!("\n\nBounds: {bounds}.")).unwrap_or_default();
    format!("{}{bounds}", docs::sentence(&field_about(field)))
}
