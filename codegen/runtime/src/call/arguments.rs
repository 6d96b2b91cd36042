//! The arguments of a call: each is held against its bounds and written as its style says.

use reqwest::header::{HeaderName, HeaderValue};
use serde::Serialize;

use super::Call;
use crate::check::Check;
use crate::parameter::{Fault, Shape};
use crate::redact::Hidden;
use crate::style::{self, Param};
use crate::{cookies, path};

/// What is written of a call's arguments, ready to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) path: Vec<(&'static str, String)>,
    /// Pairs.
    pub(crate) query: Vec<String>,
    /// Marked as sensitive, so that no `Debug` shows them.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) cookies: Hidden<Vec<(String, String)>>,
}

impl Call<'_> {
    /// Gives a path parameter.
    pub fn path<T: Serialize + Check>(mut self, param: impl Into<Param>, value: &T) -> Self {
        let param = param.into();
        self.check(param.name, value, &param.limits);
        let written = match param.is_json() {
            true => json(value).and_then(|json| match path::refuse(&json) {
                Some(reason) => Err(Fault(format!("as JSON {reason}"))),
                None => Ok(style::encode(&json)),
            }),
            false => Shape::of(value).and_then(|shape| style::in_path(&param, shape)),
        };
        match written {
            Ok(text) => self.arguments.path.push((param.name, text)),
            Err(fault) => self.refuse(param.name, &fault.0),
        }
        self
    }

    /// Gives a query parameter; an absent one and an empty list are left out.
    pub fn query<T: Serialize + Check>(
        mut self,
        param: impl Into<Param>,
        value: Option<&T>,
    ) -> Self {
        let (param, Some(value)) = (param.into(), value) else { return self };
        self.check(param.name, value, &param.limits);
        let written = match param.is_json() {
            true => json(value).map(|json| {
                vec![format!("{}={}", style::encode(param.name), style::encode(&json))]
            }),
            false => Shape::of(value).and_then(|shape| style::in_query(&param, shape)),
        };
        match written {
            Ok(pairs) => self.arguments.query.extend(pairs),
            Err(fault) => self.refuse(param.name, &fault.0),
        }
        self
    }

    /// Gives a header; an absent one and an empty list are left out. It goes to the service alone, as
    /// a credential does: it may be one.
    pub fn header<T: Serialize + Check>(
        mut self,
        param: impl Into<Param>,
        value: Option<&T>,
    ) -> Self {
        let (param, Some(value)) = (param.into(), value) else { return self };
        self.check_unseen(param.name, value, &param);
        let written = match param.is_json() {
            true => json(value).map(|json| Some(style::ascii_json(&json))),
            false => Shape::of(value).and_then(|shape| style::in_header(&param, shape)),
        };
        match written.and_then(|text| text.map(|text| header(&param, text)).transpose()) {
            Ok(header) => self.arguments.headers.extend(header),
            Err(fault) => self.refuse(param.name, &fault.0),
        }
        self
    }

    /// Gives a cookie; an absent one and an empty list are left out. It goes to the service alone, and
    /// is shown nowhere.
    pub fn cookie<T: Serialize + Check>(
        mut self,
        param: impl Into<Param>,
        value: Option<&T>,
    ) -> Self {
        let (param, Some(value)) = (param.into(), value) else { return self };
        self.check_unseen(param.name, value, &param);
        let written = match param.is_json() {
            // JSON is full of what no cookie can hold.
            true => json(value).map(|json| vec![(param.name.to_owned(), style::encode(&json))]),
            false => Shape::of(value).and_then(|shape| style::in_cookies(&param, shape)),
        };
        let is_named =
            |pairs: &Vec<(String, String)>| pairs.iter().all(|(name, _)| cookies::is_name(name));
        match written {
            Ok(pairs) if is_named(&pairs) => self.arguments.cookies.0.extend(pairs),
            Ok(_) => self.refuse(param.name, "is no name that a cookie can have"),
            Err(fault) => self.refuse(param.name, &fault.0),
        }
        self
    }

    /// Holds a value against its bounds without saying what it is.
    fn check_unseen(&mut self, name: &str, value: &impl Check, param: &Param) {
        if value.check(&param.limits).is_err() {
            self.refuse(name, "is not within its documented bounds");
        }
    }
}

fn json(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault("cannot be written as JSON".to_owned()))
}

fn header(param: &Param, text: String) -> Result<(HeaderName, HeaderValue), Fault> {
    if text.trim() != text {
        return Err(Fault("begins or ends with white space".to_owned()));
    }
    if let Some(at) = text.chars().position(|c| !(c.is_ascii_graphic() || c == ' ')) {
        let fault = format!("has a character that a header cannot hold, at position {at}");
        return Err(Fault(fault));
    }
    let name = HeaderName::try_from(param.name);
    let name = name.map_err(|_| Fault("is no name that a header can have".to_owned()))?;
    let value = HeaderValue::try_from(text);
    let mut value = value.map_err(|_| Fault("is no value that a header can have".to_owned()))?;
    value.set_sensitive(true);
    Ok((name, value))
}
