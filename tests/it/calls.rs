//! Every operation, called by name with the arguments of a fixture.

use serde::Serialize;
use serde_json::Value;
use vrchat_files::types::{
    AgreementRequest, CreateFileRequest, CreateFileVersionRequest, GroupGalleryFileOrderRequest,
    UpdateAssetReviewNotesRequest,
};
use vrchat_files::{Blob, Client, ClientBuilder, Download, Error, Readiness, Reply};
use vrchat_files_tests::fixture::Fixture;
use vrchat_files_tests::server::Server;

/// What a call gave.
#[derive(Debug)]
pub struct Outcome {
    pub status: u16,
    pub value: Given,
}

#[derive(Debug)]
pub enum Given {
    /// The typed answer, encoded again.
    Json(Value),
    Bytes(Vec<u8>),
    Nothing,
    Pending,
}

pub const AUTH: &str = "authcookie_00000000-1111-2222-3333-444444444444";
pub const SECOND: &str = "eyJhbGciOiJIUzI1NiJ9.second.factor";
pub const USER_AGENT: &str = "vrchat-files-tests/1.0 (tests@example.com)";

/// A client of the server, with both cookies, that tries everything once.
pub fn client(server: &Server) -> Client {
    builder(server).build().expect("the client can be built")
}

/// The same, not built yet.
pub fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(server.base_url())
        .user_agent(USER_AGENT)
        .auth_cookie(AUTH)
        .two_factor_auth_cookie(SECOND)
        .retries(0)
}

/// Calls the fixture's operation with the fixture's arguments.
pub async fn call(client: &Client, fixture: &Fixture) -> Result<Outcome, Error> {
    let f = fixture;
    let file = || f.text("fileId");
    let version = || f.number("versionId");
    match f.operation.as_str() {
        "create_file" => json(client.create_file(new_file(f)).send().await?),
        "create_file_version" => {
            json(client.create_file_version(file(), new_version(f)).send().await?)
        }
        "delete_file" => json(client.delete_file(file()).send().await?),
        "delete_file_version" => json(client.delete_file_version(file(), version()).send().await?),
        "download_file_data" => {
            bytes(client.download_file_data(file(), version(), f.text("fileType")).send().await?)
                .await
        }
        "download_file_version" => {
            bytes(client.download_file_version(file(), version()).send().await?).await
        }
        "finish_file_data_upload" => json(finish(client, f).send().await?),
        "get_admin_asset_bundle" => {
            json(client.get_admin_asset_bundle(f.text("adminAssetBundleId")).send().await?)
        }
        "get_content_agreement_status" => {
            let (code, content) = (f.text("agreementCode"), f.text("contentId"));
            let version = f.argument("version").as_i64().expect("it is required");
            json(client.get_content_agreement_status(code, content, version).send().await?)
        }
        "get_file" => json(client.get_file(file()).send().await?),
        "get_file_analysis" => ready(client.get_file_analysis(file(), version()).send().await?),
        "get_file_analysis_security" => {
            ready(client.get_file_analysis_security(file(), version()).send().await?)
        }
        "get_file_analysis_standard" => {
            ready(client.get_file_analysis_standard(file(), version()).send().await?)
        }
        "get_file_data_upload_status" => {
            let kind = f.text("fileType");
            json(client.get_file_data_upload_status(file(), version(), kind).send().await?)
        }
        "get_files" => json(list(client, f).send().await?),
        "set_group_gallery_file_order" => {
            json(client.set_group_gallery_file_order(new_order(f)).send().await?)
        }
        "start_file_data_upload" => {
            let mut start = client.start_file_data_upload(file(), version(), f.text("fileType"));
            if let Some(part) = f.argument("partNumber").as_u64() {
                start = start.part_number(part);
            }
            json(start.send().await?)
        }
        "submit_content_agreement" => {
            json(client.submit_content_agreement(new_agreement(f)).send().await?)
        }
        "update_asset_review_notes" => {
            let notes = f.argument("body")["reviewNotes"].as_str().expect("it is required");
            let notes = UpdateAssetReviewNotesRequest::new(notes);
            nothing(client.update_asset_review_notes(f.text("assetReviewId"), notes).send().await?)
        }
        "upload_gallery_image" => json(client.upload_gallery_image(f.bytes("file")).send().await?),
        "upload_icon" => json(client.upload_icon(f.bytes("file")).send().await?),
        "upload_image" => json(image(client, f).send().await?),
        other => panic!("no test calls the operation {other}"),
    }
}

