//! `cargo xtask gen`.

mod arguments;
mod conflicts;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vrchat_files_codegen::{
    Changes, Diagnostic, Files, Folder, Input, Leniency, Output, Runtime, Source, generate,
};

pub(crate) use arguments::Arguments;
use report::Reporter;

/// The command that users type, as files and messages name it.
const COMMAND: &str = "cargo xtask gen";

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut reporter = Reporter::new(arguments.message_format);
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
    let document = read(&root, arguments.spec.as_deref(), "spec/openapi.yaml");
    let overlays: Vec<_> = match arguments.overlay.as_slice() {
        [] => vec![read(&root, None, "spec/overlay.yaml")],
        [none] if none.as_os_str() == "none" => Vec::new(),
        files => files.iter().map(|file| read(&root, Some(file), "")).collect(),
    };
    let mut problems = Vec::new();
    let mut keep = |source: Result<Source, Diagnostic>| source.map_err(|e| problems.push(e)).ok();
    let document = keep(document);
    let overlays: Vec<Option<Source>> = overlays.into_iter().map(&mut keep).collect();
    let overlays: Option<Vec<Source>> = overlays.into_iter().collect();
    let (Some(document), Some(overlays)) = (document, overlays) else { return Err(problems) };
    let out = resolved(arguments.out.clone().unwrap_or_else(|| root.join("generated")));
    let input = Input {
        document,
        overlays,
        tags: arguments.tags(),
        runtime: Runtime {
            path: Some(runtime_path(&root, &out)),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        command: COMMAND.to_owned(),
        leniency: Leniency { allow_stale: arguments.allow_stale, keep_going: arguments.keep_going },
    };
    Ok((out, generate(&input)?))
}

/// Writes the files, or compares them; says whether all is as it should be.
fn finish(arguments: &Arguments, out: &Path, files: &Files, reporter: &mut Reporter) -> bool {
    let folder = match Folder::read(out) {
        Ok(folder) => folder,
        Err(error) => return reporter.diagnostics(&[conflicts::unusable(out, &error)]),
    };
    let conflicts = folder.conflicts(files);
    let found: Vec<_> = conflicts.iter().map(|one| conflicts::describe(one, out)).collect();
    if arguments.check {
        let changes = folder.changes(files);
        reporter.differences(&folder, files, &changes);
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
    reporter: &mut Reporter,
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

/// The workspace's folder: where this crate was built from.
fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    resolved(xtask.parent().unwrap_or(xtask).to_owned())
}

/// A file of the user's, under the name that they gave, or one of the workspace's.
fn read(root: &Path, given: Option<&Path>, default: &str) -> Result<Source, Diagnostic> {
    match given {
        Some(path) => Source::read(path),
        None => {
            let mut source = Source::read(&root.join(default))?;
            // The same name, and so the same manifest, wherever the command is run.
            source.name = default.to_owned();
            Ok(source)
        }
    }
}

/// The folder itself, where the path leads through a link or `..`; its parent's where it is not there
/// yet.
fn resolved(out: PathBuf) -> PathBuf {
    if let Ok(there) = out.canonicalize() {
        return there;
    }
    let parent = out.parent().and_then(|parent| match parent.as_os_str().is_empty() {
        true => std::env::current_dir().ok(),
        false => parent.canonicalize().ok(),
    });
    match (parent, out.file_name()) {
        (Some(parent), Some(name)) => parent.join(name),
        _ => out,
    }
}

/// The path of the runtime's crate from the emitted one: relative where the two are in one
/// workspace, with slashes on every system.
fn runtime_path(root: &Path, out: &Path) -> String {
    let runtime = root.join("codegen").join("runtime");
    let absolute = std::path::absolute(out).unwrap_or_else(|_| out.to_owned());
    match absolute.strip_prefix(root) {
        Ok(inside) => {
            let up = "../".repeat(inside.components().count());
            format!("{up}codegen/runtime")
        }
        Err(_) => runtime.display().to_string().replace('\\', "/"),
    }
}
