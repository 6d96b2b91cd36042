//! Calls, one after the other, through the client that people use, and what was on the wire.

use std::time::Duration;

use serde_json::Value;
use vrchat_files::{Client, ClientBuilder, Error, ErrorKind};

use super::call::Call;
use super::case::Case;
use super::exchange::{Exchange, Headers, Wire, header};
use super::interrupt::Interrupt;
use super::made::Made;
use super::options::{Account, Wish};
use super::proxy::Proxy;
use super::report::{Report, tell};
use crate::calls::{self, Arguments, CallError};
use crate::form;

/// Waiting longer than this is left to whoever runs the command.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// Why nothing more is asked.
#[derive(Debug)]
pub enum Stop {
    /// For this reason.
    Failed(String),
    /// The user has had enough.
    Interrupted,
}

/// A call was not made, or its answer did not come, or not to its end.
#[derive(Debug)]
pub struct Unanswered;

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
    /// What was not, and what else there is to say.
    pub report: Report,
    /// Why nothing more is asked, from there on.
    pub stop: Option<Stop>,
    proxy: Proxy,
    interrupt: Interrupt,
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
        let (cases, report, stop) = Default::default();
        Ok(Self { wish, client, stranger, made, cases, report, stop, proxy, interrupt })
    }

    /// Makes a call and keeps what was on the wire. Gives what was answered, where that is JSON and a
    /// success.
    pub async fn call(&mut self, call: Call) -> Result<Option<Value>, Unanswered> {
        if self.stop.is_none() && self.interrupt.code().is_some() {
            self.stop = Some(Stop::Interrupted);
        }
        if self.stop.is_some() {
            self.leave_out(&call);
            return Err(Unanswered);
        }
        let wait = match self.once(&call).await {
            Came::TooMany(wait) => wait,
            came => return self.came(&call, came),
        };
        let (seconds, operation) = (wait.as_secs(), call.operation);
        tell(format!("{operation}: the service asks to wait for {seconds} s, and that is done"));
        let came = tokio::select! {
            () = tokio::time::sleep(wait) => self.once(&call).await,
            () = self.interrupt.wait() => Came::Unasked(Stop::Interrupted),
        };
        self.came(&call, came)
    }

    /// Makes a call for what is recorded of it alone.
    pub async fn record(&mut self, call: Call) {
        // What became of it is in the report.
        let _ = self.call(call).await;
    }

    fn came(&mut self, call: &Call, came: Came) -> Result<Option<Value>, Unanswered> {
        match came {
            Came::Answer(answer) => return Ok(answer),
            Came::Nothing(reason) => self.report.fails(call.name(), reason),
            Came::Last(stop) => self.stop = Some(stop),
            Came::TooMany(_) => self.stop = Some(too_many()),
            Came::Unasked(stop) => {
                self.leave_out(call);
                self.stop = Some(stop);
            }
        }
        Err(Unanswered)
    }

    fn leave_out(&mut self, call: &Call) {
        if call.is_kept {
            self.report.leaves_out(call.name());
        }
    }

    async fn once(&mut self, call: &Call) -> Came {
        self.proxy.take();
        if call.is_making {
            self.made.is_sent(call.operation);
        }
        let client = if call.is_stranger { &self.stranger } else { &self.client };
        let calling = calls::call(client, call.operation, Arguments(&call.arguments));
        let outcome = tokio::select! {
            outcome = calling => outcome,
            () = self.interrupt.wait(), if !call.is_write => {
                return Came::Unasked(Stop::Interrupted);
            }
        };
        let passed = self.proxy.take();
        let Some(exchange) = passed.first().cloned() else {
            self.made.settle(call.operation);
            return Came::Nothing(match outcome {
                Err(CallError::Arguments(reason)) => reason,
                Err(CallError::Failed(error)) => error.to_string(),
                Ok(_) => "nothing was sent".to_owned(),
            });
        };
        // Where the service redirects to itself, what it answers in the end is its answer.
        let last = passed.last().map(|last| last.answer.clone());
        let answer = last.unwrap_or_else(|| exchange.answer.clone());
        let exchange = Exchange { answer, ..exchange };
        if call.is_making {
            self.made.note(call.operation, &exchange);
        }
        self.keep(call, exchange, passed.len() > 1, outcome).await
    }

    async fn keep(
        &mut self,
        call: &Call,
        exchange: Exchange,
        is_led_on: bool,
        outcome: Result<calls::Outcome, CallError>,
    ) -> Came {
        let (status, headers) = match &exchange.answer {
            Wire::Unreachable(reason) => {
                let reason = format!("the service cannot be reached: {reason}");
                return Came::Unasked(Stop::Failed(reason));
            }
            Wire::Broken { reason, .. } => return Came::Nothing(reason.clone()),
            Wire::Waiting => return Came::Nothing("it was not answered in time".to_owned()),
            Wire::Answered { status, headers, .. } => (*status, headers),
        };
        let wait = header(headers, "retry-after").and_then(|text| text.parse().ok());
        let wait = wait.map(Duration::from_secs);
        if status == 401 && !call.is_stranger {
            return Came::Last(Stop::Failed(
                "401: the service does not know the session. Is the cookie in VRCHAT_AUTH still good, and \
                 does the account need VRCHAT_TWO_FACTOR_AUTH?"
                    .to_owned(),
            ));
        }
        let is_success = (200..300).contains(&status);
        let is_redirect = (300..400).contains(&status);
        let answer = exchange.json().filter(|_| is_success);
        let redirected = redirected(&outcome).filter(|_| is_redirect);
        let mut is_unreadable = false;
        if let Err(CallError::Failed(error)) = &outcome
            && (is_success || is_redirect)
        {
            is_unreadable = is_success && error.kind() == ErrorKind::Decode;
            self.unread(call, status, error);
        }
        if is_led_on {
            let line = format!(
                "{}: the service redirects to itself; recorded is its last answer",
                call.name()
            );
            self.report.remarks("redirected", line);
        }
        if call.is_kept && is_redirect && redirected.is_none() {
            let location = header(headers, "location").unwrap_or_default();
            let reason = match self.proxy.is_own(location) {
                true => "it leads to another path of the service, and the client does not go there",
                false => "it leads to another host, and no answer from there can be kept",
            };
            self.report.misses(call.name(), reason);
        } else if call.is_kept {
            let form = form_of(&exchange).await;
            let (operation, what) = (call.operation, call.what.clone());
            let arguments = call.arguments.clone();
            self.cases.push(Case {
                operation,
                what,
                arguments,
                exchange,
                form,
                is_led_on,
                redirected,
                is_unreadable,
            });
        }
        match (status, wait) {
            (429, Some(wait)) if wait <= LONGEST_WAIT => Came::TooMany(wait),
            (429, _) => Came::Last(too_many()),
            _ => Came::Answer(answer),
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
        let line = format!("{}: {status}: {what}", call.operation);
        self.report.remarks("not readable", line);
    }
}

