//! The impl that holds a decoded value beside the JSON that it came from.

use proc_macro2::TokenStream;
use quote::quote;

use super::{structure, value};
use crate::model::{Field, Model, Presence, Type, TypeKind, Union};

/// The names that the impl needs from the runtime.
pub(super) fn imports(ty: &Type) -> &'static [&'static str] {
    if ty.in_answers { &["Observe", "Observer"] } else { &[] }
}

/// Goes into every field that can hold something that is not documented.
pub(super) fn of_struct(ty: &Type, fields: &[Field], model: &Model) -> Option<TokenStream> {
    let inner = fields.iter().filter(|field| {
        field.presence == Presence::Rest
            || value::mentions(&field.ty, |name| goes_deeper(name, model))
    });
    let inner = inner.map(|field| {
        let (wire, name) = (&field.wire, &field.name);
        match field.presence {
            Presence::Rest => quote!(.rest(&self.#name)),
            _ => quote!(.field(#wire, &self.#name)),
        }
    });
    let permit = structure::permit(fields);
    of(ty, permit, &quote!(observer.object::<Self>() #(#inner)*;))
}

/// Whether the type has fields or documented values.
fn goes_deeper(name: &proc_macro2::Ident, model: &Model) -> bool {
    let found = model.type_named(&name.to_string());
    found.is_some_and(|ty| !matches!(ty.kind, TypeKind::Text(_)))
}

/// Goes into the variant that fits, and notes where none did. By the trait's name: a struct may have a
/// setter `observe`.
pub(super) fn of_union(ty: &Type, of: &Union) -> Option<TokenStream> {
    let names = of.variants.iter().map(|variant| &variant.name);
    let tag = match &of.tag {
        Some(tag) => {
            let tags = of.variants.iter().flat_map(|variant| &variant.tags);
            quote!(Some((#tag, &[#(#tags),*])))
        }
        None => quote!(None),
    };
    let look = quote! {
        match self {
            #(Self::#names(value) => Observe::observe(value, observer),)*
            Self::Unknown(kept) => observer.form(kept, #tag),
        }
    };
    self::of(ty, None, &look)
}

/// Goes into the value.
pub(super) fn of_wrapper(ty: &Type) -> Option<TokenStream> {
    of(ty, None, &quote!(Observe::observe(&self.0, observer);))
}

/// Only types that stand in answers need it.
fn of(ty: &Type, permit: Option<TokenStream>, look: &TokenStream) -> Option<TokenStream> {
    let name = &ty.name;
    ty.in_answers.then(|| {
        quote! {
            impl Observe for #name {
                #permit
                fn observe(&self, observer: &mut Observer<'_>) { #look }
            }
        }
    })
}
