//! What `diff` can be told.

use std::path::{Path, PathBuf};

use vrchat_files_codegen::Diagnostic;

use super::side::{Overlays, Sources, sources, workspace};
use crate::input::Selection;
use crate::report::MessageFormat;

/// Arguments of `diff`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What there was: an OpenAPI document; a folder with `openapi.yaml`, and perhaps
    /// `overlay.yaml`, which then is that side's; or, where no such path exists, a git revision, whose
    /// `spec/` is read, and whose folders are those that `--allow-folder` names. A revision that is
    /// called like a path is named in full, such as `refs/heads/spec`.
    old: String,
    /// What there is now, given in the same ways [default: spec].
    new: Option<String>,
    /// An overlay for documents that are given as files, applied in the order given; `none` applies
    /// none [default: spec/overlay.yaml].
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// An overlay for the old side alone, however that is given; `none` applies none.
    #[arg(long, value_name = "FILE")]
    old_overlay: Vec<PathBuf>,
    /// An overlay for the new side alone, however that is given; `none` applies none.
    #[arg(long, value_name = "FILE")]
    new_overlay: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) selection: Selection,
    /// Leave out operations that cannot be generated, on the side where they cannot, and say which.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// Print the entry for the changelog, and nothing else.
    #[arg(long, conflicts_with = "message_format")]
    pub(super) changelog: bool,
    /// How to say what is said. The objects of `json` have a `reason`: `change` (kind, severity,
    /// behaviour: whether no type shows it, path, what, documented, operation, side, file, line,
    /// column), `diagnostic` (as of `gen`, with a side), `skipped` (side, operations), and at the end
    /// one `summary` (success, errors, warnings; of a comparison severity, breaking, additive,
    /// documentation, old_version, new_version, suggested_version, new_version_is_enough, changelog).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub(super) message_format: MessageFormat,
}

/// What a side is made of, or what is wrong with it; and how the user calls it.
type Side = (Result<Sources, Vec<Diagnostic>>, String);

impl Arguments {
    /// What is said for nothing, and would be taken for heeded.
    pub(super) fn contradiction(&self) -> Option<Diagnostic> {
        let is_file = |given: &String| Path::new(given).is_file();
        let is_for_nothing = !self.overlay.is_empty()
            && !is_file(&self.old)
            && !self.new.as_ref().is_some_and(is_file);
        is_for_nothing.then(|| {
            Diagnostic::new(
                "`--overlay` is for documents that are given as files, and neither side is one",
                "name the overlay of a side with `--old-overlay` or `--new-overlay`",
            )
        })
    }

    /// Both sides, the old one first.
    pub(super) fn sides(&self) -> (Side, Side) {
        let allowed = &self.selection.allow_folder;
        let overlays = Overlays { own: &self.old_overlay, of_files: &self.overlay, allowed };
        let old = (sources(&self.old, overlays), self.old.clone());
        let overlays = Overlays { own: &self.new_overlay, ..overlays };
        let new = match &self.new {
            Some(new) => (sources(new, overlays), new.clone()),
            None => (workspace(overlays), "spec".to_owned()),
        };
        (old, new)
    }
}
