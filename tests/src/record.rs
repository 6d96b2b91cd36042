//! Records what the service really answers, as fixtures.
//!
//! `session` makes calls through the client that people use, and `proxy`, which stands between that and
//! the service, keeps what is on the wire. `read` and `write` say which calls, `writer` makes a fixture of
//! each, and `redact` takes out of it whose it is. `leaks` looks for what is left of that, before `folder`
//! writes.

// What comes from the network does not end in a panic.
#![deny(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod case;
mod exchange;
mod expected;
mod folder;
pub mod leaks;
mod made;
mod options;
mod proxy;
mod read;
pub mod redact;
mod session;
mod write;
mod writer;

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use self::case::Case;
use self::folder::{Change, Fixture};
use self::made::{Interrupt, Made};
pub use self::options::Options;
use self::options::{Account, Wish};
use self::redact::{Base, Days, Redactor, Vocabulary};
use self::session::{Session, Stop};
use self::writer::Writer;
use crate::{document, fixture};

/// How a run ends, where it does not do what it is there for.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// What was asked for cannot be.
    Usage(String),
    /// Something failed.
    Failed(String),
    /// The user has stopped it.
    Interrupted,
}

/// Records what is asked for, and says what it did.
///
/// # Errors
///
/// If not everything could be asked, or nothing may be written.
pub async fn run(options: &Options) -> Result<(), Ended> {
    let document = document::read().map_err(Ended::Failed)?.value;
    let operations = document::places(&document);
    let names: Vec<&str> = operations.iter().map(|one| one.operation.as_str()).collect();
    let wish = Wish::of(options, &names).map_err(Ended::Usage)?;
    let documented = document["servers"][0]["url"].as_str().unwrap_or_default();
    let account = Account::from_environment(documented).map_err(Ended::Usage)?;
    let folder = options.out.clone().unwrap_or_else(fixture::folder);

    let (made, interrupt) = (Made::default(), Interrupt::default());
    let listening = tokio::spawn(listen(interrupt.clone(), made.clone()));
    let begun = Session::begin(wish, &account, made, interrupt).await;
    let mut session = begun.map_err(Ended::Usage)?;
    let stop = ask(&mut session).await.err();
    let left = clean_up(&session).await;
    listening.abort();
    // From here on there is nothing to clean up: each file is written as a whole.
    let ending = tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(130);
        }
    });

    if matches!(stop, Some(Stop::Interrupted)) {
        return Err(Ended::Interrupted);
    }
    let base = base(&account.base, documented).map_err(Ended::Failed)?;
    let written = write_all(&mut session, &document, &account, base, &folder, options.dry_run);
    for (operation, reason) in &session.missing {
        println!("not recorded  {operation}: {reason}");
    }
    for line in &session.unreadable {
        println!("not readable  {line}");
    }
    ending.abort();
    written.map_err(Ended::Failed)?;
    match stop {
        Some(Stop::Failed(reason)) => Err(Ended::Failed(reason)),
        _ if left > 0 => Err(Ended::Failed("not everything that was made is gone".to_owned())),
        _ => Ok(()),
    }
}

async fn ask(session: &mut Session) -> Result<(), Stop> {
    read::read(session).await?;
    write::write(session).await
}

/// On the first Ctrl-C a run ends and cleans up; on the second it ends.
async fn listen(interrupt: Interrupt, made: Made) {
    // Where Ctrl-C cannot be listened for, it kills the process as ever.
    if tokio::signal::ctrl_c().await.is_err() {
        return;
    }
    eprintln!("Stopping. What was made is deleted first; Ctrl-C once more leaves it there.");
    interrupt.set();
    if tokio::signal::ctrl_c().await.is_ok() {
        made.ids().iter().for_each(|id| eprintln!("The File {id} is still there: delete it."));
        std::process::exit(130);
    }
}

