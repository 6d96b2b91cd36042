//! The operations of the API.

mod agreement;
mod download;
mod finish;
mod image;
mod manage;
mod others;
mod upload;
mod versions;

use bytes::Bytes;
use hyper::HeaderMap;
use hyper::header::{COOKIE, USER_AGENT};
use serde_json::Value;

use crate::answer::{Answer, Outcome};
use crate::fault::Fault;
use crate::files::not_found;
use crate::operation::{Operation, Piece};
use crate::route::Route;
use crate::state::State;

/// A request to the API whose body has arrived.
pub(crate) struct Call<'a> {
    pub route: &'a Route,
    pub headers: &'a HeaderMap,
    pub body: &'a Bytes,
    pub fault: &'a Fault,
}

/// Does what the request asks for.
pub(crate) async fn answer(state: &State, call: &Call<'_>) -> Answer {
    use Operation as O;
    if call.headers.get(USER_AGENT).is_none_or(|agent| agent.is_empty()) {
        return Answer::firewall();
    }
    if call.route.operation == O::Unknown {
        return Answer::not_implemented();
    }
    if !has_cookie(call.headers, &state.cookie) {
        return Answer::unauthorized();
    }
    let outcome = match call.route.operation {
        O::CreateFile => manage::create(state, call),
        O::UploadImage => image::upload(state, call, None).await,
        O::UploadGalleryImage => image::upload(state, call, Some("gallery")).await,
        O::UploadIcon => image::upload(state, call, Some("icon")).await,
        O::GetFiles => manage::list(state, call),
        O::SetGroupGalleryFileOrder => others::order(state, call),
        O::GetContentAgreementStatus => agreement::status(state, call),
        O::SubmitContentAgreement => agreement::submit(state, call),
        O::UpdateAssetReviewNotes => others::notes(state, call),
        O::GetAdminAssetBundle => others::bundle(state, call),
        O::GetFile => manage::get(state, call),
        O::DeleteFile => manage::delete(state, call).await,
        O::CreateFileVersion => versions::create(state, call).await,
        O::DeleteFileVersion => versions::delete(state, call).await,
        O::DownloadFileVersion | O::DownloadFileData => download::redirect(state, call),
        O::StartFileDataUpload => upload::start(state, call).await,
        O::GetFileDataUploadStatus => upload::status(state, call).await,
        O::FinishFileDataUpload => finish::finish(state, call).await,
        O::GetFileAnalysis | O::GetFileAnalysisSecurity | O::GetFileAnalysisStandard => {
            download::analysis(state, call)
        }
        O::StoragePut | O::StorageGet | O::Unknown => Err(Answer::not_implemented()),
    };
    outcome.unwrap_or_else(|failure| failure)
}

fn has_cookie(headers: &HeaderMap, value: &str) -> bool {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok());
    cookies
        .flat_map(|header| header.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .any(|cookie| cookie == ("auth", value))
}

impl Call<'_> {
    fn id(&self) -> Outcome<&str> {
        self.route.file_id.as_deref().ok_or_else(not_found)
    }

    /// The review or bundle that the path names.
    fn other_id(&self) -> Outcome<&str> {
        self.route.other_id.as_deref().ok_or_else(not_found)
    }

    fn version(&self) -> Outcome<u64> {
        self.route.version.ok_or_else(not_found)
    }

    /// The piece that the path names; the file itself where it names none.
    fn piece(&self) -> Piece {
        self.route.piece.unwrap_or(Piece::File)
    }

    fn json(&self) -> Outcome<Value> {
        serde_json::from_slice(self.body)
            .map_err(|error| Answer::error(400, &format!("The body is not JSON: {error}")))
    }

    /// A whole number of the query, if it is there.
    fn number(&self, name: &str) -> Outcome<Option<u64>> {
        let wrong = |_| Answer::error(400, &format!("{name} has to be a whole number"));
        self.route.parameter(name).map(str::parse).transpose().map_err(wrong)
    }
}

/// A text that the body has to have.
fn text(body: &Value, name: &str) -> Outcome<String> {
    let wrong = || Answer::error(400, &format!("{name} has to be a string"));
    body.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(wrong)
}

/// A size that the body has to have.
fn size(body: &Value, name: &str) -> Outcome<u64> {
    let wrong = || Answer::error(400, &format!("{name} has to be a size in bytes"));
    body.get(name).and_then(Value::as_u64).ok_or_else(wrong)
}

/// What is no fault of the client: S3 or the disk failed.
fn internal(error: impl std::fmt::Display) -> Answer {
    Answer::error(500, &format!("The storage failed: {error}"))
}
