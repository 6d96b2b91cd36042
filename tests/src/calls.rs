//! Every operation, called by name with arguments by their documented names.

use serde::Serialize;
use vrchat_files::operations;
use vrchat_files::types::{
    AgreementRequest, CreateFileRequest, CreateFileVersionRequest, GroupGalleryFileOrderRequest,
    UpdateAssetReviewNotesRequest,
};
use vrchat_files::{Blob, Client, Download, Error, Readiness, Reply};

use crate::fixture::bytes_of_hex;

/// What a call gave.
#[derive(Debug)]
pub struct Outcome {
    /// The status of the answer; behind a redirect, that of the last one.
    pub status: u16,
    /// What it holds.
    pub value: Value,
}

/// What an answer holds.
#[derive(Debug)]
pub enum Value {
    /// The typed answer, encoded again.
    Json(serde_json::Value),
    /// Bytes that are still to come.
    Bytes(Box<Reply<Download>>),
    /// Nothing that is documented.
    Nothing,
    /// "Not yet".
    Pending,
}

/// Why a call gave nothing.
#[derive(Debug)]
pub enum CallError {
    /// It was not made: an argument is missing, or is something else than it should be.
    Arguments(String),
    /// It was made, and failed.
    Failed(Box<Error>),
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Failed(Box::new(error))
    }
}

type Called = Result<Outcome, CallError>;

/// Calls an operation by the name of its method.
pub async fn call(client: &Client, operation: &str, a: Arguments<'_>) -> Called {
    let file = || a.text("fileId");
    let version = || a.number("versionId");
    let kind = || a.text("fileType");
    match operation {
        "create_file" => json(client.create_file(new_file(a)?).send().await?),
        "create_file_version" => {
            json(client.create_file_version(file()?, new_version(a)?).send().await?)
        }
        "delete_file" => json(client.delete_file(file()?).send().await?),
        "delete_file_version" => {
            json(client.delete_file_version(file()?, version()?).send().await?)
        }
        "download_file_data" => {
            bytes(client.download_file_data(file()?, version()?, kind()?).send().await?)
        }
        "download_file_version" => {
            bytes(client.download_file_version(file()?, version()?).send().await?)
        }
        "finish_file_data_upload" => json(finish(client, a)?.send().await?),
        "get_admin_asset_bundle" => {
            json(client.get_admin_asset_bundle(a.text("adminAssetBundleId")?).send().await?)
        }
        "get_content_agreement_status" => {
            let (code, content) = (a.text("agreementCode")?, a.text("contentId")?);
            let version = a.integer("version")?;
            json(client.get_content_agreement_status(code, content, version).send().await?)
        }
        "get_file" => json(client.get_file(file()?).send().await?),
        "get_file_analysis" => ready(client.get_file_analysis(file()?, version()?).send().await?),
        "get_file_analysis_security" => {
            ready(client.get_file_analysis_security(file()?, version()?).send().await?)
        }
        "get_file_analysis_standard" => {
            ready(client.get_file_analysis_standard(file()?, version()?).send().await?)
        }
        "get_file_data_upload_status" => {
            json(client.get_file_data_upload_status(file()?, version()?, kind()?).send().await?)
        }
        "get_files" => json(list(client, a).send().await?),
        "set_group_gallery_file_order" => {
            json(client.set_group_gallery_file_order(new_order(a)?).send().await?)
        }
        "start_file_data_upload" => {
            let mut start = client.start_file_data_upload(file()?, version()?, kind()?);
            if let Ok(part) = a.number("partNumber") {
                start = start.part_number(part);
            }
            json(start.send().await?)
        }
        "submit_content_agreement" => {
            json(client.submit_content_agreement(new_agreement(a)?).send().await?)
        }
        "update_asset_review_notes" => {
            let notes = UpdateAssetReviewNotesRequest::new(a.body()?.text("reviewNotes")?);
            nothing(client.update_asset_review_notes(a.text("assetReviewId")?, notes).send().await?)
        }
        "upload_gallery_image" => json(client.upload_gallery_image(a.bytes("file")?).send().await?),
        "upload_icon" => json(client.upload_icon(a.bytes("file")?).send().await?),
        "upload_image" => json(image(client, a)?.send().await?),
        other => Err(CallError::Arguments(format!("nothing here calls the operation {other}"))),
    }
}

/// Arguments by their documented names, as fixtures hold them.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'a>(pub &'a serde_json::Value);

impl<'a> Arguments<'a> {
    fn at(self, name: &str) -> &'a serde_json::Value {
        self.0.get(name).unwrap_or(&serde_json::Value::Null)
    }

    fn body(self) -> Result<Self, CallError> {
        let body = self.at("body");
        body.is_object().then_some(Self(body)).ok_or_else(|| missing("object", "body"))
    }

    fn text(self, name: &str) -> Result<&'a str, CallError> {
        self.at(name).as_str().ok_or_else(|| missing("text", name))
    }

    fn number(self, name: &str) -> Result<u64, CallError> {
        self.at(name).as_u64().ok_or_else(|| missing("whole number", name))
    }

    fn integer(self, name: &str) -> Result<i64, CallError> {
        self.at(name).as_i64().ok_or_else(|| missing("whole number", name))
    }

    fn texts(self, name: &str) -> Option<impl Iterator<Item = &'a str>> {
        Some(self.at(name).as_array()?.iter().filter_map(serde_json::Value::as_str))
    }

    /// An argument which is bytes: `hex`, as many `times` as is said.
    fn bytes(self, name: &str) -> Result<Vec<u8>, CallError> {
        let bytes = Self(self.at(name));
        let hex = bytes.text("hex").map_err(|_| missing("bytes", name))?;
        let times = bytes.number("times").unwrap_or(1);
        Ok(bytes_of_hex(hex).repeat(times.try_into().unwrap_or(usize::MAX)))
    }
}

