//! What `gen` can be told.

use std::path::PathBuf;

/// Arguments of `gen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; show what would change and fail if anything would.
    #[arg(long)]
    pub(super) check: bool,
    /// Go on although files would be lost that the generator did not write.
    #[arg(long)]
    pub(super) force: bool,
    /// The OpenAPI 3.0 document, YAML or JSON [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    pub(super) spec: Option<PathBuf>,
    /// An overlay, applied in the order given; `none` applies none [default: spec/overlay.yaml].
    #[arg(long, value_name = "FILE")]
    pub(super) overlay: Vec<PathBuf>,
    /// Warn of overlay actions that match nothing, and go on without them.
    #[arg(long)]
    pub(super) allow_stale: bool,
    /// Generate the operations with this tag; may be given several times [default: files].
    #[arg(long, value_name = "TAG", conflicts_with = "all_tags")]
    tag: Vec<String>,
    /// Generate all operations, those without a tag as well.
    #[arg(long)]
    all_tags: bool,
    /// Leave out operations that cannot be generated, say which and why, and go on. Problems that
    /// belong to no operation, and having none left, are errors all the same.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// The folder of the crate to write [default: generated].
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// How to say what is said.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub(super) message_format: MessageFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MessageFormat {
    /// Texts with the line of the file; problems on stderr, in colour on a terminal unless `NO_COLOR`
    /// is set.
    Human,
    /// One JSON object a line, on stdout. Each has a `reason`: `diagnostic` (level, message, file,
    /// line, column, end_column, pointer, operation, help, related), `skipped` (an operation that was
    /// left out: operation, method, path, file, line, column, reasons), `difference` (of --check:
    /// file, diff), and at the end one `summary` (success, errors, warnings, skipped, added, changed,
    /// removed, files).
    Json,
}

impl Arguments {
    /// The tags; none stands for all operations.
    pub(super) fn tags(&self) -> Vec<String> {
        match (self.all_tags, self.tag.is_empty()) {
            (true, _) => Vec::new(),
            (false, true) => vec!["files".to_owned()],
            (false, false) => self.tag.clone(),
        }
    }
}
