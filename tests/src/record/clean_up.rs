//! Deletes what was made, also where nobody was told that something was.

use std::time::Duration;

use vrchat_files::types::File;
use vrchat_files::{Error, digest};

use super::report::tell;
use super::session::Session;
use super::write::{NAME, PIXEL};

/// A File that was just made is among so many, for lists begin with the newest.
pub const NEWEST: u64 = 100;

/// Waiting longer than this is left to whoever runs the command.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Deletes the Files that were made, and tells whether all of them are gone.
pub async fn clean_up(session: &Session) -> bool {
    for operation in session.made.unsure() {
        match found(session, operation).await {
            Ok(ids) if ids.is_empty() && operation == "create_file" => {
                // A list that is behind would not have it yet.
                tell(format!(
                    "create_file was sent, and no answer came. The list of Files has none that it made; should \
                     one named {NAME:?} come up later, delete it."
                ));
                session.made.settle(operation);
            }
            Ok(ids) if ids.is_empty() => {
                // The service may make another picture of it.
                tell(may_be_there(operation));
            }
            // One was made at most, and nobody can say which of these it is.
            Ok(ids) if ids.len() > 1 => tell(may_be_there(operation)),
            Ok(ids) => {
                ids.iter().for_each(|id| session.made.add(id));
                session.made.settle(operation);
            }
            Err(error) => {
                let why = said(&error);
                tell(format!("{} (The list of Files: {why})", may_be_there(operation)));
            }
        }
    }
    for id in session.made.ids() {
        match patiently(|| async { session.client.delete_file(&*id).await }).await {
            Ok(_) => session.made.remove(&id),
            Err(error) if error.is_not_found() => session.made.remove(&id),
            Err(error) => {
                let why = said(&error);
                tell(format!("The File {id} is still there, and has to be deleted: {why}"));
            }
        }
    }
    session.made.ids().is_empty() && session.made.unsure().is_empty()
}

/// That this operation may have made a File, and how to find it.
pub fn may_be_there(operation: &str) -> String {
    let (named, place) = match tag(operation) {
        None => (format!("named {NAME:?}"), "list of Files".to_owned()),
        Some(tag) => ("of one pixel".to_owned(), format!("list of Files with the tag `{tag}`")),
    };
    format!(
        "{operation} was sent, and no answer came that says what became of it. It may have made a File \
         {named}: look at the head of the account's {place}, and delete it there."
    )
}

/// The tag of what this operation makes.
pub fn tag(operation: &str) -> Option<&'static str> {
    match operation {
        "upload_image" => Some("sticker"),
        "upload_gallery_image" => Some("gallery"),
        "upload_icon" => Some("icon"),
        _ => None,
    }
}

/// The Files that are as the recorder makes them.
async fn found(session: &Session, operation: &str) -> Result<Vec<String>, Error> {
    let tag = tag(operation);
    let files = patiently(|| async {
        let files = session.client.get_files().n(NEWEST);
        match tag {
            Some(tag) => files.tag(tag).await,
            None => files.await,
        }
    });
    let files = files.await?;
    let pixel = digest(PIXEL.to_vec()).await.ok();
    let is_pixel = |file: &File| {
        let mut data = file.versions.iter().filter_map(|version| version.file.as_ref());
        data.any(|data| {
            let md5 = pixel.as_ref().map(|pixel| pixel.md5());
            data.size_in_bytes == PIXEL.len() as u64 && md5.is_some() && data.md5.as_deref() == md5
        })
    };
    // A File whose making was not answered has no data.
    let is_empty = |file: &File| file.versions.iter().all(|version| version.file.is_none());
    let is_alike = |file: &File| match tag {
        Some(_) => is_pixel(file),
        None => file.name == NAME && is_empty(file),
    };
    // Only what is nobody else's for sure.
    let is_ours = |file: &&File| is_alike(file) && !session.made.was_there(file.id.as_ref());
    Ok(files.iter().filter(is_ours).map(|file| file.id.to_string()).collect())
}

/// Three tries, as far as another one may help.
async fn patiently<T, F: Future<Output = Result<T, Error>>>(
    call: impl Fn() -> F,
) -> Result<T, Error> {
    let mut wait = Duration::from_secs(1);
    for _ in 0..2 {
        match call().await {
            Err(error) if error.is_retryable() => {
                wait = error.retry_after().unwrap_or(wait * 2).min(LONGEST_WAIT);
                tokio::time::sleep(wait).await;
            }
            answer => return answer,
        }
    }
    call().await
}

/// Why a call failed. Not the whole error, which quotes the answer.
pub fn said(error: &Error) -> String {
    match error.status() {
        Some(status) => format!("the service answers {status}"),
        None => format!("{:?}", error.kind()),
    }
}
