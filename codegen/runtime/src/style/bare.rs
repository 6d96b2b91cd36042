//! In headers and cookies, where nothing is encoded.

use std::fmt::Write as _;

use super::{Param, Style, flat, join};
use crate::cookies;
use crate::parameter::{Fault, Shape};

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

fn cookie(text: String) -> Result<String, Fault> {
    match cookies::character_fault(&text) {
        Some(fault) => Err(Fault(fault)),
        None => Ok(text),
    }
}
