//! What every command reads: the document and its overlays, and which operations of it are wanted.

use std::path::{Path, PathBuf};

use vrchat_files_codegen::{Diagnostic, Listed, Source, Tree};

use crate::workspace::{self, between};

/// The document that the workspace is made from.
const SPEC: &str = "spec/openapi.yaml";
/// What corrects it.
const OVERLAY: &str = "spec/overlay.yaml";

/// Which document, with which overlays, and what of it.
#[derive(clap::Args)]
pub(crate) struct InputArguments {
    /// The OpenAPI 3.0 document, YAML or JSON, whose references may lead to other files of its folder
    /// [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// An overlay, applied in the order given; `none` applies none [default: spec/overlay.yaml].
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    #[command(flatten)]
    selection: Selection,
}

/// Which operations are wanted, and what is allowed.
#[derive(clap::Args)]
pub(crate) struct Selection {
    /// Let references of a document lead to files of this folder as well; may be given several times.
    /// Nothing else outside of the document's own folder is read.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) allow_folder: Vec<PathBuf>,
    /// Warn of overlay actions that match nothing, and go on without them.
    #[arg(long)]
    pub(crate) allow_stale: bool,
    /// Take the operations with this tag; may be given several times [default: files].
    #[arg(long, value_name = "TAG", conflicts_with = "all_tags")]
    tag: Vec<String>,
    /// Take all operations, those without a tag as well.
    #[arg(long)]
    all_tags: bool,
}

impl InputArguments {
    /// The document and the overlays, or every file that cannot be read.
    pub(crate) fn sources(&self) -> Result<(Tree, Vec<Source>), Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let document = match self.document() {
            Ok(document) => Some(document),
            Err(found) => {
                problems.extend(found);
                None
            }
        };
        let mut keep =
            |source: Result<Source, Diagnostic>| source.map_err(|e| problems.push(e)).ok();
        let overlays: Vec<_> = match self.overlay.as_slice() {
            [] => vec![keep(read(None, OVERLAY))],
            [none] if none.as_os_str() == "none" => Vec::new(),
            files => files.iter().map(|file| keep(read(Some(file), OVERLAY))).collect(),
        };
        match (document, overlays.into_iter().collect()) {
            (Some(document), Some(overlays)) => Ok((document, overlays)),
            _ => Err(problems),
        }
    }

    fn document(&self) -> Result<Tree, Vec<Diagnostic>> {
        match &self.spec {
            Some(path) => Tree::read(path, &self.selection.allow_folder),
            None => {
                let mut tree =
                    Tree::read(&workspace::root().join(SPEC), &self.selection.allow_folder)?;
                // The same name, and so the same manifest, wherever the command is run.
                tree.root.name = SPEC.to_owned();
                Ok(tree)
            }
        }
    }

    /// What the manifest calls the files, in whichever way they were named: a file of the workspace by its
    /// way from there, the document by its name, and an overlay by its way from the document's folder.
    pub(crate) fn listed(&self) -> Listed {
        let root = workspace::root();
        let document = place(self.spec.as_deref().unwrap_or(&root.join(SPEC)));
        let folder = document.parent().unwrap_or(&document);
        let overlay = |file: &Path| overlay_name(&root, folder, &place(file));
        let overlays = match self.overlay.as_slice() {
            [] => vec![overlay(&root.join(OVERLAY))],
            files => files.iter().map(|file| overlay(file)).collect(),
        };
        let document = within(&root, &document).unwrap_or_else(|| name(&document));
        Listed { document, overlays }
    }

    pub(crate) fn selection(&self) -> &Selection {
        &self.selection
    }
}

impl Selection {
    /// The tags; none stands for all operations.
    pub(crate) fn tags(&self) -> Vec<String> {
        match (self.all_tags, self.tag.is_empty()) {
            (true, _) => Vec::new(),
            (false, true) => vec!["files".to_owned()],
            (false, false) => self.tag.clone(),
        }
    }
}

/// A file in its folder, without links in the way to that.
fn place(file: &Path) -> PathBuf {
    let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new(".")).canonicalize();
    match (folder, file.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => file.to_owned(),
    }
}

fn overlay_name(root: &Path, folder: &Path, file: &Path) -> String {
    // Of two that have no folder in common the way would tell where both of them are.
    let is_near = workspace::shared(folder, file).file_name().is_some();
    let near = || between(folder, file).filter(|_| is_near);
    within(root, file).or_else(near).unwrap_or_else(|| name(file))
}

fn within(root: &Path, file: &Path) -> Option<String> {
    between(root, file).filter(|_| file.starts_with(root))
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// A file of the user's, under the name that they gave, or one of the workspace's.
fn read(given: Option<&Path>, default: &str) -> Result<Source, Diagnostic> {
    match given {
        Some(path) => Source::read(path),
        None => {
            let mut source = Source::read(&workspace::root().join(default))?;
            // The same name, and so the same manifest, wherever the command is run.
            source.name = default.to_owned();
            Ok(source)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlays_are_called_by_where_they_are_and_not_by_where_that_is() {
        for (folder, file, called) in [
            ("/a/api", "/root/spec/overlay.yaml", "spec/overlay.yaml"),
            ("/root/spec", "/root/spec/overlay.yaml", "spec/overlay.yaml"),
            ("/a/api", "/a/api/mend.yaml", "mend.yaml"),
            ("/a/api", "/a/mends/mend.yaml", "../mends/mend.yaml"),
            ("/root/spec", "/b/mend.yaml", "mend.yaml"),
            ("/a/api", "/b/mend.yaml", "mend.yaml"),
        ] {
            let name = overlay_name("/root".as_ref(), folder.as_ref(), file.as_ref());
            assert_eq!(name, called, "{folder} {file}");
        }
    }
}
