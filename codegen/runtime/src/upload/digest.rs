//! The one pass over what is uploaded: its md5, its signature, and a checksum of each slice.

use std::fmt;
use std::io;
use std::sync::mpsc::{Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc32fast::Hasher;
use md5::{Digest as _, Md5};

use super::signature::{CHUNK, Signature, Signing};
use super::slices::{Slices, Summing};
use super::source::{Content, Source};
use crate::blocking::blocking;
use crate::error::Error;

/// How many chunks wait for the md5 at most.
const WAITING: usize = 4;

/// What the service wants to know of data before it is uploaded.
#[derive(Clone)]
pub struct Digests {
    md5: String,
    size: u64,
    signature: Signature,
}

impl Digests {
    /// The md5 digest in base64.
    pub fn md5(&self) -> &str {
        &self.md5
    }

    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The rsync signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }
}

impl fmt::Debug for Digests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Digests")
            .field("md5", &self.md5)
            .field("size", &self.size)
            .field("signature", &self.signature)
            .finish()
    }
}

/// Digests what is to be uploaded, in one pass and on threads of its own, so that no other work of the
/// runtime waits for it. It takes a few MiB of memory, whatever the size.
///
/// For people with an upload flow of their own; dropping the future stops it.
///
/// # Errors
///
/// Fails where the file cannot be read, is no file, or changes meanwhile.
///
/// ```
/// # async fn example() -> Result<(), vrchat_files_runtime::Error> {
/// let digests = vrchat_files_runtime::digest(b"hello world".as_slice()).await?;
/// assert_eq!(digests.md5(), "XrY7u+Ae7tCTyyK7j1rNww==");
/// assert_eq!(digests.signature().md5(), "9/Sm2O3UQE43vKtsJB62JA==");
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(example()).unwrap();
/// ```
pub async fn digest(source: impl Into<Source>) -> Result<Digests, Error> {
    let source = source.into();
    let content = open(&source).await?;
    Ok(survey(&source, &content, u64::MAX).await?.0)
}

/// Opens a source.
pub(super) async fn open(source: &Source) -> Result<Arc<Content>, Error> {
    source.open_here().await.map_err(|error| Error::source(source, error))
}

/// Passes over a source once, with a checksum and the md5 of each slice of so many bytes.
pub(super) async fn survey(
    source: &Source,
    content: &Arc<Content>,
    slice: u64,
) -> Result<(Digests, Slices), Error> {
    // Dropped with the future, which tells the threads.
    let wanted = Arc::new(());
    let still_wanted = Arc::downgrade(&wanted);
    let content = content.clone();
    let done = blocking(move || pass(&content, slice, &still_wanted)).await;
    drop(wanted);
    done.map_err(|error| Error::source(source, error))
}

/// Reads all of it. This thread reads, sums up and signs; another one is busy with the md5, which takes
/// as long as all that, and a third one with the md5 of each slice, if there are several.
fn pass(content: &Content, slice: u64, wanted: &Weak<()>) -> io::Result<(Digests, Slices)> {
    thread::scope(|scope| {
        let (give_back, spare) = channel();
        let whole = Busy::begin(scope, "md5", u64::MAX, give_back.clone())?;
        let parts = match content.size() > slice {
            true => Some(Busy::begin(scope, "md5 of parts", slice, give_back)?),
            false => None,
        };
        let (mut offset, mut summing, mut sums) = (0, Summing::<Hasher>::new(slice), Vec::new());
        let mut signing = Signing::new().map_err(unspooled)?;
        loop {
            if wanted.strong_count() == 0 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            // Each thread gives it back, and the last one to do so leaves it to be used again.
            let spare = spare.try_iter().find_map(Arc::into_inner);
            let mut chunk = spare.unwrap_or_else(|| vec![0; CHUNK]);
            let length = content.read_at(offset, &mut chunk)?;
            chunk.truncate(length);
            offset += length as u64;
            let chunk = Arc::new(chunk);
            for busy in std::iter::once(&whole).chain(&parts) {
                busy.take(&chunk)?;
            }
            summing.update(&chunk, |sum| sums.push(sum));
            signing.update(&chunk).map_err(unspooled)?;
            // What has grown is not read to an end that may never come.
            if length < CHUNK || offset > content.size() {
                break;
            }
        }
        sums.extend(summing.rest());
        let md5 = whole.end()?.pop().unwrap_or_else(|| Md5::new().finalize().into());
        let md5s = parts.map_or(Ok(Vec::new()), Busy::end)?;
        if offset != content.size() {
            return Err(changed());
        }
        let md5 = STANDARD.encode(md5);
        let digests =
            Digests { md5, size: offset, signature: signing.finish().map_err(unspooled)? };
        Ok((digests, Slices::new(slice, sums, md5s)))
    })
}

/// A thread that makes the md5 of each slice.
struct Busy<'s> {
    chunks: SyncSender<Arc<Vec<u8>>>,
    thread: ScopedJoinHandle<'s, Vec<[u8; 16]>>,
}

impl<'s> Busy<'s> {
    fn begin<'e>(
        scope: &'s Scope<'s, 'e>,
        name: &str,
        slice: u64,
        give_back: Sender<Arc<Vec<u8>>>,
    ) -> io::Result<Self> {
        let (chunks, waiting) = sync_channel::<Arc<Vec<u8>>>(WAITING);
        let work = move || {
            let (mut summing, mut sums) = (Summing::<Md5>::new(slice), Vec::new());
            for chunk in waiting {
                summing.update(&chunk, |sum| sums.push(sum));
                // Nobody waits for it at the end.
                let _ = give_back.send(chunk);
            }
            sums.extend(summing.rest());
            sums
        };
        let thread = Builder::new().name(name.to_owned()).spawn_scoped(scope, work)?;
        Ok(Self { chunks, thread })
    }

    fn take(&self, chunk: &Arc<Vec<u8>>) -> io::Result<()> {
        self.chunks.send(chunk.clone()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn end(self) -> io::Result<Vec<[u8; 16]>> {
        drop(self.chunks);
        self.thread.join().map_err(|_| io::Error::other("the digest failed"))
    }
}

/// What is uploaded is no longer what was digested.
pub(super) fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Changed)
}

/// Says of an error that it is not one of the source.
fn unspooled(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), Unspooled(error))
}

/// Marks the error of the temporary file that a signature is kept in.
#[derive(Debug)]
pub(crate) struct Unspooled(io::Error);

impl fmt::Display for Unspooled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the signature cannot be kept in a temporary file: {}", self.0)
    }
}

impl std::error::Error for Unspooled {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

/// Marks the error of a source that changed.
#[derive(Debug)]
pub(crate) struct Changed;

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not what it was when it was digested")
    }
}

impl std::error::Error for Changed {}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_that_changes_its_size_after_it_was_opened_is_refused() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for grows in [true, false] {
                let mut file = tempfile::NamedTempFile::new().unwrap();
                file.write_all(&[7; 3000]).unwrap();
                let source = Source::from(file.path());
                let content = open(&source).await.unwrap();
                let size = if grows { 3 * CHUNK as u64 } else { 2999 };
                file.as_file().set_len(size).unwrap();
                let error = survey(&source, &content, u64::MAX).await.unwrap_err();
                assert_eq!(error.kind(), crate::ErrorKind::Integrity, "{error}");
            }
        });
    }
}
