//! In the query: `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`.

use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::{ESCAPED, Param, Style, encode, flat};
use crate::parameter::{Fault, Shape};

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
