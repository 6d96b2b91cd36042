//! What a client proves with who calls: where each credential stands in a request, and which are
//! set.

use std::collections::BTreeMap;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::cookies;

/// A credential that an operation takes: where it stands, and under which name. Those of the header
/// `Authorization` have the name of their scheme, of which there may be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credential {
    /// A cookie of this name.
    Cookie(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A parameter of the query of this name.
    Query(&'static str),
    /// `Authorization` with a user and a password, RFC 7617.
    Basic(&'static str),
    /// `Authorization` with a token, RFC 6750.
    Bearer(&'static str),
    /// `Authorization` with a value that is the caller's own.
    Authorization(&'static str),
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cookie(name) => write!(f, "the cookie `{name}`"),
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::Query(name) => write!(f, "the key `{name}`"),
            Self::Basic(name) => write!(f, "the user or the password of `{name}`"),
            Self::Bearer(name) => write!(f, "the token of `{name}`"),
            Self::Authorization(name) => write!(f, "the authorization `{name}`"),
        }
    }
}

/// The credentials that are set, as they are sent; of one that cannot be sent, why not. `Debug`
/// shows no value.
#[derive(Clone, Default, Debug)]
pub(crate) struct Credentials(BTreeMap<Credential, Result<SecretString, String>>);

impl Credentials {
    /// Sets the value of a credential.
    pub(crate) fn set(&mut self, credential: Credential, value: String) {
        let fault = match credential {
            Credential::Cookie(_) => cookies::fault(&value),
            Credential::Query(_) => text_fault(&value),
            Credential::Header(name) if HeaderName::try_from(name).is_err() => {
                Some("has a name that no header can have".to_owned())
            }
            Credential::Header(_) | Credential::Authorization(_) | Credential::Basic(_) => {
                header_fault(&value)
            }
            Credential::Bearer(_) => token_fault(&value),
        };
        let value = match credential {
            Credential::Bearer(_) => format!("Bearer {value}"),
            _ => value,
        };
        self.put(credential, fault, value);
    }

    /// Sets a user and a password.
    pub(crate) fn set_basic(&mut self, scheme: &'static str, user: &str, password: &str) {
        let fault = if user.is_empty() && password.is_empty() {
            Some("is empty".to_owned())
        } else if user.contains(':') {
            Some("has a `:` in the user's name, where the password would begin".to_owned())
        } else {
            [user, password].into_iter().find_map(control_fault)
        };
        let value = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        self.put(Credential::Basic(scheme), fault, value);
    }

    /// Says which value cannot be sent. The value itself is not repeated.
    pub(crate) fn validate(&self) -> Result<(), String> {
        match self.0.values().find_map(|value| value.as_ref().err()) {
            Some(fault) => Err(fault.clone()),
            None => Ok(()),
        }
    }

    /// The cookies among these credentials that are set.
    pub(crate) fn cookies<'c>(
        &'c self,
        wanted: &'c [Credential],
    ) -> impl Iterator<Item = (&'c str, &'c str)> {
        wanted.iter().filter_map(|credential| match credential {
            Credential::Cookie(name) => Some((*name, self.get(*credential)?)),
            _ => None,
        })
    }

    /// The parameters of the query among these credentials that are set.
    pub(crate) fn query<'c>(
        &'c self,
        wanted: &'c [Credential],
    ) -> impl Iterator<Item = (&'c str, &'c str)> {
        wanted.iter().filter_map(|credential| match credential {
            Credential::Query(name) => Some((*name, self.get(*credential)?)),
            _ => None,
        })
    }

    /// Adds the headers among these credentials that are set, but for those that stand there
    /// already: a call's own argument goes first, and so does the first `Authorization`.
    pub(crate) fn write_headers(&self, wanted: &[Credential], headers: &mut HeaderMap) {
        for credential in wanted {
            let name = match credential {
                Credential::Cookie(_) | Credential::Query(_) => continue,
                Credential::Header(name) => HeaderName::try_from(*name),
                Credential::Basic(_) | Credential::Bearer(_) | Credential::Authorization(_) => {
                    Ok(AUTHORIZATION)
                }
            };
            let value = self.get(*credential).map(HeaderValue::try_from);
            // Both were tried when the value was set.
            if let (Ok(name), Some(Ok(mut value))) = (name, value) {
                value.set_sensitive(true);
                headers.entry(name).or_insert(value);
            }
        }
    }

    fn get(&self, credential: Credential) -> Option<&str> {
        let value = self.0.get(&credential)?.as_ref().ok()?;
        Some(value.expose_secret())
    }

    fn put(&mut self, credential: Credential, fault: Option<String>, value: String) {
        let value = match fault {
            Some(fault) => Err(format!("{credential} {fault}")),
            None => Ok(SecretString::from(value)),
        };
        self.0.insert(credential, value);
    }
}

