//! What an upload needs of a service. Emitted code implements it over the operations that the hint
//! `x-upload` names, so that the engine knows no endpoint.

use crate::BoxFuture;
use crate::error::Error;
use crate::transport::Transport;

/// The operations that make up an upload, and the words that the service uses.
///
/// Each operation is sent with the limits and repetitions of its client. What the service answers
/// for a file is `File`; the engine looks at it through [`record`](Self::record) alone.
pub trait UploadService: Clone + Send + Sync + 'static {
    /// What the service answers for a file.
    type File: Send + 'static;

    /// The words of the service.
    const WORDS: &'static UploadWords;

    /// What calls are sent through.
    fn transport(&self) -> &Transport;

    /// Makes a file without data.
    fn create(&self, new: NewFile) -> BoxFuture<Result<Self::File, Error>>;

    /// Reads a file.
    fn get(&self, file: &str) -> BoxFuture<Result<Self::File, Error>>;

    /// Adds a version to a file, which waits for the announced data.
    fn create_version(
        &self,
        file: &str,
        announced: &Announced,
    ) -> BoxFuture<Result<Self::File, Error>>;

    /// Asks for the entity tags of the parts of a piece that are stored, in the order of the parts.
    fn status(&self, target: &Target) -> BoxFuture<Result<Vec<String>, Error>>;

    /// Asks for an address to send a piece, or a part of it, to.
    fn start(&self, target: &Target, part: Option<u64>) -> BoxFuture<Result<String, Error>>;

    /// Says that a piece has been sent, with the entity tags of its parts where it has some.
    fn finish(
        &self,
        target: &Target,
        etags: Option<Vec<String>>,
    ) -> BoxFuture<Result<Self::File, Error>>;

    /// Deletes the last version of a file.
    fn delete_version(&self, file: &str, version: u64) -> BoxFuture<Result<Self::File, Error>>;

    /// What the engine has to know of a file.
    fn record(file: &Self::File) -> FileRecord;
}

/// The words that the service uses for what the engine has to tell apart.
#[derive(Debug)]
pub struct UploadWords {
    /// The status of data that is to be sent.
    pub waiting: &'static str,
    /// The status of a version that the service is processing.
    pub queued: &'static str,
    /// The status of data that is stored.
    pub complete: &'static str,
    /// The status of a version whose upload failed.
    pub error: &'static str,
    /// The category of data that is sent as a whole.
    pub simple: &'static str,
    /// The category of data that is sent in parts.
    pub multipart: &'static str,
    /// The value of a path that stands for the file itself.
    pub file: &'static str,
    /// The value of a path that stands for its signature.
    pub signature: &'static str,
    /// Media types by extension, with the dot and in lower case.
    pub media_types: &'static [(&'static str, &'static str)],
    /// The media type of any other file.
    pub other_media_type: &'static str,
    /// The media type of a signature.
    pub signature_media_type: &'static str,
}

/// A file to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its extension, with the dot.
    pub extension: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The data of a version to make. Digests are md5, in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The digest of the file.
    pub file_md5: String,
    /// The size of the file in bytes.
    pub file_size: u64,
    /// The digest of the file's signature.
    pub signature_md5: String,
    /// The size of the file's signature in bytes.
    pub signature_size: u64,
}

/// One piece of the data of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file's id.
    pub file: String,
    /// The version's number.
    pub version: u64,
    /// The piece, in the service's word: [`UploadWords::file`] or [`UploadWords::signature`].
    pub piece: &'static str,
}

/// What the engine has to know of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// The file's id.
    pub id: String,
    /// The file's media type.
    pub media_type: String,
    /// Its versions, the last one last.
    pub versions: Vec<VersionRecord>,
}

/// What the engine has to know of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRecord {
    /// Its number.
    pub number: u64,
    /// How far it has come, in the service's word.
    pub status: String,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// The file itself.
    pub file: Option<PieceRecord>,
    /// The file's signature.
    pub signature: Option<PieceRecord>,
}

/// What the engine has to know of a piece of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PieceRecord {
    /// How it has to be sent, in the service's word.
    pub category: String,
    /// How far it has come, in the service's word.
    pub status: String,
    /// Its md5 digest in base64.
    pub md5: Option<String>,
    /// Its size in bytes.
    pub size: u64,
}
