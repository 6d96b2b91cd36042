//! The parts of a form that has arrived.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};

/// A part as it arrived.
#[derive(Clone, Debug)]
pub struct Part {
    /// The name of the field.
    pub name: Option<String>,
    /// The name of the file.
    pub filename: Option<String>,
    /// What kind of data it is.
    pub content_type: Option<String>,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// What it holds.
    pub body: Bytes,
}

/// The parts in their order. The type is that of the request's header, which has the boundary.
pub async fn parts(content_type: &str, body: Bytes) -> Result<Vec<Part>, multer::Error> {
    let boundary = multer::parse_boundary(content_type)?;
    let body: BodyDataStream<Full<Bytes>> = BodyDataStream::new(body.into());
    let mut form = multer::Multipart::new::<_, Bytes, Infallible, _>(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await? {
        parts.push(Part {
            name: field.name().map(str::to_owned),
            filename: field.file_name().map(str::to_owned),
            content_type: field.content_type().map(ToString::to_string),
            headers: field.headers().keys().map(ToString::to_string).collect(),
            body: field.bytes().await?,
        });
    }
    Ok(parts)
}
