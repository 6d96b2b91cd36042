//! Going on with a transfer that broke off.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, HeaderValue};

use crate::download::Download;
use crate::reply::Reply;

/// From where to go on, if the bytes are still those of this entity tag.
#[derive(Clone, Debug)]
pub(crate) struct Resume {
    pub(crate) from: u64,
    pub(crate) tag: HeaderValue,
}

/// What came so far, and of what.
#[derive(Debug, Default)]
pub(super) struct Have {
    pub(super) bytes: u64,
    pub(super) total: Option<u64>,
    /// Where the part that is under way ends by its own word.
    pub(super) end: Option<u64>,
    /// What the whole came as: an answer with the rest need not repeat it.
    pub(super) content_type: Option<String>,
    tag: Option<HeaderValue>,
}

/// What an answer means for what came so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answered {
    /// It goes on where the last one broke off.
    GoesOn,
    /// It is the whole, from the start.
    StartsOver,
    /// It is some other part, and of no use.
    Elsewhere,
}

impl Have {
    /// What to ask for next: the rest, where there is a way to say of what.
    pub(super) fn resume(&self) -> Option<Resume> {
        let tag = self.tag.clone().filter(|_| self.bytes > 0)?;
        Some(Resume { from: self.bytes, tag })
    }

    /// Asks for the whole next time.
    pub(super) fn forget(&mut self) {
        self.tag = None;
    }

    /// Reads what an answer is, and from then on has what it begins with.
    pub(super) fn answered(&mut self, reply: &Reply<Download>) -> Answered {
        let (status, headers, download) = (reply.status(), reply.headers(), reply.get());
        let length = download.content_length();
        if status != StatusCode::PARTIAL_CONTENT {
            *self = Self {
                bytes: 0,
                total: length,
                end: None,
                content_type: download.content_type().map(str::to_owned),
                tag: strong_tag(headers).cloned(),
            };
            return Answered::StartsOver;
        }
        let range = headers.get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
        let Some((start, end, total)) = range.and_then(content_range) else {
            return Answered::Elsewhere;
        };
        if length.is_some_and(|length| length != end - start) {
            return Answered::Elsewhere;
        }
        let is_same = headers.get(ETAG).is_none_or(|tag| self.tag.as_ref() == Some(tag));
        if start != self.bytes || self.total.is_some_and(|known| known != total) || !is_same {
            return Answered::Elsewhere;
        }
        (self.total, self.end) = (Some(total), Some(end));
        Answered::GoesOn
    }
}

/// An entity tag that stands for the same bytes, and not just for the same meaning.
fn strong_tag(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""))
}

/// Start, end and total of `bytes first-last/total`, RFC 9110 §14.4; the end is behind the last. A
/// total that is not known cannot be checked, and is as good as none.
fn content_range(text: &str) -> Option<(u64, u64, u64)> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (start, last) = range.split_once('-')?;
    let (start, last, total): (u64, u64, u64) =
        (start.trim().parse().ok()?, last.trim().parse().ok()?, total.trim().parse().ok()?);
    (start <= last && last < total).then(|| (start, last + 1, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_range_that_can_be_checked_counts() {
        assert_eq!(content_range("bytes 5-9/10"), Some((5, 10, 10)));
        let most = u64::MAX;
        let text = format!("bytes {}-{}/{most}", most - 1, most - 1);
        assert_eq!(content_range(&text), Some((most - 1, most, most)));
        for text in
            ["bytes 5-9/*", "bytes */10", "bytes 5-10/10", "bytes 9-5/10", "5-9/10", "bytes -5/10"]
        {
            assert_eq!(content_range(text), None, "{text}");
        }
    }

    #[test]
    fn a_weak_tag_does_not_stand_for_bytes() {
        let tagged = |tag| {
            let headers = [(ETAG, HeaderValue::from_static(tag))].into_iter().collect();
            strong_tag(&headers).is_some()
        };
        assert!(tagged("\"abc\""));
        assert!(!tagged("W/\"abc\"") && !tagged("abc"));
    }
}
