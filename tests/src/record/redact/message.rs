//! Messages of the service. They are prose, and worth reading as they are; what they repeat of the
//! request, or say of somebody, is replaced.

use std::net::{IpAddr, SocketAddr};

use super::Redactor;
use super::shape;

/// Longer words are no words.
const LONGEST: usize = 20;

/// A longer message is no sentence. Nobody reads it, and to look for all that is known in it would take long.
const LONGEST_MESSAGE: usize = 2000;

/// More digits are no count of minutes or bytes.
const DIGITS: usize = 6;

const QUOTES: &[(char, char)] = &[
    ('\'', '\''),
    ('"', '"'),
    ('`', '`'),
    ('\u{2018}', '\u{2019}'),
    ('\u{201c}', '\u{201d}'),
    ('\u{2039}', '\u{203a}'),
];

impl Redactor {
    /// What the service says went wrong.
    pub(super) fn message(&mut self, text: &str) -> String {
        if self.vocabulary.has(text) || self.is_stand_in(text) {
            return text.to_owned();
        }
        if text.len() > LONGEST_MESSAGE {
            return self.string(text, &self.nowhere(), "");
        }
        if let Some((start, end)) = self.known.longest_in(text) {
            // What kind of id it is stands before it, and is no secret.
            let start = start - text.get(..start).map_or(0, kind_of_id);
            let parts = (text.get(..start), text.get(start..end), text.get(end..));
            if let (Some(before), Some(known), Some(behind)) = parts {
                let known = self.string(known, &self.nowhere(), "");
                return format!("{}{known}{}", self.message(before), self.message(behind));
            }
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, quoted, behind)) = quotation(rest, rest.len() == text.len()) {
            out.push_str(&self.prose(before));
            out.push_str(&self.string(quoted, &self.nowhere(), ""));
            rest = behind;
        }
        out.push_str(&self.prose(rest));
        out
    }

    fn prose(&mut self, text: &str) -> String {
        let mut out = String::new();
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end_matches(char::is_whitespace);
            let space = word.get(bare.len()..).unwrap_or_default();
            out.push_str(&self.word(bare));
            out.push_str(space);
        }
        out
    }

    fn word(&mut self, word: &str) -> String {
        let core = word.trim_matches(|one: char| shape::is_mark(one) && !"/_=+%".contains(one));
        let is_own = core.is_empty() || self.vocabulary.has(core) || self.is_stand_in(core);
        if is_own || is_prose(core) && !self.known.is_in(word) {
            return word.to_owned();
        }
        if let Some(at) = core.find("://").map(|_| core) {
            // A query in a message is shown to nobody; the client takes it out as well.
            let bare = at.split(['?', '#']).next().unwrap_or_default();
            if let Some(made) = self.address(bare) {
                return word.replacen(core, &made, 1);
            }
        }
        let made = self.string(core, &self.nowhere(), "");
        word.replacen(core, &made, 1)
    }
}

/// Whether this is a word, or a few digits.
fn is_prose(core: &str) -> bool {
    let is_host = core.parse::<IpAddr>().is_ok() || core.parse::<SocketAddr>().is_ok();
    let digits = core.bytes().filter(u8::is_ascii_digit).count();
    if is_host || digits > DIGITS {
        return false;
    }
    let separates = |one: char| shape::is_mark(one) && !"_/=+%@".contains(one);
    core.split(separates).all(|part| {
        let letters = part.bytes().all(|one| one.is_ascii_alphabetic());
        part.len() <= LONGEST && (letters || part.bytes().all(|one| one.is_ascii_digit()))
    })
}

/// How long the name of the kind of an id is that stands at the end, as in `file_`.
pub fn kind_of_id(before: &str) -> usize {
    let Some(rest) = before.strip_suffix('_') else { return 0 };
    let letters = rest.bytes().rev().take_while(u8::is_ascii_lowercase).count();
    if (2..=10).contains(&letters) { letters + 1 } else { 0 }
}

/// The first quotation, with what is before and behind it: each holds its quotation mark. Marks around the
/// whole message quote nothing.
fn quotation(text: &str, is_whole: bool) -> Option<(&str, &str, &str)> {
    let mut previous = ' ';
    for (at, one) in text.char_indices() {
        let opens = previous.is_whitespace() || "([:".contains(previous);
        previous = one;
        let Some((_, closing)) = QUOTES.iter().find(|(opening, _)| *opening == one) else {
            continue;
        };
        if !opens {
            continue;
        }
        let start = at + one.len_utf8();
        let inner = text.get(start..)?;
        let closes = |(at, found): &(usize, char)| {
            let behind = inner.get(at + found.len_utf8()..).and_then(|rest| rest.chars().next());
            found == closing && !behind.is_some_and(char::is_alphanumeric)
        };
        let Some((end, _)) = inner.char_indices().find(closes) else { continue };
        let behind = inner.get(end..)?;
        if is_whole && at == 0 && behind.chars().count() == 1 {
            return None;
        }
        return Some((text.get(..start)?, inner.get(..end)?, behind));
    }
    None
}
