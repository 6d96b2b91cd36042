//! What the manifest calls the files that a crate is made from.
//!
//! Not as somebody spelt them: whoever generates the same in another place, or names a file in another
//! way, has to get the same bytes, and nobody is to read there which folders a machine has.

use crate::document::{Document, Source};
use crate::{Input, ManifestInput, Role};

/// Names for the manifest, with slashes on every system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The document. Its other files are called by their way from its folder.
    pub document: String,
    /// The overlays, in their order.
    pub overlays: Vec<String>,
}

impl Listed {
    /// Each without the folder that it stands in.
    pub fn by_name(input: &Input) -> Self {
        Self {
            document: without_folder(&input.document.root.name).to_owned(),
            overlays: input.overlays.iter().map(overlay_name).collect(),
        }
    }
}

/// What a crate is made from, as the manifest lists it.
pub(crate) fn inputs(input: &Input, document: &Document, listed: &Listed) -> Vec<ManifestInput> {
    let Input { document: tree, overlays, .. } = input;
    let root = ManifestInput::of(Role::Document, &listed.document, &tree.root.text);
    let mut others: Vec<ManifestInput> = document
        .origin
        .files
        .iter()
        .map(|file| {
            let name = beside(&listed.document, tree.address_of(&file.name));
            ManifestInput::of(Role::Document, &name, &file.text)
        })
        .collect();
    others.sort_by(|one, other| one.name.cmp(&other.name));
    let overlays = overlays.iter().enumerate().map(|(number, overlay)| {
        let name = listed.overlays.get(number).cloned().unwrap_or_else(|| overlay_name(overlay));
        ManifestInput::of(Role::Overlay, &name, &overlay.text)
    });
    std::iter::once(root).chain(others).chain(overlays).collect()
}

fn overlay_name(overlay: &Source) -> String {
    without_folder(&overlay.name).to_owned()
}

fn without_folder(name: &str) -> &str {
    let is_separator = |c| c == '/' || (cfg!(windows) && c == '\\');
    name.rsplit(is_separator).next().unwrap_or(name)
}

/// What an address is in the folder of a file of this name.
fn beside(name: &str, address: &str) -> String {
    let mut parts: Vec<&str> = name.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_begins_where_the_document_stands() {
        for (name, address, together) in [
            ("openapi.yaml", "a/b.yaml", "a/b.yaml"),
            ("openapi.yaml", "../b.yaml", "../b.yaml"),
            ("spec/openapi.yaml", "a/b.yaml", "spec/a/b.yaml"),
            ("spec/openapi.yaml", "../b.yaml", "b.yaml"),
            ("spec/openapi.yaml", "../../../b.yaml", "../../b.yaml"),
        ] {
            assert_eq!(beside(name, address), together, "{name} {address}");
        }
    }
}
