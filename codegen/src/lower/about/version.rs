//! The version of the crate: the maintainers', with the document's as build metadata.

use semver::{BuildMetadata, Prerelease, Version};

/// How many characters of a document's version are taken: Cargo names files by it.
const MOST_OF_METADATA: usize = 100;

/// Reads a version that maintainers give. The document's is added to it, so it has none of its own.
pub(super) fn parse(text: &str) -> Result<Version, String> {
    let version = Version::parse(text)
        .map_err(|error| format!("`{text}` is not a version such as `1.2.3`: {error}"))?;
    match version.build.is_empty() {
        true => Ok(version),
        false => Err(format!(
            "`{text}` has build metadata (`+{}`), which the generator adds by itself",
            version.build
        )),
    }
}

/// `0.3.0` for a document of the version `1.20.8`: `0.3.0+1.20.8`.
pub(super) fn with_document(mut version: Version, document: &str) -> Version {
    version.build = metadata(document);
    version
}

/// The version of a crate that has none of its own.
pub(super) fn first() -> Version {
    Version { major: 0, minor: 1, patch: 0, pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY }
}

/// A document's version may be any text; build metadata are words of ASCII letters, digits and
/// hyphens between dots.
fn metadata(document: &str) -> BuildMetadata {
    let word = |part: &str| {
        let usable = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        part.chars().map(usable).collect::<String>().trim_matches('-').to_owned()
    };
    let words: Vec<String> =
        document.split('.').map(word).filter(|word| !word.is_empty()).collect();
    let text: String = words.join(".").chars().take(MOST_OF_METADATA).collect();
    BuildMetadata::new(text.trim_matches(['-', '.'])).unwrap_or(BuildMetadata::EMPTY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_of_a_document_becomes_metadata() {
        for (document, metadata) in [
            ("1.20.8", "1.20.8"),
            ("2024-01-01", "2024-01-01"),
            ("v2 (beta)", "v2--beta"),
            ("1..0+x", "1.0-x"),
            ("ⅷ", ""),
            ("", ""),
            ("007", "007"),
            ("18446744073709551616.0.0", "18446744073709551616.0.0"),
            ("1.20.8-beta+x", "1.20.8-beta-x"),
            (&"9".repeat(5000), &"9".repeat(100)),
            (&format!("{}.1.2", "9".repeat(99)), &"9".repeat(99)),
        ] {
            let version = with_document(first(), document);
            assert_eq!(version.build.as_str(), metadata, "{document}");
            assert_eq!(Version::parse(&version.to_string()).ok(), Some(version), "{document}");
        }
    }

    #[test]
    fn maintainers_give_a_version_without_metadata() {
        assert_eq!(
            parse("1.2.3-beta.1").map(|version| version.to_string()).as_deref(),
            Ok("1.2.3-beta.1")
        );
        assert!(parse("0.1.0+1.20.8").is_err_and(|error| error.contains("`+1.20.8`")));
        for not_one in ["1", "1.2", "01.2.3", "1.2.3-", "x", ""] {
            assert!(
                parse(not_one).is_err_and(|error| error.contains("such as `1.2.3`")),
                "{not_one}"
            );
        }
    }
}
