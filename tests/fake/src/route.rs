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
            query,
        };
        let (method, path) = (head.method.as_str(), head.uri.path());
        let known = match host {
            Host::Api => api(method, path),
            Host::Storage => storage(method, path),
        };
        known.map_or(unknown.clone(), |(operation, target)| Self {
            operation,
            file_id: target.0.map(str::to_owned),
            version: target.1,
            piece: target.2,
            ..unknown
        })
    }

    /// The value of a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Which File, which version of it, and which piece of that.
type Target<'a> = (Option<&'a str>, Option<u64>, Option<Piece>);

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
    Some((operation, (id, version, piece)))
}

fn storage<'a>(method: &str, path: &'a str) -> Option<(Operation, Target<'a>)> {
    let operation = match method {
        "PUT" => Operation::StoragePut,
        "GET" => Operation::StorageGet,
        _ => return None,
    };
    let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let target = match segments.as_slice() {
        [BUCKET, id, version, piece] => (Some(*id), version.parse().ok(), Piece::parse(piece)),
        _ => (None, None, None),
    };
    Some((operation, target))
}
