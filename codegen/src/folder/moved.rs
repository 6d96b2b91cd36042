//! Why a folder is not up to date: what it was made from, beside what would be made now.

use std::fmt;

use super::Folder;
use crate::render::manifest_digest;
use crate::{Files, Manifest, ManifestInput, Role};

/// Something that has changed since a folder was written. Its `Display` is a sentence without a full
/// stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A file that is read has another text.
    Changed(Role, String),
    /// A file is read that was not.
    Added(Role, String),
    /// A file is not read any more.
    Gone(Role, String),
    /// The same overlays are applied in another order.
    Reordered,
    /// Operations with other tags are wanted; no tags stand for all operations.
    Tags(Vec<String>, Vec<String>),
    /// The generator says of itself that it is another.
    Version(String, String),
    /// From the same input the generator makes something else: its code has changed, or the place of
    /// the folder, by which the crate finds its runtime.
    Generator,
    /// A file of the folder is not as the generator left it.
    Edited(String),
    /// A file of the folder is not there any more.
    Missing(String),
    /// A file of the same text is read under another name.
    Renamed(Role, String, String),
    /// The document begins in another file, of another text: the old name, and the new one.
    Replaced(String, String),
}

impl Moved {
    /// Which part it is: `document`, `overlay`, `tags`, `generator` or `folder`.
    pub fn part(&self) -> &'static str {
        match self {
            Self::Changed(role, _) | Self::Added(role, _) | Self::Gone(role, _) => role.as_str(),
            Self::Renamed(role, ..) => role.as_str(),
            Self::Replaced(..) => Role::Document.as_str(),
            Self::Reordered => Role::Overlay.as_str(),
            Self::Tags(..) => "tags",
            Self::Version(..) | Self::Generator => "generator",
            Self::Edited(_) | Self::Missing(_) => "folder",
        }
    }
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tags = |tags: &[String]| match tags {
            [] => "all operations".to_owned(),
            tags => format!("the tags {}", tags.join(", ")),
        };
        match self {
            Self::Changed(role, name) => write!(f, "the {role} has changed: {name}"),
            Self::Added(Role::Document, name) => {
                write!(f, "the document has a further file: {name}")
            }
            Self::Gone(Role::Document, name) => {
                write!(f, "the document no longer has the file {name}")
            }
            Self::Added(Role::Overlay, name) => write!(f, "a further overlay is applied: {name}"),
            Self::Gone(Role::Overlay, name) => {
                write!(f, "an overlay is no longer applied: {name}")
            }
            Self::Reordered => f.write_str("the overlays are applied in another order"),
            Self::Tags(old, new) => {
                write!(f, "other operations are wanted: {}, and before {}", tags(new), tags(old))
            }
            Self::Version(old, new) => {
                write!(f, "the generator has changed: version {new}, and before {old}")
            }
            Self::Generator => f.write_str("the generator makes something else of the same input"),
            Self::Edited(path) => write!(f, "the folder has changed: {path} is not as it was left"),
            Self::Missing(path) => write!(f, "the folder has changed: {path} is missing"),
            Self::Renamed(role, old, new) => {
                write!(f, "the {role} is called otherwise: {new}, and before {old}")
            }
            Self::Replaced(old, new) => {
                write!(f, "the document is another: {new}, and before {old}")
            }
        }
    }
}

impl Folder {
    /// What has moved since the folder was written, so that `files` would be written now. Nothing
    /// where the folder has no manifest that can be read.
    ///
    /// That the generator's code has changed is seen where the input is the same. Where that has
    /// changed as well, only a new version of the generator tells.
    pub fn moved(&self, files: &Files) -> Vec<Moved> {
        let new = files.get(Manifest::PATH).and_then(|text| serde_json::from_str(text).ok());
        let (Some(old), Some(new)) = (&self.manifest, new) else { return Vec::new() };
        let new: Manifest = new;
        let mut found = inputs(&old.inputs, &new.inputs);
        if old.tags != new.tags {
            found.push(Moved::Tags(old.tags.clone(), new.tags));
        }
        if old.generator != new.generator {
            found.push(Moved::Version(old.generator.clone(), new.generator));
        } else if found.is_empty() && old.files != new.files {
            found.push(Moved::Generator);
        }
        for entry in &old.files {
            let path = entry.path.clone();
            match self.present.get(&path) {
                None => found.push(Moved::Missing(path)),
                Some(bytes) if manifest_digest(bytes) != entry.sha256 => {
                    found.push(Moved::Edited(path));
                }
                Some(_) => {}
            }
        }
        found
    }
}

