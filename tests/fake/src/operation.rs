//! What a request asks for.

/// Which of the two servers a request arrived at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// The API.
    Api,
    /// S3, where signed addresses lead. The account's cookies must never arrive here.
    Storage,
}

/// What a request asks for. Those of the API bear the names that its documentation gives them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// `POST /file`
    CreateFile,
    /// `POST /file/image`
    UploadImage,
    /// `POST /gallery`
    UploadGalleryImage,
    /// `POST /icon`
    UploadIcon,
    /// `GET /files`
    GetFiles,
    /// `PUT /files/order`
    SetGroupGalleryFileOrder,
    /// `GET /file/{fileId}`
    GetFile,
    /// `DELETE /file/{fileId}`
    DeleteFile,
    /// `POST /file/{fileId}`
    CreateFileVersion,
    /// `GET /file/{fileId}/{versionId}`
    DownloadFileVersion,
    /// `DELETE /file/{fileId}/{versionId}`
    DeleteFileVersion,
    /// `GET /file/{fileId}/{versionId}/{fileType}`
    DownloadFileData,
    /// `PUT /file/{fileId}/{versionId}/{fileType}/start`
    StartFileDataUpload,
    /// `GET /file/{fileId}/{versionId}/{fileType}/status`
    GetFileDataUploadStatus,
    /// `PUT /file/{fileId}/{versionId}/{fileType}/finish`
    FinishFileDataUpload,
    /// `GET /analysis/{fileId}/{versionId}`
    GetFileAnalysis,
    /// `GET /analysis/{fileId}/{versionId}/security`
    GetFileAnalysisSecurity,
    /// `GET /analysis/{fileId}/{versionId}/standard`
    GetFileAnalysisStandard,
    /// `GET /agreement`
    GetContentAgreementStatus,
    /// `POST /agreement`
    SubmitContentAgreement,
    /// `PUT /assetReview/{assetReviewId}/notes`
    UpdateAssetReviewNotes,
    /// `GET /adminassetbundles/{adminAssetBundleId}`
    GetAdminAssetBundle,
    /// A `PUT` to the storage: an object as a whole, or one of its parts.
    StoragePut,
    /// A `GET` from the storage.
    StorageGet,
    /// Anything else.
    Unknown,
}

/// One of the pieces of data that a version consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The file itself.
    File,
    /// The signature of the file.
    Signature,
    /// The difference to the version before. The fake has none of these.
    Delta,
}

impl Piece {
    /// The word that stands for it in paths and records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Signature => "signature",
            Self::Delta => "delta",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::File, Self::Signature, Self::Delta].into_iter().find(|piece| piece.as_str() == text)
    }
}
