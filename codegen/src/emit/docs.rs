//! Documentation texts as doc attributes.
//!
//! Descriptions are CommonMark written for people; rustdoc reads them as Rust documentation. What
//! would make it warn or compile a piece of prose as a test is escaped.

use proc_macro2::TokenStream;
use quote::quote;

/// Stands for the end of a line in an attribute until the file is laid out: one attribute for a
/// text of many lines is a fraction of the tokens.
pub(crate) const LINE_END: char = '\u{1f}';

/// `///` lines.
pub(super) fn outer(text: &str) -> TokenStream {
    match attribute(text) {
        Some(text) => quote!(#[doc = #text]),
        None => TokenStream::new(),
    }
}

/// `//!` lines.
pub(super) fn inner(text: &str) -> TokenStream {
    match attribute(text) {
        Some(text) => quote!(#![doc = #text]),
        None => TokenStream::new(),
    }
}

fn attribute(text: &str) -> Option<String> {
    let lines = lines(text);
    (!lines.is_empty()).then(|| lines.join(LINE_END.encode_utf8(&mut [0; 4])))
}

/// The width of a line of documentation, without the slashes.
const WIDTH: usize = 94;

fn lines(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut paragraph = String::new();
    let mut fenced = false;
    let text = clean(text);
    for line in text.trim().lines().map(str::trim_end) {
        let is_fence = line.trim_start().starts_with("```");
        if !(fenced || is_fence || line.is_empty() || begins_block(line)) {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line.trim_start());
            continue;
        }
        out.extend(wrap(&std::mem::take(&mut paragraph)));
        fenced ^= is_fence;
        if begins_block(line) && !fenced {
            line.clone_into(&mut paragraph);
        } else {
            out.push(line.to_owned());
        }
    }
    out.extend(wrap(&paragraph));
    out.iter()
        .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") })
        .collect()
}

/// A text without what a comment cannot hold: control characters, and those that turn the direction
/// of writing, which rustc refuses.
fn clean(text: &str) -> String {
    text.replace(
        |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        },
        " ",
    )
}

/// Whether a line begins something of its own: an item of a list, a heading, a row, a quotation.
fn begins_block(line: &str) -> bool {
    let text = line.trim_start();
    let number = text.trim_start_matches(|character: char| character.is_ascii_digit());
    let numbered = number.len() < text.len() && number.starts_with(". ");
    numbered || ["- ", "* ", "#", "|", "> "].iter().any(|begin| text.starts_with(begin))
}

fn wrap(paragraph: &str) -> Vec<String> {
    if paragraph.is_empty() || paragraph.starts_with(['|', '#']) {
        return if paragraph.is_empty() { Vec::new() } else { vec![paragraph.to_owned()] };
    }
    // What follows an item stands below its text, wherever the item itself stands.
    let text = paragraph.trim_start_matches(' ');
    let marker = if begins_block(text) { text.find(' ').map_or(2, |space| space + 1) } else { 0 };
    let indent = " ".repeat(if marker == 0 { 0 } else { paragraph.len() - text.len() + marker });
    let options = textwrap::Options::new(WIDTH)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(paragraph, options).into_iter().map(String::from).collect()
}

/// A description as rustdoc can take it.
pub(super) fn prose(text: &str) -> String {
    let mut out = Vec::new();
    let mut fenced = false;
    // How far the outermost items of a list are indented.
    let mut list: Option<usize> = None;
    let text = clean(text);
    for line in text.trim().lines() {
        let trimmed = line.trim_start();
        let is_item = ["- ", "* ", "+ "].iter().any(|marker| trimmed.starts_with(marker));
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
            let fence = if fenced { "```text" } else { "```" };
            out.push(fence.to_owned());
        } else if fenced {
            out.push(line.to_owned());
        } else {
            // Four spaces would begin a code block, which rustdoc compiles.
            let indent = line.len() - trimmed.len();
            match list {
                None if is_item => list = Some(indent),
                Some(outer) if indent <= outer && !is_item && !trimmed.is_empty() => list = None,
                _ => {}
            }
            let indent = indent.saturating_sub(list.unwrap_or_default()).min(3);
            out.push(format!("{}{}", " ".repeat(indent), escape(trimmed)));
        }
    }
    if fenced {
        out.push("```".to_owned());
    }
    out.join("\n")
}

/// Escapes brackets that are no links and angle brackets, and marks bare addresses as links.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '`' => match after.split_once('`') {
                Some((code, after)) => {
                    out.push_str(&format!("`{code}`"));
                    rest = after;
                    continue;
                }
                None => out.push('`'),
            },
            '[' => match link(rest) {
                Some((link, after)) => {
                    out.push_str(link);
                    rest = after;
                    continue;
                }
                None => out.push_str("\\["),
            },
            ']' => out.push_str("\\]"),
            '<' => out.push_str("\\<"),
            // A quotation could hold code.
            '>' if out.is_empty() => out.push_str("\\>"),
            'h' if rest.starts_with("https://") || rest.starts_with("http://") => {
                let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"".contains(c));
                let (address, after) = rest.split_at(end.unwrap_or(rest.len()));
                let bare = address.trim_end_matches(['.', ',', ';', ':']);
                out.push_str(&format!("<{bare}>"));
                rest = rest.get(bare.len()..).unwrap_or(after);
                continue;
            }
            _ => out.push(character),
        }
        rest = after;
    }
    out
}

/// The longest label of a link, in characters.
const LABEL: usize = 200;

/// A link `[text](address)` at the start of a text, and what follows it.
fn link(text: &str) -> Option<(&str, &str)> {
    // A label is short; looking further would take forever on a text full of brackets.
    let near = text.char_indices().nth(LABEL).map_or(text.len(), |(at, _)| at);
    let close = text.get(..near)?.find("](")?;
    let label = text.get(1..close)?;
    let end = close + text.get(close..)?.find(')')?;
    let address = text.get(close + 2..end)?;
    let is_link = address.starts_with("http") && !label.contains(['[', ']', '<']);
    is_link.then(|| text.split_at(end + 1))
}

/// The first paragraph of a text, on one line.
pub(super) fn first_paragraph(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence with a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    let stop = if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    format!("{text}{stop}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_safe_for_rustdoc() {
        assert_eq!(prose("see [x] and <b>"), "see \\[x\\] and \\<b>");
        assert_eq!(prose("[a](https://b.c/d) `[kept]`"), "[a](https://b.c/d) `[kept]`");
        assert_eq!(prose("at https://b.c/d."), "at <https://b.c/d>.");
        assert_eq!(prose("text\n    not code"), "text\n   not code");
        assert_eq!(prose("```\ncode [x]\n```"), "```text\ncode [x]\n```");
        assert_eq!(prose("```\nopen"), "```text\nopen\n```");
        assert_eq!(prose("A:\n    - b\n      - c\nd"), "A:\n- b\n  - c\nd");
        let long = format!("- {}", "word ".repeat(20));
        assert!(lines(&format!("a\n  {long}"))[2].starts_with("     word"));
    }
}
