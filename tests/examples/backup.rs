//! Saves all Files of an account in a folder:
//! `cargo run -p vrchat-files-tests --example backup -- --help`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use futures_util::stream::{self, StreamExt as _};
use indicatif::{MultiProgress, ProgressBar};
use vrchat_files::{Client, Error, Progress, Saved};

use support::arguments::Arguments;
use support::copy::{Copy, There};
use support::exit::{Stop, exit};
use support::filled_fake::{fill, tell_of_breaks};
use support::service::Service;
use support::show::{WAITING, count, freeze, pace, say, size, style};

mod support {
    pub mod arguments;
    pub mod copy;
    pub mod exit;
    pub mod filled_fake;
    pub mod service;
    pub mod show;
}

const USAGE: &str = "\
Saves the latest complete version of each File of an account in a folder: of an account at VRChat, or
at a fake of the service in this process, which needs no network.

Usage: cargo run -p vrchat-files-tests --example backup -- [OPTIONS] [DIR]

  DIR            the folder, which is made if it is not there. It may be left out without --live: a
                 temporary one is used then, and removed
  --live         save from the service itself
  --tag TAG      save the Files with this tag alone. Without a tag, those with `gallery`, `icon`,
                 `emoji` or `sticker` are left out: save each of these by a run of its own
  --verify-only  save nothing; hold what is in DIR against what the service says of it

A File is named `<file id>.v<version><extension>`. What is there already, with the right size and
md5, is not saved again; what is there and is not right is replaced.

Exit codes: 0 all is there, 1 something is not, 2 wrong usage, 130 stopped by Ctrl-C.
";

/// How many transfers there are at the same time.
const TRANSFERS: usize = 3;

/// The layout of the bar of a transfer, and of the one of all of them.
const TRANSFER: &str = "  [{bar:10}] {binary_bytes:>10} of {binary_total_bytes:10} {wide_msg}";
const ALL: &str =
    "{msg} [{bar:20}] {binary_bytes} of {binary_total_bytes}, {binary_bytes_per_sec}, {eta} left";

/// What is asked for.
struct Options {
    live: bool,
    tag: Option<String>,
    verify_only: bool,
    folder: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    exit(run().await, USAGE)
}

async fn run() -> Result<(), Stop> {
    let mut options = Options::read(Arguments::of_process()?)?;
    let service = Service::open(options.live).await?;
    if let Some(fake) = &service.fake {
        fill(fake).await;
    }
    // It is removed at the end, however that comes about.
    let temporary = match options.folder {
        None => Some(tempfile::tempdir().map_err(Stop::failed)?),
        Some(_) => None,
    };
    let folder = temporary.as_ref().map(|folder| folder.path().to_owned());
    let folder = options.folder.take().or(folder).unwrap_or_default();
    if !options.verify_only {
        let made = tokio::fs::create_dir_all(&folder).await;
        made.map_err(|error| Stop::Failed(format!("{}: {error}", folder.display())))?;
    }

    let mut backup = Backup::new(service.client, options, folder);
    let started = Instant::now();
    let bars = backup.bars.clone();
    let mut work = Box::pin(backup.run());
    let outcome = tokio::select! {
        outcome = &mut work => Some(outcome),
        // Where Ctrl-C cannot be listened for, it kills the process as ever.
        Ok(()) = tokio::signal::ctrl_c() => {
            freeze(bars.is_hidden(), |target| bars.set_draw_target(target));
            None
        }
    };
    drop(work);
    backup.summary(started);
    if let Some(fake) = &service.fake {
        tell_of_breaks(fake);
    }
    if temporary.is_some() {
        println!("All this was in a temporary folder, which is gone: give a DIR to keep it.");
    }
    // A fake ends here, and the next one has other Files.
    let way_on = if service.fake.is_none() { "The same command goes on from here." } else { "" };
    match outcome {
        Some(Ok(())) if backup.failed.is_empty() => Ok(()),
        Some(Ok(())) => Err(Stop::failed("Not all of the Files are there.")),
        Some(Err(error)) => Err(Stop::Failed(format!("{error}\n{way_on}"))),
        None => Err(Stop::Interrupted(format!("Stopped. {way_on}"))),
    }
}

impl Options {
    fn read(mut arguments: Arguments) -> Result<Self, Stop> {
        let options = Self {
            // Options with a value come first, so that none takes another option for its value.
            tag: arguments.value("--tag")?,
            live: arguments.flag("--live"),
            verify_only: arguments.flag("--verify-only"),
            folder: arguments.last()?.map(PathBuf::from),
        };
        if options.folder.is_none() && (options.live || options.verify_only) {
            let option = if options.live { "--live" } else { "--verify-only" };
            return Err(Stop::Usage(format!("{option} needs the DIR of the backup")));
        }
        Ok(options)
    }
}

/// A backup that is under way, and what has come of it so far.
struct Backup {
    client: Client,
    options: Options,
    folder: PathBuf,
    bars: MultiProgress,
    all: ProgressBar,
    saved: Vec<Saved>,
    replaced: usize,
    there: usize,
    skipped: usize,
    failed: Vec<String>,
}

