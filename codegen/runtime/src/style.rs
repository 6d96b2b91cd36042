//! How a parameter is written: the styles of OpenAPI 3.0.3, which are those of RFC 6570.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::check::Limits;
use crate::parameter::{Fault, Shape};
use crate::{cookies, path};

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

/// The same where reserved characters stay. Not `#` and `&`, which would end the value, and of a list
/// not the comma, which would part an item.
const RESERVED: &AsciiSet = &ESCAPED_LIST.remove(b',');
const ESCAPED_LIST: &AsciiSet = &ESCAPED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b';')
    .remove(b'=');

/// A text in which only unreserved characters stand as they are.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// What to put into the path. No text in it can lead elsewhere, see [`path::refuse`].
pub(crate) fn in_path(param: &Param, shape: Shape) -> Result<String, Fault> {
    let explode = param.explodes(Style::Simple);
    let style = param.style.unwrap_or(Style::Simple);
    let name = encode(param.name);
    // In front of all, between what stands apart, and what names a value that stands alone.
    let (first, joint) = match style {
        Style::Label => (".", "."),
        Style::Matrix if explode => (";", ";"),
        Style::Matrix => (";", ","),
        _ => ("", ","),
    };
    let named = |text: String| match style {
        Style::Matrix => format!("{name}={text}"),
        _ => text,
    };
    let safe = |text: String| match path::refuse(&text) {
        Some(reason) => Err(Fault(format!("{reason}: {:?}", start(&text)))),
        None => Ok(encode(&text)),
    };
    let all = |texts: Vec<String>| texts.into_iter().map(safe).collect::<Result<Vec<_>, _>>();
    let text = match shape {
        Shape::Text(text) => named(safe(text)?),
        Shape::List(items) if explode => {
            all(items)?.into_iter().map(named).collect::<Vec<_>>().join(joint)
        }
        Shape::List(items) => non_empty(all(items)?.join(joint), named),
        Shape::Fields(fields) => {
            let mut texts = Vec::new();
            for (key, value) in fields {
                texts.push((safe(key)?, safe(value)?));
            }
            let text = join(texts, explode, joint);
            if explode { text } else { non_empty(text, named) }
        }
        Shape::Absent => String::new(),
    };
    if text.is_empty() { Err(Fault("is empty".to_owned())) } else { Ok(format!("{first}{text}")) }
}

/// The pairs for the query, ready to be sent. An empty list has none.
pub(crate) fn in_query(param: &Param, shape: Shape) -> Result<Vec<String>, Fault> {
    let style = param.style.unwrap_or(Style::Form);
    let name = encode(param.name);
    let pair = |value: String| format!("{name}={value}");
    let (joint, parts) = match style {
        Style::Space => ("%20", Some(' ')),
        Style::Pipe => ("%7C", Some('|')),
        _ => (",", None),
    };
    let value = |text: &str| match param.reserved {
        true => utf8_percent_encode(text, RESERVED).to_string(),
        false => encode(text),
    };
    // Together with others, where nothing in it may look like what parts them.
    let joined = |text: &String| match (parts, param.reserved) {
        (Some(part), _) if text.contains(part) => {
            Err(Fault(format!("has an item with {part:?} in it, which parts the items")))
        }
        (_, true) => Ok(utf8_percent_encode(text, ESCAPED_LIST).to_string()),
        (_, false) => Ok(encode(text)),
    };
    let together = |texts: Vec<String>| -> Result<Vec<String>, Fault> {
        let texts = texts.iter().map(joined).collect::<Result<Vec<_>, _>>()?;
        Ok(if texts.is_empty() { Vec::new() } else { vec![pair(texts.join(joint))] })
    };
    Ok(match shape {
        Shape::Absent => Vec::new(),
        Shape::Text(text) => vec![pair(value(&text))],
        Shape::List(items) if param.explodes(Style::Form) => {
            items.iter().map(|item| pair(value(item))).collect()
        }
        Shape::Fields(fields) if param.explodes(Style::Form) || style == Style::Deep => {
            let key = |key: &str| match style {
                Style::Deep => format!("{name}%5B{}%5D", encode(key)),
                _ => encode(key),
            };
            fields.iter().map(|(name, text)| format!("{}={}", key(name), value(text))).collect()
        }
        Shape::List(items) => together(items)?,
        Shape::Fields(fields) => together(flat(fields))?,
    })
}

/// The value of a header; none for an empty list.
pub(crate) fn in_header(param: &Param, shape: Shape) -> Result<Option<String>, Fault> {
    let apart = |text: String| {
        if text.contains(',') {
            return Err(Fault("has an item with a comma in it, which parts the items".to_owned()));
        }
        Ok(text)
    };
    let texts = match shape {
        Shape::Absent => return Ok(None),
        Shape::Text(text) => return Ok(Some(text)),
        Shape::List(items) => items.into_iter().map(apart).collect::<Result<Vec<_>, _>>()?,
        Shape::Fields(fields) => {
            let mut texts = Vec::new();
            for (key, value) in fields {
                texts.push((apart(key)?, apart(value)?));
            }
            let text = join(texts, param.explodes(Style::Simple), ",");
            return Ok(Some(text).filter(|text| !text.is_empty()));
        }
    };
    Ok(Some(texts.join(",")).filter(|_| !texts.is_empty()))
}

/// The cookies that a value is. Exploded, each item and each field is a cookie; together, commas
/// part them. A value is sent as it is: nothing in a cookie is encoded.
pub(crate) fn in_cookies(param: &Param, shape: Shape) -> Result<Vec<(String, String)>, Fault> {
    let name = || param.name.to_owned();
    let explode = param.explodes(Style::Form);
    let together = |texts: Vec<String>| -> Result<Vec<(String, String)>, Fault> {
        let texts = texts.into_iter().map(cookie).collect::<Result<Vec<_>, _>>()?;
        Ok(if texts.is_empty() { Vec::new() } else { vec![(name(), texts.join(","))] })
    };
    match shape {
        Shape::Absent => Ok(Vec::new()),
        Shape::Text(text) => Ok(vec![(name(), cookie(text)?)]),
        Shape::List(items) if explode => {
            items.into_iter().map(|item| Ok((name(), cookie(item)?))).collect()
        }
        Shape::List(items) => together(items),
        Shape::Fields(fields) if explode => {
            let field = |(key, value): (String, String)| {
                if !cookies::is_name(&key) {
                    return Err(Fault("has a field of a name that no cookie can have".to_owned()));
                }
                Ok((key, cookie(value)?))
            };
            fields.into_iter().map(field).collect()
        }
        Shape::Fields(fields) => together(flat(fields)),
    }
}

/// JSON in which nothing but ASCII stands: what is not is written by its code.
pub(crate) fn ascii_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing into a text cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// How much of a refused value is shown, in characters.
const SHOWN: usize = 80;

fn start(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

fn cookie(text: String) -> Result<String, Fault> {
    match cookies::character_fault(&text) {
        Some(fault) => Err(Fault(fault)),
        None => Ok(text),
    }
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

fn non_empty(text: String, named: impl Fn(String) -> String) -> String {
    if text.is_empty() { text } else { named(text) }
}

#[cfg(test)]
mod tests;
