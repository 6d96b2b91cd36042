//! Filling a path template, so that no value can lead to another endpoint.

/// Why a value cannot stand in a path.
///
/// A URL parser resolves `.` and `..` wherever they stand alone, and some servers and proxies
/// decode `%2F` and take `\` for `/`: an id of `a/../../auth` would reach another endpoint, with
/// the account's cookie. No id of the service needs any of these.
pub(crate) fn refuse(value: &str) -> Option<&'static str> {
    match value {
        "" => Some("is empty"),
        "." | ".." => Some("is a relative path segment"),
        _ if value.contains(['/', '\\']) => Some("contains a slash or a backslash"),
        _ if value.contains(char::is_control) => Some("contains a control character"),
        _ => None,
    }
}

/// Replaces each `{name}` of the template by a value that is encoded already. `None` where a value is missing or a segment, all
/// filled in, is one that a URL parser would resolve.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> Option<String> {
    let mut path = String::with_capacity(template.len() + 48);
    for segment in template.split('/').skip(1) {
        let mut filled = String::new();
        let mut rest = segment;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        if filled == "." || filled == ".." {
            return None;
        }
        path.push('/');
        path.push_str(&filled);
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_segment() {
        let encoded = crate::style::encode("file_ä b%2e?#");
        let values = [("fileId", encoded), ("version", "1".to_owned())];
        assert_eq!(
            fill("/file/{fileId}/v{version}.json", &values).unwrap(),
            "/file/file_%C3%A4%20b%252e%3F%23/v1.json"
        );
    }

    #[test]
    fn a_value_that_could_lead_elsewhere_is_refused() {
        for value in ["", ".", "..", "a/b", "a\\b", "../auth", "a\nb", "\u{7f}"] {
            assert!(refuse(value).is_some(), "{value:?}");
        }
        for value in ["file_1", "...", "a.b", "%2e%2e", "ä"] {
            assert_eq!(refuse(value), None, "{value:?}");
        }
    }

    #[test]
    fn a_segment_of_several_values_cannot_become_relative() {
        let dot = ".".to_owned();
        assert_eq!(fill("/{a}{b}/x", &[("a", dot.clone()), ("b", dot)]), None);
        assert_eq!(fill("/{a}", &[]), None);
    }
}
