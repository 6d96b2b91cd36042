//! Unified diffs, for `gen --check`.

use similar::TextDiff;

/// How two texts of a file differ; a file that is not there is an empty text.
pub fn unified_diff(path: &str, old: &str, new: &str) -> String {
    let name = |text: &str, side: &str| match text {
        "" => "/dev/null".to_owned(),
        _ => format!("{side}/{path}"),
    };
    TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(&name(old, "a"), &name(new, "b"))
        .to_string()
}
