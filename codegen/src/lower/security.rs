//! The security schemes of the document, and which of them an operation takes.

use serde_json::{Map, Value};

use crate::model::{Credential, Scheme};
use crate::naming::{self, SetterKind};
use crate::pointer::Pointer;

/// The schemes of the document, in its order.
pub(super) fn schemes(normalised: &Value) -> Vec<Scheme> {
    let schemes = normalised.pointer("/components/securitySchemes").and_then(Value::as_object);
    let mut found: Vec<Scheme> = Vec::new();
    for (name, scheme) in schemes.into_iter().flatten() {
        let Some(credential) = credential(name, scheme) else { continue };
        let kind = match &credential {
            Credential::Cookie(_) => SetterKind::Cookie,
            Credential::Header(_) | Credential::Query(_) => SetterKind::Key,
            Credential::Basic(_) => SetterKind::Basic,
            Credential::Bearer(_) => SetterKind::Token,
            Credential::Authorization(_) => SetterKind::Authorization,
        };
        let base = naming::setter(name, kind);
        let mut candidates =
            std::iter::once(base.clone()).chain((2_u32..).map(|n| format!("{base}_{n}")));
        let is_free = |setter: &String| found.iter().all(|scheme| scheme.setter != setter.as_str());
        let setter = candidates.find(is_free).unwrap_or(base);
        let text = |key| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
        found.push(Scheme {
            documented: name.clone(),
            setter: naming::ident(&setter),
            credential,
            kind: match text("type") {
                "http" => format!("http {}", text("scheme")),
                kind => kind.to_owned(),
            },
            docs: text("description").trim().to_owned(),
        });
    }
    found
}

/// The credentials that an operation takes, each once, over all its alternatives: the client sends
/// every one of them that it has.
pub(super) fn credentials_of(
    normalised: &Value,
    operation: &Map<String, Value>,
) -> Vec<Credential> {
    let security = operation.get("security").or_else(|| normalised.get("security"));
    let choices = security.and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for name in choices.filter_map(Value::as_object).flat_map(Map::keys) {
        let node = Pointer::of(&["components", "securitySchemes", name]);
        let credential = node.resolve(normalised).and_then(|scheme| credential(name, scheme));
        found.extend(credential.filter(|credential| !found.contains(credential)));
    }
    found
}

/// Where a scheme's credential stands. The token of OAuth 2 and of OpenID Connect is a bearer token,
/// RFC 6750.
fn credential(name: &str, scheme: &Value) -> Option<Credential> {
    let text = |key| scheme.get(key).and_then(Value::as_str).unwrap_or_default();
    let (own, key) = (name.to_owned(), text("name").to_owned());
    Some(match (text("type"), text("in")) {
        ("apiKey", "cookie") => Credential::Cookie(key),
        ("apiKey", "query") => Credential::Query(key),
        // There is one such header, and other schemes may want it too.
        ("apiKey", "header") if key.eq_ignore_ascii_case("authorization") => {
            Credential::Authorization(own)
        }
        ("apiKey", "header") => Credential::Header(key),
        ("oauth2" | "openIdConnect", _) => Credential::Bearer(own),
        ("http", _) => match text("scheme").to_ascii_lowercase().as_str() {
            "basic" => Credential::Basic(own),
            "bearer" => Credential::Bearer(own),
            _ => Credential::Authorization(own),
        },
        _ => return None,
    })
}