/// What came of a call.
enum Came {
    /// An answer.
    Answer(Option<Value>),
    /// The wish that it be made later.
    TooMany(Duration),
    /// No answer that is one, for this reason.
    Nothing(String),
    /// An answer after which nothing more can be asked.
    Last(Stop),
    /// It was not made, or broken off, and nothing more can be asked.
    Unasked(Stop),
}

fn too_many() -> Stop {
    Stop::Failed(
        "429: the service asks for fewer calls. Go on later, with a longer --pace".to_owned(),
    )
}

/// What the host answered that the service redirected to.
fn redirected(outcome: &Result<calls::Outcome, CallError>) -> Option<(u16, Headers)> {
    let Ok(calls::Outcome { value: calls::Value::Bytes(reply), .. }) = outcome else {
        return None;
    };
    let text = |value: &vrchat_files::reqwest::header::HeaderValue| {
        String::from_utf8_lossy(value.as_bytes()).into_owned()
    };
    let headers = reply.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), text(value)));
    Some((reply.status().as_u16(), headers.collect()))
}

async fn form_of(exchange: &Exchange) -> Option<Vec<form::Part>> {
    let content_type = header(&exchange.request_headers, "content-type")?;
    form::parts(content_type, exchange.request_body.clone()).await.ok()
}
