//! Uploads a file with a progress bar: `cargo run -p vrchat-files-tests --example upload -- --help`.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use tempfile::TempDir;
use vrchat_files::{Client, Error, Remedy, Upload, types};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};
use vrchat_files_tests::bytes;

use support::arguments::Arguments;
use support::exit::{Stop, exit};
use support::service::Service;
use support::show::{count, freeze, pace, size};
use support::upload_view::{Version, View};

mod support {
    pub mod arguments;
    pub mod exit;
    pub mod service;
    pub mod show;
    pub mod upload_view;
}

const COMMAND: &str = "cargo run -p vrchat-files-tests --example upload --";

const USAGE: &str = "\
Uploads a file to VRChat, or to a fake of the service in this process, which needs no network.

Usage: cargo run -p vrchat-files-tests --example upload -- [OPTIONS] [PATH]

  PATH                  the file to upload; without --live one of 64 MiB is made up, and the fake
                        breaks off the first part of it
  --live                upload to the service itself
  --into FILE_ID        add a version to this File, or go on with an upload to it that has stopped
  --name NAME           name of the new File [default: that of PATH, without its extension]
  --part-size MIB       how large a part is [default: 50; 8 for a file that is made up]
  --concurrency N       how many parts are sent at the same time, 1 to 16 [default: 3]
  --replace-unfinished  delete an unfinished version of the File if it is in the way

Exit codes: 0 it is uploaded, 1 it is not, 2 wrong usage, 130 stopped by Ctrl-C.
";

const MIB: u64 = 1 << 20;

/// The name of a file that is made up.
const MADE_UP: &str = "example.bin";

/// What is asked for.
struct Options {
    live: bool,
    into: Option<String>,
    name: Option<String>,
    part_size: Option<u64>,
    concurrency: Option<usize>,
    replace_unfinished: bool,
    path: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await, USAGE)
}

async fn run() -> Result<(), Stop> {
    let mut options = Options::read(Arguments::of_process()?)?;
    let service = Service::open(options.live).await?;
    let made_up = match (&options.path, &service.fake) {
        (None, Some(fake)) => Some(make_up(fake)?),
        _ => None,
    };
    if made_up.is_some() {
        options.part_size.get_or_insert(8);
    }
    // A file that was made up is removed at the end, however that comes about.
    let temporary = made_up.as_ref().map(|folder| folder.path().join(MADE_UP));
    let path = temporary.or_else(|| options.path.clone()).unwrap_or_default();

    let version = Version::default();
    let mut view = View::new(version.clone());
    let bar = view.bar().clone();
    let upload = options.upload(&service.client, &path);
    let upload = upload.on_progress(move |progress| view.show(progress));
    let started = Instant::now();
    let outcome = tokio::select! {
        outcome = upload => Some(outcome),
        // Where Ctrl-C cannot be listened for, it kills the process as ever.
        Ok(()) = tokio::signal::ctrl_c() => {
            freeze(bar.is_hidden(), |target| bar.set_draw_target(target));
            None
        }
    };
    bar.finish_and_clear();
    match outcome {
        Some(Ok(file)) => summary(&file, &version, &path, started, service.fake.as_ref()).await,
        Some(Err(error)) if error.is_invalid_argument() => Err(Stop::Usage(error.to_string())),
        Some(Err(error)) => Err(Stop::Failed(options.after_failure(&error))),
        None => Err(Stop::Interrupted(match version.get() {
            Some((id, _)) => format!("Stopped. {}", options.way_on(id, false)),
            None => "Stopped before anything was sent.".to_owned(),
        })),
    }
}

impl Options {
    fn read(mut arguments: Arguments) -> Result<Self, Stop> {
        let options = Self {
            // Options with a value come first, so that none takes another option for its value.
            into: arguments.value("--into")?,
            name: arguments.value("--name")?,
            part_size: arguments.value("--part-size")?,
            concurrency: arguments.value("--concurrency")?,
            live: arguments.flag("--live"),
            replace_unfinished: arguments.flag("--replace-unfinished"),
            path: arguments.last()?.map(PathBuf::from),
        };
        let wrong = match options {
            Self { live: true, path: None, .. } => "--live needs the PATH of a file",
            Self { into: Some(_), name: Some(_), .. } => {
                "--name is for a new File, and --into is for one that is there"
            }
            _ => return Ok(options),
        };
        Err(Stop::Usage(wrong.to_owned()))
    }

    /// The upload that is asked for.
    fn upload(&self, client: &Client, path: &Path) -> Upload {
        let mut upload = client.upload(path);
        if let Some(id) = &self.into {
            upload = upload.into_file(id.as_str());
        }
        if let Some(name) = &self.name {
            upload = upload.name(name);
        }
        if let Some(size) = self.part_size {
            upload = upload.part_size(size.saturating_mul(MIB));
        }
        if let Some(parts) = self.concurrency {
            upload = upload.concurrency(parts);
        }
        if self.replace_unfinished {
            upload = upload.replace_unfinished();
        }
        upload
    }

