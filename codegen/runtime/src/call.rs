//! One call: what the document says about the operation, and what the caller passes.

mod arguments;

use std::path::PathBuf;

use bytes::Bytes;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::check::{Check, Limits};
use crate::download::Download;
use crate::drift::Observe;
use crate::error::Error;
use crate::operation::Operation;
use crate::path;
use crate::readiness::Readiness;
use crate::redact::Hidden;
use crate::reply::Reply;
use crate::save::{Resume, Save};
use crate::transport::Transport;
use arguments::Arguments;

/// Makes a request one that can be awaited: it is sent, and the answer is what comes of it.
#[doc(hidden)]
#[macro_export]
macro_rules! awaited {
    ($request:ident => $answer:ty) => {
        impl ::std::future::IntoFuture for $request {
            type Output = ::std::result::Result<$answer, $crate::Error>;
            type IntoFuture = $crate::BoxFuture<Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(
                    async move { self.send().await.map($crate::Reply::into_inner) },
                )
            }
        }
    };
}

/// What is asked for where any bytes will do.
pub(crate) const BYTES: &str = "*/*";

/// A call in the making. The first argument that is refused is what sending it answers.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'t> {
    pub(crate) transport: &'t Transport,
    pub(crate) operation: &'static Operation,
    arguments: Arguments,
    body: Option<Vec<u8>>,
    refused: Option<Error>,
}

/// A call with all its arguments written out.
#[derive(Clone)]
pub(crate) struct Prepared {
    pub(crate) operation: &'static Operation,
    pub(crate) path: String,
    /// Pairs, as they are sent.
    pub(crate) query: Vec<String>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) cookies: Vec<(String, String)>,
    pub(crate) body: Option<Bytes>,
    pub(crate) accept: &'static str,
    /// The part of the answer that is wanted.
    pub(crate) resume: Option<Resume>,
}

impl<'t> Call<'t> {
    /// A call of this operation without arguments.
    pub fn new(transport: &'t Transport, operation: &'static Operation) -> Self {
        Self { transport, operation, arguments: Arguments::default(), body: None, refused: None }
    }

    /// Gives the body; an absent one is left out altogether.
    pub fn body<T: Serialize + Check>(mut self, body: Option<&T>) -> Self {
        let Some(body) = body else { return self };
        if let Err(breach) = body.check(&Limits::NONE) {
            let name = if breach.path().is_empty() { "body" } else { breach.path() };
            self.refuse(name, breach.message());
        }
        match serde_json::to_vec(body) {
            Ok(bytes) => self.body = Some(bytes),
            Err(error) => self.refuse("body", &format!("cannot be written as JSON: {error}")),
        }
        self
    }

    fn check(&mut self, name: &str, value: &impl Check, limits: &Limits) {
        if let Err(breach) = value.check(limits) {
            self.refuse(&format!("{name}{}", breach.path()), breach.message());
        }
    }

    fn refuse(&mut self, parameter: &str, reason: &str) {
        if self.refused.is_none() {
            self.refused = Some(Error::invalid_argument(self.operation.id, parameter, reason));
        }
    }

    /// Writes the arguments out, or says which is refused.
    fn prepare(mut self, accept: &'static str) -> Result<(&'t Transport, Prepared), Error> {
        if let Some(refused) = self.refused.take() {
            return Err(refused);
        }
        let operation = self.operation;
        let Arguments { path, query, headers, cookies: Hidden(cookies) } = self.arguments;
        let Some(path) = path::fill(operation.path, &path) else {
            let reason = "cannot be filled in without leading elsewhere";
            return Err(Error::invalid_argument(operation.id, operation.path, reason));
        };
        let (body, resume) = (self.body.map(Bytes::from), None);
        let call = Prepared { operation, path, query, headers, cookies, body, accept, resume };
        Ok((self.transport, call))
    }

    /// Sends the call and decodes a JSON answer.
    pub async fn json<T: DeserializeOwned + Observe>(self) -> Result<Reply<T>, Error> {
        let (transport, call) = self.prepare("application/json")?;
        transport.whole(call).await?.json(transport.failures().on_drift.as_ref())
    }

    /// Sends the call and decodes a JSON answer that may not be there yet.
    pub async fn json_or_pending<T>(self) -> Result<Reply<Readiness<T>>, Error>
    where
        T: DeserializeOwned + Observe,
    {
        let (transport, call) = self.prepare("application/json")?;
        let answer = transport.whole(call).await?;
        let failures = transport.failures();
        if answer.is_pending() {
            Ok(answer.pending(failures).map(|()| Readiness::Pending))
        } else {
            Ok(answer.json(failures.on_drift.as_ref())?.map(Readiness::Ready))
        }
    }

    /// Sends the call; a success has nothing to say.
    pub async fn nothing(self) -> Result<Reply<()>, Error> {
        let (transport, call) = self.prepare("application/json")?;
        Ok(transport.whole(call).await?.ignore())
    }

    /// Sends the call and hands the answer over as it comes.
    pub async fn bytes(self) -> Result<Reply<Download>, Error> {
        let (transport, call) = self.prepare(BYTES)?;
        transport.stream(call).await
    }

    /// Sends the call, when awaited, and saves the answer to a file.
    pub fn save(self, path: impl Into<PathBuf>) -> Save {
        let operation = self.operation;
        let call = self.prepare(BYTES).map(|(transport, call)| (transport.clone(), call));
        Save::new(operation, call, path.into())
    }
}
