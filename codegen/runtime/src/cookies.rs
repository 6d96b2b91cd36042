//! Cookies: what a value can hold, and the one header that they are written into.

use reqwest::header::HeaderValue;

/// Why a text cannot be the value of a credential's cookie. It is not repeated.
pub(crate) fn fault(value: &str) -> Option<String> {
    if value.is_empty() { Some("is empty".to_owned()) } else { character_fault(value) }
}

/// Which character of a text cannot stand in a cookie. It is not repeated.
pub(crate) fn character_fault(value: &str) -> Option<String> {
    let at = value.chars().position(|character| !may_stand(character))?;
    Some(format!(
        "has a character that a cookie cannot hold, at position {at}: give the bare value, without \
         name, quotes or `;`"
    ))
}

/// Whether a text can be the name of a cookie: a token, RFC 9110 §5.6.2.
pub(crate) fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(fits)
}

/// The `Cookie` header with a call's own cookies, and with those of the client whose names they leave.
pub(crate) fn header<'c>(
    own: &'c [(String, String)],
    credentials: impl Iterator<Item = (&'c str, &'c str)>,
) -> Option<HeaderValue> {
    let own = own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut names: Vec<&str> = own.clone().map(|(name, _)| name).collect();
    let mut text = String::new();
    let credentials = credentials.filter(|(name, _)| {
        let is_free = !names.contains(name);
        names.push(*name);
        is_free
    });
    let all: Vec<_> = credentials.collect();
    for (name, value) in all.into_iter().chain(own) {
        let joint = if text.is_empty() { "" } else { "; " };
        text.extend([joint, name, "=", value]);
    }
    let mut header = HeaderValue::from_str(&text).ok().filter(|header| !header.is_empty())?;
    header.set_sensitive(true);
    Some(header)
}

/// The characters of a cookie value, RFC 6265 §4.1.1.
fn may_stand(character: char) -> bool {
    matches!(character, '!' | '#'..='+' | '-'..=':' | '<'..='[' | ']'..='~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_holds_what_is_given_and_is_sensitive() {
        let both = [("auth", "authcookie_1"), ("twoFactorAuth", "second"), ("auth", "other")];
        let header = super::header(&[], both.into_iter()).unwrap();
        assert_eq!(header.to_str().unwrap(), "auth=authcookie_1; twoFactorAuth=second");
        assert!(header.is_sensitive());
        assert_eq!(super::header(&[], std::iter::empty()), None);
        let own = [("lang", "de"), ("auth", "own"), ("lang", "en")];
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let header = super::header(&own, both.into_iter()).unwrap();
        assert_eq!(header, "twoFactorAuth=second; lang=de; auth=own; lang=en");
    }

    #[test]
    fn a_value_that_would_break_the_header_is_refused_without_repeating_it() {
        for value in [
            "",
            "secret;x",
            "secret value",
            "secret\r\nX: y",
            "sécret",
            "\"secret\"",
            "a,b",
            r"a\b",
        ] {
            let message = fault(value).unwrap();
            assert!(!message.contains("secret"), "{message}");
        }
        assert_eq!(fault("authcookie_0000-1111"), None);
    }
}
