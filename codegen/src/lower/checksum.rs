//! What a schema says of stored bytes: the hint `x-checksum`.

use proc_macro2::Ident;
use serde_json::Value;

use super::rust_type::plain_name;
use crate::model::{Checksum, Field, Presence};

/// Reads the hint of a schema with these fields; `Err` says what it should be.
pub(super) fn read(hint: &Value, fields: &[Field]) -> Result<Checksum, String> {
    let find = |key: &str, ty: &str| -> Option<(Ident, Presence)> {
        let wire = hint.get(key)?.as_str()?;
        let field = fields.iter().find(|field| field.wire == wire)?;
        let fits = plain_name(&field.ty).as_deref() == Some(ty);
        fits.then(|| (field.name.clone(), field.presence))
    };
    let has_two = hint.as_object().is_some_and(|hint| hint.len() == 2);
    match (find("md5", "String"), find("size", "u64"), has_two) {
        (Some(md5), Some(size), true) => Ok(Checksum { md5, size }),
        _ => {
            Err("it has two texts: `md5`, a property that is a string, and `size`, one that is an \
                  integer with a `minimum` of 0 or more"
                .to_owned())
        }
    }
}
