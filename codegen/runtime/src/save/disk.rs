//! Files on this machine, and what differs between systems.

use std::fs::{File, Permissions};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

/// A place for a file, and the temporary file that is to take it. Dropped before that, the
/// temporary file is removed.
pub(super) struct Place {
    /// As the caller says it.
    path: PathBuf,
    /// The same wherever the process goes meanwhile.
    target: PathBuf,
    temporary: TempPath,
    replace: bool,
}

impl Place {
    /// Makes a temporary file beside the target.
    pub(super) fn reserve(path: PathBuf, replace: bool) -> io::Result<(Self, File)> {
        let target = std::path::absolute(&path)?;
        check(&target, replace)?;
        let folder = target.parent().unwrap_or(&target);
        let mut builder = Builder::new();
        builder.prefix(".download-").suffix(".part");
        if let Some(permissions) = permissions() {
            builder.permissions(permissions);
        }
        let (file, temporary) = builder.tempfile_in(folder)?.into_parts();
        Ok((Self { path, target, temporary, replace }, file))
    }

    /// Puts the file in place: by a rename that replaces, or by one that does not.
    pub(super) fn take(self) -> io::Result<PathBuf> {
        let Self { path, target, temporary, replace } = self;
        let moved =
            if replace { temporary.persist(&target) } else { temporary.persist_noclobber(&target) };
        moved.map_err(|error| error.error)?;
        Ok(path)
    }
}

/// What counts is the move at the end; but whoever is refused then has waited in vain.
fn check(target: &Path, replace: bool) -> io::Result<()> {
    match target.symlink_metadata() {
        Ok(_) if !replace => return Err(io::ErrorKind::AlreadyExists.into()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // Such as a name that is too long.
        Err(error) => return Err(error),
    }
    // A move would put a file in the place of a device or a pipe as well.
    match target.metadata() {
        Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(found) if !found.is_file() => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "what is there is no file"))
        }
        _ => Ok(()),
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
