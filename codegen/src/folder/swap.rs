//! Replacing a folder in one step.
//!
//! The new folder is built beside the old one and takes its place when it is complete. Files that
//! stay the same are linked, not written, so that they keep their time stamps and cargo does not
//! build them again.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::Files;

pub(super) fn replace(
    folder: &Path,
    files: &Files,
    rewritten: &BTreeSet<&str>,
    foreign: &[&str],
    moved: &[&str],
) -> io::Result<()> {
    let folder = std::path::absolute(folder)?;
    let parent = folder.parent().ok_or_else(|| io::Error::other("the folder has no parent"))?;
    fs::create_dir_all(parent)?;
    // Removed again, with all in it, on every way out of here.
    let building = tempfile::Builder::new().prefix(".generated-").tempdir_in(parent)?;
    let new = building.path().join("new");
    fs::create_dir(&new)?;
    for (path, text) in files {
        let target = inside(&new, path)?;
        if rewritten.contains(path.as_str()) {
            fs::write(target, text)?;
        } else {
            link(&folder.join(path), &target)?;
        }
    }
    for path in foreign {
        link(&folder.join(path), &inside(&new, path)?)?;
    }
    if folder.exists() {
        let old = building.path().join("old");
        let outcome = exchange(&folder, &new, &old).and_then(|()| {
            moved
                .iter()
                .filter(|name| old.join(name).exists())
                .try_for_each(|name| fs::rename(old.join(name), folder.join(name)))
        });
        outcome.map_err(|error| {
            // What was in the folder may be nowhere else now.
            let kept = building.keep();
            io::Error::new(
                error.kind(),
                format!("{error}; the old content is in {}", kept.display()),
            )
        })
    } else {
        fs::rename(&new, &folder)
    }
}

/// The path in the new folder, its parents made.
fn inside(new: &Path, path: &str) -> io::Result<PathBuf> {
    let target = new.join(path);
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(target)
}

fn link(from: &Path, to: &Path) -> io::Result<()> {
    // Some file systems have no hard links; there a copy has to do.
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
}

/// Puts `new` in the place of `folder`, which ends up as `old`.
#[cfg(target_os = "linux")]
fn exchange(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, folder, CWD, new, RenameFlags::EXCHANGE) {
        Ok(()) => fs::rename(new, old),
        Err(_) => exchange_in_two_steps(folder, new, old),
    }
}

/// Puts `new` in the place of `folder`, which ends up as `old`.
#[cfg(not(target_os = "linux"))]
fn exchange(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    exchange_in_two_steps(folder, new, old)
}

/// Where the system cannot exchange two folders: between the two steps there is none, and a failure
/// of the second undoes the first.
fn exchange_in_two_steps(folder: &Path, new: &Path, old: &Path) -> io::Result<()> {
    fs::rename(folder, old)?;
    fs::rename(new, folder).inspect_err(|_| {
        // The first error is the one to report.
        let _ = fs::rename(old, folder);
    })
}
