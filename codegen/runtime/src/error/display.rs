//! The one line that tells the whole story.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::{ApiError, Error, ErrorKind, Exchange, Said};
use crate::redact;

/// How much of what the service says the line repeats, in characters.
const EXCERPT: usize = 160;

/// How much of the client's own words, which may quote an argument.
const DETAIL: usize = 500;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(place) = &inner.upload {
            write!(f, "{place}: ")?;
        }
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        match (&inner.exchange, inner.kind) {
            (Some(exchange), ErrorKind::Status) => write_status(f, exchange)?,
            _ => write_line(f, &inner.detail, DETAIL)?,
        }
        if let Some(exchange) = &inner.exchange {
            let Exchange { method, path, status, host, .. } = exchange;
            write!(f, " ({method} {path}")?;
            if inner.kind != ErrorKind::Status {
                write!(f, ", status {}", status.as_u16())?;
            }
            if let Some(host) = host {
                write!(f, ", answered by {host}")?;
            }
            f.write_str(")")?;
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        match &inner.upload {
            Some(place) => place.write_remedy(f),
            None => Ok(()),
        }
    }
}

fn write_status(f: &mut fmt::Formatter<'_>, exchange: &Exchange) -> fmt::Result {
    write!(f, "{}", exchange.status)?;
    let text = words(&exchange.said);
    if !text.trim().is_empty() {
        f.write_str(": ")?;
        write_line(f, &redact::queries(&text), EXCERPT)?;
    }
    if let Some(wait) = exchange.retry_after() {
        write!(f, "; retry after {} s", wait.as_secs())?;
    }
    Ok(())
}

/// What the answer says, in its own words.
fn words(said: &Said) -> Cow<'_, str> {
    // The service puts some messages into a second pair of quotes.
    let message =
        |api: &ApiError| api.message().map(|message| message.trim_matches('"').to_owned());
    match said {
        Said::Text { body, api } => {
            api.as_ref().and_then(message).map_or(Cow::Borrowed(body), Cow::Owned)
        }
        Said::Message(api) => api.as_ref().and_then(message).unwrap_or_default().into(),
        Said::Storage(None) => Cow::Borrowed(""),
        Said::Storage(Some(storage)) => {
            let id = storage.request_id().map(|id| format!(" (request {id})"));
            let message = storage.message().map(|message| format!(": {message}"));
            [storage.code(), &message.unwrap_or_default(), &id.unwrap_or_default()].concat().into()
        }
    }
}

/// Writes a text on one line, shortened to about so many characters.
fn write_line(f: &mut fmt::Formatter<'_>, text: &str, most: usize) -> fmt::Result {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown = words.chars().filter(|character| !character.is_control());
    shown.by_ref().take(most).try_for_each(|character| f.write_char(character))?;
    if shown.next().is_some() { f.write_str(" …") } else { Ok(()) }
}

impl fmt::Debug for Error {
    /// The fields that are safe to show; the body, which may be long, is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &format_args!("{self}"));
        if let Some(source) = &self.0.source {
            out.field("source", &format_args!("{source}"));
        }
        out.finish()
    }
}
