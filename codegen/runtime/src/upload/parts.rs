//! Sending a piece: as a whole or in parts, as the service says.

use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use super::finish::is_refusal;
use super::progress::{Piece, UploadPhase};
use super::put::CONTENT_MD5;
use super::run::Run;
use super::service::{Target, UploadService, VersionRecord};
use super::slices::Slices;
use super::source::Content;
use super::{etag, feed};
use crate::blocking::blocking;
use crate::error::{Error, Place, UploadStep};

/// A piece of data and where it goes.
pub(super) struct Sending<'r> {
    pub(super) piece: Piece,
    pub(super) target: Target,
    pub(super) content: &'r Arc<Content>,
    /// What it is held against as it goes; a signature is in nobody else's hands.
    pub(super) slices: Option<&'r Slices>,
    pub(super) md5: &'r str,
    media_type: &'r str,
}

/// What is known of a piece that is sent in parts.
enum Stored {
    /// The entity tags of the parts that need not be sent.
    Parts(Vec<String>),
    /// All of it is complete.
    Complete,
}

impl Sending<'_> {
    /// The place of a step of it.
    pub(super) fn place<S: UploadService>(&self, run: &Run<S>, step: UploadStep) -> Place {
        Place { piece: Some(self.piece), ..run.at(step) }
    }
}

impl<S: UploadService> Run<S> {
    /// Sends a piece, unless the service has it, and finishes it. Gives the file as it is then, where
    /// the service has said.
    pub(super) async fn send(
        &self,
        piece: Piece,
        version: &VersionRecord,
    ) -> Result<Option<S::File>, Error> {
        let words = Self::WORDS;
        let (record, phase) = match piece {
            Piece::File => (&version.file, UploadPhase::File),
            Piece::Signature => (&version.signature, UploadPhase::Signature),
        };
        self.meter.enter(phase);
        let sending = self.sending(piece, version);
        let senseless =
            |what: String| Error::senseless(what).in_upload(sending.place(self, UploadStep::Look));
        let Some(record) = record else {
            return Err(senseless(format!("the version has no place for the {piece}")));
        };
        if record.status == words.complete || version.status == words.queued {
            self.meter.moved(sending.content.size());
            return Ok(None);
        }
        let sent = match record.category.as_str() {
            category if category == words.simple => self.send_whole(&sending).await,
            category if category == words.multipart => self.send_parts(&sending).await,
            other => {
                return Err(senseless(format!(
                    "it is not known how to send data that is `{other}`"
                )));
            }
        };
        match sent {
            // Somebody else may have finished the same meanwhile, and then it is refused.
            Err(error)
                if error.step() == Some(UploadStep::Start)
                    && error.status().is_some_and(|status| status.is_client_error())
                    && self.is_complete(&sending).await? =>
            {
                Ok(None)
            }
            sent => sent,
        }
    }

