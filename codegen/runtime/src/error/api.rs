//! What the service itself says about a failure.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::redact;

/// The body of an answer that reports a failure, as far as it is JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    body: Value,
    message: Option<String>,
}

impl ApiError {
    /// Reads a body. The message is the first text that one of the pointers leads to.
    pub(crate) fn read(body: &str, message_at: &[&str]) -> Option<Self> {
        let body: Value = serde_json::from_str(body).ok()?;
        if !body.is_object() {
            return None;
        }
        let message = message_at.iter().find_map(|pointer| body.pointer(pointer)?.as_str());
        let message = message.map(str::to_owned);
        Some(Self { body, message })
    }

    /// Keeps the message, without the query of any address in it, and drops the rest.
    pub(crate) fn message_alone(self) -> Self {
        let message = self.message.map(|message| redact::queries(&message).into_owned());
        Self { body: Value::Null, message }
    }

    /// The service's message, as it was sent.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The whole body, with whatever else the service put into it; null where the operation is one
    /// whose answers may hold something sensitive.
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// The body as a documented type; `None` where it has another form.
    pub fn decode<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AT: &[&str] = &["/error/message", "/error"];

    #[test]
    fn the_message_is_found_in_both_forms() {
        let message = |body: &str| ApiError::read(body, AT)?.message().map(str::to_owned);
        let object = r#"{"error":{"message":"File not found","status_code":404}}"#;
        assert_eq!(message(object).as_deref(), Some("File not found"));
        assert_eq!(message(r#"{"error":"no such endpoint"}"#).as_deref(), Some("no such endpoint"));
        assert_eq!(message(r#"{"error":{"status_code":404}}"#), None);
        assert_eq!(ApiError::read("<html>", AT), None);
        assert_eq!(ApiError::read("[1]", AT), None);
    }
}