fn inputs(old: &[ManifestInput], new: &[ManifestInput]) -> Vec<Moved> {
    let mut gone: Vec<&ManifestInput> = old.iter().collect();
    // Several may have one name: those that are the same are not to be compared with another of them.
    let changed: Vec<&ManifestInput> =
        new.iter().filter(|new| take(&mut gone, |old| old == *new).is_none()).collect();
    let by_name: Vec<_> = changed
        .iter()
        .map(|new| take(&mut gone, |old| (old.role, &old.name) == (new.role, &new.name)))
        .collect();
    let mut found = Vec::new();
    for (new, is_known) in changed.into_iter().zip(by_name) {
        let (role, name) = (new.role, new.name.clone());
        let is_alike = |old: &ManifestInput| (old.role, &old.sha256) == (role, &new.sha256);
        found.push(match is_known {
            Some(_) => Moved::Changed(role, name),
            None => match take(&mut gone, is_alike) {
                Some(old) => Moved::Renamed(role, old.name.clone(), name),
                None => Moved::Added(role, name),
            },
        });
    }
    // The file that a document begins in is listed first.
    let first = |all: &[ManifestInput]| {
        all.iter().find(|one| one.role == Role::Document).map(|one| one.name.clone())
    };
    if let (Some(before), Some(after)) = (first(old), first(new))
        && let Some(place) =
            found.iter_mut().find(|one| **one == Moved::Added(Role::Document, after.clone()))
        && take(&mut gone, |old| old.role == Role::Document && old.name == before).is_some()
    {
        *place = Moved::Replaced(before, after);
    }
    found.extend(gone.into_iter().map(|old| Moved::Gone(old.role, old.name.clone())));
    if found.is_empty() && old != new {
        found.push(Moved::Reordered);
    }
    found
}

/// Takes the first of which something is true.
fn take<'i>(
    all: &mut Vec<&'i ManifestInput>,
    is_it: impl Fn(&ManifestInput) -> bool,
) -> Option<&'i ManifestInput> {
    let at = all.iter().position(|one| is_it(one))?;
    Some(all.remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_of_one_name_are_told_apart_by_what_is_in_them() {
        let overlays = |texts: &[&str]| -> Vec<ManifestInput> {
            texts.iter().map(|text| ManifestInput::of(Role::Overlay, "o.yaml", text)).collect()
        };
        let moved = |old: &[&str], new: &[&str]| inputs(&overlays(old), &overlays(new));
        let name = || "o.yaml".to_owned();
        assert_eq!(moved(&["a", "b"], &["a", "b"]), []);
        assert_eq!(moved(&["a", "b"], &["b", "a"]), [Moved::Reordered]);
        assert_eq!(moved(&["a", "b"], &["a", "c"]), [Moved::Changed(Role::Overlay, name())]);
        assert_eq!(moved(&["a"], &["a", "a"]), [Moved::Added(Role::Overlay, name())]);
        assert_eq!(moved(&["a", "a"], &["a"]), [Moved::Gone(Role::Overlay, name())]);
    }

    #[test]
    fn another_document_is_told_from_a_further_file_of_it() {
        let documents = |files: &[(&str, &str)]| -> Vec<ManifestInput> {
            let of = |(name, text): &(&str, &str)| ManifestInput::of(Role::Document, name, text);
            files.iter().map(of).collect()
        };
        let moved = |old: &[(&str, &str)], new: &[(&str, &str)]| {
            let moved = inputs(&documents(old), &documents(new));
            moved.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let another = "the document is another: new.yaml, and before old.yaml";
        assert_eq!(moved(&[("old.yaml", "a")], &[("new.yaml", "b")]), [another]);
        assert_eq!(
            moved(&[("old.yaml", "a"), ("c", "c")], &[("new.yaml", "b"), ("d", "d")]),
            [
                another,
                "the document has a further file: d",
                "the document no longer has the file c"
            ]
        );
        assert_eq!(
            moved(&[("a", "a"), ("b", "b")], &[("b", "b")]),
            ["the document no longer has the file a"]
        );
    }
}
