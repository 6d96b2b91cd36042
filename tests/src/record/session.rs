//! Calls, one after the other, through the client that people use, and what was on the wire.

use std::time::Duration;

use serde_json::{Value, json};
use vrchat_files::{Client, ClientBuilder, Error, ErrorKind};

use super::case::Case;
use super::exchange::{Exchange, Wire, header};
use super::made::{Interrupt, Made};
use super::options::{Account, Wish};
use super::proxy::Proxy;
use crate::calls::{self, Arguments, CallError};
use crate::form;

/// Waiting longer than this is left to whoever runs the command.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Why a run ends before everything was asked.
#[derive(Debug)]
pub enum Stop {
    /// Nothing more can be asked, for this reason.
    Failed(String),
    /// The user has had enough.
    Interrupted,
}

/// A run.
pub struct Session {
    /// What is asked for.
    pub wish: Wish,
    /// The client of the account.
    pub client: Client,
    /// A client of nobody.
    pub stranger: Client,
    /// Files that were made.
    pub made: Made,
    /// What was recorded.
    pub cases: Vec<Case>,
    /// What was not, and why.
    pub missing: Vec<(&'static str, String)>,
    /// What the client could not read.
    pub unreadable: Vec<String>,
    proxy: Proxy,
    interrupt: Interrupt,
}

/// A call that is to be made.
pub struct Call {
    operation: &'static str,
    what: String,
    arguments: Value,
    is_kept: bool,
    is_stranger: bool,
    is_write: bool,
}

impl Call {
    /// A call of an operation.
    pub fn of(operation: &'static str, arguments: Value) -> Self {
        let what = String::new();
        Self { operation, what, arguments, is_kept: true, is_stranger: false, is_write: false }
    }

    /// What kind of case it is.
    pub fn what(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// Whether it is recorded, and not only made for what it answers.
    pub fn kept(mut self, is_kept: bool) -> Self {
        self.is_kept = is_kept;
        self
    }

    /// Without a cookie.
    pub fn by_a_stranger(mut self) -> Self {
        self.is_stranger = true;
        self
    }

    /// It changes something, so that it is not broken off.
    pub fn writing(mut self) -> Self {
        self.is_write = true;
        self
    }
}

impl Session {
    /// Begins a run.
    pub async fn begin(
        wish: Wish,
        account: &Account,
        made: Made,
        interrupt: Interrupt,
    ) -> Result<Self, String> {
        let proxy = Proxy::start(account.base.clone()).await?;
        let http = Proxy::http_client()?;
        let builder = || -> ClientBuilder {
            let builder = Client::builder()
                .base_url(proxy.base_url())
                .http_client(http.clone())
                .user_agent(account.user_agent.as_str())
                // Each answer is to be seen, and what fails is a recording too.
                .retries(0);
            match wish.pace.is_zero() {
                true => builder,
                false => builder.rate_limit(1, wish.pace),
            }
        };
        let mut own = builder().auth_cookie(account.auth.as_str());
        if let Some(second) = &account.second {
            own = own.two_factor_auth_cookie(second.as_str());
        }
        // The error names what is wrong with a cookie, and does not repeat it.
        let client = own.build().map_err(|error| error.to_string())?;
        let stranger = builder().build().map_err(|error| error.to_string())?;
        let (cases, missing, unreadable) = Default::default();
        Ok(Self { wish, client, stranger, made, cases, missing, unreadable, proxy, interrupt })
    }

    /// Makes a call and keeps what was on the wire. Gives what was answered, where that is JSON and a
    /// success.
    pub async fn call(&mut self, call: Call) -> Result<Option<Value>, Stop> {
        match self.once(&call).await? {
            Came::Answer(answer) => Ok(answer),
            Came::TooMany(wait) => {
                let (seconds, operation) = (wait.as_secs(), call.operation);
                eprintln!(
                    "{operation}: the service asks to wait for {seconds} s, and that is done"
                );
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = self.interrupt.wait() => return Err(Stop::Interrupted),
                }
                match self.once(&call).await? {
                    Came::Answer(answer) => Ok(answer),
                    Came::TooMany(_) => Err(too_many()),
                }
            }
        }
    }

    /// Says why an operation was not recorded.
    pub fn misses(&mut self, operation: &'static str, reason: impl Into<String>) {
        self.missing.push((operation, reason.into()));
    }

