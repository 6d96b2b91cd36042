//! Bodies that are not JSON: forms, texts and bytes.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};

use bytes::Bytes;
use reqwest::header::HeaderValue;
use serde::Serialize;

use super::Call;
use crate::body::{Blob, Body, Piece};
use crate::check::{Check, Limits};
use crate::parameter::Shape;

/// A field of a form: its name and what it holds.
#[derive(Debug)]
pub(crate) struct Field {
    name: &'static str,
    value: Value,
}

#[derive(Debug)]
enum Value {
    /// A text, and its media type where the document gives one.
    Text(String, Option<&'static str>),
    File {
        blob: Blob,
        filename: Option<&'static str>,
        media_type: &'static str,
    },
}

/// The media type of bytes of which nothing is known.
const BYTES: &str = "application/octet-stream";

impl Call<'_> {
    /// Gives the field of a form, once for each item of a list; an absent one is left out.
    pub fn field<T: Serialize + Check>(self, name: &'static str, value: Option<&T>) -> Self {
        self.field_within(name, value, &Limits::NONE)
    }

    /// Gives the field of a form, within these bounds.
    pub fn field_within<T: Serialize + Check>(
        mut self,
        name: &'static str,
        value: Option<&T>,
        limits: &Limits,
    ) -> Self {
        if let Some(value) = value {
            self.check(name, value, limits);
            let texts = self.texts(name, value).into_iter();
            self.form.extend(texts.map(|text| Field { name, value: Value::Text(text, None) }));
        }
        self
    }

    /// Gives the field of a form as a text of this media type, within these bounds.
    pub fn field_as<T: Serialize + Check>(
        mut self,
        name: &'static str,
        value: Option<&T>,
        media_type: &'static str,
        limits: &Limits,
    ) -> Self {
        let before = self.form.len();
        self = self.field_within(name, value, limits);
        for field in self.form.iter_mut().skip(before) {
            if let Value::Text(_, kind) = &mut field.value {
                *kind = Some(media_type);
            }
        }
        self
    }

    /// Gives the field of a form as JSON, within these bounds.
    pub fn json_field<T: Serialize + Check>(
        mut self,
        name: &'static str,
        value: Option<&T>,
        limits: &Limits,
    ) -> Self {
        let Some(value) = value else { return self };
        self.check(name, value, limits);
        match serde_json::to_string(value) {
            Ok(text) => {
                let value = Value::Text(text, Some("application/json"));
                self.form.push(Field { name, value });
            }
            Err(error) => self.refuse(name, &format!("cannot be written as JSON: {error}")),
        }
        self
    }

