//! How the arguments of an operation are kept, and how a call is given them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::value;
use crate::model::{Argument, Location, Style};

/// The type of the field that holds an argument.
pub(super) fn kept(argument: &Argument, ty: &TokenStream) -> TokenStream {
    let ty = if argument.required { quote!(#ty) } else { quote!(Option<#ty>) };
    if is_hidden(argument) { quote!(Hidden<#ty>) } else { ty }
}

/// A value as that field holds it.
pub(super) fn keep(argument: &Argument, value: &TokenStream) -> TokenStream {
    if is_hidden(argument) { quote!(Hidden(#value)) } else { quote!(#value) }
}

/// The method of the call that is given the argument.
pub(super) fn give(argument: &Argument) -> TokenStream {
    let name = &argument.name;
    let place = if is_hidden(argument) { quote!(self.#name.0) } else { quote!(self.#name) };
    let value = match (argument.location, argument.required) {
        (Location::Path, _) => quote!(&#place),
        (_, true) => quote!(Some(&#place)),
        (_, false) => quote!(#place.as_ref()),
    };
    let method = format_ident!(
        "{}",
        match argument.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        }
    );
    let param = param(argument);
    quote!(.#method(#param, #value))
}

/// What the imports need for these arguments.
pub(super) fn imports(arguments: &[Argument]) -> Vec<&'static str> {
    let needs = |is_needed: fn(&Argument) -> bool| arguments.iter().any(is_needed);
    let mut names = Vec::new();
    if needs(is_hidden) {
        names.push("Hidden");
    }
    if needs(|argument| !argument.limits.is_none()) {
        names.push("Limits");
    }
    if needs(|argument| !is_plain(argument)) {
        names.push("Param");
    }
    if needs(|argument| argument.style.is_some()) {
        names.push("Style");
    }
    names
}

/// The parameter as data: its bare name where there is no more to it.
fn param(argument: &Argument) -> TokenStream {
    let wire = &argument.wire;
    if is_plain(argument) {
        return quote!(#wire);
    }
    let style = argument.style.map(|style| {
        let style = match style {
            Style::Label => quote!(Label),
            Style::Matrix => quote!(Matrix),
            Style::Space => quote!(Space),
            Style::Pipe => quote!(Pipe),
            Style::Deep => quote!(Deep),
            Style::Json => quote!(Json),
        };
        quote!(.style(Style::#style))
    });
    let explode = argument.explode.map(|explode| quote!(.explode(#explode)));
    let reserved = argument.reserved.then(|| quote!(.reserved()));
    let within = (!argument.limits.is_none()).then(|| {
        let limits = value::limits(&argument.limits);
        quote!(.within(#limits))
    });
    quote!(Param::new(#wire) #style #explode #reserved #within)
}

fn is_plain(argument: &Argument) -> bool {
    argument.style.is_none()
        && argument.explode.is_none()
        && !argument.reserved
        && argument.limits.is_none()
}

/// A cookie is shown in no `Debug`.
fn is_hidden(argument: &Argument) -> bool {
    argument.location == Location::Cookie
}
