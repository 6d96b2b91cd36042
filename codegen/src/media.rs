//! Media types, and what kind of body each is.

/// What a body is to a caller. In the order of preference: of several, the first is what the plain
/// method takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Json,
    Multipart,
    Urlencoded,
    Text,
    Bytes,
}

impl Kind {
    /// Its name in the normalised document.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Multipart => "multipart",
            Self::Urlencoded => "urlencoded",
            Self::Text => "text",
            Self::Bytes => "bytes",
        }
    }
}

/// The kind of a media type; what is not known is bytes.
pub(crate) fn kind(media_type: &str) -> Kind {
    match essence(media_type).as_str() {
        _ if is_json(media_type) => Kind::Json,
        "multipart/form-data" => Kind::Multipart,
        "application/x-www-form-urlencoded" => Kind::Urlencoded,
        "text/plain" => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// Whether a media type is JSON: `application/json`, or one with the suffix `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether the type is one, and no range such as `image/*`.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    let token = |text: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'+-.^_`|~".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let essence = essence(media_type);
    essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
        && media_type.chars().all(|c| c.is_ascii_graphic() || c == ' ')
}

/// The type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_whatever_the_case_and_the_parameters() {
        assert_eq!(kind("Application/JSON; charset=utf-8"), Kind::Json);
        assert_eq!(kind("application/problem+json"), Kind::Json);
        assert_eq!(kind("multipart/form-data"), Kind::Multipart);
        assert_eq!(kind("text/plain; charset=utf-8"), Kind::Text);
        assert_eq!(kind("image/*"), Kind::Bytes);
        assert!(is_concrete("image/svg+xml") && is_concrete("text/plain; charset=utf-8"));
        assert!(!is_concrete("image/*") && !is_concrete("png") && !is_concrete("a/b\n"));
    }
}
