//! `src/types/<type>.rs` for a list, a map or another value that the document gives a name.

use quote::quote;

use super::{Emitted, docs, observe, structure, value};
use crate::model::{Limits, Model, Type};

pub(super) fn emit(ty: &Type, inner: &syn::Type, limits: &Limits, model: &Model) -> Emitted {
    let name = &ty.name;
    let check_imports: &[&str] = if ty.in_requests { &["Breach", "Check", "Limits"] } else { &[] };
    let imports = value::imports(name, std::iter::once(inner), model)
        .runtime(check_imports)
        .runtime(observe::imports(ty));
    let about = docs::outer(&structure::about(ty));
    let module = docs::inner(&format!("The documented schema `{}`.", ty.documented_name));
    let eq = ty.is_eq.then(|| quote!(Eq, Hash,));
    let limits = value::limits(limits);
    let check = ty.in_requests.then(|| {
        quote! {
            impl Check for #name {
                fn check(&self, _: &Limits) -> Result<(), Breach> {
                    Check::check(&self.0, &#limits)
                }
            }
        }
    });
    let observe = observe::of_wrapper(ty);
    let tokens = quote! {
        #module
        #imports
        #about
        #[derive(Clone, Debug, PartialEq, #eq serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct #name(
            /// The value under this name.
            pub #inner
        );
        #check
        #observe
    };
    Emitted::rust(format!("src/types/{}.rs", ty.module), "wrapper", tokens)
}
