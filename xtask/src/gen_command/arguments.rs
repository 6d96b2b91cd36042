//! What `gen` can be told.

use std::path::PathBuf;

use crate::input::InputArguments;
use crate::report::MessageFormat;

/// Arguments of `gen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; show what would change, say which of document, overlays, tags, generator and
    /// folder has moved, and fail if anything would change.
    #[arg(long)]
    pub(super) check: bool,
    /// Go on although files would be lost that the generator did not write.
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// Leave out operations that cannot be generated, say which and why, and go on. Problems that
    /// belong to no operation, and having none left, are errors all the same.
    #[arg(long)]
    pub(super) keep_going: bool,
    /// The folder of the crate to write [default: generated].
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// How to say what is said. The objects of `json` have a `reason`: `diagnostic` (level, message,
    /// file, line, column, end_column, pointer, operation, help, related), `skipped` (an operation that
    /// was left out: operation, method, path, file, line, column, reasons), `difference` (of --check:
    /// file, diff), `moved` (of --check, why it differs: part, message), and at the end one `summary` (success, errors, warnings, skipped, added, changed,
    /// removed, files).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub(super) message_format: MessageFormat,
}
