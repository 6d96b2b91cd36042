//! The licence files, which a published crate has to carry.

use super::{Content, Emitted};

pub(super) fn emit() -> [Emitted; 2] {
    let file =
        |name: &str, text: &str| Emitted::new(name, "licence", Content::Verbatim(text.to_owned()));
    [
        file("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
        file("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    ]
}
