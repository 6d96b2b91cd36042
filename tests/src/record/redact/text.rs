//! Texts, by what they look like.

use std::net::{IpAddr, SocketAddr};

use serde_json::Value;

use super::clock::{noon_like, timestamp};
use super::legacy::is_legacy_id;
use super::media::is_media_type;
use super::message::kind_of_id;
use super::shape::{self, token, uuids};
use super::{Place, Redactor, address};

/// Keys whose values have a form of their own that says nothing of anybody.
const MEDIA_TYPES: &[&str] = &["mimeType", "contentType", "content-type"];
const EXTENSIONS: &[&str] = &["extension", "fileExtension"];

/// Digits of a text, as of a number.
const DIGITS: usize = 4;

impl Redactor {
    /// A text of this place, under this key.
    pub(super) fn string(&mut self, text: &str, place: &Place<'_>, key: &str) -> String {
        if text.is_empty() || self.vocabulary.has(text) || self.is_stand_in(text) {
            return text.to_owned();
        }
        let may_stay = place.is_enum() && is_word(text)
            || MEDIA_TYPES.contains(&key) && is_media_type(text)
            || EXTENSIONS.contains(&key) && is_extension(text)
            || text.len() <= DIGITS && text.bytes().all(|one| one.is_ascii_digit());
        if may_stay && !self.known.is_in(text) {
            return text.to_owned();
        }
        if MEDIA_TYPES.contains(&key)
            && let Some(made) = self.media_type(text)
        {
            return made;
        }
        if let Some(made) = self.address(text) {
            return made;
        }
        if let Some(made) = self.file_name(text) {
            return made;
        }
        if let Some((day, rest)) = timestamp(text) {
            self.note(text);
            if self.learning {
                self.stand_ins.note_day(day);
            }
            return format!("{}{}", self.stand_ins.day(day), noon_like(rest));
        }
        if let Some(made) = self.structured(text) {
            return made;
        }
        self.plain(text)
    }

    /// A text in which ids may stand, and of which nothing else stays but its punctuation.
    pub(super) fn plain(&mut self, text: &str) -> String {
        let ids = uuids(text);
        if ids.is_empty() {
            self.note(text);
            return self.stand_ins.text(text, &self.known);
        }
        let mut out = String::new();
        let mut from = 0;
        for id in ids {
            let before = text.get(from..id.start).unwrap_or_default();
            out.push_str(&self.before_id(before));
            let original = text.get(id.clone()).unwrap_or_default();
            self.note(original);
            out.push_str(&self.stand_ins.uuid(original));
            from = id.end;
        }
        let rest = text.get(from..).unwrap_or_default();
        out.push_str(&self.part(rest));
        out
    }

    /// What stands before an id ends with what kind of id it is, as in `file_`.
    fn before_id(&mut self, text: &str) -> String {
        let (before, kind) = text.split_at(text.len() - kind_of_id(text));
        format!("{}{kind}", self.part(before))
    }

    /// A part of a text.
    fn part(&mut self, text: &str) -> String {
        match text.chars().all(shape::is_mark) && text.chars().count() <= 2 {
            true => text.to_owned(),
            false => self.string(text, &self.nowhere(), ""),
        }
    }

    /// The name of a piece of a version: `Name.file_….1.png.signature`.
    fn file_name(&mut self, text: &str) -> Option<String> {
        let id = uuids(text).pop()?;
        let (before, behind) = (text.get(..id.start)?, text.get(id.end..)?);
        let name = before.strip_suffix(".file_")?;
        let mut parts = behind.strip_prefix('.')?.split('.');
        let version = parts.next()?;
        let is_version = !version.is_empty() && version.bytes().all(|one| one.is_ascii_digit());
        let mut rest = parts.clone();
        let is_known = |part: &str| {
            is_extension(part)
                || self.vocabulary.has(&format!(".{part}"))
                || self.vocabulary.has(part)
        };
        if version.len() > DIGITS || !is_version || !rest.all(is_known) || self.known.is_in(behind)
        {
            return None;
        }
        let original = text.get(id.clone())?;
        self.note(original);
        let name = self.part(name);
        Some(format!("{name}.file_{}{behind}", self.stand_ins.uuid(original)))
    }

    /// Ids, addresses of people and machines, JSON, digests and the like.
    fn structured(&mut self, text: &str) -> Option<String> {
        if shape::is_uuid(text) {
            self.note(text);
            return Some(self.stand_ins.uuid(text));
        }
        if let Ok(ip) = text.parse::<IpAddr>() {
            self.note(text);
            return Some(self.stand_ins.numbered(text, "ip", |number| match ip {
                IpAddr::V4(_) => format!("192.0.2.{}", number % 256),
                IpAddr::V6(_) => format!("2001:db8::{number:x}"),
            }));
        }
        if let Ok(socket) = text.parse::<SocketAddr>() {
            let ip = self.string(&socket.ip().to_string(), &self.nowhere(), "");
            return Some(format!("{ip}:{}", socket.port()));
        }
        if address::is_mail(text) {
            self.note(text);
            let made = |number| format!("user{number}@example.com");
            return Some(self.stand_ins.numbered(text, "mail", made));
        }
        if text.starts_with(['{', '['])
            && let Ok(inner) = serde_json::from_str::<Value>(text)
        {
            self.note(text);
            let inner = self.json(&inner, &self.nowhere());
            return Some(inner.to_string());
        }
        if uuids(text).is_empty()
            && let Some(kind) = token(text)
        {
            self.note(text);
            return Some(self.stand_ins.token(text, kind, &self.known));
        }
        None
    }

    /// A place of which nothing is documented.
    pub(super) fn nowhere(&self) -> Place<'static> {
        Place::unknown(&Value::Null)
    }
}

/// Whether a value is a word such as the service has for a state.
fn is_word(text: &str) -> bool {
    text.len() <= 32
        && text.starts_with(|one: char| one.is_ascii_alphabetic())
        && text.bytes().all(|one| one.is_ascii_alphanumeric() || b"_-.+/".contains(&one))
        && !is_legacy_id(text)
}

fn is_extension(text: &str) -> bool {
    let bare = text.strip_prefix('.').unwrap_or(text);
    (1..=8).contains(&bare.len()) && bare.bytes().all(|one| one.is_ascii_alphanumeric())
}