    async fn once(&mut self, call: &Call) -> Result<Came, Stop> {
        if self.interrupt.is_set() {
            return Err(Stop::Interrupted);
        }
        self.proxy.take();
        let client = if call.is_stranger { &self.stranger } else { &self.client };
        let calling = calls::call(client, call.operation, Arguments(&call.arguments));
        let outcome = tokio::select! {
            outcome = calling => outcome,
            () = self.interrupt.wait(), if !call.is_write => return Err(Stop::Interrupted),
        };
        let Some(exchange) = self.proxy.take().into_iter().next() else {
            let reason = match outcome {
                Err(CallError::Arguments(reason)) => reason,
                Err(CallError::Failed(error)) => error.to_string(),
                Ok(_) => "nothing was sent".to_owned(),
            };
            self.misses(call.operation, reason);
            return Ok(Came::Answer(None));
        };
        self.keep(call, exchange, outcome).await
    }

    async fn keep(
        &mut self,
        call: &Call,
        exchange: Exchange,
        outcome: Result<calls::Outcome, CallError>,
    ) -> Result<Came, Stop> {
        let (status, wait) = match &exchange.answer {
            Wire::Failed(reason) => {
                return Err(Stop::Failed(format!("the service cannot be reached: {reason}")));
            }
            Wire::Waiting => {
                self.misses(call.operation, "it was not answered in time");
                return Ok(Came::Answer(None));
            }
            Wire::Answered { status, headers, .. } => {
                let wait = header(headers, "retry-after").and_then(|text| text.parse().ok());
                (*status, wait.map(Duration::from_secs))
            }
        };
        if status == 401 && !call.is_stranger {
            return Err(Stop::Failed(
                "401: the service does not know the session. Is the cookie in VRCHAT_AUTH still good, and \
                 does the account need VRCHAT_TWO_FACTOR_AUTH?"
                    .to_owned(),
            ));
        }
        let is_success = (200..300).contains(&status);
        let answer = exchange.json().filter(|_| is_success);
        let redirected = match &outcome {
            Ok(calls::Outcome { value: calls::Value::Bytes(reply), .. }) if !is_success => {
                let text = |value: &vrchat_files::reqwest::header::HeaderValue| {
                    String::from_utf8_lossy(value.as_bytes()).into_owned()
                };
                let headers = reply.headers().iter();
                let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
                Some((reply.status().as_u16(), headers.collect()))
            }
            _ => None,
        };
        let mut is_unreadable = false;
        if let Err(CallError::Failed(error)) = &outcome
            && (is_success || (300..400).contains(&status))
        {
            is_unreadable = is_success && error.kind() == ErrorKind::Decode;
            self.unread(call, status, error);
        }
        if call.is_kept {
            let is_followed = !(300..400).contains(&status) || redirected.is_some();
            if is_followed {
                let form = form_of(&exchange).await;
                let (operation, what) = (call.operation, call.what.clone());
                let arguments = call.arguments.clone();
                self.cases.push(Case {
                    operation,
                    what,
                    arguments,
                    exchange,
                    form,
                    redirected,
                    is_unreadable,
                });
            } else {
                self.misses(
                    call.operation,
                    "it leads to another address, and no answer from there can be kept",
                );
            }
        }
        match (status, wait) {
            (429, Some(wait)) if wait <= LONGEST_WAIT => Ok(Came::TooMany(wait)),
            (429, _) => Err(too_many()),
            _ => Ok(Came::Answer(answer)),
        }
    }

    fn unread(&mut self, call: &Call, status: u16, error: &Error) {
        // The whole error quotes the answer, and people paste what they are shown.
        let place = match error.json_path() {
            Some(path) if !path.is_empty() => format!(" at {path}"),
            _ => String::new(),
        };
        let what = match error.kind() {
            ErrorKind::Decode => format!("the answer is not what the document says{place}"),
            kind => format!("the client ends with {kind:?}"),
        };
        self.unreadable.push(format!("{}: {status}: {what}", call.operation));
    }
}

enum Came {
    Answer(Option<Value>),
    TooMany(Duration),
}

fn too_many() -> Stop {
    Stop::Failed(
        "429: the service asks for fewer calls. Go on later, with a longer --pace".to_owned(),
    )
}

async fn form_of(exchange: &Exchange) -> Option<Vec<form::Part>> {
    let content_type = header(&exchange.request_headers, "content-type")?;
    form::parts(content_type, exchange.request_body.clone()).await.ok()
}

/// The arguments that say which File.
pub fn file(id: &str) -> Value {
    json!({ "fileId": id })
}

/// The arguments that say which version.
pub fn version(id: &str, version: u64) -> Value {
    json!({ "fileId": id, "versionId": version })
}

/// The arguments that say which piece of a version.
pub fn piece(id: &str, version: u64, piece: &str) -> Value {
    json!({ "fileId": id, "versionId": version, "fileType": piece })
}
