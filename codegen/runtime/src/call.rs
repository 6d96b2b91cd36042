//! One call: what the document says about the operation, and what the caller passes.

mod arguments;
mod form;

use std::path::PathBuf;

use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::body::{Body, Piece};
use crate::check::{Check, Limits};
use crate::download::Download;
use crate::drift::Observe;
use crate::error::Error;
use crate::operation::Operation;
use crate::outcome::{OneOf, Outcome};
use crate::path;
use crate::readiness::Readiness;
use crate::redact::Hidden;
use crate::redirect::Redirect;
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
const BYTES: &str = "*/*";

/// What is asked for where an answer is decoded.
pub(crate) const JSON: &str = "application/json";

/// A call in the making. The first argument that is refused is what sending it answers.
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<'t> {
    pub(crate) transport: &'t Transport,
    pub(crate) operation: &'static Operation,
    arguments: Arguments,
    form: Vec<form::Field>,
    body: Option<Body>,
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
    pub(crate) body: Option<Body>,
    pub(crate) accept: &'static str,
    /// Whether a read goes where the service sends it on to.
    pub(crate) follows: bool,
    /// The part of the answer that is wanted.
    pub(crate) resume: Option<Resume>,
}

impl<'t> Call<'t> {
    /// A call of this operation without arguments.
    pub fn new(transport: &'t Transport, operation: &'static Operation) -> Self {
        let (arguments, form) = (Arguments::default(), Vec::new());
        Self { transport, operation, arguments, form, body: None, refused: None }
    }

    /// Gives the body as JSON; an absent one is left out altogether.
    pub fn body<T: Serialize + Check>(self, body: Option<&T>) -> Self {
        self.body_as(body, JSON)
    }

    /// Gives the body as JSON, under this media type.
    pub fn body_as<T: Serialize + Check>(
        mut self,
        body: Option<&T>,
        media_type: &'static str,
    ) -> Self {
        let Some(body) = body else { return self };
        if let Err(breach) = body.check(&Limits::NONE) {
            let name = if breach.path().is_empty() { "body" } else { breach.path() };
            self.refuse(name, breach.message());
        }
        match serde_json::to_vec(body) {
            Ok(bytes) => self.set_body(media_type, vec![Piece::Bytes(bytes.into())]),
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
        let (body, follows, resume) = (self.body, true, None);
        let call =
            Prepared { operation, path, query, headers, cookies, body, accept, follows, resume };
        Ok((self.transport, call))
    }

    /// Sends the call and decodes a JSON answer.
    pub async fn json<T: DeserializeOwned + Observe>(self) -> Result<Reply<T>, Error> {
        let (transport, call) = self.prepare(JSON)?;
        transport.whole(call).await?.json(transport.failures().on_drift.as_ref())
    }

    /// Sends the call and decodes a JSON answer that may not be there yet.
    pub async fn json_or_pending<T>(self) -> Result<Reply<Readiness<T>>, Error>
    where
        T: DeserializeOwned + Observe,
    {
        let (transport, call) = self.prepare(JSON)?;
        let answer = transport.whole(call).await?;
        let failures = transport.failures();
        if answer.is_pending() {
            Ok(answer.pending(failures).map(|()| Readiness::Pending))
        } else {
            Ok(answer.json(failures.on_drift.as_ref())?.map(Readiness::Ready))
        }
    }

    /// Sends the call and decodes an answer that is one of several.
    pub async fn one_of<T: OneOf>(self) -> Result<Reply<T>, Error> {
        // Some of them may be bytes.
        let (transport, call) = self.prepare("application/json, */*;q=0.5")?;
        let answer = transport.whole(call).await?;
        T::read(Outcome { answer, on_drift: transport.failures().on_drift.as_ref() })
    }

    /// Sends the call and says where the service sends the caller on to, without going there.
    pub async fn redirect(self) -> Result<Reply<Redirect>, Error> {
        let (transport, mut call) = self.prepare(BYTES)?;
        call.follows = false;
        Ok(transport.whole(call).await?.redirect())
    }

    /// Sends the call; a success has nothing to say.
    pub async fn nothing(self) -> Result<Reply<()>, Error> {
        let (transport, call) = self.prepare(JSON)?;
        Ok(transport.whole(call).await?.ignore())
    }

    /// Sends the call and hands the answer over as it comes.
    pub async fn bytes(self) -> Result<Reply<Download>, Error> {
        self.bytes_as(BYTES).await
    }

    /// Sends the call, asks for this media type, and hands the answer over as it comes.
    pub async fn bytes_as(self, media_type: &'static str) -> Result<Reply<Download>, Error> {
        let (transport, call) = self.prepare(media_type)?;
        transport.stream(call).await
    }

    /// Sends the call, when awaited, and saves the answer to a file.
    pub fn save(self, path: impl Into<PathBuf>) -> Save {
        let operation = self.operation;
        let call = self.prepare(BYTES).map(|(transport, call)| (transport.clone(), call));
        Save::new(operation, call, path.into())
    }
}
