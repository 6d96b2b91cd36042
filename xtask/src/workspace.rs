//! Where things are in this workspace.

use std::path::{Path, PathBuf};

/// The workspace's folder: where this crate was built from.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    resolved(xtask.parent().unwrap_or(xtask).to_owned())
}

/// The folder itself, where the path leads through a link or `..`; its parent's where it is not there
/// yet.
pub(crate) fn resolved(out: PathBuf) -> PathBuf {
    if let Ok(there) = out.canonicalize() {
        return there;
    }
    let parent = out.parent().and_then(|parent| match parent.as_os_str().is_empty() {
        true => std::env::current_dir().ok(),
        false => parent.canonicalize().ok(),
    });
    match (parent, out.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => out,
    }
}
