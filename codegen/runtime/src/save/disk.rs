//! Files on this machine, and what differs between systems.

use std::fs::{File, Permissions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

/// A place for a file, and the temporary file that is to take it. Dropped before that, the
/// temporary file is removed.
pub(super) struct Place {
    target: PathBuf,
    temporary: TempPath,
    replace: bool,
}

impl Place {
    /// Makes a temporary file beside the target.
    pub(super) fn reserve(target: PathBuf, replace: bool) -> io::Result<(Self, File)> {
        // What counts is the move at the end; but whoever is refused then has waited in vain.
        if !replace && target.symlink_metadata().is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let mut builder = Builder::new();
        builder.prefix(".download-").suffix(".part");
        if let Some(permissions) = permissions() {
            builder.permissions(permissions);
        }
        let (file, temporary) = builder.tempfile_in(folder)?.into_parts();
        Ok((Self { target, temporary, replace }, file))
    }

    /// Puts the file in place: by a rename that replaces, or by one that does not.
    pub(super) fn take(self) -> io::Result<PathBuf> {
        let Self { target, temporary, replace } = self;
        let moved =
            if replace { temporary.persist(&target) } else { temporary.persist_noclobber(&target) };
        moved.map_err(|error| error.error)?;
        Ok(target)
    }
}

/// What any new file may be done with, less what the process's mask takes away: a temporary file is
/// the owner's alone otherwise, and would stay so.
#[cfg(unix)]
fn permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(Permissions::from_mode(0o666))
}

/// Files inherit what may be done with them from their folder.
#[cfg(not(unix))]
fn permissions() -> Option<Permissions> {
    None
}
