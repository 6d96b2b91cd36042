//! Addresses. The service's own hosts stay, and so does what is signed in a query; whose it is does not.

use percent_encoding::{percent_decode_str, utf8_percent_encode};
use url::Url;

use super::fold::meant;
use super::{Redactor, UNRESERVED, is_field_name};

/// Hosts of the service.
const HOSTS: &[&str] = &["vrchat.cloud", "vrchat.com"];

/// Parameters of signed addresses whose values let whoever has them in, or say when they were made. They
/// are others each time, and so they all have the stand-in of their name.
const SIGNED: &[(&str, &str)] = &[
    ("X-Amz-Signature", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
    ("X-Amz-Security-Token", "stand-in"),
    ("X-Amz-Credential", "stand-in/20010101/us-east-1/s3/aws4_request"),
    ("X-Amz-Date", "20010101T120000Z"),
    ("Signature", "stand-in"),
    ("Policy", "stand-in"),
    ("Key-Pair-Id", "stand-in"),
    ("AWSAccessKeyId", "stand-in"),
    ("Expires", "978350400"),
    ("token", "stand-in"),
    ("verify", "stand-in"),
];

/// Parameters of signed addresses that are only said to be there.
const PLAIN: &[&str] = &[
    "X-Amz-Algorithm",
    "X-Amz-Content-Sha256",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "partNumber",
    "uploadId",
    "response-content-disposition",
    "response-content-type",
    "x-id",
];

impl Redactor {
    /// An address of HTTP, if it is one.
    pub(super) fn address(&mut self, text: &str) -> Option<String> {
        if !text.starts_with("https://") && !text.starts_with("http://") {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let origin = url.origin().ascii_serialization();
        let is_base = origin == self.base.origin || origin == self.base.documented_origin;
        let mut out = if is_base {
            let path = self.own_path(url.path());
            format!("{}{path}", self.base.documented_origin)
        } else {
            let host = self.host(url.host_str()?);
            format!("https://{host}{}", self.path(url.path()))
        };
        out.push_str(&self.behind_path(url.query(), url.fragment()));
        Some(out)
    }

    /// An address without a scheme, as the service redirects to itself.
    pub(super) fn relative(&mut self, text: &str) -> String {
        // It may still name a host.
        if text.starts_with("//")
            && let Some(made) = self.address(&format!("https:{text}"))
        {
            return made.strip_prefix("https:").unwrap_or(&made).to_owned();
        }
        let (rest, fragment) = parted(text, '#');
        let (path, query) = parted(rest, '?');
        format!("{}{}", self.own_path(path), self.behind_path(query, fragment))
    }

    /// A path of the service, with the documented one in place of that of the base address.
    fn own_path(&mut self, path: &str) -> String {
        let documented = self.base.documented_path.clone();
        let below = |base: &str| {
            path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match below(&self.base.path).or_else(|| below(&documented)) {
            Some(rest) => format!("{documented}{}", self.path(rest)),
            None => self.path(path),
        }
    }

    fn behind_path(&mut self, query: Option<&str>, fragment: Option<&str>) -> String {
        let mut out = String::new();
        if let Some(query) = query {
            out.push('?');
            out.push_str(&self.query(query));
        }
        if let Some(fragment) = fragment {
            out.push('#');
            let fragment = self.string(fragment, &self.nowhere(), "");
            out.extend(utf8_percent_encode(&fragment, UNRESERVED));
        }
        out
    }

    /// The segments of a path, each by itself.
    pub(super) fn path(&mut self, path: &str) -> String {
        let segments = path.split('/').map(|segment| {
            if matches!(segment, "." | "..") {
                return segment.to_owned();
            }
            let decoded = percent_decode_str(segment).decode_utf8_lossy();
            let made = self.string(&decoded, &self.nowhere(), "");
            utf8_percent_encode(&made, UNRESERVED).to_string()
        });
        let segments: Vec<String> = segments.collect();
        segments.join("/")
    }

    fn host(&mut self, host: &str) -> String {
        let of = |known: &str| host == known || host.ends_with(&format!(".{known}"));
        let is_name = host.split('.').count() <= 3;
        let is_own = HOSTS.iter().any(|known| of(known)) && is_name;
        // A host of the service that is called after somebody is theirs.
        let is_kept = self.vocabulary.has(host) || !self.known.is_in(host);
        if (is_own || host.ends_with(".example.com")) && is_kept {
            return host.to_owned();
        }
        // A host of the same kind says what storage it is; the name before is an account's.
        let zone = ["amazonaws.com", "cloudfront.net"].into_iter().find(|known| of(known));
        self.note(host);
        self.stand_ins.numbered(host, "host", |number| match zone {
            Some(zone) => format!("host-{number}.{zone}.example.com"),
            None => format!("host-{number}.example.com"),
        })
    }

    fn query(&mut self, query: &str) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if let Some((_, made)) = SIGNED.iter().find(|(signed, _)| *signed == name) {
                self.note(&value);
                out.append_pair(&name, made);
                continue;
            }
            let is_own = PLAIN.contains(&&*name) || self.vocabulary.has(&name);
            let is_kept = is_own || is_field_name(&name) && !self.known.is_in(&name);
            let made_name = match is_kept {
                true => name.clone().into_owned(),
                false => self.string(&name, &self.nowhere(), ""),
            };
            out.append_pair(&made_name, &self.string(&value, &self.nowhere(), &name));
        }
        out.finish()
    }
}

/// What stands before a mark, and behind it.
fn parted(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, behind)) => (before, Some(behind)),
        None => (text, None),
    }
}

/// Whether this is the address of a mailbox, with look-alikes or without.
pub fn is_mail(text: &str) -> bool {
    let text: String = text.chars().map(|one| meant(one).unwrap_or(one)).collect();
    let Some((name, host)) = text.split_once('@') else { return false };
    let known = |one: char| one.is_alphanumeric() || "._-+".contains(one);
    !name.is_empty()
        && name.chars().all(known)
        && host.contains('.')
        && host.chars().all(|one| one.is_alphanumeric() || ".-".contains(one))
}
