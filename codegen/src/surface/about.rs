//! The crate as a whole, and its credentials.

use serde::Serialize;

use super::locate::Locate;
use crate::diagnostic::Place;
use crate::model::{self, Model};
use crate::pointer::Pointer;

/// The crate as a whole.
#[derive(Clone, Debug, Serialize)]
pub struct About {
    /// The name of the crate.
    pub name: String,
    /// The version that the hint `x-crate` gives it, with the document's as build metadata.
    pub version: String,
    /// The version of the document.
    pub document_version: String,
    /// Where calls go unless the caller says otherwise.
    pub base_url: String,
    /// What is only said: title, description and so on.
    pub texts: Vec<(String, String)>,
    /// Where the message of a failure is looked for.
    pub error_message: Vec<String>,
    /// The type of the body of a failure.
    pub error_body: Option<String>,
    /// Where all of this stands.
    pub place: Place,
}

/// A credential, and the setter for it.
#[derive(Clone, Debug, Serialize)]
pub struct Credential {
    /// Its documented name.
    pub documented: String,
    /// The method of the builder.
    pub setter: String,
    /// What is sent, in words.
    pub sent: String,
    /// Where it stands.
    pub place: Place,
}

pub(super) fn about(model: &Model, locate: Locate<'_>) -> About {
    let model::About {
        name,
        version,
        description,
        notice,
        guidance,
        keywords,
        categories,
        title,
        document_version,
        base_url,
    } = &model.about;
    let texts = [
        ("title", title.clone()),
        ("description", description.clone()),
        ("notice", notice.clone().unwrap_or_default()),
        ("guidance", guidance.clone().unwrap_or_default()),
        ("keywords", keywords.join(", ")),
        ("categories", categories.join(", ")),
    ];
    About {
        name: name.clone(),
        version: version.to_string(),
        document_version: document_version.clone(),
        base_url: base_url.clone(),
        texts: texts.map(|(name, text)| (name.to_owned(), text)).into(),
        error_message: model.error_message.clone(),
        error_body: model.error_body.as_ref().map(ToString::to_string),
        place: locate.place(&Pointer::of(&["info"])),
    }
}

pub(super) fn credentials(model: &Model, locate: Locate<'_>) -> Vec<Credential> {
    let schemes = Pointer::of(&["components", "securitySchemes"]);
    let all = model.schemes.iter().map(|scheme| Credential {
        documented: scheme.documented.clone(),
        setter: scheme.setter.to_string(),
        sent: in_words(&scheme.credential),
        place: locate.place(&schemes.child(&scheme.documented)),
    });
    all.collect()
}

/// What is sent. Of an `Authorization`, the scheme is what tells one from another.
pub(super) fn in_words(credential: &model::Credential) -> String {
    match credential {
        model::Credential::Cookie(name) => format!("the cookie `{name}`"),
        model::Credential::Header(name) => format!("the header `{name}`"),
        model::Credential::Query(name) => format!("the key `{name}` in the query"),
        model::Credential::Basic(name) => format!("user and password (`{name}`)"),
        model::Credential::Bearer(name) => format!("a bearer token (`{name}`)"),
        model::Credential::Authorization(name) => format!("`Authorization` (`{name}`)"),
    }
}
