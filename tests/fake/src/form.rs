//! Bodies that are forms: texts, and a file among them.

use std::convert::Infallible;

use bytes::Bytes;
use http_body_util::{BodyDataStream, Full};
use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use multer::Multipart;

use crate::answer::{Answer, Outcome};

/// The parts of a form, in their order.
pub(crate) struct Form(Vec<Part>);

struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

/// A part that is a file.
pub(crate) struct Upload<'a> {
    pub name: &'a str,
    pub content_type: Option<&'a str>,
    pub bytes: &'a Bytes,
}

impl Form {
    pub async fn parse(headers: &HeaderMap, body: Bytes) -> Outcome<Self> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let boundary = multer::parse_boundary(content_type.unwrap_or_default()).map_err(wrong)?;
        let body: BodyDataStream<Full<Bytes>> = BodyDataStream::new(Full::new(body));
        let mut form = Multipart::new::<_, Bytes, Infallible, _>(body, boundary);
        let mut parts: Vec<Part> = Vec::new();
        while let Some(field) = form.next_field().await.map_err(wrong)? {
            let name = field.name().unwrap_or_default().to_owned();
            if parts.iter().any(|part| part.name == name) {
                return Err(Answer::error(400, &format!("{name} is there twice")));
            }
            let file_name = field.file_name().map(str::to_owned);
            let content_type = field.content_type().map(ToString::to_string);
            let bytes = field.bytes().await.map_err(wrong)?;
            parts.push(Part { name, file_name, content_type, bytes });
        }
        Ok(Self(parts))
    }

    /// The names of all parts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|part| part.name.as_str())
    }

    /// A part that is a text, if it is there.
    pub fn text(&self, name: &str) -> Outcome<Option<&str>> {
        let Some(part) = self.part(name) else { return Ok(None) };
        let text = std::str::from_utf8(&part.bytes).ok().filter(|text| !text.is_empty());
        match text.filter(|_| part.file_name.is_none()) {
            Some(text) => Ok(Some(text)),
            None => Err(Answer::error(400, &format!("{name} has to be a text"))),
        }
    }

    /// A part that is a whole number between these bounds, if it is there.
    pub fn number(&self, name: &str, least: u64, most: u64) -> Outcome<Option<u64>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        let wrong = || Answer::error(400, &format!("{name} has to be from {least} to {most}"));
        number.map(Some).ok_or_else(wrong)
    }

    /// A part that has to be there and has to be a file.
    pub fn file(&self, name: &str) -> Outcome<Upload<'_>> {
        let part = self.part(name).and_then(|part| {
            let file_name = part.file_name.as_deref()?;
            let content_type = part.content_type.as_deref();
            Some(Upload { name: file_name, content_type, bytes: &part.bytes })
        });
        part.ok_or_else(|| Answer::error(400, &format!("{name} has to be a file")))
    }

    fn part(&self, name: &str) -> Option<&Part> {
        self.0.iter().find(|part| part.name == name)
    }
}

fn wrong(error: multer::Error) -> Answer {
    Answer::error(400, &format!("The body is not a form: {error}"))
}
