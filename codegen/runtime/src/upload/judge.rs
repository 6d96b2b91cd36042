//! What a version of a file means for an upload.

use super::digest::Digests;
use super::run::Run;
use super::service::{PieceRecord, UploadService, UploadWords, VersionRecord};
use crate::error::{Error, Place, Remedy, UploadStep};

/// What the last version of a file means.
pub(super) enum Last {
    /// It has the data.
    Complete,
    /// It waits for the data, or processes it.
    Same,
    /// A new version can be made.
    Free,
    /// It is unfinished, and may be somebody's.
    InTheWay { is_same: bool },
}

/// Holds versions against data.
pub(super) struct Judge<'d> {
    pub(super) words: &'static UploadWords,
    pub(super) digests: &'d Digests,
}

impl Judge<'_> {
    /// What the last version means for an upload of the data.
    pub(super) fn last(&self, last: Option<&VersionRecord>, replace_unfinished: bool) -> Last {
        let words = self.words;
        let Some(last) = last.filter(|last| !last.is_deleted) else { return Last::Free };
        let is_same = self.is_same(last);
        match last.status.as_str() {
            status if status == words.complete => match &last.file {
                Some(file) if self.is_file(file) => Last::Complete,
                _ => Last::Free,
            },
            status if status == words.waiting && is_same => Last::Same,
            // The service is busy with the same data: to delete that has to be asked for.
            status if status == words.queued && is_same && !replace_unfinished => Last::Same,
            _ => Last::InTheWay { is_same },
        }
    }

    /// Whether a version is of the same data.
    pub(super) fn is_same(&self, version: &VersionRecord) -> bool {
        let signature = self.digests.signature();
        let is_signature = |piece: &PieceRecord| {
            piece.md5.as_deref() == Some(signature.md5()) && piece.size == signature.size()
        };
        version.file.as_ref().is_some_and(|file| self.is_file(file))
            && version.signature.as_ref().is_some_and(is_signature)
    }

    /// Whether a version says that it is of other data. The service leaves digests out of some
    /// records.
    fn is_other(&self, version: &VersionRecord) -> bool {
        version.file.as_ref().is_some_and(|file| {
            let md5 = file.md5.as_deref().filter(|md5| !md5.is_empty());
            file.size != self.digests.size() || md5.is_some_and(|md5| md5 != self.digests.md5())
        })
    }

    fn is_file(&self, file: &PieceRecord) -> bool {
        file.md5.as_deref() == Some(self.digests.md5()) && file.size == self.digests.size()
    }
}

impl<S: UploadService> Run<S> {
    pub(super) fn judge(&self) -> Judge<'_> {
        Judge { words: Self::WORDS, digests: &self.digests }
    }

    /// The version that is uploaded to, as the file has it now. Numbers are given out again after a
    /// version was deleted, so that one of the same number may be another's; and one that has failed
    /// is of no use.
    pub(super) fn ours(&self, file: &S::File, step: UploadStep) -> Result<VersionRecord, Error> {
        let fail = |error: Error, remedy| error.in_upload(Place { remedy, ..self.at(step) });
        let mut versions = S::record(file).versions.into_iter();
        let ours = versions.rfind(|one| Some(one.number) == self.version);
        let ours = ours.filter(|one| !one.is_deleted && !self.judge().is_other(one));
        let Some(version) = ours else {
            let gone = Error::senseless("somebody has deleted the version while it was uploaded");
            return Err(fail(gone, Remedy::GoOn));
        };
        if version.status == Self::WORDS.error {
            return Err(fail(Error::rejected(&version.status), Remedy::Replace));
        }
        Ok(version)
    }

    /// The error of an unfinished version that may be somebody's.
    pub(super) fn in_the_way(&mut self, version: &VersionRecord, is_same: bool) -> Error {
        self.version = Some(version.number);
        in_the_way(Self::WORDS, version, is_same, self.at(UploadStep::Look))
    }
}

/// The error of an unfinished version that may be somebody's.
pub(super) fn in_the_way(
    words: &UploadWords,
    version: &VersionRecord,
    is_same: bool,
    place: Place,
) -> Error {
    let is_over = version.status == words.error;
    let remedy = if is_over { Remedy::Replace } else { Remedy::WaitOrReplace };
    let error = Error::unfinished(&version.status, is_same, is_over);
    error.in_upload(Place { remedy, version: Some(version.number), ..place })
}
