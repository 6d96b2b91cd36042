//! Sixth stage: progenitor maps schemas and parameters to Rust; `syn` reads its types and
//! signatures into the [`Model`]. After this nobody looks at OpenAPI or at progenitor's tokens.
//!
//! Only that mapping is used. Progenitor's own client code, and its enums and checked newtypes, are
//! left behind: see ARCHITECTURE.md for what each would do to a caller of this API.

mod about;
mod carrier;
mod checksum;
mod invalid;
mod isolate;
mod limits;
mod operations;
mod paging;
mod progenitor;
pub(crate) mod rust_type;
mod schema;
mod security;
mod traits;
mod types;
mod upload;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::model::Model;

/// Lowers the normalised form of a document. The document itself gives the places of what fails.
pub(crate) fn lower(document: &Document, normalised: &Value) -> Result<Model, Vec<Diagnostic>> {
    let tokens = progenitor::run(normalised)
        .map_err(|failure| isolate::explain(document, normalised, &failure))?;
    let rust = progenitor::read(tokens).map_err(|problem| vec![problem])?;
    let mut types = types::lower(normalised, &rust, document)?;
    let mut operations = operations::lower(normalised, &rust, &types, document)?;
    let error_body = types::error_body(normalised, &types);
    traits::mark(&mut types, &mut operations, error_body.as_ref());
    types.sort_by(|a, b| a.module.cmp(&b.module));
    let upload = upload::read(document, &operations, &types)?;
    Ok(Model {
        about: about::read(document)?,
        schemes: security::schemes(normalised),
        error_message: about::error_message(normalised),
        error_body,
        index: types.iter().enumerate().map(|(at, ty)| (ty.name.to_string(), at)).collect(),
        types,
        operations,
        upload,
    })
}