fn missing(kind: &str, name: &str) -> CallError {
    CallError::Arguments(format!("there is no {kind} {name}"))
}

#[allow(deprecated, reason = "deprecated parts of the document have fixtures too")]
fn finish(
    client: &Client,
    a: Arguments<'_>,
) -> Result<operations::FinishFileDataUpload, CallError> {
    let (file, version) = (a.text("fileId")?, a.number("versionId")?);
    let mut finish = client.finish_file_data_upload(file, version, a.text("fileType")?);
    if let Some(etags) = a.texts("etags") {
        finish = finish.etags(etags);
    }
    if let Ok(parts) = a.text("maxParts") {
        finish = finish.max_parts(parts);
    }
    if let Ok(number) = a.text("nextPartNumber") {
        finish = finish.next_part_number(number);
    }
    Ok(finish)
}

#[allow(deprecated, reason = "deprecated parts of the document have fixtures too")]
fn list(client: &Client, a: Arguments<'_>) -> operations::GetFiles {
    let mut list = client.get_files();
    if let Ok(tag) = a.text("tag") {
        list = list.tag(tag);
    }
    if let Ok(user) = a.text("userId") {
        list = list.user_id(user);
    }
    if let Ok(n) = a.number("n") {
        list = list.n(n);
    }
    if let Ok(offset) = a.number("offset") {
        list = list.offset(offset);
    }
    list
}

fn image(client: &Client, a: Arguments<'_>) -> Result<operations::UploadImage, CallError> {
    let mut image = client.upload_image(Blob::from(a.bytes("file")?), a.text("tag")?);
    if let Ok(frames) = a.number("frames") {
        image = image.frames(frames);
    }
    if let Ok(frames) = a.number("framesOverTime") {
        image = image.frames_over_time(frames);
    }
    if let Ok(style) = a.text("animationStyle") {
        image = image.animation_style(style);
    }
    if let Ok(mask) = a.text("maskTag") {
        image = image.mask_tag(mask);
    }
    if let Ok(style) = a.text("loopStyle") {
        image = image.loop_style(style);
    }
    Ok(image)
}

fn new_file(a: Arguments<'_>) -> Result<CreateFileRequest, CallError> {
    let body = a.body()?;
    let (media_type, extension) = (body.text("mimeType")?, body.text("extension")?);
    let new = CreateFileRequest::new(body.text("name")?, media_type, extension);
    Ok(match body.texts("tags") {
        Some(tags) => new.tags(tags),
        None => new,
    })
}

fn new_version(a: Arguments<'_>) -> Result<CreateFileVersionRequest, CallError> {
    let body = a.body()?;
    let md5 = body.text("signatureMd5")?;
    let mut new = CreateFileVersionRequest::new(md5, body.number("signatureSizeInBytes")?);
    if let Ok(md5) = body.text("fileMd5") {
        new = new.file_md5(md5);
    }
    if let Ok(size) = body.number("fileSizeInBytes") {
        new = new.file_size_in_bytes(size);
    }
    Ok(new)
}

fn new_agreement(a: Arguments<'_>) -> Result<AgreementRequest, CallError> {
    let body = a.body()?;
    let (code, content) = (body.text("agreementCode")?, body.text("contentId")?);
    let text = body.text("agreementFulltext")?;
    Ok(AgreementRequest::new(code, content, body.integer("version")?, text))
}

fn new_order(a: Arguments<'_>) -> Result<GroupGalleryFileOrderRequest, CallError> {
    let body = a.body()?;
    let ids = body.texts("ids").ok_or_else(|| missing("list", "ids"))?;
    Ok(GroupGalleryFileOrderRequest::new(body.text("galleryId")?, ids))
}

fn json<T: Serialize>(reply: Reply<T>) -> Called {
    let status = reply.status().as_u16();
    let value = serde_json::to_value(reply.into_inner());
    let value = value.map_err(|error| CallError::Arguments(error.to_string()))?;
    Ok(Outcome { status, value: Value::Json(value) })
}

/// A success of which nothing is documented but that it is one.
#[allow(clippy::unnecessary_wraps, reason = "it is given as the others are")]
fn nothing(reply: Reply<()>) -> Called {
    Ok(Outcome { status: reply.status().as_u16(), value: Value::Nothing })
}

fn ready<T: Serialize>(reply: Reply<Readiness<T>>) -> Called {
    let status = reply.status().as_u16();
    let value = match reply.into_inner() {
        Readiness::Ready(value) => {
            let value = serde_json::to_value(value);
            Value::Json(value.map_err(|error| CallError::Arguments(error.to_string()))?)
        }
        Readiness::Pending => Value::Pending,
    };
    Ok(Outcome { status, value })
}

#[allow(clippy::unnecessary_wraps, reason = "it is given as the others are")]
fn bytes(reply: Reply<Download>) -> Called {
    let status = reply.status().as_u16();
    Ok(Outcome { status, value: Value::Bytes(Box::new(reply)) })
}
