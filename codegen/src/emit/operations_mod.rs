//! `src/operations/mod.rs`: the list of operations.

use quote::quote;

use super::{Emitted, docs};
use crate::model::{Answer, Model};

pub(super) fn emit(model: &Model) -> Emitted {
    let mut operations: Vec<_> =
        model.operations.iter().map(|operation| (&operation.method, &operation.request)).collect();
    operations.sort();
    let modules: Vec<_> = operations.iter().map(|(module, _)| module).collect();
    let requests = operations.iter().map(|(_, request)| request);
    let mut answers: Vec<_> = model
        .operations
        .iter()
        .filter_map(|operation| match &operation.answer {
            Answer::OneOf(of) => Some((&operation.method, &of.name)),
            _ => None,
        })
        .collect();
    answers.sort();
    let answers = answers.iter().map(|(module, name)| quote!(pub use #module::#name;));
    let about = docs::inner(
        "The operations of the document as requests, one file each.\n\n\
         A request comes from a method of [`Client`](crate::Client), takes its optional arguments \
         through setters, and is sent by awaiting it. Dropping it, or the future, stops the call.",
    );
    let tokens = quote! {
        #about
        #(mod #modules;)*
        #(pub use #modules::#requests;)*
        #(#answers)*
    };
    Emitted::rust("src/operations/mod.rs", "operations_mod", tokens)
}
