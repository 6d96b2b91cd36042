//! What a host of files says about a failure.

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

use crate::redact;

/// The most of each text that is kept, in characters.
const KEPT: usize = 1000;

/// A failure that an S3 host, or one that speaks like it, reports in XML.
///
/// Only these three texts of the answer are kept: the others repeat the request with its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StorageError {
    code: String,
    message: Option<String>,
    request_id: Option<String>,
}

impl StorageError {
    /// Reads a body: the texts right below an outermost element of the name `Error`.
    pub(crate) fn read(body: &str) -> Option<Self> {
        let (mut code, mut message, mut request_id) = (None, None, None);
        let mut reader = Reader::from_str(body);
        let mut open: Vec<String> = Vec::new();
        let mut text = String::new();
        loop {
            match reader.read_event().ok()? {
                Event::Start(element) => {
                    open.push(element.name().as_ref().to_owned());
                    text.clear();
                }
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                    Some(character) => text.push(character),
                    None => text.push_str(resolve_xml_entity(&reference)?),
                },
                Event::End(_) => {
                    // Whatever is deeper is of no interest, however deep it is.
                    let names: Vec<&str> = open.iter().take(3).map(String::as_str).collect();
                    let kept: String = text.trim().chars().take(KEPT).collect();
                    let kept = Some(redact::queries(&kept).into_owned());
                    match names.as_slice() {
                        ["Error", "Code"] => code = kept,
                        ["Error", "Message"] => message = kept,
                        ["Error", "RequestId"] => request_id = kept,
                        _ => {}
                    }
                    open.pop();
                    text.clear();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Some(Self { code: code?, message, request_id })
    }

    /// What kind of failure it is, such as `AccessDenied` or `SlowDown`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The failure in words.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// By what the host knows the request, for a question to its operators.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_texts_are_kept_and_nothing_else() {
        let body = r#"<?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>SignatureDoesNotMatch</Code><Message>It &amp; the key differ &#38; &lt;so&gt;</Message>
            <AWSAccessKeyId>planted</AWSAccessKeyId><StringToSign>planted</StringToSign>
            <Detail><Code>planted</Code></Detail><RequestId>4442587FB7D0A2F9</RequestId></Error>"#;
        let error = StorageError::read(body).unwrap();
        assert_eq!(error.code(), "SignatureDoesNotMatch");
        assert_eq!(error.message(), Some("It & the key differ & <so>"));
        assert_eq!(error.request_id(), Some("4442587FB7D0A2F9"));
        assert!(!format!("{error:?}").contains("planted"), "{error:?}");
    }

    #[test]
    fn texts_are_shortened_and_hold_neither_queries_nor_what_stands_around_them() {
        let long = "x".repeat(KEPT + 1);
        let body = format!(
            "<Error>planted<Code>{long}</Code><Message><a>planted</a>at https://a/b?planted \
             now</Message><RequestId>1</RequestId></Error>"
        );
        let error = StorageError::read(&body).unwrap();
        assert_eq!(error.code(), &long[1..]);
        assert_eq!(error.message(), Some("at https://a/b?… now"));
    }

    #[test]
    fn what_is_no_such_xml_is_none() {
        for body in
            ["", "{}", "<html><body>502</body></html>", "<Error><Code>a", "<Error/>", "<a>&b;"]
        {
            assert_eq!(StorageError::read(body), None, "{body}");
        }
    }
}
