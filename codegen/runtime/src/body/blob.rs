//! Bytes that a caller gives along with a request.

use std::fmt;
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;

use super::{Piece, Slot};
use crate::upload::Source;

/// Bytes to send: a file on this machine, bytes in memory, or a stream.
///
/// A text is a path, and a file is read as it is sent. Bytes and files can be sent again when a try
/// fails; a stream only as long as nothing of it was taken.
///
/// What a form says of the bytes, their file name and media type, is what the document gives, or what
/// [`filename`](Self::filename) and [`media_type`](Self::media_type) set.
#[derive(Clone)]
pub struct Blob {
    data: Data,
    pub(crate) filename: Option<String>,
    pub(crate) media_type: Option<String>,
}

#[derive(Clone)]
enum Data {
    Source(Source),
    Stream(Slot),
}

impl Blob {
    /// Bytes as they come. Their number is not known, so they are sent chunk by chunk, which some
    /// services do not take; [`sized_stream`](Self::sized_stream) announces it.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self::of(Data::Stream(Slot::new(stream, None)))
    }

    /// Bytes as they come, so many of them: the request fails where there are more or fewer.
    pub fn sized_stream<S, B, E>(bytes: u64, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        Self::of(Data::Stream(Slot::new(stream, Some(bytes))))
    }

    /// Says what the file is called, in place of what the document says.
    #[must_use]
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }

    /// Says what the bytes are, such as `image/png`, in place of what the document says.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    fn of(data: Data) -> Self {
        Self { data, filename: None, media_type: None }
    }

    /// The name of the file, where it is one with a name in UTF-8.
    pub(crate) fn own_name(&self) -> Option<&str> {
        match &self.data {
            Data::Source(source) => source.path().and_then(Path::file_name)?.to_str(),
            Data::Stream(_) => None,
        }
    }

    pub(crate) fn piece(&self) -> Piece {
        match &self.data {
            Data::Source(source) => Piece::Source(source.clone()),
            Data::Stream(slot) => Piece::Stream(slot.clone()),
        }
    }
}

impl<S: Into<Source>> From<S> for Blob {
    fn from(source: S) -> Self {
        Self::of(Data::Source(source.into()))
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.data {
            Data::Source(source) => source.fmt(f),
            Data::Stream(slot) => slot.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_a_path_a_size_or_that_it_is_a_stream() {
        let nothing = || futures_util::stream::empty::<Result<Bytes, std::io::Error>>();
        assert_eq!(format!("{:?}", Blob::from("a.png")), "\"a.png\"");
        assert_eq!(format!("{:?}", Blob::from(vec![1, 2])), "2 bytes");
        assert_eq!(format!("{:?}", Blob::stream(nothing())), "a stream");
        assert_eq!(format!("{:?}", Blob::sized_stream(7, nothing())), "a stream of 7 bytes");
    }
}
