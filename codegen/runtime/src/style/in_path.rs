//! In the path: `simple`, `label` and `matrix`.

use super::{Param, Style, encode, join};
use crate::parameter::{Fault, Shape};
use crate::path;

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

/// How much of a refused value is shown, in characters.
const SHOWN: usize = 80;

fn start(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

fn non_empty(text: String, named: impl Fn(String) -> String) -> String {
    if text.is_empty() { text } else { named(text) }
}
