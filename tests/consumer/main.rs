//! The code of somebody who uses the crate. It compiles against the crate in this workspace, and a
//! test compiles it against a crate from a document that has grown: nothing here may break when the
//! document gains an optional parameter, a field, an enum value or an operation.

use std::time::{Duration, SystemTime};

use futures_util::StreamExt;
use vrchat_files::types::{
    Agreement, AgreementCode, AgreementRequest, CreateFileRequest, CreateFileVersionRequest, File,
    FileDataCategory, FileStatus, FileType, FileVersion, GroupGalleryFileOrderRequest,
    ImageAnimationStyle, ImageLoopStyle, ImageMask, ImagePurpose, MimeType,
    UpdateAssetReviewNotesRequest,
};
use vrchat_files::{
    Blob, Client, Drift, Error, FileId, Progress, Readiness, Remedy, Reply, Saved, UploadPhase,
    UploadProgress, digest,
};

fn main() {
    println!("This is compiled, and not meant to be run.");
}

/// An upload, and what a program makes of one that fails.
pub async fn uploads(client: &Client, tag: &str) -> Result<File, Error> {
    let listen = |progress: UploadProgress| match progress {
        UploadProgress::Created { file_id, version, .. } => println!("{version} of {file_id}"),
        UploadProgress::Moved { phase: UploadPhase::Settling, .. } => println!("all is sent"),
        UploadProgress::Moved { bytes, total, .. } => println!("{bytes} of {total} bytes"),
        _ => {}
    };
    let upload = || client.upload("avatar.vrca").part_size(10 << 20).concurrency(4);
    let named = upload().name("An avatar").mime_type(MimeType::ApplicationXAvatar).tags([tag]);
    let error = match named.settle_limit(Duration::from_secs(600)).on_progress(listen).await {
        Ok(file) => return Ok(file),
        Err(error) => error,
    };
    println!("{:?} {:?} {:?}", error.step(), error.piece(), error.part());
    match (error.file_id(), error.remedy()) {
        (Some(id), Some(Remedy::GoOn | Remedy::AskAgain)) => upload().into_file(id).await,
        (Some(id), Some(Remedy::Replace)) => upload().into_file(id).replace_unfinished().await,
        (Some(id), Some(Remedy::Abandon)) => upload().into_file(id).abandon().await,
        _ => Err(error),
    }
}

/// The steps of an upload, one by one.
pub async fn steps(client: &Client, id: &FileId) -> Result<(), Error> {
    let digests = digest("avatar.vrca").await?;
    let signature = digests.signature();
    let body = CreateFileVersionRequest::new(signature.md5(), signature.size());
    let body = body.file_md5(digests.md5()).file_size_in_bytes(digests.size());
    client.create_file_version(id, body).await?;
    let start = client.start_file_data_upload(id, 1, FileType::File).part_number(1).await?;
    let stored = client.put_part(start.url, "avatar.vrca").range(0..digests.size()).await?;
    let finish = client.finish_file_data_upload(id, 1, FileType::File);
    finish.etags(stored.etag()).await?;
    let start = client.start_file_data_upload(id, 1, FileType::Signature).await?;
    let put = client.put_part(start.url, signature).content_md5(signature.md5());
    put.content_type("application/x-rsync-signature").await?;
    client.finish_file_data_upload(id, 1, FileType::Signature).await?;
    Ok(())
}

/// A client as every caller builds it.
pub fn client(auth: String, second: Option<String>) -> Result<Client, Error> {
    let mut builder =
        Client::builder().user_agent("gallery-sync/1.0 (ops@example.com)").auth_cookie(auth);
    if let Some(second) = second {
        builder = builder.two_factor_auth_cookie(second);
    }
    builder = builder.on_drift(|report| {
        for finding in report.findings() {
            match finding {
                Drift::UnknownField { holds, .. } => println!("{holds} at {}", finding.json_path()),
                _ => println!("{finding}"),
            }
        }
    });
    builder.build()
}

