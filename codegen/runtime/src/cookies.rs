//! The cookies of the account, and the one header that they are written into.

use std::collections::BTreeMap;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

/// Cookie values by name. `Debug` shows the names alone.
#[derive(Clone, Default, Debug)]
pub(crate) struct Cookies(BTreeMap<&'static str, SecretString>);

impl Cookies {
    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        self.0.insert(name, SecretString::from(value));
    }

    /// Says which value cannot be a cookie. The value itself is not repeated.
    pub(crate) fn validate(&self) -> Result<(), String> {
        for (name, value) in &self.0 {
            let value = value.expose_secret();
            if value.is_empty() {
                return Err(format!("the cookie `{name}` is empty"));
            }
            if let Some(at) = value.chars().position(|character| !may_stand(character)) {
                return Err(format!(
                    "the cookie `{name}` has a character that a cookie cannot hold, at position \
                     {at}: give the bare value, without name, quotes or `;`"
                ));
            }
        }
        Ok(())
    }

    /// The `Cookie` header with those of these names that are set.
    pub(crate) fn header(&self, names: &[&str]) -> Option<HeaderValue> {
        let mut text = String::new();
        for name in names {
            if let Some((name, value)) = self.0.get_key_value(name) {
                let joint = if text.is_empty() { "" } else { "; " };
                text.push_str(joint);
                text.push_str(name);
                text.push('=');
                text.push_str(value.expose_secret());
            }
        }
        let mut header = HeaderValue::from_str(&text).ok().filter(|header| !header.is_empty())?;
        header.set_sensitive(true);
        Some(header)
    }
}

/// The characters of a cookie value, RFC 6265 §4.1.1.
fn may_stand(character: char) -> bool {
    matches!(character, '!' | '#'..='+' | '-'..=':' | '<'..='[' | ']'..='~')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(value: &str) -> Cookies {
        let mut cookies = Cookies::default();
        cookies.set("auth", value.to_owned());
        cookies
    }

    #[test]
    fn the_header_holds_what_is_asked_for_and_is_sensitive() {
        let mut both = cookies("authcookie_1");
        both.set("twoFactorAuth", "second".to_owned());
        let header = both.header(&["auth", "twoFactorAuth", "other"]).unwrap();
        assert_eq!(header.to_str().unwrap(), "auth=authcookie_1; twoFactorAuth=second");
        assert!(header.is_sensitive());
        assert_eq!(both.header(&["auth"]).unwrap(), "auth=authcookie_1");
        assert_eq!(both.header(&[]), None);
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
            let message = cookies(value).validate().unwrap_err();
            assert!(message.contains("`auth`") && !message.contains("secret"), "{message}");
        }
        assert_eq!(cookies("authcookie_0000-1111").validate(), Ok(()));
    }

    #[test]
    fn debug_shows_no_value() {
        let shown = format!("{:?}", cookies("planted"));
        assert!(shown.contains("auth") && !shown.contains("planted"), "{shown}");
    }
}
