//! What texts look like, and others that look alike. A stand-in is made of a number and of the shape of
//! what it stands for, so that nothing of the content is in it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::fold::meant;

/// Whether this is punctuation, which stays where it is.
pub fn is_mark(one: char) -> bool {
    meant(one).is_some() || one.is_ascii_punctuation() || one.is_whitespace()
}

/// Numbers that look random, and are the same for the same seed.
pub struct Numbers(u64);

impl Numbers {
    /// Those of this seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn of_these(&mut self, choices: &[u8]) -> char {
        let count = choices.len().max(1) as u64;
        let at = usize::try_from(self.next() % count).unwrap_or_default();
        char::from(choices.get(at).copied().unwrap_or(b'x'))
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| (self.next() >> 56) as u8).collect()
    }
}

/// A text of the same length, with letters for letters, digits for digits and the same punctuation.
pub fn text(like: &str, seed: u64) -> String {
    let mut numbers = Numbers::of(seed);
    let marks_only = like.chars().all(is_mark);
    let mut letters = 0;
    let mut out = String::with_capacity(like.len());
    for one in like.chars() {
        if is_mark(one) && (!marks_only || one.is_whitespace()) {
            out.push(one);
            continue;
        }
        if one.is_ascii_digit() {
            out.push(numbers.of_these(b"123456789"));
            continue;
        }
        letters += 1;
        let choices: &[u8] = if letters % 2 == 1 { b"bcdfghklmnprstvz" } else { b"aeiou" };
        let letter = numbers.of_these(choices);
        out.push(match one.len_utf8() {
            1 if one.is_ascii_uppercase() => letter.to_ascii_uppercase(),
            1 => letter,
            // A letter of as many bytes: Greek, Hiragana, and faces.
            2 => beside('\u{3b1}', letter),
            3 => beside('\u{3042}', letter),
            _ => beside('\u{1f600}', letter),
        });
    }
    out
}

fn beside(first: char, letter: char) -> char {
    let number = u32::from(first) + (u32::from(letter) - u32::from('a')) % 16;
    char::from_u32(number).unwrap_or(first)
}

/// What a text without a meaning to people is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// Hexadecimal digits.
    Hex { upper: bool },
    /// Bytes in base64, and how many.
    Base64(usize),
    /// Letters and digits of another kind, such as the id of an upload.
    Other,
}

/// Whether a text is a digest, a key, an id or the like.
pub fn token(text: &str) -> Option<Token> {
    let known = |one: u8| one.is_ascii_alphanumeric() || b"+/_.=~-%".contains(&one);
    if text.len() < 16 || !text.bytes().all(known) {
        return if is_short_digest(text) { base64(text) } else { None };
    }
    if text.bytes().all(|one| one.is_ascii_hexdigit()) {
        return Some(Token::Hex { upper: text.bytes().any(|one| one.is_ascii_uppercase()) });
    }
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    if has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || text.ends_with('=') {
        return base64(text).or(Some(Token::Other));
    }
    None
}

/// A token of the same kind and length.
pub fn token_like(like: &str, kind: Token, seed: u64) -> String {
    let mut numbers = Numbers::of(seed);
    match kind {
        Token::Hex { upper } => {
            let digits: &[u8] = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
            (0..like.len()).map(|_| numbers.of_these(digits)).collect()
        }
        Token::Base64(count) => {
            let bytes = numbers.bytes(count);
            match (like.contains(['-', '_']), like.ends_with('=')) {
                (false, true) => STANDARD.encode(bytes),
                (false, false) => STANDARD_NO_PAD.encode(bytes),
                (true, true) => URL_SAFE.encode(bytes),
                (true, false) => URL_SAFE_NO_PAD.encode(bytes),
            }
        }
        Token::Other => {
            let kept = like.trim_end_matches('=').len();
            let choices = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
            let body = (0..kept).map(|_| numbers.of_these(choices));
            body.chain(like.chars().skip(kept)).collect()
        }
    }
}

/// How many bytes these are in base64, if they are.
fn base64(text: &str) -> Option<Token> {
    let engines = [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD];
    let decoded = engines.iter().find_map(|engine| engine.decode(text).ok());
    decoded.map(|bytes| Token::Base64(bytes.len()))
}

/// Digests of a few bytes, as tests of the service have them.
fn is_short_digest(text: &str) -> bool {
    text.len() >= 8 && text.ends_with('=')
}

/// Whether this is a UUID.
pub fn is_uuid(text: &str) -> bool {
    let right = |(at, one): (usize, u8)| match at {
        8 | 13 | 18 | 23 => one == b'-',
        _ => one.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(right)
}

/// Where UUIDs stand in a text.
pub fn uuids(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(window) = text.as_bytes().get(at..at + 36) {
        if std::str::from_utf8(window).is_ok_and(is_uuid) {
            found.push(at..at + 36);
            at += 36;
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_shape_and_nothing_of_its_content() {
        let like = "Kon v2\u{2024}10\u{201a} \u{e9}\u{3042}\u{1f98a}\u{1c3}";
        let made = text(like, 7);
        assert_eq!(made.len(), like.len());
        let marks: String = made.chars().filter(|one| is_mark(*one)).collect();
        assert_eq!(marks, " \u{2024}\u{201a} \u{1c3}");
        assert!(made.chars().next().is_some_and(|one| one.is_ascii_uppercase()));
        assert_ne!(made, like);
        assert_eq!(made, text(like, 7));
        assert_ne!(text("____", 1), "____");
    }

    #[test]
    fn tokens_are_told_by_their_letters() {
        assert_eq!(token("d41d8cd98f00b204e9800998ecf8427e"), Some(Token::Hex { upper: false }));
        assert_eq!(token("XrY7u+Ae7tCTyyK7j1rNww=="), Some(Token::Base64(16)));
        assert_eq!(token("fake_upload.id_0000..0001"), Some(Token::Other));
        for text in ["Avatar", "a sentence of several words", "exceptionallylongword", ""] {
            assert_eq!(token(text), None, "{text}");
        }
    }
}
