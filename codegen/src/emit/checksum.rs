//! The impl that gives saved bytes something to be held against.

use proc_macro2::TokenStream;
use quote::quote;

use super::structure;
use crate::model::{Presence, Struct, Type};

pub(super) fn of_struct(ty: &Type, of: &Struct) -> Option<TokenStream> {
    let checksum = of.checksum.as_ref()?;
    let name = &ty.name;
    let md5 = match &checksum.md5 {
        (md5, Presence::Required) => quote!(Some(&self.#md5)),
        (md5, _) => quote!(self.#md5.as_deref()),
    };
    let size = match &checksum.size {
        (size, Presence::Required) => quote!(Some(self.#size)),
        (size, _) => quote!(self.#size),
    };
    let permit = structure::permit(&of.fields);
    Some(quote! {
        impl Checksum for #name {
            #permit
            fn md5(&self) -> Option<&str> { #md5 }
            #permit
            fn size(&self) -> Option<u64> { #size }
        }
    })
}

/// The names that the impl needs from the runtime.
pub(super) fn imports(of: &Struct) -> &'static [&'static str] {
    if of.checksum.is_some() { &["Checksum"] } else { &[] }
}
