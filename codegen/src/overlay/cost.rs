//! What a JSONPath may cost, guessed from its text before it is run.
//!
//! A path of a few characters can select every node many times over (`$..*..*..*`), ask a question
//! about the whole document at every node, or be nested so that parsing it takes twice as long with
//! each bracket. Nothing of that can be stopped once it has begun.

use crate::limits::{MOST_NODES, Size};

/// The longest path, in bytes, and the most brackets in one another.
const MOST_LENGTH: usize = 4096;
const MOST_NESTED: usize = 8;

/// How many nodes may be looked at.
const MOST_STEPS: usize = 200_000_000;

/// What comparing a text with a pattern costs in nodes, without and with counted repetitions.
const PATTERN: usize = 50;
const COUNTED_PATTERN: usize = 5000;

/// What there is too much of, in words that follow "the target".
pub(super) fn excess(path: &str, document: Size) -> Option<String> {
    if path.len() > MOST_LENGTH {
        return Some(format!("is longer than {MOST_LENGTH} bytes"));
    }
    let guess = Guess::of(path, document);
    if guess.nested > MOST_NESTED {
        Some(format!("has more than {MOST_NESTED} brackets in one another"))
    } else if guess.found > MOST_NODES {
        Some(format!("may select more than {MOST_NODES} nodes: `{path}`"))
    } else if guess.steps > MOST_STEPS {
        Some(format!("may look at more than {MOST_STEPS} nodes: `{path}`"))
    } else {
        None
    }
}

struct Guess {
    nested: usize,
    found: usize,
    steps: usize,
}

impl Guess {
    /// Never less than it is, but for steps that cost next to nothing.
    fn of(path: &str, document: Size) -> Self {
        let Size { nodes, depth, .. } = document;
        let depth = depth.max(1);
        let counted = path.contains('{');
        let mut guess = Self { nested: 0, found: 1, steps: 1 };
        let mut scan = Scan { open: Vec::new(), selects_many: false, asks_root: false };
        let mut characters = path.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let in_filter = scan.open.iter().any(|open| open.is_filter);
            let next = characters.peek().map(|(_, next)| *next);
            let mut is_wide = false;
            match character {
                '\'' | '"' => skip_text(&mut characters, character),
                '[' | '(' => scan.open.push(Open { lists: character == '[', ..Open::default() }),
                ']' | ')' => {
                    if let Some(open) = scan.open.pop() {
                        guess.times(open.commas + 1, !in_filter || open.is_filter);
                    }
                }
                ',' => {
                    if let Some(open) = scan.open.last_mut().filter(|open| open.lists) {
                        open.commas += 1;
                    }
                }
                '?' => {
                    is_wide = true;
                    if let Some(open) = scan.open.last_mut() {
                        open.is_filter = true;
                    }
                }
                '*' | ':' => is_wide = true,
                '.' if next == Some('.') => {
                    characters.next();
                    is_wide = true;
                    // The nodes below every node are, all in all, so many times the nodes.
                    if scan.selects_many || in_filter {
                        guess.times(depth, !in_filter);
                    }
                }
                '$' => scan.asks_root = at > 0,
                '@' => scan.asks_root = false,
                _ if path.get(at..).is_some_and(is_pattern) => {
                    guess.times(if counted { COUNTED_PATTERN } else { PATTERN }, false);
                }
                _ => {}
            }
            guess.nested = guess.nested.max(scan.open.len());
            if is_wide && in_filter {
                guess.times(if scan.asks_root { nodes } else { depth }, false);
            } else if is_wide && !std::mem::replace(&mut scan.selects_many, true) {
                guess.times(nodes, true);
            }
        }
        guess
    }

    /// Multiplies the steps, and what is found where these are not in a filter.
    fn times(&mut self, factor: usize, finds: bool) {
        self.steps = self.steps.saturating_mul(factor);
        if finds {
            self.found = self.found.saturating_mul(factor);
        }
    }
}

struct Scan {
    open: Vec<Open>,
    /// Whether more than one node is selected by now.
    selects_many: bool,
    /// Whether this is a question about the whole document.
    asks_root: bool,
}

#[derive(Default)]
struct Open {
    /// A bracket, in which commas make a list, and not the arguments of a function.
    lists: bool,
    is_filter: bool,
    commas: usize,
}

fn skip_text(characters: &mut impl Iterator<Item = (usize, char)>, quote: char) {
    while let Some((_, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return;
        }
    }
}

fn is_pattern(rest: &str) -> bool {
    rest.starts_with("match(") || rest.starts_with("search(")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document as large as one with 300 operations.
    const LARGE: Size = Size { nodes: 40_000, bytes: 500_000, depth: 20 };

    #[test]
    fn what_overlays_are_made_of_is_let_through() {
        let many: String = (0..200).map(|n| format!(",'name{n}'")).collect();
        for path in [
            "$",
            "$.paths['/file/{fileId}'].get.parameters[?@.name == 'n']",
            "$..[?@.description]",
            "$..[?@..example]",
            "$.paths.*.*.responses['200','201','202'].content.*.schema",
            "$.paths[?@.get.operationId == $.info.title]",
            "$.components.schemas[?search(@.description, 'a{2}')]",
            &format!("$.components.schemas['first'{many}]"),
        ] {
            assert_eq!(excess(path, LARGE), None, "{path}");
        }
    }

    #[test]
    fn what_explodes_is_not() {
        let lists = "[0,0]".repeat(40);
        for path in [
            "$..*..*..*",
            "$..[?$..a]",
            "$[?@..[?@..[?@..[?@..a]]]]",
            "$..[?match(@, 'a{100}') || match(@, 'b')]",
            &format!("${lists}"),
            &format!("$[?@{lists}]"),
            &format!("$[?{}@.a{}]", "(".repeat(20), ")".repeat(20)),
            &format!("${}", ".a".repeat(3000)),
        ] {
            assert!(excess(path, LARGE).is_some(), "{path}");
        }
    }

    #[test]
    fn what_stands_in_quotes_costs_nothing() {
        let text = r#"$['..*..*[,,,](((((((((']["\"..*..*"].a"#;
        assert_eq!(excess(text, LARGE), None);
    }
}
