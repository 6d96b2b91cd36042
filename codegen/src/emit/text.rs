//! `src/types/<type>.rs` for a text that is a type of its own, such as an id.

use quote::quote;

use super::{Emitted, docs, structure, value};
use crate::model::{Limits, Type};

pub(super) fn emit(ty: &Type, limits: &Limits) -> Emitted {
    let name = &ty.name;
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let (imports, arguments) = if limits.is_none() {
        (
            quote!(
                use vrchat_files_runtime::text_newtype;
            ),
            quote!(#name),
        )
    } else {
        let limits = value::limits(limits);
        (
            quote!(
                use vrchat_files_runtime::{Limits, text_newtype};
            ),
            quote!(#name, #limits),
        )
    };
    let tokens = quote! {
        #module
        #imports
        #about
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);
        impl #name {
            /// The text as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        text_newtype!(#arguments);
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "text", tokens)
}
