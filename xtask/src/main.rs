//! `cargo xtask`: the commands of this workspace.

mod diff_command;
mod doctor_command;
mod gen_command;
mod input;
mod panics;
mod report;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of this workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the client crate from the OpenAPI document.
    ///
    /// Exit codes: 0, the folder is as it should be, with --keep-going perhaps without some
    /// operations; 1, the input or the folder has a problem, or with --check the folder is not up to
    /// date; 2, the command line is wrong.
    Gen(gen_command::Arguments),
    /// Say what a change of the document does to callers of the crate.
    ///
    /// Compares what callers would see of the crate before and after, and not the documents. Each
    /// change is breaking, additive or documentation; spec/README.md says which is which, and why.
    /// The version to give the crate and an entry for its changelog come with it.
    ///
    /// Exit codes: 0, nothing changes but documentation; 1, the input has a problem; 2, the command
    /// line is wrong; 3, something is new and nothing breaks; 4, something breaks.
    Diff(diff_command::Arguments),
    /// Say what is valid in the OpenAPI document and does harm, each with the overlay action that would
    /// mend it.
    ///
    /// Exit codes: 0, nothing was found; 1, the input has a problem; 2, the command line is wrong; 3,
    /// something was found.
    Doctor(doctor_command::Arguments),
}

fn main() -> ExitCode {
    let Cli { command } = Cli::parse();
    let outcome = panics::contained(move || match command {
        Command::Gen(arguments) => gen_command::run(&arguments),
        Command::Diff(arguments) => diff_command::run(&arguments),
        Command::Doctor(arguments) => doctor_command::run(&arguments),
    });
    match outcome {
        Ok(code) => code,
        Err(panic) => {
            eprintln!("{panic}");
            ExitCode::FAILURE
        }
    }
}
