//! What a caller wants of an upload, checked before anything is made.

use std::time::Duration;

use super::service::{NewFile, UploadWords};
use super::source::Source;
use crate::error::Error;

/// S3's bounds of a part in bytes; the last one may be smaller.
const LEAST_PART: u64 = 5 << 20;
const MOST_PART: u64 = 5 << 30;

/// S3's bound of the number of parts.
const MOST_PARTS: u64 = 10_000;

/// The size of a part unless one is set. Each part costs the service a call, and what is lost when a
/// connection breaks is a part at most: this is what a tool of the community has long used.
const PART: u64 = 50 << 20;

/// How many parts are sent at a time unless that is set.
const CONCURRENCY: usize = 3;

/// The most parts at a time: each takes a connection.
const MOST_CONCURRENCY: usize = 16;

/// What a caller has set.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    pub(super) file: Option<String>,
    pub(super) name: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) extension: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) part_size: Option<u64>,
    pub(super) concurrency: usize,
    pub(super) settle_limit: Option<Duration>,
    pub(super) replace_unfinished: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            file: None,
            name: None,
            media_type: None,
            extension: None,
            tags: Vec::new(),
            part_size: None,
            concurrency: CONCURRENCY,
            settle_limit: None,
            replace_unfinished: false,
        }
    }
}

impl Wishes {
    /// The file to make. What is not said follows from the path.
    pub(super) fn new_file(&self, source: &Source, words: &UploadWords) -> Result<NewFile, Error> {
        let path = source.path();
        let of_path = |part: fn(&std::path::Path) -> Option<&std::ffi::OsStr>| {
            path.and_then(part).and_then(|part| part.to_str()).map(str::to_owned)
        };
        let name = self.name.clone().or_else(|| of_path(std::path::Path::file_stem));
        let name = plain("name", name)?;
        let extension = self.extension.clone().or_else(|| of_path(std::path::Path::extension));
        let extension = plain("extension", extension)?;
        if extension.is_empty() {
            return Err(Error::refused("extension", "is empty"));
        }
        let extension = format!(".{}", extension.strip_prefix('.').unwrap_or(&extension));
        let media_type = self.media_type.clone().unwrap_or_else(|| {
            let known = |(known, _): &&(&str, &str)| known.eq_ignore_ascii_case(&extension);
            let known = words.media_types.iter().find(known);
            known.map_or(words.other_media_type, |(_, media_type)| media_type).to_owned()
        });
        Ok(NewFile { name, media_type, extension, tags: self.tags.clone() })
    }

    /// The size of the parts of so many bytes.
    pub(super) fn parts_of(&self, size: u64) -> Result<u64, Error> {
        let least = size.div_ceil(MOST_PARTS);
        let Some(part) = self.part_size else {
            return match PART.max(least.next_multiple_of(1 << 20)) {
                part if part > MOST_PART => {
                    Err(Error::refused("source", "is larger than S3 takes in 10,000 parts"))
                }
                part => Ok(part),
            };
        };
        if !(LEAST_PART..=MOST_PART).contains(&part) {
            let reason = format!("must be from {LEAST_PART} to {MOST_PART} bytes, but is {part}");
            return Err(Error::refused("part_size", &reason));
        }
        if part < least {
            let parts = size.div_ceil(part);
            let reason = format!(
                "of {part} bytes makes {parts} parts, and S3 takes {MOST_PARTS}: give at least \
                 {least} bytes"
            );
            return Err(Error::refused("part_size", &reason));
        }
        Ok(part)
    }

    /// How many parts to send at a time.
    pub(super) fn concurrency(&self) -> Result<usize, Error> {
        match self.concurrency {
            parts @ 1..=MOST_CONCURRENCY => Ok(parts),
            other => {
                let reason = format!("must be from 1 to {MOST_CONCURRENCY}, but is {other}");
                Err(Error::refused("concurrency", &reason))
            }
        }
    }
}

