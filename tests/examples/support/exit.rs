//! How an example ends.

use std::fmt::Display;
use std::process::ExitCode;

use super::service;

/// Why an example does not do what it is there for.
pub enum Stop {
    /// Its usage is asked for.
    Help,
    /// What is asked of it cannot be.
    Usage(String),
    /// It has failed.
    Failed(String),
    /// The user has stopped it.
    Interrupted(String),
}

impl Stop {
    /// It has failed, for this reason.
    pub fn failed(reason: impl Display) -> Self {
        Self::Failed(reason.to_string())
    }
}

/// Says why an example has ended, and with which exit code.
pub fn exit(outcome: Result<(), Stop>, usage: &str) -> ExitCode {
    let usage = format!("{usage}\n{}", service::ENVIRONMENT);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Help) => {
            print!("{usage}");
            ExitCode::SUCCESS
        }
        Err(Stop::Failed(reason)) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
        Err(Stop::Usage(reason)) => {
            eprint!("{reason}\n\n{usage}");
            ExitCode::from(2)
        }
        // What a shell gives for a program that a Ctrl-C has killed.
        Err(Stop::Interrupted(reason)) => {
            eprintln!("{reason}");
            ExitCode::from(130)
        }
    }
}
