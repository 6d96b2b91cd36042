//! What `doctor` can be told.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use vrchat_files_codegen::checks;

use crate::input::InputArguments;
use crate::report::MessageFormat;

/// Arguments of `doctor`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(super) input: InputArguments,
    /// Print nothing but the actions of all findings, as an overlay. Laid over the same document after
    /// the overlays that it came with, it leaves nothing to find.
    #[arg(long, conflicts_with = "message_format")]
    pub(super) actions: bool,
    /// Run this check alone; may be given several times [default: all of them].
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(checks()))]
    pub(super) check: Vec<String>,
    /// The folder of exchanges to hold the document against, `<operation>/<case>.json`; `none` holds it
    /// against none. Only those that are recorded count [default: tests/fixtures].
    #[arg(long, value_name = "FOLDER")]
    pub(super) fixtures: Option<PathBuf>,
    /// How to say what is said. The objects of `json` have a `reason`: `finding` (check, level, message,
    /// file, line, column, end_column, pointer, operation, help, related, actions, and yaml: the actions
    /// to paste), `diagnostic` (as those of `gen`), and at the end one `summary` (success: whether
    /// nothing was found; errors, warnings, findings, checks: how often each check found something,
    /// fixtures, recorded, elsewhere: how many exchanges there are, how many of these count, and how
    /// many of those are of other operations).
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = MessageFormat::Human)]
    pub(super) message_format: MessageFormat,
}
