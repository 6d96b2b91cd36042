//! Entity tags of S3, which are digests most of the time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{HeaderMap, HeaderName};

/// Says how S3 encrypts an object. With a key of S3's own the entity tag is the md5 all the same.
const ENCRYPTION: HeaderName = HeaderName::from_static("x-amz-server-side-encryption");

/// Stands where an object is encrypted with a key that the customer gave.
const CUSTOMER_KEY: HeaderName =
    HeaderName::from_static("x-amz-server-side-encryption-customer-algorithm");

/// The md5 of no bytes at all, in base64.
pub(super) const MD5_OF_NOTHING: &str = "1B2M2Y8AsgTpgAmY7PhCfg==";

/// The tag without its quotes.
pub(super) fn bare(tag: &str) -> &str {
    tag.trim().trim_matches('"')
}

/// The md5 that a tag is, in base64.
pub(super) fn md5(tag: &str) -> Option<String> {
    let hex = bare(tag);
    let is_digest = hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest = is_digest.then(|| u128::from_str_radix(hex, 16).ok()).flatten()?;
    Some(STANDARD.encode(digest.to_be_bytes()))
}

/// Whether the answer says that the object is encrypted so that its tag is no digest.
pub(super) fn is_opaque(headers: &HeaderMap) -> bool {
    let by_kms = headers.get(ENCRYPTION).is_some_and(|how| how.as_bytes().starts_with(b"aws:kms"));
    by_kms || headers.contains_key(CUSTOMER_KEY)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_tag_is_an_md5_in_hexadecimal() {
        let hello = "\"5eb63bbbe01eeed093cb22bb8f5acdc3\"";
        assert_eq!(bare(hello), "5eb63bbbe01eeed093cb22bb8f5acdc3");
        assert_eq!(md5(hello).as_deref(), Some("XrY7u+Ae7tCTyyK7j1rNww=="));
        assert_eq!(md5("d41d8cd98f00b204e9800998ecf8427e").as_deref(), Some(MD5_OF_NOTHING));
        assert_eq!(
            md5("000000000000000000000000000000ff").as_deref(),
            Some("AAAAAAAAAAAAAAAAAAAA/w==")
        );
        for other in
            ["", "\"\"", "5eb63bbbe01eeed093cb22bb8f5acdc3-2", "+eb63bbbe01eeed093cb22bb8f5acdc3"]
        {
            assert_eq!(md5(other), None, "{other}");
        }
    }

    #[test]
    fn keys_of_others_make_a_tag_opaque() {
        let is_opaque = |name: HeaderName, value: &'static str| {
            super::is_opaque(&HeaderMap::from_iter([(name, HeaderValue::from_static(value))]))
        };
        assert!(is_opaque(ENCRYPTION, "aws:kms") && is_opaque(ENCRYPTION, "aws:kms:dsse"));
        assert!(is_opaque(CUSTOMER_KEY, "AES256"));
        assert!(!is_opaque(ENCRYPTION, "AES256"));
        assert!(!super::is_opaque(&HeaderMap::new()));
    }
}