/// What has come of a File.
enum Done {
    Saved(Saved, There),
    There,
    Failed(String),
}

impl Backup {
    fn new(client: Client, options: Options, folder: PathBuf) -> Self {
        let bars = MultiProgress::new();
        let all = bars.add(ProgressBar::new(0));
        let (saved, failed) = (Vec::new(), Vec::new());
        let (replaced, there, skipped) = (0, 0, 0);
        Self { client, options, folder, bars, all, saved, replaced, there, skipped, failed }
    }

    /// Sees to all Files. An error is one after which no other File is worth a try.
    async fn run(&mut self) -> Result<(), Error> {
        let copies = self.list().await?;
        let number = copies.len();
        self.all.set_length(copies.iter().map(Copy::size).sum());
        self.all.reset_eta();
        style(&self.all, ALL);
        let (client, bars, all) = (&self.client, &self.bars, &self.all);
        let verify_only = self.options.verify_only;
        let work = stream::iter(copies).map(async |copy| {
            let bar = bars.insert_before(all, ProgressBar::new(copy.size()));
            let done = see_to(client, &copy, verify_only, &bar, all).await;
            all.inc(copy.size().saturating_sub(bar.position()));
            bar.finish_and_clear();
            done
        });
        let mut work = std::pin::pin!(work.buffer_unordered(TRANSFERS));
        for seen in 0.. {
            all.set_message(format!("{seen} of {number}"));
            let Some(done) = work.next().await else { break };
            match done? {
                Done::There => self.there += 1,
                Done::Failed(reason) => self.failed.push(reason),
                Done::Saved(saved, there) => {
                    self.replaced += usize::from(there == There::SomethingElse);
                    self.saved.push(saved);
                }
            }
        }
        Ok(())
    }

    /// The copies that should be there.
    async fn list(&mut self) -> Result<Vec<Copy>, Error> {
        style(&self.all, WAITING);
        self.all.set_message("listing the Files");
        let mut request = self.client.get_files();
        if let Some(tag) = &self.options.tag {
            request = request.tag(tag);
        }
        let (mut files, mut copies) = (request.stream(), Vec::new());
        while let Some(file) = files.next_item().await? {
            match Copy::of(&file, &self.folder) {
                Some(copy) => copies.push(copy),
                None => self.skipped += 1,
            }
        }
        Ok(copies)
    }

    /// Says what has come of it.
    fn summary(&self, started: Instant) {
        self.all.finish_and_clear();
        let files = |number| count(number, "File");
        if !self.options.verify_only {
            let bytes = self.saved.iter().map(Saved::bytes).sum();
            let pace = pace(bytes, started);
            println!("Saved          {}, {} in {pace}", files(self.saved.len()), size(bytes));
        }
        if self.replaced > 0 {
            println!("               {} in place of what was not right", self.replaced);
        }
        let unverified = self.saved.iter().filter(|saved| !saved.is_verified()).count();
        if unverified > 0 {
            println!("               {unverified} by their size alone: no md5 is known");
        }
        println!("Already there  {}", files(self.there));
        println!("Skipped        {} without a complete version", files(self.skipped));
        println!("Failed         {}", files(self.failed.len()));
        self.failed.iter().for_each(|reason| println!("  {reason}"));
    }
}

/// Sees to one File. An error is one after which no other File is worth a try.
async fn see_to(
    client: &Client,
    copy: &Copy,
    verify_only: bool,
    bar: &ProgressBar,
    all: &ProgressBar,
) -> Result<Done, Error> {
    let name = copy.name();
    style(bar, WAITING);
    bar.set_message(format!("  looking for {name}"));
    let failed = |reason: &str| Ok(Done::Failed(format!("{name}: {reason}")));
    let there = match copy.look().await {
        Ok(There::TheSame) => return Ok(Done::There),
        Ok(There::Nothing) if verify_only => return failed("is not there"),
        Ok(There::SomethingElse) if verify_only => return failed("is not what the service has"),
        Ok(there) => there,
        Err(reason) => return failed(&reason),
    };
    style(bar, TRANSFER);
    bar.set_message(name.clone());
    let (seen, all_seen) = (bar.clone(), all.clone());
    let save = copy.save(client, there).on_progress(move |progress: Progress| {
        let (before, now) = (seen.position(), progress.bytes());
        seen.set_position(now);
        // Where a transfer begins anew, the bytes go back.
        all_seen.inc(now.saturating_sub(before));
        all_seen.dec(before.saturating_sub(now));
    });
    match save.await {
        Ok(saved) => {
            say(bar, &format!("saved {name}, {}", size(saved.bytes())));
            Ok(Done::Saved(saved, there))
        }
        // The session is over, or the account has asked for too much.
        Err(error) if error.is_unauthorized() || error.is_rate_limited() => Err(error),
        Err(error) => failed(&error.to_string()),
    }
}
