//! How a parameter is written: the styles of OpenAPI 3.0.3, which are those of RFC 6570.

mod bare;
mod in_path;
mod in_query;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::check::Limits;

pub(crate) use bare::{ascii_json, in_cookies, in_header};
pub(crate) use in_path::in_path;
pub(crate) use in_query::in_query;

/// A style, by its name in OpenAPI; `Json` is a `content` of `application/json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue,black`, in a path or in a header.
    Simple,
    /// `.blue.black`, in a path.
    Label,
    /// `;color=blue,black`, in a path.
    Matrix,
    /// `color=blue,black`, in the query or in a cookie.
    Form,
    /// `color=blue%20black`, in the query.
    Space,
    /// `color=blue%7Cblack`, in the query.
    Pipe,
    /// `color%5BR%5D=100`, in the query.
    Deep,
    /// JSON as a text.
    Json,
}

/// A parameter as data: its name, how it is written, and its bounds. A bare name stands for one that
/// is written as usual in its place.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub(crate) name: &'static str,
    style: Option<Style>,
    explode: Option<bool>,
    reserved: bool,
    pub(crate) limits: Limits,
}

impl Param {
    /// A parameter of this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: None, explode: None, reserved: false, limits: Limits::NONE }
    }

    /// Of this style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Each item and each field stands on its own, or all of them stand together.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = Some(explode);
        self
    }

    /// Reserved characters of the query stay as they are.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// Within these bounds.
    #[must_use]
    pub const fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    pub(crate) fn is_json(&self) -> bool {
        self.style == Some(Style::Json)
    }

    /// As OpenAPI says: what is written as `form` is exploded unless it says otherwise.
    fn explodes(&self, usual: Style) -> bool {
        let style = self.style.unwrap_or(usual);
        self.explode.unwrap_or(matches!(style, Style::Form | Style::Deep))
    }
}

impl From<&'static str> for Param {
    fn from(name: &'static str) -> Self {
        Self::new(name)
    }
}

/// What stays as it is: the unreserved characters of RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text in which only unreserved characters stand as they are.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Names and values in turn.
fn flat(fields: Vec<(String, String)>) -> Vec<String> {
    fields.into_iter().flat_map(|(key, value)| [key, value]).collect()
}

/// `R=100,G=200` exploded, else `R,100,G,200`.
fn join(fields: Vec<(String, String)>, explode: bool, joint: &str) -> String {
    if explode {
        let fields = fields.into_iter().map(|(key, value)| format!("{key}={value}"));
        fields.collect::<Vec<_>>().join(joint)
    } else {
        flat(fields).join(joint)
    }
}

#[cfg(test)]
mod tests;
