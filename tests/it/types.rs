//! What the types promise: tolerant reading, open enums, ids that are texts.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use serde_json::json;
use vrchat_files::types::{
    CreateFileRequest, Error, ErrorError, File, FileAnalysis, FileData, FileStatus, FileType,
    FileVersion, FinishFileDataUploadRequest, MimeType,
};
use vrchat_files::{FileId, Tag, Timestamp, UserId};

#[test]
fn a_version_without_deleted_is_not_deleted() {
    let version: FileVersion = serde_json::from_value(
        json!({"created_at": "2026-07-21T02:09:29.602Z", "status": "complete", "version": 0}),
    )
    .expect("it is a version");
    assert_eq!(version.deleted, None);
    assert!(!version.deleted.unwrap_or_default());
    // Nothing is made up when it is written either.
    assert_eq!(serde_json::to_value(&version).expect("JSON").get("deleted"), None);
}

#[test]
fn an_unknown_value_is_kept_and_no_value_has_two_representations() {
    let status: FileStatus = serde_json::from_value(json!("archived")).expect("any text is one");
    assert!(matches!(&status, FileStatus::Unknown(value) if value.as_str() == "archived"));
    assert_eq!(serde_json::to_value(&status).expect("JSON"), json!("archived"));
    assert_eq!(status.to_string(), "archived");
    assert_eq!(status, "archived");
    // However a documented value comes about, it is the variant.
    for status in FileStatus::DOCUMENTED {
        assert!(!matches!(status, FileStatus::Unknown(_)));
        assert_eq!(FileStatus::from(status.as_str()), *status);
        assert_eq!(status.as_str().parse::<FileStatus>().as_ref(), Ok(status));
        let read: FileStatus = serde_json::from_value(json!(status.as_str())).expect("a text");
        assert_eq!(read, *status);
    }
    assert_eq!(FileStatus::DOCUMENTED.len(), 5);
    let distinct: HashSet<_> = MimeType::DOCUMENTED.iter().collect();
    assert_eq!(distinct.len(), 15);
}

#[test]
fn values_sort_by_text_whatever_the_order_of_the_document() {
    let mut statuses: Vec<FileStatus> =
        ["waiting", "complete", "rotten", "error", "none"].map(FileStatus::from).into();
    statuses.sort();
    let texts: Vec<&str> = statuses.iter().map(FileStatus::as_str).collect();
    assert_eq!(texts, ["complete", "error", "none", "rotten", "waiting"]);
}

#[test]
fn enum_names_are_readable_and_both_spellings_of_svg_are_one() {
    assert_eq!(MimeType::ImagePng.as_str(), "image/png");
    assert_eq!(MimeType::ApplicationXAvatar.to_string(), "application/x-avatar");
    assert_eq!(format!("{:>12}", FileType::File), "        file");
    assert_eq!(MimeType::from("image/svg+xml"), MimeType::ImageSvgXml);
    assert_eq!(MimeType::from("image/svg\u{ff0b}xml"), MimeType::ImageSvgXml);
    assert_eq!(MimeType::ImageSvgXml.as_str(), "image/svg+xml");
}

#[test]
fn ids_are_made_of_texts() {
    let id = FileId::from("file_1");
    assert_eq!(id, FileId::from("file_1".to_owned()));
    assert_eq!(id, FileId::from(&id));
    assert_eq!(id, "file_1");
    assert_eq!(
        (id.as_str(), id.to_string(), id.as_ref()),
        ("file_1", "file_1".to_owned(), "file_1")
    );
    assert_eq!(String::from(id), "file_1");
    assert_eq!(UserId::from("8JoV9XEdpo").as_str(), "8JoV9XEdpo");
    // A documented bound does not make an answer fail.
    assert_eq!(serde_json::from_value::<Tag>(json!("")).expect("any text is one"), "");
}

#[test]
fn null_stands_for_absent_in_every_optional_field() {
    let data: FileData = serde_json::from_value(json!({
        "category": "simple", "fileName": "a", "sizeInBytes": 3_000_000_000_u64, "status": "complete",
        "md5": null, "uploadId": null, "url": null, "cdns": null,
    }))
    .expect("null is absent");
    assert_eq!((&data.md5, &data.upload_id, &data.url, &data.cdns), (&None, &None, &None, &None));
    assert_eq!(data.size_in_bytes, 3_000_000_000);
}

#[test]
fn a_list_that_is_there_and_empty_is_not_absent() {
    let body = CreateFileRequest::new("name", MimeType::ImagePng, ".png");
    let tags =
        |body: &CreateFileRequest| serde_json::to_value(body).expect("JSON").get("tags").cloned();
    assert_eq!(tags(&body), None);
    assert_eq!(tags(&body.tags(Vec::<Tag>::new())), Some(json!([])));
}

#[test]
fn an_error_body_is_typed_in_both_forms() {
    let object: Error = serde_json::from_value(
        json!({"error": {"message": "no", "status_code": 403, "waf_code": 13799}}),
    )
    .expect("it is one");
    let Some(ErrorError::Response(response)) = object.error else { panic!("it is an object") };
    assert_eq!((response.waf_code, response.status_code), (Some(13799), 403));
    let text: Error = serde_json::from_value(json!({"error": "no"})).expect("it is one");
    assert_eq!(text.error, Some(ErrorError::String("no".to_owned())));
}

#[test]
fn timestamps_convert_to_the_clock_of_std() {
    let created: Timestamp = "2026-07-21T02:09:29.602Z".parse().expect("it is one");
    let clock = SystemTime::try_from(created).expect("the clock reaches");
    let since = clock.duration_since(SystemTime::UNIX_EPOCH).expect("it is after 1970");
    assert_eq!(since, Duration::from_millis(1_784_599_769_602));
    assert_eq!(Timestamp::try_from(clock).expect("it is in range"), created);
}

#[test]
fn types_compare_hash_and_cross_threads() {
    fn all<T: Clone + std::fmt::Debug + PartialEq + Send + Sync + Unpin + 'static>() {}
    fn hashes<T: Eq + std::hash::Hash>() {}
    all::<FileAnalysis>();
    all::<File>();
    hashes::<File>();
    hashes::<CreateFileRequest>();
    hashes::<MimeType>();
    hashes::<FileId>();
    assert_eq!(FinishFileDataUploadRequest::new(), FinishFileDataUploadRequest::default());
}

#[test]
fn what_is_sensitive_is_there_and_not_shown() {
    let url: vrchat_files::types::FileUploadUrl =
        serde_json::from_value(json!({"url": "https://s3.example.com/?planted"})).expect("one");
    assert_eq!(url.url, "https://s3.example.com/?planted");
    assert_eq!(format!("{url:?}"), r#"FileUploadUrl { url: "[redacted]" }"#);
    let fixture = vrchat_files_tests::fixture::Fixture::named("get_file_analysis", "200");
    let analysis: FileAnalysis =
        serde_json::from_value(fixture.json().expect("JSON").clone()).expect("an analysis");
    let key = analysis.encryption_key.clone().expect("it is there");
    let shown = format!("{analysis:?}");
    assert!(shown.contains(r#"encryption_key: Some("[redacted]")"#), "{shown}");
    assert!(!shown.contains(&key) && shown.contains("uncompressed_size"), "{shown}");
}
