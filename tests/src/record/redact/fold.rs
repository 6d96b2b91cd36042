//! What is the same to whoever reads it, written otherwise: with look-alikes of punctuation, in other
//! letters' cases, with more space or none that is seen.

use std::ops::Range;

/// Punctuation that the service sends in place of ASCII's, and what else stands for that.
const LOOK_ALIKES: &[(char, char)] = &[
    ('\u{2024}', '.'),
    ('\u{201a}', ','),
    ('\u{02f8}', ':'),
    ('\u{01c3}', '!'),
    ('\u{2018}', '\''),
    ('\u{2019}', '\''),
    ('\u{201c}', '"'),
    ('\u{201d}', '"'),
    ('\u{2044}', '/'),
    ('\u{2215}', '/'),
    ('\u{29f5}', '\\'),
    ('\u{2217}', '*'),
    ('\u{204e}', '*'),
    ('\u{ff03}', '#'),
    ('\u{ff05}', '%'),
    ('\u{ff06}', '&'),
    ('\u{ff0b}', '+'),
    ('\u{ff0f}', '/'),
    ('\u{ff1a}', ':'),
    ('\u{ff1c}', '<'),
    ('\u{ff1d}', '='),
    ('\u{ff1e}', '>'),
    ('\u{ff1f}', '?'),
    ('\u{ff20}', '@'),
    ('\u{ff3c}', '\\'),
    ('\u{ff5c}', '|'),
    ('\u{2035}', '`'),
    ('\u{2032}', '\''),
    ('\u{2033}', '"'),
    ('\u{203a}', '>'),
    ('\u{2039}', '<'),
    ('\u{2013}', '-'),
    ('\u{2014}', '-'),
    ('\u{2026}', '.'),
    ('\u{037e}', ';'),
    ('\u{203d}', '?'),
    ('\u{02bd}', '\''),
];

/// What nobody sees: it parts nothing, and joins nothing.
const UNSEEN: &[char] =
    &['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{fe0f}', '\u{feff}'];

/// The punctuation that a look-alike is read as, if it is one.
pub fn meant(one: char) -> Option<char> {
    LOOK_ALIKES.iter().find(|(alike, _)| *alike == one).map(|(_, meant)| *meant)
}

/// A text as it is read.
pub struct Folded {
    /// It.
    pub text: String,
    /// Where each of its bytes comes from, and behind the last one the end.
    from: Vec<usize>,
}

impl Folded {
    /// How a text is read.
    pub fn of(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), from: Vec::new() };
        for (at, one) in original.char_indices().filter(|(_, one)| !UNSEEN.contains(one)) {
            if !one.is_whitespace() {
                meant(one).unwrap_or(one).to_lowercase().for_each(|one| folded.push(at, one));
            } else if !folded.text.ends_with(' ') {
                folded.push(at, ' ');
            }
        }
        folded.from.push(original.len());
        folded
    }

    /// What a part of it was in the original.
    pub fn original(&self, part: Range<usize>) -> Range<usize> {
        let from = |at: usize| self.from.get(at).copied().unwrap_or_default();
        from(part.start)..from(part.end).max(from(part.start))
    }

    fn push(&mut self, at: usize, one: char) {
        self.text.push(one);
        self.from.resize(self.text.len(), at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_alike_is_alike_and_found_where_it_stands() {
        let text = "by \u{c9}lodie\u{200b}\u{2024}B\u{3000} \u{130}x";
        let folded = Folded::of(text);
        assert_eq!(folded.text, "by \u{e9}lodie.b i\u{307}x");
        let at = folded.text.find("\u{e9}lodie.b").expect("it is there");
        let part = folded.original(at..at + "\u{e9}lodie.b".len());
        assert_eq!(&text[part], "\u{c9}lodie\u{200b}\u{2024}B");
        let end = folded.text.len();
        assert_eq!(&text[folded.original(end - 1..end)], "x");
        assert_eq!(Folded::of("").original(0..0), 0..0);
    }
}