    /// What went wrong, and how to go on.
    fn after_failure(&self, error: &Error) -> String {
        let Some(id) = error.file_id() else { return error.to_string() };
        match error.remedy() {
            Some(Remedy::GoOn | Remedy::AskAgain) => format!("{error}\n{}", self.way_on(id, false)),
            Some(Remedy::Replace) => format!("{error}\n{}", self.way_on(id, true)),
            Some(Remedy::WaitOrReplace) => {
                let way_on = self.way_on(id, true);
                format!("{error}\nUnless somebody else is uploading that version: {way_on}")
            }
            _ => error.to_string(),
        }
    }

    /// The command line that goes on with an upload to this File. The parts are to be what they were,
    /// or else they are not known again.
    fn way_on(&self, id: &str, replace: bool) -> String {
        let mut words = vec![format!("{COMMAND} --live --into {}", quoted(id))];
        words.extend(self.part_size.map(|size| format!("--part-size {size}")));
        words.extend(self.concurrency.map(|parts| format!("--concurrency {parts}")));
        if replace || self.replace_unfinished {
            words.push("--replace-unfinished".to_owned());
        }
        let path = self.path.as_ref().map(|path| path.to_string_lossy());
        words.extend(path.as_ref().filter(|path| path.starts_with('-')).map(|_| "--".to_owned()));
        words.push(path.map_or_else(|| "PATH".to_owned(), |path| quoted(&path).into_owned()));
        let command = words.join(" ");
        match self.live {
            true => format!("Go on with\n  {command}"),
            false => {
                format!("The fake ends here. With the service you would go on with\n  {command}")
            }
        }
    }
}

/// Makes a file up, and lets its upload be slow enough to be looked at. The first part of it that
/// arrives breaks off.
fn make_up(fake: &Fake) -> Result<TempDir, Stop> {
    let folder = tempfile::tempdir().map_err(Stop::failed)?;
    fs::write(folder.path().join(MADE_UP), bytes(64 << 20)).map_err(Stop::failed)?;
    let slow = || Fault::on(Operation::StoragePut).piece(Piece::File).throttle(8 * MIB);
    fake.inject(slow().reset_in_body(4 * MIB));
    fake.inject(slow().always());
    Ok(folder)
}

/// Says what was uploaded, and of a fake what has become of it there.
async fn summary(
    file: &types::File,
    version: &Version,
    path: &Path,
    started: Instant,
    fake: Option<&Fake>,
) -> Result<(), Stop> {
    let Some((id, version)) = version.get() else {
        return Err(Stop::failed("the upload is complete and has no version"));
    };
    let data = file.versions.iter().find(|one| one.version == *version);
    let bytes = data.and_then(|one| one.file.as_ref()).map_or(0, |data| data.size_in_bytes);
    let pace = pace(bytes, started);
    println!("Uploaded  {}\nFile      {id}\nVersion   {version}", path.display());
    println!("Size      {}\nTime      {pace}", size(bytes));
    let Some(fake) = fake else { return Ok(()) };
    let puts = fake.requests().into_iter().filter(|request| {
        request.operation == Operation::StoragePut && request.piece == Some(Piece::File)
    });
    let statuses: Vec<_> = puts.map(|put| put.status).collect();
    let taken = statuses.iter().filter(|status| **status == Some(200)).count();
    let again = match statuses.len() - taken {
        0 => String::new(),
        broken => format!(" after {}", count(broken, "break")),
    };
    let stored = fake.stored_path(id, *version, Piece::File).await;
    let path = path.to_owned();
    let same = tokio::task::spawn_blocking(move || is_same(&path, &stored.unwrap_or_default()));
    match same.await.map_err(Stop::failed)? {
        Ok(true) => {
            println!("In S3     {}{again}, and the bytes are the same", count(taken, "part"));
            Ok(())
        }
        Ok(false) => Err(Stop::failed("the stored bytes are other ones")),
        Err(error) => Err(Stop::Failed(format!("the stored bytes cannot be read: {error}"))),
    }
}

/// Whether two files hold the same bytes.
fn is_same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        left.clear();
        right.clear();
        one.by_ref().take(MIB).read_to_end(&mut left)?;
        other.by_ref().take(MIB).read_to_end(&mut right)?;
        if left != right || left.is_empty() {
            return Ok(left == right);
        }
    }
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |one: char| one.is_alphanumeric() || "_-./:=@+,".contains(one);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.into(),
        false => format!("'{}'", word.replace('\'', r"'\''")).into(),
    }
}
