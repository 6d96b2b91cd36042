//! `cargo xtask doctor`.

mod arguments;
mod fixtures;
mod report;

use std::process::ExitCode;

use vrchat_files_codegen::{Checkup, Diagnostic, Report, doctor, overlay_of};

pub(crate) use arguments::Arguments;

use crate::report::to_stdout;

/// How it ends where something was found: neither the input nor the command line is wrong.
const FOUND: u8 = 3;

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut reporter = report::Reporting::new(arguments.message_format);
    let outcome = look(arguments);
    let code = match &outcome {
        Ok((_, report)) if !report.refused.is_empty() => ExitCode::FAILURE,
        Ok((_, report)) if report.findings.is_empty() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(FOUND),
        Err(_) => ExitCode::FAILURE,
    };
    match outcome {
        Ok((checkup, report)) if arguments.actions => {
            reporter.diagnostics(&report.warnings);
            reporter.diagnostics(&report.refused);
            match overlay_of(&checkup, &report.findings) {
                Ok(_) if report.findings.is_empty() => reporter.nothing_found(),
                Ok((overlay, left_out)) => {
                    reporter.diagnostics(&left_out);
                    to_stdout(overlay.trim_end());
                }
                Err(problems) => {
                    reporter.failed(&problems);
                    return ExitCode::FAILURE;
                }
            }
        }
        Ok((_, report)) => reporter.report(&report),
        Err(problems) => reporter.failed(&problems),
    }
    code
}

fn look(arguments: &Arguments) -> Result<(Checkup, Report), Vec<Diagnostic>> {
    let fixtures = fixtures::read(arguments.fixtures.as_deref())?;
    if fixtures.is_none() {
        fixtures::check_none_needed(&arguments.check)?;
    }
    let (document, overlays) = arguments.input.sources()?;
    let selection = arguments.input.selection();
    let checkup = Checkup {
        document,
        overlays,
        tags: selection.tags(),
        allow_stale: selection.allow_stale,
        fixtures,
        checks: arguments.check.clone(),
    };
    let mut report = doctor(&checkup)?;
    report.warnings.extend(fixtures::empty(arguments.fixtures.as_deref(), &checkup));
    Ok((checkup, report))
}
