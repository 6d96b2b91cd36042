//! Credentials: the setters of the client builder, and how operations name them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::model::{Credential, Location, Model, Scheme};

/// What holds for each of them.
const KEPT: &str = "Goes to the origin of the base address alone, and is shown nowhere.";

/// A credential as an expression.
pub(super) fn expression(credential: &Credential) -> TokenStream {
    match credential {
        Credential::Cookie(name) => quote!(Credential::Cookie(#name)),
        Credential::Header(name) => quote!(Credential::Header(#name)),
        Credential::Query(name) => quote!(Credential::Query(#name)),
        Credential::Basic(name) => quote!(Credential::Basic(#name)),
        Credential::Bearer(name) => quote!(Credential::Bearer(#name)),
        Credential::Authorization(name) => quote!(Credential::Authorization(#name)),
    }
}

/// The setter of a scheme.
pub(super) fn setter(scheme: &Scheme) -> TokenStream {
    let name = &scheme.setter;
    let about = docs::outer(&about(scheme));
    if let Credential::Basic(basic) = &scheme.credential {
        return quote! {
            #about
            pub fn #name(mut self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
                self.transport = self.transport.basic(#basic, user, password);
                self
            }
        };
    }
    let credential = expression(&scheme.credential);
    quote! {
        #about
        pub fn #name(mut self, value: impl Into<String>) -> Self {
            self.transport = self.transport.credential(#credential, value);
            self
        }
    }
}

/// What the builder's documentation says where several schemes want the one header.
pub(super) fn precedence(model: &Model) -> Option<&'static str> {
    let is_shared = |scheme: &&Scheme| {
        let credential = &scheme.credential;
        !matches!(credential, Credential::Cookie(_) | Credential::Header(_) | Credential::Query(_))
    };
    (model.schemes.iter().filter(is_shared).count() > 1).then_some(
        "An operation that takes several credentials as `Authorization` gets the first that is set, \
         in the order in which the document lists them for it.",
    )
}

/// What the documentation of `http_client` says where the HTTP client would not keep something for
/// itself.
pub(super) fn redirects(model: &Model) -> Option<&'static str> {
    let is_key =
        |scheme: &Scheme| matches!(scheme.credential, Credential::Header(_) | Credential::Query(_));
    let mut arguments = model.operations.iter().flat_map(|operation| &operation.arguments);
    let has_header = arguments.any(|argument| argument.location == Location::Header);
    (has_header || model.schemes.iter().any(is_key)).then_some(
        "Headers and keys of the service's own go along with such a redirect: build the client with \
         `redirect::Policy::none()`.",
    )
}

fn about(scheme: &Scheme) -> String {
    let docs = docs::sentence(&docs::prose(&scheme.docs));
    let (what, how) = match &scheme.credential {
        Credential::Cookie(name) => (
            format!("Sends the cookie `{name}`."),
            "Give the bare value, without the name in front.".to_owned(),
        ),
        Credential::Header(name) => (format!("Sends the header `{name}`."), String::new()),
        Credential::Query(name) => {
            (format!("Sends the key `{name}`, in the query."), String::new())
        }
        Credential::Basic(_) => {
            ("Sends this user and password as `Authorization`.".to_owned(), String::new())
        }
        Credential::Bearer(_) => {
            let how = "Give the bare token, without `Bearer` in front.";
            let how = match scheme.kind.as_str() {
                "oauth2" | "openIdConnect" => format!(
                    "The token is obtained elsewhere: nothing here logs in or renews it. {how}"
                ),
                _ => how.to_owned(),
            };
            ("Sends this token as `Authorization`.".to_owned(), how)
        }
        Credential::Authorization(_) => (
            "Sends this as `Authorization`.".to_owned(),
            match scheme.kind.strip_prefix("http ") {
                Some(http) => format!(
                    "Give the whole value, as the scheme `{http}` wants it, with its name in front."
                ),
                None => "Give the whole value.".to_owned(),
            },
        ),
    };
    let how = if how.is_empty() { KEPT.to_owned() } else { format!("{how} {KEPT}") };
    format!("{what} {docs}\n\n{how}")
}