    fn sending(&self, piece: Piece, version: &VersionRecord) -> Sending<'_> {
        let target = self.target(piece, version);
        match piece {
            Piece::File => Sending {
                piece,
                target,
                content: &self.content,
                slices: Some(&self.slices),
                md5: self.digests.md5(),
                media_type: &self.media_type,
            },
            Piece::Signature => {
                let signature = self.digests.signature();
                Sending {
                    piece,
                    target,
                    content: &signature.content,
                    slices: None,
                    md5: signature.md5(),
                    media_type: S::WORDS.signature_media_type,
                }
            }
        }
    }

    async fn send_whole(&self, sending: &Sending<'_>) -> Result<Option<S::File>, Error> {
        let mut headers = HeaderMap::new();
        // What cannot stand in a header the service has not taken as a type.
        let media_type = HeaderValue::from_str(sending.media_type);
        headers.extend(media_type.map(|media_type| (CONTENT_TYPE, media_type)));
        headers.extend(HeaderValue::from_str(sending.md5).map(|md5| (CONTENT_MD5, md5)));
        self.put(sending, None, 0..sending.content.size(), &headers).await?;
        self.finish(sending, None).await
    }

    /// Sends the parts that are missing. Which are there is told by their digests; should the service
    /// not agree in the end, all are sent again, once: a part replaces the one of the same number.
    async fn send_parts(&self, sending: &Sending<'_>) -> Result<Option<S::File>, Error> {
        let etags = match self.stored(sending).await? {
            Stored::Complete => {
                self.meter.moved(sending.content.size());
                return Ok(None);
            }
            Stored::Parts(etags) => etags,
        };
        let kept = etags.len();
        let etags = self.send_rest(sending, etags).await?;
        match self.finish(sending, Some(etags)).await {
            Err(error)
                if kept > 0 && error.step() == Some(UploadStep::Finish) && is_refusal(&error) =>
            {
                self.meter.take_back(sending.content.size());
                let etags = self.send_rest(sending, Vec::new()).await?;
                self.finish(sending, Some(etags)).await
            }
            outcome => outcome,
        }
    }

    /// The number of parts of a piece; nothing at all is one part.
    fn count(&self, sending: &Sending<'_>) -> u64 {
        sending.content.size().div_ceil(self.part_size).max(1)
    }

    /// The bytes of a part, by its number from 1.
    fn range(&self, sending: &Sending<'_>, part: u64) -> Range<u64> {
        let size = sending.content.size();
        let edge = |parts: u64| parts.saturating_mul(self.part_size).min(size);
        edge(part.saturating_sub(1))..edge(part)
    }

    /// The md5 of a part in base64, where it is known from the digest pass.
    pub(super) fn known_md5(
        &self,
        sending: &Sending<'_>,
        part: u64,
        range: &Range<u64>,
    ) -> Option<String> {
        if *range == (0..sending.content.size()) {
            return Some(sending.md5.to_owned());
        }
        let number = usize::try_from(part.saturating_sub(1)).ok()?;
        sending.slices?.md5(number).map(|md5| STANDARD.encode(md5))
    }

    /// Asks what is stored already, and keeps as many parts from the first one on as are the same.
    async fn stored(&self, sending: &Sending<'_>) -> Result<Stored, Error> {
        let place = || sending.place(self, UploadStep::Status);
        // The client's own limits end what the service never answers, as it does for complete data.
        let etags = match self.service.status(&sending.target).await {
            Ok(etags) => etags,
            // It may have become complete just now. If not, all parts are sent.
            Err(error) if error.is_timeout() => {
                if self.is_complete(sending).await? {
                    return Ok(Stored::Complete);
                }
                Vec::new()
            }
            Err(error) => return Err(error.in_upload(place())),
        };
        let mut kept = Vec::new();
        for (part, listed) in (1..=self.count(sending)).zip(etags) {
            let range = self.range(sending, part);
            let bytes = range.end - range.start;
            let md5 = match self.known_md5(sending, part, &range) {
                Some(md5) => md5,
                None => {
                    let content = sending.content.clone();
                    let md5 = blocking(move || feed::md5_of(content, range)).await;
                    STANDARD.encode(md5.map_err(|error| {
                        self.unreadable(error, Place { part: Some(part), ..place() })
                    })?)
                }
            };
            if etag::md5(&listed) != Some(md5) {
                break;
            }
            self.meter.moved(bytes);
            kept.push(etag::bare(&listed).to_owned());
        }
        Ok(Stored::Parts(kept))
    }

    /// Sends the parts after those whose tags are given, several at a time and begun in order.
    async fn send_rest(
        &self,
        sending: &Sending<'_>,
        kept: Vec<String>,
    ) -> Result<Vec<String>, Error> {
        let first = u64::try_from(kept.len()).unwrap_or(u64::MAX).saturating_add(1);
        let parts = stream::iter(first..=self.count(sending));
        let sent = parts.map(async |part| {
            let range = self.range(sending, part);
            let stored = self.put(sending, Some(part), range, &HeaderMap::new()).await?;
            stored.etag().map(str::to_owned).ok_or_else(|| {
                let place = sending.place(self, UploadStep::Put);
                Error::no_etag().in_upload(Place { part: Some(part), ..place })
            })
        });
        // In the order of the parts, however they end.
        let rest: Vec<String> = sent.buffered(self.concurrency).try_collect().await?;
        Ok(kept.into_iter().chain(rest).collect())
    }
}
