//! A diagnostic as a program reads it.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Place};

/// Every field is there in every object; what is not known is null.
pub(super) fn object(diagnostic: &Diagnostic) -> Value {
    let mut out = Map::new();
    out.insert("reason".to_owned(), json!("diagnostic"));
    out.insert("level".to_owned(), json!(diagnostic.level.as_str()));
    out.insert("message".to_owned(), json!(diagnostic.message));
    place(&mut out, diagnostic.file(), diagnostic.place.as_ref());
    out.insert("pointer".to_owned(), json!(diagnostic.pointer.as_ref().map(ToString::to_string)));
    out.insert("operation".to_owned(), json!(diagnostic.operation));
    out.insert("help".to_owned(), json!(diagnostic.help));
    let related = diagnostic.related.iter().map(|related| {
        let mut out = Map::from_iter([("message".to_owned(), json!(related.message))]);
        place(&mut out, Some(&related.place.file), Some(&related.place));
        Value::Object(out)
    });
    out.insert("related".to_owned(), related.collect());
    Value::Object(out)
}

fn place(out: &mut Map<String, Value>, file: Option<&str>, place: Option<&Place>) {
    out.insert("file".to_owned(), json!(file));
    out.insert("line".to_owned(), json!(place.map(|place| place.line)));
    out.insert("column".to_owned(), json!(place.map(|place| place.column)));
    out.insert("end_column".to_owned(), json!(place.map(|place| place.end_column)));
}
