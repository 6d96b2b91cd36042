//! The crate as a whole, and its credentials.

use super::locate::Locate;
use super::{About, Credential};
use crate::model::{self, Model};
use crate::pointer::Pointer;

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
