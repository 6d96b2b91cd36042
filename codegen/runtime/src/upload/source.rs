//! What is uploaded, and reading it anywhere at once.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use super::signature::Signature;
use crate::blocking::blocking;

/// What is uploaded: a file on this machine, or bytes in memory.
///
/// A text is a path. A file is opened once and read from there, however its path changes meanwhile.
#[derive(Clone)]
pub struct Source(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    Path(PathBuf),
    Bytes(Bytes),
    Open(Arc<Content>),
}

impl Source {
    /// The path, unless it is bytes in memory.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Kind::Path(path) => Some(path),
            Kind::Bytes(_) | Kind::Open(_) => None,
        }
    }

    /// Opens it, on a thread for that.
    pub(crate) async fn open_here(&self) -> io::Result<Arc<Content>> {
        let source = self.clone();
        blocking(move || source.open()).await
    }

    /// Opens it, which may block.
    fn open(self) -> io::Result<Arc<Content>> {
        match self.0 {
            Kind::Path(path) => {
                // Before it is opened: a pipe without a writer would be waited for.
                check(&path.metadata()?)?;
                let file = File::open(&path)?;
                let found = file.metadata()?;
                check(&found)?;
                Ok(Arc::new(Content { data: Data::File(file), size: found.len() }))
            }
            Kind::Bytes(bytes) => Ok(Arc::new(Content::of(bytes))),
            Kind::Open(content) => Ok(content),
        }
    }
}

fn check(found: &Metadata) -> io::Result<()> {
    if found.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !found.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    Ok(())
}

macro_rules! paths {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Source {
            fn from(path: $kind) -> Self {
                Self(Kind::Path(path.into()))
            }
        }
    )* };
}

paths!(&str, String, &String, &Path, PathBuf, &PathBuf, &OsStr, OsString);

macro_rules! in_memory {
    ($($kind:ty),*) => { $(
        impl From<$kind> for Source {
            fn from(bytes: $kind) -> Self {
                Self(Kind::Bytes(bytes.into()))
            }
        }
    )* };
}

in_memory!(Bytes, Vec<u8>, &'static [u8]);

impl<const N: usize> From<&'static [u8; N]> for Source {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self(Kind::Bytes(Bytes::from_static(bytes)))
    }
}

impl From<&Signature> for Source {
    fn from(signature: &Signature) -> Self {
        Self(Kind::Open(signature.content.clone()))
    }
}

impl From<Signature> for Source {
    fn from(signature: Signature) -> Self {
        Self(Kind::Open(signature.content))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Path(path) => path.fmt(f),
            Kind::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Kind::Open(content) => write!(f, "{} bytes", content.size()),
        }
    }
}

/// What is uploaded, open.
#[derive(Debug)]
pub(crate) struct Content {
    data: Data,
    size: u64,
}

#[derive(Debug)]
enum Data {
    File(File),
    Bytes(Bytes),
}

impl Content {
    /// Bytes in memory.
    pub(crate) fn of(bytes: Bytes) -> Self {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Self { data: Data::Bytes(bytes), size }
    }

    /// A file that nobody else writes to.
    pub(crate) fn of_file(file: File) -> io::Result<Self> {
        let size = file.metadata()?.len();
        Ok(Self { data: Data::File(file), size })
    }

    /// Its size in bytes when it was opened.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Its size in bytes now, which may block.
    pub(crate) fn size_now(&self) -> io::Result<u64> {
        match &self.data {
            Data::File(file) => Ok(file.metadata()?.len()),
            Data::Bytes(_) => Ok(self.size),
        }
    }

    /// Reads bytes from an offset on, which may block: fewer than there is room for at the end alone.
    pub(crate) fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        while let Some(room) = buffer.get_mut(read..).filter(|room| !room.is_empty()) {
            let at = offset.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
            match self.read_some_at(at, room) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }

    fn read_some_at(&self, offset: u64, room: &mut [u8]) -> io::Result<usize> {
        match &self.data {
            #[cfg(unix)]
            Data::File(file) => std::os::unix::fs::FileExt::read_at(file, room, offset),
            #[cfg(windows)]
            Data::File(file) => std::os::windows::fs::FileExt::seek_read(file, room, offset),
            Data::Bytes(bytes) => {
                let offset = usize::try_from(offset).unwrap_or(usize::MAX);
                let rest = bytes.get(offset..).unwrap_or_default();
                let length = rest.len().min(room.len());
                if let (Some(room), Some(rest)) = (room.get_mut(..length), rest.get(..length)) {
                    room.copy_from_slice(rest);
                }
                Ok(length)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_and_bytes_are_read_alike() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&bytes).unwrap();
        for content in [Content::of(bytes.clone().into()), Content::of_file(file).unwrap()] {
            assert_eq!(content.size(), 256);
            let mut room = [0; 10];
            assert_eq!(content.read_at(100, &mut room).unwrap(), 10);
            assert_eq!(room, bytes[100..110]);
            assert_eq!(content.read_at(250, &mut room).unwrap(), 6);
            assert_eq!(room[..6], bytes[250..]);
            assert_eq!(content.read_at(256, &mut room).unwrap(), 0);
            assert_eq!(content.read_at(1 << 40, &mut room).unwrap(), 0);
        }
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let error = Source::from(folder.path()).open().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::IsADirectory);
        let error = Source::from(folder.path().join("none")).open().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        #[cfg(unix)]
        {
            let error = Source::from("/dev/null").open().unwrap_err();
            assert_eq!(error.to_string(), "it is no regular file");
        }
    }

    #[test]
    fn debug_shows_a_path_or_a_size() {
        assert_eq!(format!("{:?}", Source::from("a.vrca")), "\"a.vrca\"");
        assert_eq!(format!("{:?}", Source::from(vec![1, 2, 3])), "3 bytes");
    }
}
