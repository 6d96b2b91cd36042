//! Records what the service really answers, as fixtures: `cargo run -p vrchat-files-tests --bin record`.

use std::process::ExitCode;

use clap::Parser as _;
use vrchat_files_tests::record::{Ended, Options, run, tell};

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Ended::Usage(reason)) => {
            tell(format!("{reason}\n\n`--help` says more."));
            ExitCode::from(2)
        }
        Err(Ended::Failed(reason)) => {
            tell(reason);
            ExitCode::FAILURE
        }
        // What a shell gives for a program that a signal has killed.
        Err(Ended::Interrupted(code)) => {
            tell("Stopped. Nothing was written.");
            ExitCode::from(code)
        }
    }
}
