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

/// The way from a folder to another place, both without links, with slashes on every system; nothing
/// where they are on different disks.
pub(crate) fn between(from: &Path, to: &Path) -> Option<String> {
    let shared = shared(from, to);
    let (from, to) = (from.strip_prefix(&shared).ok()?, to.strip_prefix(&shared).ok()?);
    let up = from.components().map(|_| "..".to_owned());
    let down = to.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    (!shared.as_os_str().is_empty()).then(|| parts.join("/"))
}

/// The folder that two places have in common.
pub(crate) fn shared(one: &Path, other: &Path) -> PathBuf {
    let both = one.components().zip(other.components());
    both.take_while(|(one, other)| one == other).map(|(one, _)| one).collect()
}
