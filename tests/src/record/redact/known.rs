//! What was replaced, in every form in which it could still stand somewhere.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::fold::Folded;
use super::vocabulary::Vocabulary;

/// Shorter texts are found everywhere by chance. They never stand but as whole values.
const SHORTEST: usize = 4;

/// Encoded forms that are shorter are found by chance as well.
const SHORTEST_ENCODED: usize = 8;

/// From this length on a text is found inside of other words too.
const TELLING: usize = 12;

/// Of longer texts this much is enough to be known by.
const ENOUGH: usize = 160;

/// A text of more words is no name.
const MOST_WORDS: usize = 6;

/// What stands as it is in a path.
pub const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The originals.
#[derive(Debug, Default)]
pub struct Known {
    originals: BTreeSet<String>,
    /// All of them, the shortest too: no stand-in is one, or else nobody could tell the two apart.
    exact: HashSet<String>,
    search: Option<AhoCorasick>,
    /// What each pattern of `search` is.
    patterns: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    /// An original that counts only as a word of its own.
    Word,
    /// An original that counts wherever it stands.
    Telling,
    /// A form of an original.
    Encoded,
}

impl Known {
    /// Notes something that must not be seen.
    pub fn note(&mut self, original: &str, vocabulary: &Vocabulary) {
        self.exact.insert(original.to_owned());
        let original = original.trim();
        if original.chars().count() < SHORTEST || vocabulary.is_common(original) {
            return;
        }
        if original.len() < TELLING
            && original.bytes().all(|one| one.is_ascii_digit() || one == b'.')
        {
            // A few digits: the length of something, as likely as not.
            if original.len() < 7 {
                return;
            }
        }
        let end =
            (0..=ENOUGH.min(original.len())).rev().find(|end| original.is_char_boundary(*end));
        let enough = original.get(..end.unwrap_or_default()).unwrap_or(original);
        self.originals.insert(enough.to_owned());
    }

    /// Whether this was noted.
    pub fn has(&self, text: &str) -> bool {
        self.exact.contains(text)
    }

    /// Whether a word is one that is too short to be searched for, and was noted as a whole.
    pub fn is_short_one(&self, word: &str, vocabulary: &Vocabulary) -> bool {
        let letters = word.chars().filter(|one| one.is_alphabetic()).count();
        (2..SHORTEST).contains(&letters) && self.has(word) && !vocabulary.is_common(word)
    }

    /// Makes what was noted so far searchable.
    pub fn freeze(&mut self, vocabulary: &Vocabulary) {
        // A word of the service's own stays as it is, and is nobody's stand-in either.
        self.exact.extend(vocabulary.words().map(str::to_owned));
        let mut patterns = Vec::new();
        for original in &self.originals {
            let plain = if original.len() < TELLING { Pattern::Word } else { Pattern::Telling };
            let read = Folded::of(original).text;
            let read = read.trim();
            let is_telling =
                |read: &str| read.chars().count() >= SHORTEST && !vocabulary.is_common(read);
            let as_one = joined(read).into_iter();
            for read in as_one.chain([read.to_owned()]).filter(|read| is_telling(read)) {
                patterns.push((read.into_bytes(), plain));
            }
            let forms = encoded(original.as_bytes());
            let folded = |form: String| Folded::of(&form).text.into_bytes();
            patterns.extend(forms.map(|form| (folded(form), Pattern::Encoded)));
        }
        self.patterns = patterns.iter().map(|(_, pattern)| *pattern).collect();
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            // Built once and searched for a second: the kinds that search faster take longer to build.
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(patterns.into_iter().map(|(pattern, _)| pattern));
        self.search = search.ok();
    }

    /// Whether any of it stands in this text, in whatever form.
    pub fn is_in(&self, text: &str) -> bool {
        let Some(search) = &self.search else { return false };
        let text = Folded::of(text).text;
        search.find_overlapping_iter(&text).any(|found| {
            let pattern = self.patterns.get(found.pattern().as_usize());
            pattern != Some(&Pattern::Word) || is_word(&text, found.start(), found.end())
        })
    }

    /// Where originals stand in this text, read as they are, from its beginning on. Where one reaches into
    /// another, they are one place.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let Some(search) = &self.search else { return Vec::new() };
        let folded = Folded::of(text);
        let mut found: Vec<Range<usize>> = search
            .find_overlapping_iter(&folded.text)
            .filter(|found| match self.patterns.get(found.pattern().as_usize()) {
                Some(Pattern::Word) => is_word(&folded.text, found.start(), found.end()),
                Some(Pattern::Telling) => true,
                Some(Pattern::Encoded) | None => false,
            })
            .map(|found| folded.original(found.start()..found.end()))
            .collect();
        found.sort_by_key(|place| place.start);
        let mut places: Vec<Range<usize>> = Vec::new();
        for place in found {
            match places.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => places.push(place),
            }
        }
        places
    }

    /// Whether everything that was noted can be searched for.
    pub fn is_searchable(&self) -> bool {
        self.search.is_some()
    }
}

/// A name of several words as it stands where one word is wanted: in a tag, an address, a file's name.
fn joined(read: &str) -> Vec<String> {
    let words: Vec<&str> = read.split(' ').collect();
    match words.len() {
        2..=MOST_WORDS => ["", "-", "_", "."].map(|between| words.join(between)).to_vec(),
        _ => Vec::new(),
    }
}

/// Whether no letter or digit stands before or behind.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let behind = text.get(end..).and_then(|behind| behind.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
}

/// What the bytes look like in a URL, in base64 wherever in it they stand, in hexadecimal digits, and
/// escaped in JSON.
fn encoded(bytes: &[u8]) -> impl Iterator<Item = String> {
    let mut forms = BTreeSet::new();
    let in_url = percent_encode(bytes, NON_ALPHANUMERIC).to_string();
    let in_path = percent_encode(bytes, UNRESERVED).to_string();
    let in_query = url::form_urlencoded::byte_serialize(bytes).collect::<String>();
    let plain = String::from_utf8_lossy(bytes).into_owned();
    forms.extend([in_url, in_path, in_query].into_iter().filter(|form| *form != plain));
    for offset in 0..3_usize {
        let mut shifted = vec![0; offset];
        shifted.extend_from_slice(bytes);
        let (from, to) = ((offset * 8).div_ceil(6), shifted.len() * 8 / 6);
        for engine in [STANDARD, URL_SAFE] {
            forms.extend(engine.encode(&shifted).get(from..to).map(str::to_owned));
        }
    }
    forms.insert(bytes.iter().map(|byte| format!("{byte:02x}")).collect());
    let escaped = |one: char| match one.is_ascii() {
        true => one.to_string(),
        false => {
            one.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
    };
    forms
        .extend(Some(plain.chars().map(escaped).collect::<String>()).filter(|form| *form != plain));
    forms.into_iter().filter(|form| form.len() >= SHORTEST_ENCODED)
}
