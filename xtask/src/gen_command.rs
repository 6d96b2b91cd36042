//! `cargo xtask gen`.

mod arguments;
mod conflicts;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vrchat_files_codegen::{
    Changes, Diagnostic, Files, Folder, Input, Leniency, Output, Runtime, generate_as,
};

pub(crate) use arguments::Arguments;
use report::Report;

use crate::workspace::{between, resolved, root};

/// The command that users type, as files and messages name it.
const COMMAND: &str = "cargo xtask gen";

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut reporter = Report::new(arguments.message_format);
    let is_done = match prepare(arguments) {
        Ok((out, output)) => {
            reporter.diagnostics(&output.warnings);
            let is_done = finish(arguments, &out, &output.files, &mut reporter);
            reporter.skipped(&output.skipped);
            is_done
        }
        Err(problems) => {
            reporter.diagnostics(&problems);
            reporter.failure("nothing was written");
            false
        }
    };
    reporter.summary(is_done);
    if is_done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads the input and generates; nothing is written.
fn prepare(arguments: &Arguments) -> Result<(PathBuf, Output), Vec<Diagnostic>> {
    let root = root();
    let (document, overlays) = arguments.input.sources()?;
    let selection = arguments.input.selection();
    let out = resolved(arguments.out.clone().unwrap_or_else(|| root.join("generated")));
    let input = Input {
        document,
        overlays,
        tags: selection.tags(),
        runtime: Runtime {
            path: Some(runtime_path(&root, &out)),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        command: COMMAND.to_owned(),
        leniency: Leniency { allow_stale: selection.allow_stale, keep_going: arguments.keep_going },
    };
    Ok((out, generate_as(&input, &arguments.input.listed())?))
}

/// Writes the files, or compares them; says whether all is as it should be.
fn finish(arguments: &Arguments, out: &Path, files: &Files, reporter: &mut Report) -> bool {
    let folder = match Folder::read(out) {
        Ok(folder) => folder,
        Err(error) => return reporter.diagnostics(&[conflicts::unusable(out, &error)]),
    };
    let conflicts = folder.conflicts(files);
    let found: Vec<_> = conflicts.iter().map(|one| conflicts::describe(one, out)).collect();
    if arguments.check {
        let changes = folder.changes(files);
        reporter.differences(&folder, files, &changes);
        if !changes.is_empty() {
            reporter.moved(&folder.moved(files));
        }
        reporter.diagnostics(&found);
        return is_up_to_date(&changes, files, out, &conflicts, reporter);
    }
    if !conflicts.is_empty() && !arguments.force {
        reporter.diagnostics(&found);
        return reporter.failure("nothing was written, because work could be lost");
    }
    match folder.write(out, files) {
        Ok(changes) => reporter.written(&changes, files.len(), out),
        Err(error) => reporter.diagnostics(&[conflicts::unusable(out, &error)]),
    }
}

fn is_up_to_date(
    changes: &Changes,
    files: &Files,
    out: &Path,
    conflicts: &[vrchat_files_codegen::Conflict],
    reporter: &mut Report,
) -> bool {
    if changes.is_empty() && conflicts.is_empty() {
        return reporter.written(changes, files.len(), out);
    }
    if changes.is_empty() {
        return reporter
            .failure(&format!("{} holds files that are not the generator's", out.display()));
    }
    let Changes { added, changed, removed } = changes;
    let message = format!(
        "{} is not up to date: {} to add, {} to change, {} to remove",
        out.display(),
        added.len(),
        changed.len(),
        removed.len()
    );
    let help = format!("run `{COMMAND}` with the same arguments and commit what it changes");
    reporter.diagnostics(&[Diagnostic::new(message, help)])
}

/// The path of the runtime's crate from the emitted one, with slashes on every system.
fn runtime_path(root: &Path, out: &Path) -> String {
    let runtime = root.join("codegen").join("runtime");
    let absolute = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    between(&absolute, &runtime).unwrap_or_else(|| runtime.display().to_string().replace('\\', "/"))
}