/// Why a text cannot be a header of its own. It is not repeated.
fn header_fault(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some("is empty".to_owned());
    }
    if value.trim() != value {
        return Some("begins or ends with white space".to_owned());
    }
    let at = value.chars().position(|c| !(c.is_ascii_graphic() || c == ' '));
    at.map(|at| format!("has a character that a header cannot hold, at position {at}"))
}

fn token_fault(value: &str) -> Option<String> {
    match header_fault(value) {
        None if value.contains(' ') => {
            Some("has a space in it: give the bare token, without `Bearer` in front".to_owned())
        }
        fault => fault,
    }
}

fn text_fault(value: &str) -> Option<String> {
    if value.is_empty() { Some("is empty".to_owned()) } else { control_fault(value) }
}

fn control_fault(value: &str) -> Option<String> {
    let at = value.chars().position(char::is_control);
    at.map(|at| format!("has a control character, at position {at}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Credential; 6] = [
        Credential::Cookie("auth"),
        Credential::Header("X-Key"),
        Credential::Query("key"),
        Credential::Bearer("token"),
        Credential::Basic("basic"),
        Credential::Authorization("own"),
    ];

    fn all() -> Credentials {
        let mut credentials = Credentials::default();
        for credential in ALL {
            credentials.set(credential, "planted".to_owned());
        }
        credentials.set_basic("basic", "planted", "planted");
        credentials
    }

    #[test]
    fn each_stands_in_its_place_and_the_first_authorization_is_sent() {
        let credentials = all();
        assert_eq!(credentials.cookies(&ALL).collect::<Vec<_>>(), [("auth", "planted")]);
        assert_eq!(credentials.query(&ALL).collect::<Vec<_>>(), [("key", "planted")]);
        let mut headers = HeaderMap::new();
        credentials.write_headers(&ALL, &mut headers);
        assert_eq!((&headers["x-key"], headers.len()), (&HeaderValue::from_static("planted"), 2));
        assert_eq!(headers["authorization"], "Bearer planted");
        assert!(headers.values().all(HeaderValue::is_sensitive));
        let mut headers = HeaderMap::new();
        credentials.write_headers(&ALL[4..], &mut headers);
        assert_eq!(headers["authorization"], "Basic cGxhbnRlZDpwbGFudGVk");
        let mut headers = HeaderMap::new();
        headers.insert("x-key", HeaderValue::from_static("of the call"));
        credentials.write_headers(&ALL[1..2], &mut headers);
        assert_eq!(headers["x-key"], "of the call");
    }

    #[test]
    fn what_an_operation_does_not_take_is_not_sent() {
        let mut headers = HeaderMap::new();
        all().write_headers(&[], &mut headers);
        assert!(headers.is_empty());
        assert_eq!(all().cookies(&ALL[1..]).count() + all().query(&ALL[3..]).count(), 0);
        assert_eq!(all().cookies(&[Credential::Cookie("other")]).count(), 0);
    }

    #[test]
    fn debug_shows_no_value() {
        let shown = format!("{:?}", all());
        assert!(shown.contains("auth") && !shown.contains("planted"), "{shown}");
        assert!(!shown.contains("cGxhb"), "{shown}");
    }

    #[test]
    fn a_value_that_cannot_be_sent_is_refused_without_repeating_it() {
        let refused = |credential, value: &str| {
            let mut credentials = Credentials::default();
            credentials.set(credential, value.to_owned());
            let message = credentials.validate().unwrap_err();
            let shown = format!("{message} {credentials:?}");
            assert!(!shown.contains("planted"), "{shown}");
            message
        };
        for credential in ALL {
            assert!(refused(credential, "").contains("is empty"), "{credential}");
            let message = refused(credential, "planted\r\nX: y");
            assert!(message.starts_with(&credential.to_string()), "{message}");
        }
        for credential in [ALL[1], ALL[3], ALL[5]] {
            refused(credential, "plantéd");
            refused(credential, " planted");
        }
        assert!(refused(Credential::Bearer("t"), "Bearer planted").contains("bare token"));
        refused(Credential::Header("no name"), "planted");
        for (user, password) in
            [("", ""), ("planted:x", "y"), ("planted\n", ""), ("x", "\0planted")]
        {
            let mut credentials = Credentials::default();
            credentials.set_basic("basic", user, password);
            let message = credentials.validate().unwrap_err();
            assert!(message.contains("`basic`") && !message.contains("planted"), "{message}");
        }
        assert_eq!(all().validate(), Ok(()));
    }
}
