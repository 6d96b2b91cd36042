//! The line of a file that a diagnostic shows.
//!
//! A line can be megabytes long and hold anything: what is kept of it is a window around the place,
//! in characters that do no harm to a terminal.

use std::collections::HashMap;

use super::Place;

/// How many characters are kept before the place, and from its start on.
const BEFORE: usize = 60;
const FROM: usize = 80;

/// How many characters a message or a pointer has at most: names of the document's stand in them.
const MOST_OF_TEXT: usize = 1000;

/// A line, or the part of it around a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    /// The bytes of `text` to underline.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The lines of a text, looked for when the first is asked for.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Option<Vec<usize>>,
    /// Of each long line that was asked for, where every so many characters begin: thousands of places
    /// can be on it.
    marks: HashMap<usize, Vec<usize>>,
}

/// How many characters there are from one mark to the next.
const MARK: usize = 1024;

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text: text.strip_prefix('\u{feff}').unwrap_or(text),
            starts: None,
            marks: HashMap::new(),
        }
    }

    /// What stands around a place; nothing where the text does not go that far.
    pub(super) fn excerpt(&mut self, place: &Place) -> Option<Excerpt> {
        let line = self.line(place.line)?;
        let skipped = place.column.saturating_sub(1);
        let from = skipped.saturating_sub(BEFORE);
        let width = place.end_column.saturating_sub(place.column).max(1);
        let mut text = String::new();
        let (mut start, mut end) = (None, None);
        if from > 0 {
            text.push('…');
        }
        let mut characters = self.behind(place.line, line, from).chars();
        for index in from.. {
            if index == skipped {
                start = Some(text.len());
            }
            if index == skipped.saturating_add(width) {
                end = Some(text.len());
            }
            let Some(character) = characters.next() else { break };
            if index >= skipped.saturating_add(FROM) {
                // Before the mark, so that what is underlined is what stands there.
                end = end.or(Some(text.len()));
                text.push('…');
                break;
            }
            text.push(harmless(character));
        }
        let start = start.unwrap_or(text.len());
        Some(Excerpt { end: end.unwrap_or(text.len()), start, text })
    }

    /// What stands behind so many characters of a line.
    fn behind(&mut self, number: usize, line: &'t str, skipped: usize) -> &'t str {
        let starts = |line: &str| line.char_indices().step_by(MARK).map(|(at, _)| at).collect();
        let marks: &Vec<usize> = self.marks.entry(number).or_insert_with(|| starts(line));
        let start = marks.get(skipped / MARK).copied().unwrap_or(line.len());
        let rest = line.get(start..).unwrap_or_default();
        let at = rest.char_indices().nth(skipped % MARK).map_or(rest.len(), |(at, _)| at);
        rest.get(at..).unwrap_or_default()
    }

    /// A line by its number, without what ends it.
    fn line(&mut self, number: usize) -> Option<&'t str> {
        let text = self.text;
        let starts = self.starts.get_or_insert_with(|| starts(text));
        let index = number.checked_sub(1)?;
        let start = *starts.get(index)?;
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        Some(text.get(start..end)?.trim_end_matches(['\r', '\n']))
    }
}

/// Where lines begin. As in YAML, they end with a line feed, a carriage return, or both.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = |(index, byte): (usize, &u8)| match byte {
        b'\n' => Some(index + 1),
        b'\r' if bytes.get(index + 1) != Some(&b'\n') => Some(index + 1),
        _ => None,
    };
    std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect()
}

/// A character that stands for one that moves the cursor, turns the direction of the text, or takes
/// no room. The tab stays: the renderer knows its width.
pub(super) fn harmless(character: char) -> char {
    let turns_or_hides = matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    if turns_or_hides || (character.is_control() && character != '\t') {
        '\u{fffd}'
    } else {
        character
    }
}

/// A text of no more than so many characters.
pub(super) fn clipped(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST_OF_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, line: usize, column: usize, end_column: usize) -> Excerpt {
        let place = Place { file: "file".into(), line, column, end_column };
        Lines::of(text).excerpt(&place).expect("the line is there")
    }

    #[test]
    fn a_line_ends_as_yaml_says() {
        let text = "\u{feff}a\rb\r\nc\n\rd";
        let lines: Vec<String> = (1..=5).map(|line| excerpt(text, line, 1, 2).text).collect();
        assert_eq!(lines, ["a", "b", "c", "", "d"]);
        let place = Place { file: "file".into(), line: 6, column: 1, end_column: 2 };
        assert_eq!(Lines::of(text).excerpt(&place), None);
    }

    #[test]
    fn of_a_long_line_the_part_around_the_place_is_kept() {
        let text = format!("{}here{}", "ä".repeat(1_000_000), "b".repeat(1_000_000));
        let found = excerpt(&text, 1, 1_000_001, 1_000_005);
        assert_eq!(found.text.chars().count(), BEFORE + FROM + 2);
        assert_eq!(&found.text[found.start..found.end], "here");
        assert!(found.text.starts_with("…ää") && found.text.ends_with("bb…"), "{}", found.text);
        // What is longer than the window is underlined as far as it is shown.
        let found = excerpt(&text, 1, 1, 2_000_005);
        assert_eq!((found.start, found.end), (0, found.text.len() - '…'.len_utf8()));
    }

    #[test]
    fn thousands_of_places_on_one_line_are_found_at_once() {
        let text: String = (0..100_000).map(|number| format!("ä{number:05}")).collect();
        let mut lines = Lines::of(&text);
        for number in 0..100_000 {
            let (column, end_column) = (number * 6 + 1, number * 6 + 7);
            let place = Place { file: "file".into(), line: 1, column, end_column };
            let found = lines.excerpt(&place).expect("the line is there");
            assert_eq!(found.text[found.start..found.end], format!("ä{number:05}"));
        }
    }

    #[test]
    fn what_harms_a_terminal_is_replaced() {
        let found = excerpt("a\u{1b}[2J\t\u{202e}b\u{9b}\u{200b}c", 1, 9, 10);
        assert_eq!(found.text, "a\u{fffd}[2J\t\u{fffd}b\u{fffd}\u{fffd}c");
        assert_eq!(&found.text[found.start..found.end], "\u{fffd}");
    }

    #[test]
    fn a_place_behind_the_line_is_its_end() {
        let found = excerpt("abc\n", 1, 9, 10);
        assert_eq!((found.start, found.end), (3, 3));
    }
}
