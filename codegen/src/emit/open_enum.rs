//! `src/types/<type>.rs` for an enum of texts, open at its end.

use quote::quote;

use super::{Emitted, docs, structure};
use crate::model::{OpenEnum, Type};

pub(super) fn emit(ty: &Type, of: &OpenEnum) -> Emitted {
    let name = &ty.name;
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let variants: Vec<_> = of.variants.iter().map(|variant| &variant.name).collect();
    let values: Vec<_> = of.variants.iter().map(|variant| &variant.value).collect();
    let variant_docs = values.iter().map(|value| match value.as_str() {
        "" => docs::outer("The empty text."),
        value => docs::outer(&format!("`{value}`")),
    });
    let aliases = of.aliases.iter().filter_map(|(alias, value)| {
        let variant = of.variants.iter().find(|variant| variant.value == *value)?;
        let name = &variant.name;
        Some(quote!(#alias => Self::#name,))
    });
    let tokens = quote! {
        #module
        use vrchat_files_runtime::{OpenEnum, UnknownValue, open_enum};
        #about
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that the document does not list, kept as the service sent it. Only parsing
            /// makes one, so compare with [`as_str`](Self::as_str), or add the value to the
            /// document.
            Unknown(UnknownValue<Self>),
        }
        impl #name {
            /// Every documented value, in the document's order.
            pub const DOCUMENTED: &'static [Self] = &[#(Self::#variants),*];

            /// The text as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
        impl OpenEnum for #name {
            fn from_documented(text: &str) -> Option<Self> {
                let value = match text {
                    #(#values => Self::#variants,)*
                    #(#aliases)*
                    _ => return None,
                };
                Some(value)
            }
            fn from_unknown(value: UnknownValue<Self>) -> Self {
                Self::Unknown(value)
            }
        }
        open_enum!(#name);
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "open_enum", tokens)
}
