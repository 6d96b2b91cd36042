//! The way of a path through links, gone by hand: the system would look at every place on it, and by what
//! it says of them a document that came from elsewhere could tell what else is on the machine.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf, Prefix};

/// How many links a way may have; Linux goes no further either.
const MOST_LINKS: usize = 40;

/// Why a way was not gone to its end.
#[derive(Debug)]
pub(super) enum Stopped {
    /// It comes to a place that is not to be looked at.
    Forbidden,
    /// The system says so.
    Failed(io::Error),
}

/// Where an absolute path leads, without links in it. No place is looked at that is not `open`.
pub(super) fn follow(path: &Path, open: impl Fn(&Path) -> bool) -> Result<PathBuf, Stopped> {
    let mut at = PathBuf::new();
    let mut rest = steps(path);
    let mut links = 0;
    while let Some(step) = rest.pop() {
        match step {
            Step::Start(start) => at = start,
            Step::Up => {
                at.pop();
            }
            Step::Down(name) => {
                let next = at.join(name);
                if !open(&next) {
                    return Err(Stopped::Forbidden);
                }
                if !fs::symlink_metadata(&next).map_err(Stopped::Failed)?.is_symlink() {
                    at = next;
                    continue;
                }
                links += 1;
                if links > MOST_LINKS {
                    return Err(Stopped::Failed(io::Error::other("links lead to links")));
                }
                rest.extend(steps(&fs::read_link(&next).map_err(Stopped::Failed)?));
            }
        }
    }
    Ok(at)
}

/// One part of a path.
enum Step {
    Start(PathBuf),
    Up,
    Down(OsString),
}

/// The parts of a path, the last first.
fn steps(path: &Path) -> Vec<Step> {
    let mut start = PathBuf::new();
    let mut steps = Vec::new();
    for component in path.components() {
        match component {
            // As the system writes a path that it has worked out.
            Component::Prefix(prefix) => match prefix.kind() {
                Prefix::Disk(letter) => start.push(format!(r"\\?\{}:", char::from(letter))),
                _ => start.push(prefix.as_os_str()),
            },
            Component::RootDir => {
                start.push(component);
                steps.push(Step::Start(start.clone()));
            }
            Component::CurDir => {}
            Component::ParentDir => steps.push(Step::Up),
            Component::Normal(name) => steps.push(Step::Down(name.to_owned())),
        }
    }
    steps.reverse();
    steps
}
