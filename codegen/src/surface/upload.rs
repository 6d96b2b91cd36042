//! What an upload sends and how it reads the service, beside what its setters show.

use crate::model::{Upload, UploadCall, UploadWords};

/// Name and text of every fact.
pub(super) fn facts(upload: &Upload) -> Vec<(String, String)> {
    let Upload { create, create_version, start, status, finish, get, delete_version, .. } = upload;
    let calls = [
        ("create", create),
        ("createVersion", create_version),
        ("start", start),
        ("status", status),
        ("finish", finish),
        ("get", get),
        ("deleteVersion", delete_version),
    ];
    let calls = calls.map(|(role, call): (&str, &UploadCall)| (role, call.method.to_string()));
    let UploadWords {
        waiting,
        queued,
        complete,
        error,
        simple,
        multipart,
        file,
        signature,
        media_types,
        other_media_type,
        signature_media_type,
    } = &upload.words;
    let words = [
        ("status waiting", waiting),
        ("status queued", queued),
        ("status complete", complete),
        ("status error", error),
        ("category simple", simple),
        ("category multipart", multipart),
        ("piece file", file),
        ("piece signature", signature),
        ("media type of any other file", other_media_type),
        ("media type of a signature", signature_media_type),
        ("property for the address", &upload.start_url.wire),
        ("property for stored parts", &upload.status_etags.wire),
    ];
    let words = words.map(|(name, word): (&str, &String)| (name, word.clone()));
    let media_types = media_types.iter();
    let media_types =
        media_types.map(|(extension, ty)| (format!("media type of {extension}"), ty.clone()));
    let named = calls.into_iter().chain(words).map(|(name, text)| (name.to_owned(), text));
    named.chain(media_types).collect()
}
