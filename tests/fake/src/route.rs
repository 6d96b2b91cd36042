//! Reads from the head of a request what it asks for.

use hyper::http::request::Parts;

use crate::operation::{Host, Operation, Piece};
use crate::store::BUCKET;

/// What a request asks for, and of which data.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub host: Host,
    pub operation: Operation,
    pub file_id: Option<String>,
    pub version: Option<u64>,
    pub piece: Option<Piece>,
    pub part: Option<u32>,
    /// What it is about where that is no File: a review, a bundle.
    pub other_id: Option<String>,
    pub query: Vec<(String, String)>,
}

impl Route {
    pub fn new(host: Host, head: &Parts) -> Self {
        let query = head.uri.query().unwrap_or_default();
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let part = query.iter().find(|(name, _)| name == "partNumber");
        let part = part.and_then(|(_, value)| value.parse().ok());
        let unknown = Self {
            host,
            operation: Operation::Unknown,
            file_id: None,
            version: None,
            piece: None,
            part,
            other_id: None,
            query,
        };
        let (method, path) = (head.method.as_str(), head.uri.path());
        let known = match host {
            Host::Api => beside_files(method, path).or_else(|| api(method, path)),
            Host::Storage => storage(method, path),
        };
        known.map_or(unknown.clone(), |(operation, target)| Self {
            operation,
            file_id: target.file_id.map(str::to_owned),
            version: target.version,
            piece: target.piece,
            other_id: target.other_id.map(str::to_owned),
            ..unknown
        })
    }

    /// The value of a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Which File, which version of it, and which piece of that; or what else.
#[derive(Default)]
struct Target<'a> {
    file_id: Option<&'a str>,
    version: Option<u64>,
    piece: Option<Piece>,
    other_id: Option<&'a str>,
}

/// Paths that name no File. Some of them look like those of one that is called `image` or `order`.
fn beside_files<'a>(method: &str, path: &'a str) -> Option<(Operation, Target<'a>)> {
    use Operation as O;
    let segments: Vec<&str> = path.strip_prefix("/api/1/")?.split('/').collect();
    let (operation, other_id) = match (method, segments.as_slice()) {
        ("POST", ["file", "image"]) => (O::UploadImage, None),
        ("POST", ["gallery"]) => (O::UploadGalleryImage, None),
        ("POST", ["icon"]) => (O::UploadIcon, None),
        ("PUT", ["files", "order"]) => (O::SetGroupGalleryFileOrder, None),
        ("GET", ["agreement"]) => (O::GetContentAgreementStatus, None),
        ("POST", ["agreement"]) => (O::SubmitContentAgreement, None),
        ("PUT", ["assetReview", id, "notes"]) => (O::UpdateAssetReviewNotes, Some(*id)),
        ("GET", ["adminassetbundles", id]) => (O::GetAdminAssetBundle, Some(*id)),
        _ => return None,
    };
    Some((operation, Target { other_id, ..Target::default() }))
}

fn api<'a>(method: &str, path: &'a str) -> Option<(Operation, Target<'a>)> {
    use Operation as O;
    let segments: Vec<&str> = path.strip_prefix("/api/1/")?.split('/').collect();
    let (operation, id, version, piece) = match (method, segments.as_slice()) {
        ("POST", ["file"]) => (O::CreateFile, None, None, None),
        ("GET", ["files"]) => (O::GetFiles, None, None, None),
        ("GET", ["file", id]) => (O::GetFile, Some(*id), None, None),
        ("DELETE", ["file", id]) => (O::DeleteFile, Some(*id), None, None),
        ("POST", ["file", id]) => (O::CreateFileVersion, Some(*id), None, None),
        ("GET", ["file", id, v]) => (O::DownloadFileVersion, Some(*id), Some(*v), None),
        ("DELETE", ["file", id, v]) => (O::DeleteFileVersion, Some(*id), Some(*v), None),
        ("GET", ["file", id, v, p]) => (O::DownloadFileData, Some(*id), Some(*v), Some(*p)),
        ("PUT", ["file", id, v, p, "start"]) => {
            (O::StartFileDataUpload, Some(*id), Some(*v), Some(*p))
        }
        ("GET", ["file", id, v, p, "status"]) => {
            (O::GetFileDataUploadStatus, Some(*id), Some(*v), Some(*p))
        }
        ("PUT", ["file", id, v, p, "finish"]) => {
            (O::FinishFileDataUpload, Some(*id), Some(*v), Some(*p))
        }
        ("GET", ["analysis", id, v]) => (O::GetFileAnalysis, Some(*id), Some(*v), None),
        ("GET", ["analysis", id, v, "security"]) => {
            (O::GetFileAnalysisSecurity, Some(*id), Some(*v), None)
        }
        ("GET", ["analysis", id, v, "standard"]) => {
            (O::GetFileAnalysisStandard, Some(*id), Some(*v), None)
        }
        _ => return None,
    };
    // What does not name a version or a piece is no path of the API.
    let version = version.map(str::parse).transpose().ok()?;
    let piece = match piece {
        Some(piece) => Some(Piece::parse(piece)?),
        None => None,
    };
    Some((operation, Target { file_id: id, version, piece, other_id: None }))
}

fn storage<'a>(method: &str, path: &'a str) -> Option<(Operation, Target<'a>)> {
    let operation = match method {
        "PUT" => Operation::StoragePut,
        "GET" => Operation::StorageGet,
        _ => return None,
    };
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let target = match segments.as_slice() {
        [BUCKET, id, version, piece] => Target {
            file_id: Some(*id),
            version: version.parse().ok(),
            piece: Piece::parse(piece),
            other_id: None,
        },
        _ => Target::default(),
    };
    Some((operation, target))
}