    /// Gives the field of a form that holds bytes: their file name, unless the caller gives one or the
    /// document has none, and their media type.
    pub fn file<'b>(
        mut self,
        name: &'static str,
        blobs: impl IntoIterator<Item = &'b Blob>,
        filename: Option<&'static str>,
        media_type: &'static str,
    ) -> Self {
        for blob in blobs {
            let value = Value::File { blob: blob.clone(), filename, media_type };
            self.form.push(Field { name, value });
        }
        self
    }

    /// Makes the fields so far the body, as `multipart/form-data` (RFC 7578): texts in front, then
    /// files, so that a service which reads as the bytes come knows what they are.
    pub fn multipart(mut self, is_required: bool) -> Self {
        let mut fields = std::mem::take(&mut self.form);
        if fields.is_empty() && !is_required {
            return self;
        }
        fields.sort_by_key(|field| matches!(field.value, Value::File { .. }));
        let boundary = boundary();
        let mut pieces = Vec::new();
        let mut text = String::new();
        for field in fields {
            let _ = write!(
                text,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
                quoted(field.name)
            );
            match field.value {
                Value::Text(value, media_type) => {
                    if let Some(media_type) = media_type {
                        let _ = write!(text, "\r\nContent-Type: {media_type}");
                    }
                    let _ = write!(text, "\r\n\r\n{value}\r\n");
                }
                Value::File { blob, filename, media_type } => {
                    let media_type = blob.media_type.as_deref().unwrap_or(media_type);
                    if HeaderValue::from_str(media_type).is_err() {
                        self.refuse(field.name, "has a media type that no header can hold");
                    }
                    let given = blob.filename.as_deref().or(filename);
                    let filename = given.or_else(|| blob.own_name()).unwrap_or(field.name);
                    let _ = write!(
                        text,
                        "; filename=\"{}\"\r\nContent-Type: {media_type}\r\n\r\n",
                        quoted(filename)
                    );
                    pieces.push(Piece::Bytes(Bytes::from(std::mem::take(&mut text))));
                    pieces.push(blob.piece());
                    text.push_str("\r\n");
                }
            }
        }
        let _ = write!(text, "--{boundary}--\r\n");
        pieces.push(Piece::Bytes(Bytes::from(text)));
        let content_type = format!("multipart/form-data; boundary={boundary}");
        self.set_body(&content_type, pieces);
        self
    }

    /// Makes the fields so far the body, as `application/x-www-form-urlencoded`.
    pub fn urlencoded(mut self, is_required: bool) -> Self {
        let fields = std::mem::take(&mut self.form);
        if fields.is_empty() && !is_required {
            return self;
        }
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for field in fields {
            match field.value {
                Value::Text(value, _) => _ = text.append_pair(field.name, &value),
                Value::File { .. } => {
                    self.refuse(field.name, "holds bytes, which no such form can")
                }
            }
        }
        let piece = Piece::Bytes(Bytes::from(text.finish()));
        self.set_body("application/x-www-form-urlencoded", vec![piece]);
        self
    }

    /// Gives bytes as the body, of this media type unless the caller gives another.
    pub fn blob(mut self, blob: Option<&Blob>, media_type: Option<&'static str>) -> Self {
        if let Some(blob) = blob {
            let media_type = blob.media_type.as_deref().or(media_type).unwrap_or(BYTES);
            self.set_body(media_type, vec![blob.piece()]);
        }
        self
    }

    /// Gives a text as the body, of this media type and within these bounds.
    pub fn text<T: Serialize + Check>(
        mut self,
        text: Option<&T>,
        media_type: &'static str,
        limits: &Limits,
    ) -> Self {
        if let Some(text) = text {
            self.check("body", text, limits);
            let piece = Piece::Bytes(Bytes::from(self.texts("body", text).concat()));
            self.set_body(media_type, vec![piece]);
        }
        self
    }

    /// The texts that a value comes to: one, or one for each item of a list.
    fn texts(&mut self, name: &str, value: &impl Serialize) -> Vec<String> {
        match Shape::of(value) {
            Ok(Shape::Absent) => Vec::new(),
            Ok(Shape::Text(text)) => vec![text],
            Ok(Shape::List(texts)) => texts,
            Ok(Shape::Fields(_)) => {
                self.refuse(name, "is an object, which no text can hold");
                Vec::new()
            }
            Err(fault) => {
                self.refuse(name, &fault.to_string());
                Vec::new()
            }
        }
    }

    pub(super) fn set_body(&mut self, content_type: &str, pieces: Vec<Piece>) {
        match HeaderValue::from_str(content_type) {
            Ok(content_type) => self.body = Some(Body::of(content_type, pieces)),
            Err(_) => self.refuse("body", "has a media type that no header can hold"),
        }
    }
}

/// A line that no content has: 128 bits that nobody can guess.
fn boundary() -> String {
    let mut text = String::from("form-");
    for half in [RandomState::new(), RandomState::new()] {
        let _ = write!(text, "{:016x}", half.hash_one(0));
    }
    text
}

/// A name in quotes as HTML writes it: what would end it is percent-encoded.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_end_its_header() {
        assert_eq!(quoted("a\"; name=\"b\r\nX: y"), "a%22; name=%22b%0D%0AX: y");
    }

    #[test]
    fn a_boundary_is_new_each_time() {
        assert_ne!(boundary(), boundary());
        assert_eq!(boundary().len(), 37);
    }
}
