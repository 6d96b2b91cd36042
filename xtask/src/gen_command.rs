//! `cargo xtask gen`.

mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use vrchat_files_codegen::{Diagnostic, Files, Folder, Input, Runtime, Source, generate};

/// The command that users type, as files and messages name it.
const COMMAND: &str = "cargo xtask gen";

/// Arguments of `gen`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; show what would change and fail if anything would.
    #[arg(long)]
    check: bool,
    /// Go on although files would be lost that the generator did not write.
    #[arg(long)]
    force: bool,
    /// The OpenAPI 3.0 document, YAML or JSON [default: spec/openapi.yaml].
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// An overlay, applied in the order given; `none` applies none [default: spec/overlay.yaml].
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Generate the operations with this tag; may be given several times.
    #[arg(long, value_name = "TAG", default_values_t = ["files".to_owned()])]
    tag: Vec<String>,
    /// The folder of the crate to write [default: generated].
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match prepare(arguments) {
        Ok((out, files)) => finish(arguments, &out, &files),
        Err(problems) => {
            report::problems(&problems);
            ExitCode::FAILURE
        }
    }
}

/// Reads the input and generates; nothing is written.
fn prepare(arguments: &Arguments) -> Result<(PathBuf, Files), Vec<Diagnostic>> {
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
    let overlays: Option<Vec<Source>> = overlays.into_iter().map(&mut keep).collect();
    let (Some(document), Some(overlays)) = (document, overlays) else { return Err(problems) };
    let out = resolved(arguments.out.clone().unwrap_or_else(|| root.join("generated")));
    let input = Input {
        document,
        overlays,
        tags: arguments.tag.clone(),
        runtime: Runtime {
            path: Some(runtime_path(&root, &out)),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        command: COMMAND.to_owned(),
    };
    Ok((out, generate(&input)?))
}

fn finish(arguments: &Arguments, out: &Path, files: &Files) -> ExitCode {
    let folder = match Folder::read(out) {
        Ok(folder) => folder,
        Err(error) => return report::folder_error(out, &error),
    };
    let conflicts = folder.conflicts(files);
    if arguments.check {
        return report::check(&folder, files, &conflicts, out, COMMAND);
    }
    if !conflicts.is_empty() && !arguments.force {
        return report::conflicts(&conflicts, out);
    }
    match folder.write(out, files) {
        Ok(changes) => report::written(&changes, files.len(), out),
        Err(error) => report::folder_error(out, &error),
    }
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