/// Deletes the Files that were made, and gives the number of those that are still there.
async fn clean_up(session: &Session) -> usize {
    for id in session.made.ids() {
        let mut wait = Duration::from_secs(1);
        for last in [false, false, true] {
            match session.client.delete_file(&*id).await {
                Ok(_) => session.made.remove(&id),
                Err(error) if error.is_not_found() => session.made.remove(&id),
                Err(error) if last || !error.is_retryable() => {
                    // Not the whole error, which quotes the answer.
                    let why = match error.status() {
                        Some(status) => format!("the service answers {status}"),
                        None => format!("{:?}", error.kind()),
                    };
                    eprintln!("The File {id} is still there, and has to be deleted: {why}");
                }
                Err(error) => {
                    wait = error.retry_after().unwrap_or(wait * 2).min(Duration::from_secs(300));
                    tokio::time::sleep(wait).await;
                    continue;
                }
            }
            break;
        }
    }
    session.made.ids().len()
}

/// Redacts everything, searches it, and writes it.
fn write_all(
    session: &mut Session,
    document: &Value,
    account: &Account,
    base: Base,
    folder: &Path,
    is_dry: bool,
) -> Result<(), String> {
    let (cases, missing) = (std::mem::take(&mut session.cases), &mut session.missing);
    let mut vocabulary = Vocabulary::of(document);
    for word in [write::NAME, read::NOBODYS] {
        vocabulary.add(word);
    }
    let mut redactor = Redactor::new(vocabulary, base);
    for secret in [Some(&account.auth), account.second.as_ref()].into_iter().flatten() {
        redactor.learn(secret);
    }
    let writer = Writer::new(document, &today());
    let mut fixtures = fixtures(&cases, &writer, &mut redactor, missing)?;
    fixtures.sort_by(|one, other| one.name.cmp(&other.name));
    for fixture in &fixtures {
        let found = leaks::find(&fixture.text, redactor.known(), redactor.vocabulary());
        if let Some(pointer) = found {
            return Err(format!(
                "nothing was written: {} would hold something of the account at {pointer}. This is a \
                 mistake of the recorder; please report it, without what stands there",
                fixture.name
            ));
        }
    }
    for fixture in &fixtures {
        let failed = |error: std::io::Error| format!("{}: {error}", fixture.path(folder).display());
        let change = fixture.change(folder).map_err(failed)?;
        if change != Change::Same && !is_dry {
            fixture.write(folder).map_err(failed)?;
        }
        println!("{:13} {}", change.as_str(), fixture.name);
    }
    Ok(())
}

/// The fixtures of these cases. Everything is looked at once before, so that it is known what has to go.
fn fixtures(
    cases: &[Case],
    writer: &Writer<'_>,
    redactor: &mut Redactor,
    missing: &mut Vec<(&'static str, String)>,
) -> Result<Vec<Fixture>, String> {
    let mut days = Vec::new();
    for case in cases {
        redactor.learn_headers(&case.exchange);
        redactor.begin(Days::default());
        // Whatever cannot be written is said the second time.
        let _ = writer.fixture(case, redactor);
        days.push(redactor.days());
    }
    redactor.freeze();
    if !redactor.known().is_searchable() {
        return Err("nothing was written: there is too much to search for".to_owned());
    }
    let mut fixtures: Vec<Fixture> = Vec::new();
    for (case, days) in cases.iter().zip(days) {
        redactor.begin(days);
        match writer.fixture(case, redactor) {
            Ok(value) => {
                let text =
                    serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
                let name = format!("{}/{}", case.operation, case.name());
                fixtures.retain(|known| known.name != name);
                fixtures.push(Fixture { name, text: format!("{text}\n") });
            }
            Err(reason) => missing.push((case.operation, format!("{}: {reason}", case.name()))),
        }
    }
    Ok(fixtures)
}

fn base(called: &Url, documented: &str) -> Result<Base, String> {
    let documented = Url::parse(documented);
    let documented = documented.map_err(|error| format!("the document's own address: {error}"))?;
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    Ok(Base {
        origin: called.origin().ascii_serialization(),
        path: path(called),
        documented_origin: documented.origin().ascii_serialization(),
        documented_path: path(&documented),
    })
}

/// The day, as it is everywhere on earth at some time.
fn today() -> String {
    time::OffsetDateTime::now_utc().date().to_string()
}