#[allow(deprecated, reason = "deprecated parts of the document have fixtures too")]
fn finish(client: &Client, f: &Fixture) -> vrchat_files::operations::FinishFileDataUpload {
    let mut finish =
        client.finish_file_data_upload(f.text("fileId"), f.number("versionId"), f.text("fileType"));
    if let Some(etags) = f.argument("etags").as_array() {
        finish = finish.etags(etags.iter().filter_map(Value::as_str));
    }
    if let Some(parts) = f.argument("maxParts").as_str() {
        finish = finish.max_parts(parts);
    }
    if let Some(number) = f.argument("nextPartNumber").as_str() {
        finish = finish.next_part_number(number);
    }
    finish
}

#[allow(deprecated, reason = "deprecated parts of the document have fixtures too")]
fn list(client: &Client, f: &Fixture) -> vrchat_files::operations::GetFiles {
    let mut list = client.get_files();
    if let Some(tag) = f.argument("tag").as_str() {
        list = list.tag(tag);
    }
    if let Some(user) = f.argument("userId").as_str() {
        list = list.user_id(user);
    }
    if let Some(n) = f.argument("n").as_u64() {
        list = list.n(n);
    }
    if let Some(offset) = f.argument("offset").as_u64() {
        list = list.offset(offset);
    }
    list
}

fn image(client: &Client, f: &Fixture) -> vrchat_files::operations::UploadImage {
    let mut image = client.upload_image(Blob::from(f.bytes("file")), f.text("tag"));
    if let Some(frames) = f.argument("frames").as_u64() {
        image = image.frames(frames);
    }
    if let Some(frames) = f.argument("framesOverTime").as_u64() {
        image = image.frames_over_time(frames);
    }
    if let Some(style) = f.argument("animationStyle").as_str() {
        image = image.animation_style(style);
    }
    if let Some(mask) = f.argument("maskTag").as_str() {
        image = image.mask_tag(mask);
    }
    if let Some(style) = f.argument("loopStyle").as_str() {
        image = image.loop_style(style);
    }
    image
}

fn new_file(fixture: &Fixture) -> CreateFileRequest {
    let body = fixture.argument("body");
    let text = |name: &str| body[name].as_str().expect("it is required");
    let new = CreateFileRequest::new(text("name"), text("mimeType"), text("extension"));
    match body["tags"].as_array() {
        Some(tags) => new.tags(tags.iter().filter_map(Value::as_str)),
        None => new,
    }
}

fn new_version(fixture: &Fixture) -> CreateFileVersionRequest {
    let body = fixture.argument("body");
    let md5 = body["signatureMd5"].as_str().expect("it is required");
    let size = body["signatureSizeInBytes"].as_u64().expect("it is required");
    let mut new = CreateFileVersionRequest::new(md5, size);
    if let Some(md5) = body["fileMd5"].as_str() {
        new = new.file_md5(md5);
    }
    if let Some(size) = body["fileSizeInBytes"].as_u64() {
        new = new.file_size_in_bytes(size);
    }
    new
}

fn new_agreement(fixture: &Fixture) -> AgreementRequest {
    let body = fixture.argument("body");
    let text = |name: &str| body[name].as_str().expect("it is required");
    let version = body["version"].as_i64().expect("it is required");
    let (code, content) = (text("agreementCode"), text("contentId"));
    AgreementRequest::new(code, content, version, text("agreementFulltext"))
}

fn new_order(fixture: &Fixture) -> GroupGalleryFileOrderRequest {
    let body = fixture.argument("body");
    let ids = body["ids"].as_array().expect("it is required");
    let gallery = body["galleryId"].as_str().expect("it is required");
    GroupGalleryFileOrderRequest::new(gallery, ids.iter().filter_map(Value::as_str))
}

fn json<T: Serialize>(reply: Reply<T>) -> Result<Outcome, Error> {
    let status = reply.status().as_u16();
    let value = serde_json::to_value(reply.into_inner()).expect("an answer can be encoded");
    Ok(Outcome { status, value: Given::Json(value) })
}

/// A success of which nothing is documented but that it is one.
#[allow(clippy::unnecessary_wraps, reason = "it is given as the others are")]
fn nothing(reply: Reply<()>) -> Result<Outcome, Error> {
    Ok(Outcome { status: reply.status().as_u16(), value: Given::Nothing })
}

fn ready<T: Serialize>(reply: Reply<Readiness<T>>) -> Result<Outcome, Error> {
    let status = reply.status().as_u16();
    let value = match reply.into_inner() {
        Readiness::Ready(value) => {
            Given::Json(serde_json::to_value(value).expect("an answer can be encoded"))
        }
        Readiness::Pending => Given::Pending,
    };
    Ok(Outcome { status, value })
}

async fn bytes(reply: Reply<Download>) -> Result<Outcome, Error> {
    let status = reply.status().as_u16();
    let mut download = reply.into_inner();
    let mut all = Vec::new();
    while let Some(chunk) = download.chunk().await? {
        all.extend_from_slice(&chunk);
    }
    Ok(Outcome { status, value: Given::Bytes(all) })
}
