//! Progenitor's fully qualified types as a person would write them.
//!
//! Types of the document stand bare; an emitter adds the module where it needs to.

use syn::visit_mut::{self, VisitMut};

use crate::naming::WIDE_INTEGER;

/// A type without leading paths and lifetimes: `::std::vec::Vec<types::File>` is `Vec<File>`.
pub(super) fn tidy(ty: &syn::Type) -> syn::Type {
    let mut ty = ty.clone();
    Tidy.visit_type_mut(&mut ty);
    ty
}

/// The type inside `Option<…>`.
pub(super) fn option_inner(ty: &syn::Type) -> Option<&syn::Type> {
    generic_inner(ty, "Option")
}

/// The type inside `Vec<…>`.
pub(crate) fn vec_inner(ty: &syn::Type) -> Option<&syn::Type> {
    generic_inner(ty, "Vec")
}

/// The only argument of a generic type of this name.
pub(crate) fn generic_inner<'t>(ty: &'t syn::Type, name: &str) -> Option<&'t syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The name of a type that is nothing but a name.
pub(crate) fn plain_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

struct Tidy;

impl VisitMut for Tidy {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        if let syn::Type::Reference(reference) = ty {
            *ty = (*reference.elem).clone();
        }
        visit_mut::visit_type_mut(self, ty);
        let name = plain_name(ty);
        if name.as_deref() == Some("str") {
            *ty = syn::parse_quote!(String);
        }
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let text = path.segments.iter().map(|segment| segment.ident.to_string());
        let text = text.collect::<Vec<_>>().join("::");
        let last = path.segments.last().cloned();
        match (text.as_str(), last) {
            (text, _) if text.rsplit("::").next() == Some(WIDE_INTEGER) => {
                *path = syn::parse_quote!(i128);
            }
            ("chrono::DateTime", _) => *path = syn::parse_quote!(Timestamp),
            ("serde_json::Value", _) => *path = syn::parse_quote!(serde_json::Value),
            ("serde_json::Map", _) => {
                *path = syn::parse_quote!(serde_json::Map<String, serde_json::Value>);
            }
            ("std::collections::BTreeMap", Some(last)) => {
                let arguments = last.arguments;
                *path = syn::parse_quote!(std::collections::BTreeMap #arguments);
            }
            // A type of std that has no short name stays as it is.
            (text, _) if text.starts_with("std::") && !is_short(text) => path.leading_colon = None,
            (_, Some(last)) => {
                path.leading_colon = None;
                path.segments = std::iter::once(last).collect();
            }
            (_, None) => {}
        }
    }
}

/// The types of std that the prelude has.
fn is_short(text: &str) -> bool {
    matches!(
        text,
        "std::option::Option" | "std::vec::Vec" | "std::string::String" | "std::boxed::Box"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::ToTokens;

    fn tidied(text: &str) -> String {
        let ty: syn::Type = syn::parse_str(text).unwrap();
        tidy(&ty).into_token_stream().to_string().replace(' ', "")
    }

    #[test]
    fn paths_become_short() {
        assert_eq!(
            tidied("::std::option::Option<::std::vec::Vec<types::File>>"),
            "Option<Vec<File>>"
        );
        assert_eq!(tidied("&'a types::FileId"), "FileId");
        assert_eq!(tidied("Option<&'a str>"), "Option<String>");
        assert_eq!(tidied("::chrono::DateTime<::chrono::offset::Utc>"), "Timestamp");
        assert_eq!(
            tidied("::std::collections::BTreeMap<::std::string::String, ::serde_json::Value>"),
            "std::collections::BTreeMap<String,serde_json::Value>"
        );
    }
}
