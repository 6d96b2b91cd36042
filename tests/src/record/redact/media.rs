//! Media types. They say nothing of anybody, but for parameters that nobody knows.

use super::Redactor;

/// `binary` is none; S3 calls bytes that nobody named `binary/octet-stream`.
const KINDS: &[&str] =
    &["application", "audio", "binary", "font", "image", "model", "multipart", "text", "video"];

/// Charsets; of families, what their members begin with.
const CHARSETS: &[&str] = &[
    "utf-8",
    "utf8",
    "utf-16",
    "utf-16be",
    "utf-16le",
    "us-ascii",
    "ascii",
    "latin1",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "gbk",
    "gb2312",
    "gb18030",
    "big5",
    "koi8-r",
    "koi8-u",
];
const FAMILIES: &[&str] = &["iso-8859-", "windows-"];

impl Redactor {
    /// A media type whose parameters are not known: it stays, and they do not.
    pub(super) fn media_type(&mut self, text: &str) -> Option<String> {
        let (essence, parameters) = text.split_once(';')?;
        if !is_essence(essence.trim()) || self.known.is_in(essence) {
            return None;
        }
        let bare = parameters.trim_start();
        let space = parameters.get(..parameters.len() - bare.len()).unwrap_or_default();
        Some(format!("{essence};{space}{}", self.string(bare, &self.nowhere(), "")))
    }
}

/// Whether this is a media type with nothing but a charset.
pub fn is_media_type(text: &str) -> bool {
    match text.split_once(';') {
        Some((essence, parameter)) => {
            is_essence(essence.trim_end()) && is_charset(parameter.trim())
        }
        None => is_essence(text),
    }
}

fn is_essence(text: &str) -> bool {
    let (kind, subtype) = text.split_once('/').unwrap_or_default();
    let is_known =
        |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || b"+-.".contains(&one);
    KINDS.contains(&kind) && (1..=40).contains(&subtype.len()) && subtype.bytes().all(is_known)
}

fn is_charset(parameter: &str) -> bool {
    let lower = parameter.to_ascii_lowercase();
    let Some(name) = lower.strip_prefix("charset=") else { return false };
    let quoted = name.strip_prefix('"').and_then(|name| name.strip_suffix('"'));
    let name = quoted.unwrap_or(name);
    let is_number =
        |rest: &str| (1..=4).contains(&rest.len()) && rest.bytes().all(|one| one.is_ascii_digit());
    CHARSETS.contains(&name)
        || FAMILIES.iter().any(|family| name.strip_prefix(family).is_some_and(is_number))
}
