//! Takes defaults out of the schemas, to `x-default`.
//!
//! A documented default says what the server assumes where a request leaves something out. In an
//! answer it says nothing: progenitor would fill it in, and report what the server never sent.

use serde_json::Value;

use super::schemas;

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        if let Some(default) = schema.shift_remove("default")
            && default != Value::Null
        {
            schema.insert("x-default".to_owned(), default);
        }
    });
}
