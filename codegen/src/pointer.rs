//! JSON pointers (RFC 6901), as they stand in a `$ref` and in a diagnostic.

use std::fmt;

use serde_json::Value;

/// A path from the root of a document to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer of the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer made of these tokens, in order.
    pub fn of(tokens: &[&str]) -> Self {
        tokens.iter().fold(Self::root(), |pointer, token| pointer.child(token))
    }

    /// The local target of a `$ref`: what follows the `#`, percent-decoded. `None` where the
    /// reference leaves the document or is no pointer.
    pub fn from_reference(reference: &str) -> Option<Self> {
        let fragment = reference.strip_prefix('#')?;
        let decoded = percent_decode(fragment)?;
        (decoded.is_empty() || decoded.starts_with('/')).then_some(Self(decoded))
    }

    /// A pointer that is already in its escaped form.
    pub(crate) fn from_escaped(text: String) -> Self {
        Self(text)
    }

    /// The pointer of a child by key or index.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string().replace('~', "~0").replace('/', "~1");
        Self(format!("{}/{token}", self.0))
    }

    /// The unescaped tokens, from the root down.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The node it points to.
    pub fn resolve<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        value.pointer(&self.0)
    }

    /// The pointer as RFC 6901 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its parent and its last token; `None` for the root.
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        let last = self.tokens().last()?;
        Some((Self(parent.to_owned()), last))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Undoes the percent-encoding of a part of a URI.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let (high, low) = (digit(rest.next())?, digit(rest.next())?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_unescaped() {
        let pointer = Pointer::of(&["paths", "/file/{fileId}", "a~b"]);
        assert_eq!(pointer.as_str(), "/paths/~1file~1{fileId}/a~0b");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/file/{fileId}", "a~b"]);
        let (parent, last) = pointer.split_last().unwrap();
        assert_eq!((parent.as_str(), last.as_str()), ("/paths/~1file~1{fileId}", "a~b"));
    }

    #[test]
    fn references_are_percent_decoded() {
        let pointer = Pointer::from_reference("#/paths/~1file~1%7BfileId%7D").unwrap();
        assert_eq!(pointer, Pointer::of(&["paths", "/file/{fileId}"]));
        assert_eq!(Pointer::from_reference("other.yaml#/x"), None);
        assert_eq!(Pointer::from_reference("#x"), None);
        assert_eq!(Pointer::from_reference("#/%zz"), None);
    }
}
