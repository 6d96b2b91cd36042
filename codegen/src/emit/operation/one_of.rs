//! The type of an answer that is one of several, and how it is read by its status.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::super::{docs, value};
use crate::model::{Answer, Model, OneOf, Operation, Outcome, OutcomeValue};

/// The enum and its impl, where the operation has such an answer.
pub(super) fn emit(operation: &Operation, model: &Model) -> Option<TokenStream> {
    let Answer::OneOf(of) = &operation.answer else { return None };
    let name = &of.name;
    let about = docs::outer(&format!(
        "What [`Client::{}`] answers: one of these, by the status.",
        operation.method
    ));
    let variants = of.outcomes.iter().map(|outcome| variant(outcome, model));
    let eq = is_eq(of, model).then(|| quote!(Eq, Hash,));
    let arms = of.outcomes.iter().filter(|outcome| !is_rest(outcome)).map(|outcome| {
        let statuses = outcome.statuses.iter().filter_map(|status| pattern(status));
        let read = read(outcome);
        quote!(#(#statuses)|* => #read,)
    });
    // A success that nobody documented is read as the one for any, where there is one.
    let rest = of.outcomes.iter().find(|outcome| is_rest(outcome)).map(read);
    let other = rest.is_none().then(|| {
        quote! {
            /// A success that the document does not list: its status, and the body as it came.
            Undocumented(u16, Bytes),
        }
    });
    let rest = rest.unwrap_or_else(|| quote!(answer.undocumented(Self::Undocumented)));
    Some(quote! {
        #about
        #[derive(Clone, Debug, PartialEq, #eq)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* #other }

        impl OneOf for #name {
            fn read(answer: Outcome<'_>) -> Result<Reply<Self>, Error> {
                match answer.status() {
                    #(#arms)*
                    _ => #rest,
                }
            }
        }
    })
}

fn variant(outcome: &Outcome, model: &Model) -> TokenStream {
    let name = &outcome.variant;
    let statuses = outcome.statuses.join(", ");
    let text = docs::sentence(&docs::first_paragraph(&docs::prose(&outcome.docs)));
    let about = docs::outer(
        match text.is_empty() {
            true => format!("Status {statuses}."),
            false => format!("Status {statuses}: {text}"),
        }
        .as_str(),
    );
    match &outcome.value {
        OutcomeValue::Json(ty) => {
            let ty = value::in_operations(ty, model);
            quote!(#about #name(#ty),)
        }
        OutcomeValue::Bytes => quote!(#about #name(Bytes),),
        OutcomeValue::Nothing => quote!(#about #name,),
    }
}

fn read(outcome: &Outcome) -> TokenStream {
    let name = &outcome.variant;
    match &outcome.value {
        OutcomeValue::Json(_) => quote!(answer.json(Self::#name)),
        OutcomeValue::Bytes => quote!(answer.bytes(Self::#name)),
        OutcomeValue::Nothing => quote!(answer.nothing(Self::#name)),
    }
}

/// Whether bytes stand in it.
pub(super) fn has_bytes(of: &OneOf) -> bool {
    let is_bytes = |outcome: &Outcome| matches!(outcome.value, OutcomeValue::Bytes);
    of.outcomes.iter().any(is_bytes) || !of.outcomes.iter().any(is_rest)
}

/// Whether it stands for every status that has none of its own.
fn is_rest(outcome: &Outcome) -> bool {
    outcome.statuses.iter().any(|status| status == "2XX" || status == "default")
}

fn pattern(status: &str) -> Option<TokenStream> {
    let status = status.parse().ok()?;
    Some(proc_macro2::Literal::u16_unsuffixed(status).into_token_stream())
}

fn is_eq(of: &OneOf, model: &Model) -> bool {
    of.types().all(|ty| {
        !value::mentions(ty, |name| {
            name == "f64" || model.types.iter().any(|ty| ty.name == *name && !ty.is_eq)
        })
    })
}
