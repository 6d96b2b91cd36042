//! Records what the service really answers, as fixtures.
//!
//! `session` makes calls through the client that people use, and `proxy`, which stands between that and
//! the service, keeps what is on the wire. `read` and `write` say which calls, `writer` makes a fixture of
//! each, and `redact` takes out of it whose it is. `leaks` looks for what is left of that, before `folder`
//! writes; `fixtures` is the way from one to the other. `make` and `made` know what has to go again, `clean_up`
//! sees to it, and `report` has what is to be said at the end.

// What comes from the network does not end in a panic, nor does a terminal that is gone.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::panic,
        clippy::unwrap_used,
        clippy::print_stderr,
        clippy::print_stdout
    )
)]

mod call;
mod case;
mod clean_up;
mod exchange;
mod expected;
mod fixtures;
mod folder;
mod interrupt;
pub mod leaks;
mod made;
mod make;
mod options;
mod proxy;
mod read;
pub mod redact;
mod report;
mod session;
mod write;
mod writer;

use self::interrupt::{Interrupt, Signals};
use self::made::Made;
pub use self::options::Options;
use self::options::{Account, Wish};
pub use self::report::tell;
use self::report::tell_result;
use self::session::{Session, Stop};
use crate::{document, fixture};

/// How a run ends, where it does not do what it is there for.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// What was asked for cannot be.
    Usage(String),
    /// Something failed.
    Failed(String),
    /// The user has stopped it. This is the exit code that says how.
    Interrupted(u8),
}

/// Records what is asked for, and says what it did.
///
/// # Errors
///
/// If not everything could be asked, or written.
pub async fn run(options: &Options) -> Result<(), Ended> {
    let document = document::read().map_err(Ended::Failed)?.value;
    let operations = document::places(&document);
    let names: Vec<&str> = operations.iter().map(|one| one.operation.as_str()).collect();
    let wish = Wish::of(options, &names).map_err(Ended::Usage)?;
    let documented = document["servers"][0]["url"].as_str().unwrap_or_default();
    let account = Account::from_environment(documented).map_err(Ended::Usage)?;
    let folder = options.out.clone().unwrap_or_else(fixture::folder);
    if !options.dry_run {
        // Better now than after a hundred calls.
        folder::try_out(&folder).map_err(|error| {
            Ended::Usage(format!("nothing can be written to {}: {error}", folder.display()))
        })?;
    }

    let (made, interrupt) = (Made::default(), Interrupt::default());
    let signals = Signals::begin();
    let signals = signals.map_err(|error| Ended::Failed(format!("no signals: {error}")))?;
    let listening = tokio::spawn(interrupt.clone().listen(signals, made.clone()));
    let begun = Session::begin(wish, &account, made, interrupt.clone()).await;
    let mut session = begun.map_err(Ended::Usage)?;
    read::read(&mut session).await;
    write::write(&mut session).await;
    let all_gone = clean_up::clean_up(&session).await;
    interrupt.writes();
    if let Some(code) = interrupt.code() {
        return Err(Ended::Interrupted(code));
    }
    let Session { cases, mut report, stop, .. } = session;
    let written =
        fixtures::write_all(&cases, &document, &account, &folder, options.dry_run, &mut report);
    report.lines().iter().for_each(tell_result);
    listening.abort();
    written.map_err(Ended::Failed)?;
    let stop = stop.and_then(|stop| match stop {
        Stop::Failed(reason) => Some(reason),
        Stop::Interrupted => None,
    });
    let left = (!all_gone).then(|| "not everything that was made is gone".to_owned());
    let reasons = [stop.or_else(|| report.summary()), left];
    let reasons: Vec<String> = reasons.into_iter().flatten().collect();
    if reasons.is_empty() { Ok(()) } else { Err(Ended::Failed(reasons.join("; "))) }
}
