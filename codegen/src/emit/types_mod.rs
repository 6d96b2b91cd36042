//! `src/types/mod.rs`: the list of types.

use proc_macro2::Ident;
use quote::{format_ident, quote};

use super::{Emitted, docs};
use crate::model::Model;

pub(super) fn emit(model: &Model) -> Emitted {
    let modules: Vec<Ident> = model.types.iter().map(|ty| format_ident!("{}", ty.module)).collect();
    let names = model.types.iter().map(|ty| &ty.name);
    let about = docs::inner(
        "The schemas of the document as Rust types, one file each.\n\n\
         What the service sends is read tolerantly: unknown fields are skipped, unknown values of \
         an enum are kept, `null` stands for an absent field. Structs and enums may grow with the \
         document, so they are `#[non_exhaustive]`; those that requests are made of have a \
         constructor.",
    );
    let tokens = quote! {
        #about
        #(mod #modules;)*
        #(pub use #modules::#names;)*
    };
    Emitted::rust("src/types/mod.rs", "types_mod", tokens)
}
