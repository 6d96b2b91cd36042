//! Characters that JSON writes as two escapes, `\ud83d\ude00`, which no YAML parser reads.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a pair of escapes and the one that takes its place differ by, in characters.
const SHORTER: usize = 2;

/// A text with `\U0001F600` in place of such pairs, and where they stood.
pub(super) struct Rewritten<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) shifts: Shifts,
}

/// The columns from which on a line is shorter than it was, counted from zero.
#[derive(Default)]
pub(super) struct Shifts(BTreeMap<usize, Vec<usize>>);

impl Shifts {
    /// The column of the text as it came, of one in the text as it was rewritten; both from zero.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        let pairs = self.0.get(&line).map_or(0, |at| at.partition_point(|at| *at < column));
        column + pairs * SHORTER
    }
}

/// Rewrites a text that is JSON: one that begins as an object or a list does.
pub(super) fn rewrite(text: &str) -> Rewritten<'_> {
    let unchanged = Rewritten { text: Cow::Borrowed(text), shifts: Shifts::default() };
    if !text.trim_start().starts_with(['{', '[']) || !text.contains("\\u") {
        return unchanged;
    }
    let mut out = String::with_capacity(text.len());
    let mut shifts = Shifts::default();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let mut rest = line;
        let mut column = 0;
        while let Some((before, after)) = rest.split_once('\\') {
            out.push_str(before);
            column += before.chars().count();
            rest = match pair(after) {
                Some((character, after)) => {
                    shifts.0.entry(number + 1).or_default().push(column);
                    let escape = format!("\\U{:08X}", u32::from(character));
                    column += escape.len();
                    out.push_str(&escape);
                    after
                }
                None => {
                    // What is escaped is no beginning of an escape.
                    let escaped = after.chars().next().map_or(0, char::len_utf8);
                    let (escaped, after) = after.split_at(escaped);
                    out.push('\\');
                    out.push_str(escaped);
                    column += 1 + escaped.chars().count();
                    after
                }
            };
        }
        out.push_str(rest);
    }
    Rewritten { text: Cow::Owned(out), shifts }
}

/// The character that two escapes spell, the first without its backslash, and what follows them.
fn pair(text: &str) -> Option<(char, &str)> {
    let (high, rest) = unit(text)?;
    let (low, rest) = unit(rest.strip_prefix('\\')?)?;
    let character = char::decode_utf16([high, low]).next()?.ok()?;
    (u32::from(character) > 0xffff).then_some((character, rest))
}

/// The value of `u` and four hexadecimal digits.
fn unit(text: &str) -> Option<(u16, &str)> {
    let digits = text.strip_prefix('u')?;
    let (digits, rest) = digits.split_at_checked(4)?;
    let value = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    value.then(|| u16::from_str_radix(digits, 16).ok()).flatten().map(|value| (value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_one_escape_and_columns_stay_true() {
        let text = "{\n \"a\\\\ud83d\\ude00\": \"\\ud83d\\ude00!\\ud83d\\ude00\", \"b\": 1, \"c\": \"\\ud83d\"}";
        let Rewritten { text: out, shifts } = rewrite(text);
        assert_eq!(
            out,
            "{\n \"a\\\\ud83d\\ude00\": \"\\U0001F600!\\U0001F600\", \"b\": 1, \"c\": \"\\ud83d\"}"
        );
        let line = |text: &str| text.lines().nth(1).unwrap().find("\"b\"").unwrap();
        assert_eq!(shifts.column(2, line(&out)), line(text));
        assert_eq!(shifts.column(2, 3), 3);
        assert_eq!(shifts.column(1, 0), 0);
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        let text = "a: \"\\ud83d\\ude00\"";
        assert_eq!(rewrite(text).text, text);
    }
}