/// A text that the service can make a part of a file's name of.
fn plain(argument: &str, text: Option<String>) -> Result<String, Error> {
    let Some(text) = text else {
        let reason = format!("does not follow from what is uploaded: call `.{argument}(…)`");
        return Err(Error::refused(argument, &reason));
    };
    let reason = match text.as_str() {
        "." | ".." => "is no name",
        _ if text.contains(['/', '\\']) => "contains a slash or a backslash",
        _ if text.contains(char::is_control) => "contains a control character",
        _ => return Ok(text),
    };
    Err(Error::refused(argument, &format!("{reason}: {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: UploadWords = UploadWords {
        waiting: "waiting",
        queued: "queued",
        complete: "complete",
        error: "error",
        simple: "simple",
        multipart: "multipart",
        file: "file",
        signature: "signature",
        media_types: &[(".vrca", "application/x-avatar")],
        other_media_type: "application/octet-stream",
        signature_media_type: "application/x-rsync-signature",
    };

    fn made(source: impl Into<Source>, wishes: &Wishes) -> Result<NewFile, String> {
        wishes.new_file(&source.into(), &WORDS).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_is_named_by_its_path() {
        let file = made("/home/a/My avatar.v2.VRCA", &Wishes::default()).unwrap();
        assert_eq!((file.name.as_str(), file.extension.as_str()), ("My avatar.v2", ".VRCA"));
        assert_eq!(file.media_type, "application/x-avatar");
        let wishes = Wishes {
            name: Some("x".to_owned()),
            extension: Some("bin".to_owned()),
            ..Wishes::default()
        };
        let file = made("a", &wishes).unwrap();
        assert_eq!((file.name.as_str(), file.extension.as_str()), ("x", ".bin"));
        assert_eq!(file.media_type, "application/octet-stream");
    }

    #[test]
    fn what_cannot_be_a_name_is_refused() {
        let none = Wishes::default();
        let refused = |source: &str| made(source, &none).unwrap_err();
        assert_eq!(
            refused("avatar"),
            "`extension` does not follow from what is uploaded: call `.extension(…)`"
        );
        assert_eq!(refused("a\u{7}b.png"), "`name` contains a control character: \"a\\u{7}b\"");
        let error = made(vec![1, 2], &none).unwrap_err();
        assert_eq!(error, "`name` does not follow from what is uploaded: call `.name(…)`");
        for (name, reason) in [("..", "is no name"), ("a/b", "contains a slash or a backslash")] {
            let wishes = Wishes { name: Some(name.to_owned()), ..Wishes::default() };
            assert!(made("a.png", &wishes).unwrap_err().starts_with(&format!("`name` {reason}")));
        }
        let wishes = Wishes { extension: Some(".".to_owned()), ..Wishes::default() };
        assert_eq!(made("a.png", &wishes).unwrap_err(), "`extension` is no name: \".\"");
    }

    #[test]
    fn parts_keep_the_bounds_of_s3() {
        let parts = |part_size: Option<u64>, size: u64| {
            let wishes = Wishes { part_size, ..Wishes::default() };
            wishes.parts_of(size).map_err(|error| error.to_string())
        };
        assert_eq!(parts(None, 0), Ok(PART));
        assert_eq!(parts(None, PART * MOST_PARTS), Ok(PART));
        assert_eq!(parts(None, PART * MOST_PARTS + 1), Ok(PART + (1 << 20)));
        assert_eq!(parts(Some(LEAST_PART), LEAST_PART * MOST_PARTS), Ok(LEAST_PART));
        let refused = parts(Some(LEAST_PART), LEAST_PART * MOST_PARTS + 1).unwrap_err();
        assert_eq!(
            refused,
            "`part_size` of 5242880 bytes makes 10001 parts, and S3 takes 10000: give at least \
             5242881 bytes"
        );
        assert!(parts(Some(LEAST_PART - 1), 1).is_err() && parts(Some(MOST_PART + 1), 1).is_err());
        assert!(parts(None, u64::MAX).unwrap_err().contains("larger than S3 takes"));
    }
}
