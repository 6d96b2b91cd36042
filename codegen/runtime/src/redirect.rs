//! Where the service sends a caller on to.

use std::fmt;

use crate::redact;

/// The answer of an operation that the document says redirects. It is not followed: the address may be
/// a page for people, and its query may hold a secret, so `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Redirect {
    location: Option<String>,
}

impl Redirect {
    pub(crate) fn new(location: Option<String>) -> Self {
        Self { location }
    }

    /// The address with its query, absolute. `None` where the service answered without one.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
}

impl fmt::Debug for Redirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.location.as_deref().map(redact::queries);
        f.debug_struct("Redirect").field("location", &shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_query() {
        let to = Redirect::new(Some("https://example.com/done?token=secret".to_owned()));
        assert!(!format!("{to:?}").contains("secret"), "{to:?}");
        assert_eq!(to.location(), Some("https://example.com/done?token=secret"));
    }
}
