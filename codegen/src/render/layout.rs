//! What prettyplease leaves to do: blank lines between items and between the methods of an impl, and
//! documentation on as many lines as it has.

use crate::emit::LINE_END;

/// Sets a blank line where a person would.
pub(super) fn breathe(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + code.len() / 16);
    let mut previous: Option<&str> = None;
    for line in code.lines() {
        if previous.is_some_and(|previous| wants_space(previous, line)) {
            out.push('\n');
        }
        write_line(&mut out, line);
        previous = Some(line);
    }
    out
}

/// Writes a line, or the lines that a line of documentation stands for.
fn write_line(out: &mut String, line: &str) {
    let text = line.trim_start().trim_start_matches(['/', '!']);
    let (mark, _) = line.split_at(line.len() - text.len());
    for (index, part) in line.split(LINE_END).enumerate() {
        out.push_str(if index == 0 { "" } else { mark });
        out.push_str(part.trim_end());
        out.push('\n');
    }
}

fn wants_space(previous: &str, line: &str) -> bool {
    if previous.is_empty() || line.is_empty() {
        return false;
    }
    let depth = |line: &str| line.len() - line.trim_start().len();
    let (indent, text) = (depth(line), line.trim_start());
    if previous.trim_start().starts_with("///") {
        return false;
    }
    // After the documentation of the file.
    if previous.starts_with("//!") || previous.starts_with("#![") {
        return !line.starts_with("//!") && !line.starts_with("#![");
    }
    // Between items of the file, but not within a list of declarations.
    if indent == 0 && depth(previous) == 0 {
        let ends = previous.ends_with('}') || previous.ends_with(';');
        let list = declaration(previous).is_some() && declaration(previous) == declaration(line);
        return ends && !list && !text.starts_with('}');
    }
    // Between methods.
    let begins = ["///", "#[", "pub ", "fn ", "async ", "type ", "const "];
    let is_method_end = depth(previous) == 4 && (previous == "    }" || previous.ends_with(';'));
    let list = text.starts_with("type ") && previous.trim_start().starts_with("type ");
    indent == 4 && is_method_end && !list && begins.iter().any(|begin| text.starts_with(begin))
}

/// The kind of a declaration, where the line is one that stands with its like.
fn declaration(line: &str) -> Option<&'static str> {
    let kinds = ["use ", "mod ", "pub mod ", "pub use "];
    kinds.into_iter().find(|kind| line.starts_with(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_methods_get_room() {
        let code = "//! Docs.\nuse a::B;\nuse c::D;\nstruct E;\nimpl E {\n    fn f() {\n        x();\n    }\n    fn g() {}\n}\nfn h() {}\n";
        let expected = "//! Docs.\n\nuse a::B;\nuse c::D;\n\nstruct E;\n\nimpl E {\n    fn f() {\n        x();\n    }\n\n    fn g() {}\n}\n\nfn h() {}\n";
        assert_eq!(breathe(code), expected);
    }

    #[test]
    fn documentation_gets_its_lines() {
        let code =
            "impl A {\n    /// One.\u{1f}\u{1f} Two.\n    fn f() {}\n}\n//! In.\u{1f} Side.\n";
        let expected = "impl A {\n    /// One.\n    ///\n    /// Two.\n    fn f() {}\n}\n\n//! In.\n//! Side.\n";
        assert_eq!(breathe(code), expected);
    }
}