/// One of every kind of call.
pub async fn tour(client: Client) -> Result<(), Error> {
    let file: File = client.get_file("file_00000000-0000-4000-8000-000000000001").await?;
    let page: Vec<File> = client.get_files().tag("gallery").n(100).offset(0).await?;
    let reply: Reply<File> = client.get_file(&file.id).send().await?;
    println!("{} {:?}", reply.status(), reply.headers().get("etag"));
    let same = reply.into_inner();
    assert_eq!(file, same);

    let body = CreateFileRequest::new("Example", MimeType::ImagePng, ".png").tags(["gallery"]);
    let made = client.create_file(body).await?;
    let sizes = CreateFileVersionRequest::new("9/Sm2O3UQE43vKtsJB62JA==", 48)
        .file_md5("XrY7u+Ae7tCTyyK7j1rNww==")
        .file_size_in_bytes(11);
    let made = client.create_file_version(&made.id, sizes).await?;
    let Some(version) = latest(&made) else { return Ok(()) };
    if version.file.as_ref().is_some_and(|data| data.category == FileDataCategory::Simple) {
        let url = client.start_file_data_upload(&made.id, version.version, FileType::File).await?;
        println!("{} characters", url.url.len());
    } else {
        let start = client.start_file_data_upload(&made.id, version.version, "file");
        let _ = start.part_number(1).await?;
        let state =
            client.get_file_data_upload_status(&made.id, version.version, FileType::File).await?;
        println!("{} parts are there", state.next_part_number);
    }
    client.finish_file_data_upload(&made.id, 1, FileType::Signature).await?;
    client.finish_file_data_upload(&made.id, 1, FileType::File).etags(["a", "b"]).await?;

    match client.get_file_analysis(&file.id, 1).await? {
        Readiness::Ready(analysis) => println!("{} bytes", analysis.uncompressed_size),
        Readiness::Pending => println!("ask again later"),
    }

    let analysis = client.get_file_analysis(&file.id, 1).wait(Duration::from_secs(60)).await?;
    println!("{:?}", analysis.performance_rating);

    let mut body = client.download_file_version(&file.id, 1).await?;
    println!("{:?} bytes of {:?}", body.content_length(), body.content_type());
    while let Some(chunk) = body.chunk().await? {
        println!("{} bytes", chunk.len());
    }

    let mut files = client.get_files().tag("gallery").stream();
    while let Some(file) = files.next().await {
        println!("{}", file?.name);
    }
    let mut rest = client.get_files().offset(files.offset()).stream();
    while let Some(file) = rest.next_item().await? {
        println!("{}", file.name);
    }

    client.download_file_version(&file.id, 1).save("a.vrca").await?;
    let data = latest(&file).and_then(|version| version.file.as_ref());
    if let Some(data) = data {
        let save = client.download_file_data(&file.id, 1, FileType::File).save("b.vrca").replace();
        let save = save.verify(data).on_progress(|progress: Progress| println!("{progress:?}"));
        let saved: Saved = save.await?;
        println!("{} {} {}", saved.path().display(), saved.bytes(), saved.is_verified());
    }
    let saving = tokio::spawn(client.download_file_version(&file.id, 1).save("c").into_future());
    let walking = tokio::spawn(async move { files.next_item().await });
    let _ = (saving.await, walking.await);

    let spawned = tokio::spawn(client.get_file(file.id.clone()).send());
    let timed = tokio::time::timeout(Duration::from_secs(5), client.get_files().into_future());
    let _ = (spawned, timed.await);
    println!("{}", page.len());
    client.delete_file_version(&made.id, 1_u64).await?;
    client.delete_file(made.id).await?;
    Ok(())
}

/// What there is beside files: agreements, reviews, galleries of groups, bundles of the service.
pub async fn around(client: &Client, text: String) -> Result<(), Error> {
    let (code, content) = (AgreementCode::ContentCopyrightOwned, "avtr_1");
    let status = client.get_content_agreement_status(code.clone(), content, 1).await?;
    if !status.agreed {
        let request = AgreementRequest::new(code, content, 1, text);
        let made: Agreement = client.submit_content_agreement(request).await?;
        println!("{} {:?}", made.id, SystemTime::try_from(made.created));
    }
    let notes = UpdateAssetReviewNotesRequest::new("What is new");
    client.update_asset_review_notes("arev_1", notes).await?;
    let order = GroupGalleryFileOrderRequest::new("ggal_1", ["file_1", "file_2"]);
    let ids: Vec<FileId> = client.set_group_gallery_file_order(order).await?.ids;
    let bundle = client.get_admin_asset_bundle("aab_1").await?;
    for package in &bundle.unity_packages {
        println!("{} of {}", package.platform, ids.len());
    }
    Ok(())
}

/// Images in one go: a path, bytes or a stream.
pub async fn images(client: &Client, bytes: Vec<u8>) -> Result<File, Error> {
    let sticker: File = client.upload_image("sticker.png", ImagePurpose::Sticker).await?;
    println!("{}", sticker.id);
    client.upload_icon(bytes.clone()).await?;
    client.upload_gallery_image(Blob::from(bytes).filename("a.png")).await?;
    let emoji = client.upload_image("sheet.png", ImagePurpose::Emojianimated);
    let emoji = emoji.frames(8).frames_over_time(12).animation_style(ImageAnimationStyle::Bats);
    emoji.mask_tag(ImageMask::Star).loop_style(ImageLoopStyle::Linear).await
}

/// A status is matched with room for more.
pub fn is_done(version: &FileVersion) -> bool {
    match &version.status {
        FileStatus::Complete => true,
        FileStatus::Waiting | FileStatus::Queued => false,
        FileStatus::Unknown(value) => value.as_str() == "archived",
        _ => false,
    }
}

/// The last version is the latest.
pub fn latest(file: &File) -> Option<&FileVersion> {
    file.versions.last()
}

/// Errors are told apart by predicates.
pub async fn exists(client: &Client, id: FileId) -> Result<bool, Error> {
    match client.get_file(id).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) if error.is_unauthorized() || error.is_rate_limited() => {
            println!("{error}: {:?}", error.api().and_then(|api| api.message()));
            Err(error)
        }
        Err(error) => Err(error),
    }
}
