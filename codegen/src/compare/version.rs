//! What a comparison asks of the crate's version: the rules of Semantic Versioning, as Cargo reads
//! them.

use semver::{BuildMetadata, Version};

use super::change::Severity;
use crate::surface::Surface;

/// The versions of both sides, and the one to give the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The crate's version before, as its overlay has it.
    pub old: String,
    /// The crate's version after.
    pub new: String,
    /// The least version that may follow the old one, with that of the document behind it; none where
    /// nothing changes.
    pub suggested: Option<String>,
    /// The version that the changelog's entry is for: the new side's own where that is enough.
    pub entry: Option<String>,
    /// What of the new version.
    pub verdict: Verdict,
}

/// Whether the new side's own version will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing changes, so the version can stay.
    Stays,
    /// It is enough.
    Enough,
    /// It is too small for what changes.
    TooSmall,
    /// It is smaller than the old one, which nothing asks for.
    Smaller,
}

impl Release {
    pub(super) fn of(old: &Surface, new: &Surface, severity: Option<Severity>) -> Self {
        let (before, after) = (parsed(&old.about.version), parsed(&new.about.version));
        let next = severity.map(|severity| next(&before, severity));
        let verdict = match &next {
            _ if after < before => Verdict::Smaller,
            None => Verdict::Stays,
            // One that has yet to be released may change as it likes until then.
            Some(next) if core(&after) >= core(next) && after > before => Verdict::Enough,
            Some(_) => Verdict::TooSmall,
        };
        let suggested = next.map(|mut next| {
            next.build = metadata(&new.about.version);
            next.to_string()
        });
        let entry = match verdict {
            Verdict::Enough => Some(new.about.version.clone()),
            _ => suggested.clone(),
        };
        Self { old: before.to_string(), new: after.to_string(), suggested, entry, verdict }
    }

    /// The verdict as a sentence.
    pub fn sentence(&self) -> String {
        let Self { old, new, suggested, verdict, .. } = self;
        match (verdict, suggested) {
            (Verdict::Smaller, _) => {
                let least = suggested.as_deref().unwrap_or(old);
                let least = least.split('+').next().unwrap_or(least);
                format!("{new} is smaller than {old}: give `x-crate` the version {least} or more")
            }
            (Verdict::Stays, _) | (_, None) => format!("nothing changes: {old} can stay"),
            (Verdict::Enough, _) => format!("{new} is enough"),
            (Verdict::TooSmall, Some(suggested)) => {
                let least = suggested.split('+').next().unwrap_or(suggested);
                format!("{new} is too small: give `x-crate` the version {least} or more")
            }
        }
    }
}

/// The next version after `old` that may hold such a change. In front of 1.0.0 the first number that
/// is not zero is the one that says what breaks.
fn next(old: &Version, severity: Severity) -> Version {
    let Version { major, minor, patch, pre, .. } = old;
    if !pre.is_empty() {
        return Version::new(*major, *minor, *patch);
    }
    match (severity, major, minor) {
        (Severity::Breaking, 0, 0) => Version::new(0, 0, patch.saturating_add(1)),
        (Severity::Breaking, 0, _) => Version::new(0, minor.saturating_add(1), 0),
        (Severity::Breaking, _, _) => Version::new(major.saturating_add(1), 0, 0),
        (Severity::Additive, 1.., _) => Version::new(*major, minor.saturating_add(1), 0),
        _ => Version::new(*major, *minor, patch.saturating_add(1)),
    }
}

fn core(version: &Version) -> (u64, u64, u64) {
    (version.major, version.minor, version.patch)
}

/// A version without metadata, which is that of the document and counts for nothing.
fn parsed(text: &str) -> Version {
    let version = Version::parse(text).unwrap_or_else(|_| Version::new(0, 0, 0));
    Version { build: BuildMetadata::EMPTY, ..version }
}

/// The document's part of a version.
fn metadata(text: &str) -> BuildMetadata {
    Version::parse(text).map_or(BuildMetadata::EMPTY, |version| version.build)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(old: &str, severity: Severity) -> String {
        next(&parsed(old), severity).to_string()
    }

    #[test]
    fn the_next_version_is_what_cargo_takes_for_it() {
        use Severity::{Additive, Breaking, Documentation};
        for (old, breaking, additive, documentation) in [
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.1.2", "0.2.0", "0.1.3", "0.1.3"),
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.0-rc.1", "0.2.0", "0.2.0", "0.2.0"),
            ("0.1.2+1.20.8", "0.2.0", "0.1.3", "0.1.3"),
        ] {
            assert_eq!(after(old, Breaking), breaking, "{old}");
            assert_eq!(after(old, Additive), additive, "{old}");
            assert_eq!(after(old, Documentation), documentation, "{old}");
        }
    }
}
