//! Cookies: what a value can hold, and the one header that they are written into.

use reqwest::header::HeaderValue;

/// Why a text cannot be the value of a cookie. It is not repeated.
pub(crate) fn fault(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some("is empty".to_owned());
    }
    let at = value.chars().position(|character| !may_stand(character))?;
    Some(format!(
        "has a character that a cookie cannot hold, at position {at}: give the bare value, without \
         name, quotes or `;`"
    ))
}

/// The `Cookie` header with these. Of two of one name the first is sent.
pub(crate) fn header<'c>(cookies: impl Iterator<Item = (&'c str, &'c str)>) -> Option<HeaderValue> {
    let mut text = String::new();
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in cookies {
        if !names.contains(&name) {
            let joint = if text.is_empty() { "" } else { "; " };
            text.extend([joint, name, "=", value]);
            names.push(name);
        }
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
    fn the_header_holds_each_cookie_once_and_is_sensitive() {
        let both = [("auth", "authcookie_1"), ("twoFactorAuth", "second"), ("auth", "other")];
        let header = super::header(both.into_iter()).unwrap();
        assert_eq!(header.to_str().unwrap(), "auth=authcookie_1; twoFactorAuth=second");
        assert!(header.is_sensitive());
        assert_eq!(super::header(std::iter::empty()), None);
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
