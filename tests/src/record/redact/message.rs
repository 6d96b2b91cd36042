//! Messages of the service. They are prose, and worth reading as they are; what they repeat of the
//! request, or say of somebody, is replaced.

use super::legacy::is_legacy_id;
use super::numbers::{ip_in, telephone};
use super::{Redactor, shape};

/// Longer words are no words.
const LONGEST: usize = 20;

/// A longer message is no sentence. Nobody reads it, and to look for all that is known in it would take long.
const LONGEST_MESSAGE: usize = 2000;

/// More digits are no count of minutes or bytes.
const DIGITS: usize = 6;

/// Marks that do not part words: what they stand in is an address, a path or the like.
const INNER: &str =
    "/_=+%@\\\u{2044}\u{2215}\u{29f5}\u{ff0f}\u{ff3c}\u{ff1d}\u{ff0b}\u{ff05}\u{ff20}";

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
        let places = self.known.places_in(text);
        let is_whole = places.is_empty();
        let mut out = String::new();
        let mut from = 0;
        for place in places {
            let before = text.get(from..place.start).unwrap_or_default();
            // What kind of id it is stands before it, and is no secret.
            let (before, kind) = before.split_at(before.len() - kind_of_id(before));
            out.push_str(&self.sentence(before, false));
            let known = text.get(place.start - kind.len()..place.end).unwrap_or_default();
            out.push_str(&self.string(known, &self.nowhere(), ""));
            from = place.end;
        }
        out.push_str(&self.sentence(text.get(from..).unwrap_or_default(), is_whole));
        out
    }

    /// What holds nothing that is known as it is; perhaps the whole message.
    fn sentence(&mut self, text: &str, is_whole: bool) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, quoted, behind)) =
            quotation(rest, is_whole && rest.len() == text.len())
        {
            out.push_str(&self.prose(before));
            out.push_str(&self.string(quoted, &self.nowhere(), ""));
            rest = behind;
        }
        out.push_str(&self.prose(rest));
        out
    }

    fn prose(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(number) = telephone(rest) {
            out.push_str(&self.each_word(rest.get(..number.start).unwrap_or_default()));
            let digits = rest.get(number.clone()).unwrap_or_default();
            out.push_str(&self.string(digits, &self.nowhere(), ""));
            rest = rest.get(number.end..).unwrap_or_default();
        }
        out.push_str(&self.each_word(rest));
        out
    }

    fn each_word(&mut self, text: &str) -> String {
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
        let core = word.trim_matches(|one: char| shape::is_mark(one) && !INNER.contains(one));
        if core.is_empty() || self.vocabulary.has(core) || self.is_stand_in(core) {
            return word.to_owned();
        }
        if !core.contains(|one| INNER.contains(one))
            && let Some(ip) = ip_in(word)
        {
            let before = self.word(word.get(..ip.start).unwrap_or_default());
            let behind = self.word(word.get(ip.end..).unwrap_or_default());
            let ip = word.get(ip).unwrap_or_default();
            return format!("{before}{}{behind}", self.string(ip, &self.nowhere(), ""));
        }
        let is_name = |part| self.known.is_short_one(part, &self.vocabulary);
        if is_prose(core) && !self.known.is_in(word) && !core.split(shape::is_mark).any(is_name) {
            return word.to_owned();
        }
        if core.contains("://") {
            // A query in a message is shown to nobody; the client takes it out as well.
            let bare = core.split(['?', '#']).next().unwrap_or_default();
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
    let digits = core.bytes().filter(u8::is_ascii_digit).count();
    let separates = |one: char| shape::is_mark(one) && !INNER.contains(one);
    let is_word = |part: &str| {
        let letters = part.bytes().all(|one| one.is_ascii_alphabetic());
        let is_one = letters && !is_legacy_id(part);
        part.len() <= LONGEST && (is_one || part.bytes().all(|one| one.is_ascii_digit()))
    };
    digits <= DIGITS && core.split(separates).all(is_word)
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
