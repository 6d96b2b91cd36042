//! The examples as their users run them: in processes of their own, against a fake in the same process
//! and, as if it were the service, against one in this.

mod backups;
#[cfg(unix)]
mod going_on;
mod uploads;
mod usage;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use tokio::process::Command;
use vrchat_files_fake::Fake;
use vrchat_files_tests::bytes;

/// A cookie that nobody should ever read.
const SECRET: &str = "authcookie_a-very-secret-session";

const VARIABLES: [&str; 4] =
    ["VRCHAT_AUTH", "VRCHAT_TWO_FACTOR_AUTH", "VRCHAT_USER_AGENT", "VRCHAT_BASE_URL"];

/// The program of an example, which cargo puts into a folder beside the one of this test's.
fn program(name: &str) -> PathBuf {
    let this = env::current_exe().expect("this is a program");
    let folder = this.parent().and_then(Path::parent).expect("it is in `deps`");
    let program = folder.join("examples").join(name).with_extension(env::consts::EXE_EXTENSION);
    assert!(
        program.is_file(),
        "{} is not there: `cargo test -p vrchat-files-tests` builds the examples, and `--test it` \
         alone does not; `cargo build -p vrchat-files-tests --examples` does, too",
        program.display()
    );
    program
}

/// An example that finds nothing in its environment that is meant for it.
fn example(name: &str) -> Command {
    let mut command = Command::new(program(name));
    VARIABLES.iter().for_each(|variable| _ = command.env_remove(variable));
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// An example that takes a fake in this process for the service.
fn live(name: &str, fake: &Fake) -> Command {
    let mut command = example(name);
    command.env("VRCHAT_BASE_URL", fake.base_url()).env("VRCHAT_AUTH", fake.auth_cookie());
    command.arg("--live");
    command
}

/// The exit code of an example, and what it says: the result, and all that is on the way to it.
struct Ended {
    code: Option<i32>,
    result: String,
    way: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it says text");
        Self { code: output.status.code(), result: text(output.stdout), way: text(output.stderr) }
    }
}

async fn run(command: &mut Command) -> Ended {
    command.output().await.expect("it runs").into()
}

/// That an example ends so, and says all of this in its result or on the way.
fn assert_ends(ended: &Ended, code: i32, says: &[&str]) {
    let Ended { result, way, .. } = ended;
    assert_eq!(ended.code, Some(code), "{result}\n{way}");
    for says in says {
        assert!(result.contains(says) || way.contains(says), "{says:?} is not in\n{result}\n{way}");
    }
    assert!(!result.contains(SECRET) && !way.contains(SECRET), "{result}\n{way}");
}

/// A folder with a file of this size, whose name a shell does not take for one word.
fn file(size: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("my avatar.vrca");
    fs::write(&path, bytes(size)).expect("written");
    (folder, path)
}
