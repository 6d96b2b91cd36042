//! Numbers in prose that lead to somebody: of telephones, and of machines.

use std::net::Ipv6Addr;
use std::ops::Range;

/// So many digits, over several words, are a telephone's.
const DIGITS: usize = 7;

/// With a plus before them fewer are.
const DIGITS_BEHIND_PLUS: usize = 5;

/// What the service sends for a point and for a colon.
const POINTS: &[char] = &['.', '\u{2024}'];
const COLONS: &[char] = &[':', '\u{2f8}', '\u{ff1a}'];

/// Where the first telephone number stands that is written in several words.
pub fn telephone(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(start) = find(text, from, |one| one.is_ascii_digit() || one == '+') {
        let run = text.get(start..)?;
        let length = run.find(|one: char| !is_part(one)).unwrap_or(run.len());
        let run = run.get(..length)?.trim_end_matches(|one: char| !one.is_ascii_digit());
        let end = start + run.len();
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let enough = if run.starts_with('+') { DIGITS_BEHIND_PLUS } else { DIGITS };
        // One word is judged as a word, and the address of a machine as that.
        let is_one = run.contains(char::is_whitespace)
            && run.split_whitespace().all(|word| ip_in(word).is_none())
            && digits >= enough;
        if is_one && is_apart(text, start, end) {
            return Some(start..end);
        }
        from = end.max(start + 1);
    }
    None
}

/// Where the first address of a machine stands in a word.
pub fn ip_in(word: &str) -> Option<Range<usize>> {
    let starts = word.char_indices().map(|(at, _)| at);
    starts.filter(|at| is_apart(word, *at, word.len())).find_map(|at| {
        let (before, rest) = word.split_at_checked(at)?;
        // The last groups of more than four are none.
        let digit = |one: char| one.is_ascii_digit();
        let is_rest = before.strip_suffix(POINTS).is_some_and(|before| before.ends_with(digit));
        let version_4 = of_version_4(rest).filter(|_| !is_rest);
        let length = version_4.or_else(|| of_version_6(rest))?;
        is_apart(word, at, at + length).then_some(at..at + length)
    })
}

/// How long an address such as 192.0.2.1 is at the beginning of a text.
fn of_version_4(text: &str) -> Option<usize> {
    let mut rest = text;
    for group in 0..4 {
        if group > 0 {
            rest = rest.strip_prefix(POINTS)?;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) {
            return None;
        }
        rest = rest.get(digits..)?;
    }
    // Of more groups it is the number of something else.
    let is_over = rest
        .strip_prefix(POINTS)
        .is_none_or(|rest| !rest.starts_with(|one: char| one.is_ascii_digit()));
    is_over.then_some(text.len() - rest.len())
}

/// How long an address such as 2001:db8::1 is at the beginning of a text.
fn of_version_6(text: &str) -> Option<usize> {
    let is_part = |one: char| one.is_ascii_hexdigit() || COLONS.contains(&one);
    let run = text.get(..text.find(|one| !is_part(one)).unwrap_or(text.len()))?;
    let is_one = |run: &str| {
        run.contains(|one: char| one.is_ascii_hexdigit())
            && run.replace(COLONS, ":").parse::<Ipv6Addr>().is_ok()
    };
    let shorter = run.strip_suffix(COLONS).unwrap_or(run);
    [run, shorter].into_iter().find(|run| is_one(run)).map(str::len)
}

fn is_part(one: char) -> bool {
    one.is_ascii_digit()
        || one.is_whitespace()
        || "+()-./".contains(one)
        || "\u{2010}\u{2011}\u{2012}\u{2013}\u{2024}\u{2044}\u{2215}\u{ff0b}".contains(one)
}

fn find(text: &str, from: usize, is: impl Fn(char) -> bool) -> Option<usize> {
    text.get(from..)?.find(is).map(|at| from + at)
}

/// Whether no letter or digit stands before or behind.
fn is_apart(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let behind = text.get(end..).and_then(|behind| behind.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_of_several_words_are_found() {
        for (text, number) in [
            ("call +49 170 123 45 67 now", Some("+49 170 123 45 67")),
            ("(0170) 1234567\u{2024}", Some("0170) 1234567")),
            ("tel:030 12 34 56", Some("030 12 34 56")),
            ("+1 2345", Some("+1 2345")),
            ("409 Cannot delete this file\u{2f8} 1\u{201a} 11", None),
            ("wait 59 more minutes", None),
            ("from 198.51.100.7 40 times", None),
            ("v12 345 678 9", None),
            ("", None),
        ] {
            assert_eq!(telephone(text).and_then(|at| text.get(at)), number, "{text}");
        }
    }

    #[test]
    fn addresses_of_machines_are_found_in_words() {
        for (word, ip) in [
            ("IP:84.12.3.9", Some("84.12.3.9")),
            ("84\u{2024}12\u{2024}3\u{2024}9\u{2024}", Some("84\u{2024}12\u{2024}3\u{2024}9")),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("IP:fe80::1:", Some("fe80::1")),
            ("1.2.3.4.5", None),
            ("2022.3.22.1", None),
            ("v1.2.3.4", None),
            ("12:30:45", None),
            ("::", None),
            ("", None),
        ] {
            assert_eq!(ip_in(word).and_then(|at| word.get(at)), ip, "{word}");
        }
    }
}
