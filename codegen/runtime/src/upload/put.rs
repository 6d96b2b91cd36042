//! Sending bytes to an address that the service gave out.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue};

use super::feed::{Feed, Ledger};
use super::progress::Meter;
use super::slices::Slices;
use super::source::{Content, Source};
use super::{digest, etag};
use crate::BoxFuture;
use crate::error::Error;
use crate::redact::Hidden;
use crate::transport::{PUT_PART, Transport};

pub(super) const CONTENT_MD5: HeaderName = HeaderName::from_static("content-md5");

/// Sends bytes to a presigned URL when awaited, in one try: for people with an upload flow of their
/// own.
///
/// All of the source is sent unless [`range`](Self::range) says otherwise, and no header but its
/// length: data that is uploaded whole takes [`content_type`](Self::content_type) and
/// [`content_md5`](Self::content_md5), a part neither. No cookie goes along, and the query of the
/// URL is shown nowhere. A file is read as it is sent, in constant memory. Dropping the future stops
/// it at once.
///
/// The entity tag of the answer is held against the md5 of what was sent, unless S3 says that the
/// object is encrypted with a KMS key or one of the customer, where it is no md5.
///
/// # Errors
///
/// Status 403 is what S3 answers when the URL has expired: ask for another one. An entity tag that
/// does not fit is of the kind `Integrity`. Nothing is tried again.
#[must_use = "nothing is sent before it is awaited"]
pub struct PutPart {
    transport: Transport,
    url: Hidden<String>,
    source: Source,
    range: Option<Range<u64>>,
    headers: HeaderMap,
    refused: Option<&'static str>,
}

/// What a storage has of bytes that were sent to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPart {
    etag: Option<String>,
    md5: String,
    bytes: u64,
}

impl StoredPart {
    /// The entity tag, without quotes: what finishing a multipart upload wants. `None` where the
    /// storage gave none.
    pub fn etag(&self) -> Option<&str> {
        self.etag.as_deref()
    }

    /// The md5 of what was sent, in base64.
    pub fn md5(&self) -> &str {
        &self.md5
    }

    /// How many bytes were sent.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }
}

impl Transport {
    /// Sends bytes to a presigned URL.
    pub fn put_part(&self, url: impl Into<String>, source: impl Into<Source>) -> PutPart {
        PutPart {
            transport: self.clone(),
            url: Hidden(url.into()),
            source: source.into(),
            range: None,
            headers: HeaderMap::new(),
            refused: None,
        }
    }
}

impl PutPart {
    /// Sends these bytes of the source alone, counted from 0 and without the end.
    pub fn range(mut self, range: Range<u64>) -> Self {
        self.range = Some(range);
        self
    }

    /// Says what the data is.
    pub fn content_type(self, content_type: impl AsRef<str>) -> Self {
        self.header("content_type", CONTENT_TYPE, content_type.as_ref())
    }

    /// Has S3 check the data against this md5 digest, in base64.
    pub fn content_md5(self, md5: impl AsRef<str>) -> Self {
        self.header("content_md5", CONTENT_MD5, md5.as_ref())
    }

    fn header(mut self, argument: &'static str, name: HeaderName, value: &str) -> Self {
        match HeaderValue::from_str(value) {
            Ok(value) => _ = self.headers.insert(name, value),
            Err(_) => self.refused = Some(argument),
        }
        self
    }

    async fn send(self) -> Result<StoredPart, Error> {
        let id = PUT_PART.id;
        if let Some(argument) = self.refused {
            let reason = "has characters that a header cannot hold";
            return Err(Error::invalid_argument(id, argument, reason));
        }
        let content = digest::open(&self.source).await?;
        let range = self.range.unwrap_or(0..content.size());
        if range.start > range.end || range.end > content.size() {
            let reason = format!("{range:?} is not within its {} bytes", content.size());
            return Err(Error::invalid_argument(id, "range", &reason));
        }
        let put = Put {
            transport: &self.transport,
            url: &self.url.0,
            headers: self.headers,
            content: &content,
            range,
            slices: None,
            md5: None,
            meter: None,
        };
        put.send().await.map_err(|error| match error {
            PutError::Failed(error) => error,
            PutError::Unreadable(error) => Error::source(&self.source, error),
        })
    }
}

impl IntoFuture for PutPart {
    type Output = Result<StoredPart, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for PutPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutPart")
            .field("source", &self.source)
            .field("range", &self.range)
            .finish_non_exhaustive()
    }
}

/// One try to send a range of bytes.
pub(super) struct Put<'a> {
    pub(super) transport: &'a Transport,
    pub(super) url: &'a str,
    pub(super) headers: HeaderMap,
    pub(super) content: &'a Arc<Content>,
    pub(super) range: Range<u64>,
    /// What the bytes are held against as they go.
    pub(super) slices: Option<&'a Slices>,
    /// The md5 of the range in base64, where it is known before.
    pub(super) md5: Option<&'a str>,
    pub(super) meter: Option<&'a Arc<Meter>>,
}

/// Why bytes are not stored.
pub(super) enum PutError {
    /// They could not be sent, or were not taken.
    Failed(Error),
    /// They could not be read, or are not what was digested.
    Unreadable(io::Error),
}

impl Put<'_> {
    pub(super) async fn send(self) -> Result<StoredPart, PutError> {
        let Self { transport, url, headers, content, range, slices, md5, meter } = self;
        let bytes = range.end - range.start;
        let ledger = Ledger::new(meter.cloned());
        let feed = Feed::new(content.clone(), range, slices, md5.is_none(), ledger.clone());
        let mut open = Open { ledger: &ledger, is_stored: false };
        let answer = match transport.put(url, headers, feed).await {
            Ok(answer) => answer,
            Err(error) => {
                return Err(match ledger.failure() {
                    Some(failure) => PutError::Unreadable(failure),
                    None => PutError::Failed(error),
                });
            }
        };
        if ledger.moved() < bytes {
            return Err(PutError::Failed(Error::too_early(answer.host())));
        }
        let md5 = match (md5, ledger.md5()) {
            (Some(md5), _) => md5.to_owned(),
            (None, Some(md5)) => STANDARD.encode(md5),
            // Nothing was read of nothing.
            (None, None) => etag::MD5_OF_NOTHING.to_owned(),
        };
        let tag = answer.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
        if let Some(tag) = tag
            && !etag::is_opaque(answer.headers())
            && etag::md5(tag).as_deref() != Some(&md5)
        {
            return Err(PutError::Failed(Error::other_etag(answer.host(), bytes)));
        }
        open.is_stored = true;
        Ok(StoredPart { etag: tag.map(|tag| etag::bare(tag).to_owned()), md5, bytes })
    }
}

/// Ends a feed, however its sending ends.
struct Open<'a> {
    ledger: &'a Ledger,
    is_stored: bool,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.is_stored {
            self.ledger.close();
        }
    }
}
