//! Answers that are one of several, told apart by their status.

use bytes::Bytes;
use reqwest::StatusCode;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::drift::{Observe, OnDrift};
use crate::error::Error;
use crate::reply::Reply;

/// A type that has a variant for each documented success. Emitted enums implement it.
pub trait OneOf: Sized {
    /// Reads the answer by its status.
    fn read(answer: Outcome<'_>) -> Result<Reply<Self>, Error>;
}

/// A success that has come as a whole, before it is read.
pub struct Outcome<'t> {
    pub(crate) answer: Answer,
    pub(crate) on_drift: Option<&'t OnDrift>,
}

impl Outcome<'_> {
    /// The status, from 200 to 299.
    pub fn status(&self) -> u16 {
        StatusCode::as_u16(&self.answer.status())
    }

    /// Decodes JSON, into this variant.
    pub fn json<T, A>(self, variant: impl FnOnce(T) -> A) -> Result<Reply<A>, Error>
    where
        T: DeserializeOwned + Observe,
    {
        Ok(self.answer.json(self.on_drift)?.map(variant))
    }

    /// Takes the bytes as they are, into this variant.
    pub fn bytes<A>(self, variant: impl FnOnce(Bytes) -> A) -> Result<Reply<A>, Error> {
        Ok(self.answer.into_bytes().map(variant))
    }

    /// Keeps status and bytes of a success that nobody documented, in this variant.
    pub fn undocumented<A>(self, variant: impl FnOnce(u16, Bytes) -> A) -> Result<Reply<A>, Error> {
        let status = self.status();
        self.bytes(|bytes| variant(status, bytes))
    }

    /// Takes no notice of the body.
    pub fn nothing<A>(self, variant: A) -> Result<Reply<A>, Error> {
        Ok(self.answer.ignore().map(|()| variant))
    }
}
