//! `src/types/<type>.rs` for a value of one of several types, told apart by what fits.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{Emitted, docs, observe, structure, value};
use crate::model::{Model, Type, UnionVariant};

pub(super) fn emit(ty: &Type, variants: &[UnionVariant], model: &Model) -> Emitted {
    let name = &ty.name;
    let check_imports: &[&str] = if ty.in_requests { &["Breach", "Check", "Limits"] } else { &[] };
    let imports = value::imports(name, variants.iter().map(|variant| &variant.ty), model)
        .runtime(check_imports)
        .runtime(observe::imports(ty));
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let eq = ty.is_eq.then(|| quote!(Eq, Hash,));
    let items = variants.iter().map(|variant| {
        let (name, ty) = (&variant.name, &variant.ty);
        let shown = ty.to_token_stream().to_string().replace(' ', "");
        let about = docs::outer(&format!("A `{shown}`."));
        quote!(#about #name(#ty),)
    });
    let tokens = quote! {
        #module
        #imports
        #about
        #[derive(Clone, Debug, PartialEq, #eq serde::Serialize, serde::Deserialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name { #(#items)* }
    };
    let check = check(ty, variants);
    let observe = observe::of_union(ty, variants);
    let tokens = quote!(#tokens #check #observe);
    Emitted::rust(format!("src/types/{}.rs", ty.module), "union", tokens)
}

fn check(ty: &Type, variants: &[UnionVariant]) -> TokenStream {
    if !ty.in_requests {
        return TokenStream::new();
    }
    let name = &ty.name;
    let names = variants.iter().map(|variant| &variant.name);
    quote! {
        impl Check for #name {
            fn check(&self, limits: &Limits) -> Result<(), Breach> {
                match self { #(Self::#names(value) => value.check(limits),)* }
            }
        }
    }
}
