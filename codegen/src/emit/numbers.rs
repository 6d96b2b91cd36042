//! `src/types/<type>.rs` for a whole number of which the document lists values, open at its end: the
//! number itself, and a constant for each value. A number that is not listed needs no variant of its
//! own, and the constants can stand in patterns.

use proc_macro2::Literal;
use quote::quote;

use super::{Emitted, docs, structure};
use crate::model::{Numbers, Type};

pub(super) fn emit(ty: &Type, of: &Numbers) -> Emitted {
    let (name, number) = (&ty.name, &of.ty);
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let constants = of.constants.iter().map(|(name, value)| {
        let about = docs::outer(&format!("`{value}`"));
        let literal = Literal::i128_unsuffixed(*value);
        quote!(#about pub const #name: Self = Self(#literal);)
    });
    let names = of.constants.iter().map(|(name, _)| name);
    let tokens = quote! {
        #module
        use vrchat_files_runtime::number_newtype;
        #about
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct #name(#number);
        impl #name {
            #(#constants)*
            /// Every documented value, in the document's order.
            pub const DOCUMENTED: &'static [Self] = &[#(Self::#names),*];

            /// The number as it stands on the wire.
            pub const fn get(self) -> #number {
                self.0
            }
        }
        number_newtype!(#name, #number);
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "numbers", tokens)
}
