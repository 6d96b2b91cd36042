//! The upload itself: a table of contents.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::{Instrument, Span, field};

use super::digest::{self, Digests};
use super::progress::{Meter, Piece, UploadPhase, telling};
use super::service::{Announced, Target, UploadService, UploadWords, VersionRecord};
use super::slices::Slices;
use super::source::{Content, Source};
use super::version::Found;
use super::{UploadBuilder, turn};
use crate::error::{Error, Place, Remedy, UploadStep};
use crate::path;
use crate::policy::Policy;

/// An upload that is under way.
pub(super) struct Run<S> {
    pub(super) service: S,
    pub(super) source: Source,
    pub(super) content: Arc<Content>,
    pub(super) digests: Digests,
    pub(super) slices: Slices,
    pub(super) part_size: u64,
    pub(super) concurrency: usize,
    pub(super) settle_limit: Option<Duration>,
    pub(super) replace_unfinished: bool,
    pub(super) meter: Arc<Meter>,
    pub(super) span: Span,
    /// The file that is uploaded to, once it is known.
    pub(super) file_id: Option<String>,
    /// The file's media type, once it is known.
    pub(super) media_type: String,
    /// The version that is uploaded to, once there is one.
    pub(super) version: Option<u64>,
}

impl<S: UploadService> UploadBuilder<S> {
    pub(super) async fn upload(mut self) -> Result<S::File, Error> {
        let span = tracing::info_span!(
            "upload",
            file_id = field::Empty,
            version = field::Empty,
            bytes = field::Empty,
            elapsed_ms = field::Empty,
        );
        let listen = self.progress.take().map(|listen| listen.0);
        let meter = Arc::new(Meter::default());
        let run = async {
            let started = Instant::now();
            let outcome = telling(&meter, listen, self.steps(&meter, &span)).await;
            let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            span.record("elapsed_ms", elapsed);
            outcome
        };
        run.instrument(span.clone()).await
    }

    async fn steps(self, meter: &Arc<Meter>, span: &Span) -> Result<S::File, Error> {
        let refused = |error: Error| error.in_upload(Place::new(UploadStep::Check));
        let new = match self.wishes.file {
            Some(_) => None,
            None => Some(self.wishes.new_file(&self.source, S::WORDS).map_err(refused)?),
        };
        let mut run = self.begin(meter, span).await?;
        let known = match new {
            Some(new) => Some(run.create(new).await?),
            None => None,
        };
        let _turn = turn::take(run.service.transport().base_url(), run.id()).await;
        let version = match run.find_version(known).await? {
            Found::Complete(file) => return Ok(file),
            Found::Waiting(version) => version,
        };
        run.send(Piece::File, &version).await?;
        let known = run.send(Piece::Signature, &version).await?;
        run.meter.enter(UploadPhase::Settling);
        run.settle(known).await
    }

    /// Checks what is wished for and digests the source.
    async fn begin(self, meter: &Arc<Meter>, span: &Span) -> Result<Run<S>, Error> {
        let Self { service, source, wishes, .. } = self;
        let fail = |step: UploadStep| {
            let file_id = wishes.file.clone();
            move |error: Error| error.in_upload(Place { file_id, ..Place::new(step) })
        };
        let check = || fail(UploadStep::Check);
        if let Some(reason) = wishes.file.as_deref().and_then(path::refuse) {
            return Err(check()(Error::refused("into_file", reason)));
        }
        let concurrency = wishes.concurrency().map_err(check())?;
        let content = digest::open(&source).await.map_err(check())?;
        let part_size = wishes.parts_of(content.size()).map_err(check())?;
        let survey = digest::survey(&source, &content, part_size).await;
        let (digests, slices) = survey.map_err(fail(UploadStep::Digest))?;
        let total = digests.size().saturating_add(digests.signature().size());
        span.record("bytes", total);
        meter.begin(total);
        Ok(Run {
            meter: meter.clone(),
            span: span.clone(),
            service,
            source,
            content,
            digests,
            slices,
            part_size,
            concurrency,
            settle_limit: wishes.settle_limit,
            replace_unfinished: wishes.replace_unfinished,
            file_id: wishes.file,
            media_type: String::new(),
            version: None,
        })
    }
}

impl<S: UploadService> Run<S> {
    /// The service's words.
    pub(super) const WORDS: &'static UploadWords = S::WORDS;

    /// The client's limits.
    pub(super) fn policy(&self) -> &Policy {
        self.service.transport().policy()
    }

    /// What is announced to the service.
    pub(super) fn announced(&self) -> Announced {
        Announced {
            file_md5: self.digests.md5().to_owned(),
            file_size: self.digests.size(),
            signature_md5: self.digests.signature().md5().to_owned(),
            signature_size: self.digests.signature().size(),
        }
    }

    /// The file's id. It is known once there is a file.
    pub(super) fn id(&self) -> &str {
        self.file_id.as_deref().unwrap_or_default()
    }

    /// The place of a piece at the service.
    pub(super) fn target(&self, piece: Piece, version: &VersionRecord) -> Target {
        let piece = match piece {
            Piece::File => S::WORDS.file,
            Piece::Signature => S::WORDS.signature,
        };
        Target { file: self.id().to_owned(), version: version.number, piece }
    }

    /// Says of an error where it came about, and how to go on.
    pub(super) fn at(&self, step: UploadStep) -> Place {
        Place {
            file_id: self.file_id.clone(),
            version: self.version,
            remedy: Remedy::GoOn,
            ..Place::new(step)
        }
    }

    /// Reads the file.
    pub(super) async fn look(&self) -> Result<S::File, Error> {
        let file = self.service.get(self.id()).await;
        file.map_err(|error| {
            let remedy = if error.is_not_found() { Remedy::None } else { Remedy::GoOn };
            error.in_upload(Place { remedy, ..self.at(UploadStep::Look) })
        })
    }
}
