//! What a service sends that its document does not list, made visible.

mod fields;
mod observe;

use std::fmt;
use std::sync::Arc;

use reqwest::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::operation::Operation;
use crate::redact::Hidden;

pub use observe::{Observe, Observer};

/// What the caller does with reports.
pub(crate) type OnDrift = Hidden<Arc<dyn Fn(&DriftReport) + Send + Sync>>;

/// Where an answer holds what the document does not list.
///
/// Nothing of it is lost to meaning: such an answer is accepted. It tells a maintainer what to add
/// to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriftReport {
    operation: &'static str,
    status: StatusCode,
    findings: Vec<Drift>,
}

/// One thing that the document does not list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Drift {
    /// A field. Its value is not repeated.
    #[non_exhaustive]
    UnknownField {
        /// Where it stands, such as `versions[0].etag`.
        json_path: String,
        /// What it holds: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`.
        holds: &'static str,
    },
    /// A value of an enum.
    #[non_exhaustive]
    UnknownValue {
        /// Where it stands, such as `versions[0].status`.
        json_path: String,
        /// The value.
        value: String,
    },
    /// A value that is of none of the documented types. It is not repeated.
    #[non_exhaustive]
    UnknownForm {
        /// Where it stands, such as `versions[0].data`.
        json_path: String,
        /// What it holds: `null`, `boolean`, `integer`, `number`, `string`, `array` or `object`.
        holds: &'static str,
    },
}

impl DriftReport {
    /// The operation, by its documented id such as `getFile`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The status of the answer, which may be that of a failure.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What is not documented; never empty.
    pub fn findings(&self) -> &[Drift] {
        &self.findings
    }
}

impl Drift {
    /// Where it stands in the answer, such as `versions[0].status`. A name that is no identifier
    /// stands in brackets and quotes.
    pub fn json_path(&self) -> &str {
        match self {
            Self::UnknownField { json_path, .. }
            | Self::UnknownValue { json_path, .. }
            | Self::UnknownForm { json_path, .. } => json_path,
        }
    }
}

impl fmt::Display for DriftReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: not documented: ", self.operation, self.status.as_u16())?;
        for (index, finding) in self.findings.iter().enumerate() {
            let joint = if index == 0 { "" } else { "; " };
            write!(f, "{joint}{finding}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownField { json_path, holds } => write!(f, "field `{json_path}` ({holds})"),
            Self::UnknownValue { json_path, value } => {
                write!(f, "value {value:?} at `{json_path}`")
            }
            Self::UnknownForm { json_path, holds } => write!(f, "form of `{json_path}` ({holds})"),
        }
    }
}

/// What of an answer is not documented, if anything.
pub(crate) fn report<T: Observe + ?Sized>(
    operation: &Operation,
    status: StatusCode,
    json: &Value,
    value: &T,
) -> Option<DriftReport> {
    let mut observer = Observer::new(json);
    value.observe(&mut observer);
    let findings = observer.findings;
    let operation = operation.id;
    (!findings.is_empty()).then_some(DriftReport { operation, status, findings })
}

/// How much of the JSON a decoded value does not account for; `None` where it is of another form.
pub(crate) fn misses<T: Observe + ?Sized>(json: &Value, value: &T) -> Option<usize> {
    let mut observer = Observer::new(json);
    value.observe(&mut observer);
    // A number that is not listed is still nearer to a whole number than one with a fraction is.
    let widened = if observer.is_widened { 2 } else { 0 };
    (!observer.is_mistaken).then_some(observer.findings.len() + widened)
}

/// Reads the body of a failure as its documented type and reports on it.
pub(crate) fn report_failure<T: DeserializeOwned + Observe>(
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
) -> Option<DriftReport> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let value = T::deserialize(&json).ok()?;
    report(operation, status, &json, &value)
}
