//! Signed addresses of S3, as Signature Version 4 has them in a query.
//!
//! Only the host is signed and the payload is not, as in the addresses that the service gives out, so
//! that a client is free in the headers that it sends.

use std::fmt::Write;
use std::net::SocketAddr;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

const REGION: &str = "us-east-1";

/// The one pair of keys that this fake's S3 knows. The secret is another one in each, so that an
/// address from one fake opens nothing at another.
pub(crate) struct Keys {
    pub access: String,
    pub secret: String,
}

impl Keys {
    pub fn new() -> Self {
        let secret = uuid::Uuid::new_v4().simple().to_string();
        Self { access: "fake-access-key".to_owned(), secret }
    }

    /// An address that is good for `lifetime` from `at` on. A time in the past gives one that S3
    /// itself refuses.
    pub fn sign(&self, to: &Target<'_>, at: OffsetDateTime, lifetime: Duration) -> String {
        let day = format!("{:04}{:02}{:02}", at.year(), u8::from(at.month()), at.day());
        let moment = format!("{day}T{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second());
        let scope = format!("{day}/{REGION}/s3/aws4_request");
        let host = to.host.to_string();

        let mut query = vec![
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256".to_owned()),
            ("X-Amz-Credential", format!("{}/{scope}", self.access)),
            ("X-Amz-Date", moment.clone()),
            ("X-Amz-Expires", lifetime.as_secs().to_string()),
            ("X-Amz-SignedHeaders", "host".to_owned()),
        ];
        query.extend(to.query.iter().map(|(name, value)| (*name, value.clone())));
        query.sort();
        let query: Vec<String> =
            query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let query = query.join("&");

        let Target { method, path, .. } = to;
        let request = format!("{method}\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD");
        let digest = hex(&Sha256::digest(request));
        let text = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{digest}");

        let mut key = format!("AWS4{}", self.secret).into_bytes();
        for part in [day.as_str(), REGION, "s3", "aws4_request"] {
            key = hmac(&key, part);
        }
        let signature = hex(&hmac(&key, &text));
        format!("http://{host}{path}?{query}&X-Amz-Signature={signature}")
    }
}

/// What an address is for.
pub(crate) struct Target<'a> {
    pub method: &'a str,
    pub host: SocketAddr,
    /// Made of characters alone that need no encoding.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of every length, so that there is always one.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
