//! What is asked of the recorder: the command line, and the environment.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use serde_json::Value;
use url::{Host, Url};

use super::write;

/// Records what the service really answers, as fixtures, redacted.
///
/// Without --write it only reads. Nothing is written to disk before all of it was redacted and searched
/// for what must not be in it. Look at the difference before you commit it: what a person reads in it
/// counts for more than what a program knows.
#[derive(Clone, Debug, Parser)]
#[command(name = "record", after_help = AFTER_HELP)]
pub struct Options {
    /// Record a writing operation too, by its name, or `upload` for all that make up an upload. They are
    /// done to a File that is made for it and deleted at the end
    #[arg(long, value_name = "NAME")]
    pub write: Vec<String>,
    /// Record this operation alone. May be given several times
    #[arg(long, value_name = "OPERATION")]
    pub only: Vec<String>,
    /// An argument that nothing tells: contentId, adminAssetBundleId; and for operations that last
    /// galleryId, ids, assetReviewId, reviewNotes, agreementCode, agreementFulltext, version
    #[arg(long, value_name = "NAME=VALUE")]
    pub arg: Vec<String>,
    /// Where the fixtures are [default: tests/fixtures]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Call and redact, say what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How many seconds lie between two calls at least. The service asks to be sparing with them
    #[arg(long, value_name = "SECONDS", default_value_t = 10.0, overrides_with = "pace")]
    pub pace: f64,
}

const AFTER_HELP: &str = "\
Read from the environment:
  VRCHAT_AUTH             value of the cookie `auth`, which is required. It is as good as a password:
                          it is sent to the service alone, and neither shown nor written
  VRCHAT_TWO_FACTOR_AUTH  value of the cookie `twoFactorAuth`, where the account needs it
  VRCHAT_USER_AGENT       who is asking and how to reach them, which is required: `me@example.com`
                          somewhere in `my-name/1.0 (me@example.com)`
  VRCHAT_BASE_URL         address of the API, if it is not the service's own

Exit codes: 0 what could be recorded is, 1 it is not, 2 wrong usage, 130 stopped by Ctrl-C (129 and 143
where it was SIGHUP or SIGTERM).";

/// Names of arguments that can be given.
const ARGUMENTS: &[&str] = &[
    "contentId",
    "adminAssetBundleId",
    "galleryId",
    "ids",
    "assetReviewId",
    "reviewNotes",
    "agreementCode",
    "agreementFulltext",
    "version",
];

/// What is asked for, checked.
pub struct Wish {
    /// The operations to record alone; all that read where there are none.
    only: Vec<String>,
    /// The writing operations to record.
    write: Vec<String>,
    /// The arguments that were given.
    arguments: BTreeMap<String, String>,
    /// How long to wait between two calls.
    pub pace: Duration,
}

impl Wish {
    /// Checks the options. The names are those of the document's operations.
    pub fn of(options: &Options, operations: &[&str]) -> Result<Self, String> {
        let mut write = Vec::new();
        for name in &options.write {
            match name.as_str() {
                "upload" => write.extend(write::FLOW.iter().map(|name| (*name).to_owned())),
                name if write::names().contains(&name) => write.push(name.to_owned()),
                name => {
                    let names = write::names().join(", ");
                    return Err(format!("--write cannot be {name:?}; it can be upload, {names}"));
                }
            }
        }
        if options.dry_run && !write.is_empty() {
            return Err("--dry-run changes nothing, and --write does".to_owned());
        }
        for name in &options.only {
            if !operations.contains(&name.as_str()) {
                return Err(format!("--only cannot be {name:?}: there is no such operation"));
            }
            if write::names().contains(&name.as_str()) && !write.contains(name) {
                return Err(format!("{name} writes: ask for it with --write {name}"));
            }
        }
        let mut arguments = BTreeMap::new();
        for argument in &options.arg {
            let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
            if !ARGUMENTS.contains(&name) || value.is_empty() {
                // The value is the user's, and not repeated.
                let names = ARGUMENTS.join(", ");
                return Err(format!("--arg is NAME=VALUE, with one of the names {names}"));
            }
            arguments.insert(name.to_owned(), value.to_owned());
        }
        let pace = Duration::try_from_secs_f64(options.pace);
        let pace = pace.map_err(|_| "--pace cannot be that".to_owned())?;
        Ok(Self { only: options.only.clone(), write, arguments, pace })
    }

    /// Whether an operation that reads is to be recorded.
    pub fn reads(&self, operation: &str) -> bool {
        match self.only.is_empty() {
            true => true,
            false => self.only.iter().any(|only| only == operation),
        }
    }

    /// Whether an operation that writes is to be recorded.
    pub fn writes(&self, operation: &str) -> bool {
        self.write.iter().any(|write| write == operation)
    }

    /// An argument that was given.
    pub fn argument(&self, name: &str) -> Option<Value> {
        self.arguments.get(name).map(|value| Value::from(value.as_str()))
    }
}

/// Who is asking, and where.
pub struct Account {
    /// The address of the API.
    pub base: Url,
    /// The cookie `auth`.
    pub auth: String,
    /// The cookie `twoFactorAuth`.
    pub second: Option<String>,
    /// Who is asking.
    pub user_agent: String,
}

impl Account {
    /// What the environment says. The document's own address is taken where it says none.
    pub fn from_environment(documented: &str) -> Result<Self, String> {
        let needed = |name: &str, what: &str| {
            setting(name)?.ok_or_else(|| format!("{what} in the environment variable {name}"))
        };
        let auth = needed("VRCHAT_AUTH", "this needs the cookie of a session")?;
        if auth.contains('=') {
            let help = "VRCHAT_AUTH is the value of the cookie `auth` alone, without `auth=`";
            return Err(help.to_owned());
        }
        let agent = "this has to say who is asking and how to reach them, such as \
                     `my-name/1.0 (me@example.com)`,";
        let user_agent = needed("VRCHAT_USER_AGENT", agent)?;
        let base = setting("VRCHAT_BASE_URL")?.unwrap_or_else(|| documented.to_owned());
        let second = setting("VRCHAT_TWO_FACTOR_AUTH")?;
        Ok(Self { base: address(&base)?, auth, second, user_agent })
    }
}

/// An address that a cookie may be sent to. The client would refuse any other; it only sees the proxy.
fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "VRCHAT_BASE_URL is not an address".to_owned())?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !is_plain || url.query().is_some() || url.fragment().is_some() {
        return Err(
            "VRCHAT_BASE_URL is an address without a user, a query or a fragment".to_owned()
        );
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_here(&url) => Ok(url),
        _ => Err("VRCHAT_BASE_URL has to be https, or this machine".to_owned()),
    }
}

/// Whether an address is one of this machine.
pub fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A variable of the environment; an empty one is none.
fn setting(name: &str) -> Result<Option<String>, String> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        // The error would repeat the value.
        Err(std::env::VarError::NotUnicode(_)) => Err(format!("{name} is not text")),
    }
}
