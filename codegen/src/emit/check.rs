//! The impl that checks what a caller built against the documented bounds.

use proc_macro2::TokenStream;
use quote::quote;

use super::{structure, value};
use crate::model::{Field, Model, Type, TypeKind};

/// Checks every field that can breach something. Only types that requests are made of need it.
pub(super) fn of_struct(ty: &Type, fields: &[Field], model: &Model) -> TokenStream {
    if !ty.in_requests {
        return TokenStream::new();
    }
    let name = &ty.name;
    let checks = fields.iter().filter(|field| can_breach(field, model)).map(|field| {
        let (wire, name) = (&field.wire, &field.name);
        let limits = value::limits(&field.limits);
        quote!(check_field(#wire, &self.#name, &#limits)?;)
    });
    let permit = structure::permit(fields);
    quote! {
        impl Check for #name {
            #permit
            fn check(&self, _: &Limits) -> Result<(), Breach> {
                #(#checks)*
                Ok(())
            }
        }
    }
}

/// Whether the document bounds the field, or a type that may be bounded stands in it.
fn can_breach(field: &Field, model: &Model) -> bool {
    !field.limits.is_none()
        || value::mentions(&field.ty, |name| {
            let found = model.type_named(&name.to_string());
            let is_open = |kind| matches!(kind, &TypeKind::OpenEnum(_) | &TypeKind::Numbers(_));
            found.is_some_and(|ty| !is_open(&ty.kind))
        })
}

/// The names that the impl needs from the runtime.
pub(super) fn imports(ty: &Type, fields: &[Field], model: &Model) -> Vec<&'static str> {
    if !ty.in_requests {
        return Vec::new();
    }
    let mut names = vec!["Breach", "Check", "Limits"];
    if fields.iter().any(|field| can_breach(field, model)) {
        names.push("check_field");
    }
    names
}
