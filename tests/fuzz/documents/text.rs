//! Changes of the text of a document, for what reads YAML.

use super::random::Random;

/// Makes a few changes.
pub fn apply(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        change(&mut bytes, random);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    let lines: Vec<usize> = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'\n')
        .map(|(at, _)| at + 1)
        .collect();
    let line = random.pick(&lines).copied().unwrap_or(0).min(bytes.len());
    match random.below(10) {
        0 => bytes.truncate(at),
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = u8::try_from(random.below(256)).unwrap_or(0);
            }
        }
        2 => insert(bytes, line, " ".repeat(1 + random.below(6)).as_bytes()),
        3 => {
            let end = (line + 1 + random.below(200)).min(bytes.len());
            let copy = bytes[line..end].to_vec();
            insert(bytes, at, &copy);
        }
        4 => {
            let end = (line + random.below(100)).min(bytes.len());
            bytes.drain(line..end);
        }
        5 => insert(bytes, at, "[".repeat(random.below(20_000)).as_bytes()),
        6 => bombs(bytes, random),
        7 => insert(bytes, at, "- ".repeat(random.below(20_000)).as_bytes()),
        _ => {
            let token = random.word(&[
                "&a ",
                "*a ",
                "<<: *a\n",
                "!!binary ",
                "!x ",
                "? ",
                "- ",
                ": ",
                "|\n",
                ">-\n",
                "{",
                "}",
                "[",
                "]",
                "'",
                "\"",
                "#",
                "%YAML 1.1\n",
                "---\n",
                "...\n",
                "\t",
                "\r",
                "\u{feff}",
                "\u{85}",
                "\u{2028}",
                "\0",
                "\\x",
                "\"\\ud800\"",
                ".nan",
                "1e999",
                "0o7",
                "0x",
                "1_000",
                "~",
            ]);
            insert(bytes, if random.one_in(2) { at } else { line }, token.as_bytes());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, what: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, what.iter().copied());
}

/// Aliases of aliases, beside the document.
fn bombs(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut bomb = String::from("\nx-a0: &a0 [1, 2, 3]\n");
    for at in 1..random.below(30) {
        let before = at - 1;
        bomb.push_str(&format!("x-a{at}: &a{at} [*a{before}, *a{before}, *a{before}]\n"));
    }
    bytes.extend(bomb.as_bytes());
}
