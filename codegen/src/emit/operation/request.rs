//! The request type of an operation, and its setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::super::{docs, structure, value};
use super::content::{self, Input};
use super::{argument_about, parameter};
use crate::model::{BodyForm, Field, Model, Operation};

/// The request type: the client, and every argument by name.
pub(super) fn request(operation: &Operation, model: &Model) -> TokenStream {
    let name = &operation.request;
    let about = docs::outer(&format!(
        "The request of [`Client::{}`], sent by awaiting it.",
        operation.method
    ));
    let fields = operation.arguments.iter().map(|argument| {
        let name = &argument.name;
        let ty = value::in_operations(&argument.ty, model);
        let ty = parameter::kept(argument, &ty);
        quote!(#name: #ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let ty = value::in_operations(&body.ty, model);
        match body.form {
            BodyForm::Argument | BodyForm::Fields { required: true, .. } => quote!(body: #ty,),
            BodyForm::Setter | BodyForm::Fields { .. } => quote!(body: Option<#ty>,),
        }
    });
    let content = content::inputs(operation, model).into_iter().map(|input| {
        let Input { name, stored, required, is_list, .. } = input;
        if required || is_list { quote!(#name: #stored,) } else { quote!(#name: Option<#stored>,) }
    });
    quote! {
        #about
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct #name { client: Client, #(#fields)* #body #(#content)* }
    }
}

/// A setter for each optional argument, and for each field of a body that is spread out.
pub(super) fn setters(operation: &Operation, model: &Model) -> TokenStream {
    let arguments = operation.arguments.iter().filter(|argument| !argument.required);
    let arguments = arguments.map(|argument| {
        let name = &argument.name;
        let about = argument_about(argument);
        let stored = value::in_operations(&argument.ty, model);
        let taken = value::taken(name, &argument.ty, &stored, model);
        let value = &taken.value;
        let value = parameter::keep(argument, &quote!(Some(#value)));
        setter(name, &about, argument.deprecated, &taken.ty, &quote!(self.#name = #value;))
    });
    let body = operation.body.as_ref().map(|body| match &body.form {
        BodyForm::Argument => TokenStream::new(),
        BodyForm::Setter => {
            let ty = value::in_operations(&body.ty, model);
            let about = format!("Sets the body. {}", docs::prose(&body.docs));
            setter(&format_ident!("body"), &about, false, &ty, &quote!(self.body = Some(body);))
        }
        BodyForm::Fields { fields, required } => {
            let setters = fields.iter();
            setters.map(|(setter, field)| body_setter(setter, field, *required, model)).collect()
        }
    });
    let content = content::inputs(operation, model).into_iter().filter(|input| !input.required);
    let content = content.map(|input| {
        let (name, value) = (&input.name, &input.taken.value);
        let set = match input.is_list {
            true => quote!(self.#name = #value;),
            false => quote!(self.#name = Some(#value);),
        };
        setter(name, &input.docs, input.deprecated, &input.taken.ty, &set)
    });
    quote!(#(#arguments)* #body #(#content)*)
}

fn body_setter(setter: &Ident, field: &Field, required: bool, model: &Model) -> TokenStream {
    let name = &field.name;
    let stored = value::in_operations(&field.ty, model);
    let taken = value::taken(setter, &field.ty, &stored, model);
    let value = &taken.value;
    let owner =
        if required { quote!(self.body) } else { quote!(self.body.get_or_insert_default()) };
    let about = structure::setter_about(field);
    let set = quote!(#owner.#name = Some(#value););
    self::setter(setter, &about, field.deprecated, &taken.ty, &set)
}

fn setter(
    name: &Ident,
    about: &str,
    deprecated: bool,
    ty: &TokenStream,
    set: &TokenStream,
) -> TokenStream {
    let about = docs::outer(about);
    // What it sets may be a field that is deprecated as well.
    let deprecated = deprecated.then(|| quote!(#[deprecated] #[allow(deprecated)]));
    quote! {
        #about
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}
