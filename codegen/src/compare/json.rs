//! A comparison as a program reads it.

use serde_json::{Value, json};

use super::Comparison;
use super::change::{Change, Severity};

pub(super) fn objects(comparison: &Comparison) -> Vec<Value> {
    let changes = comparison.changes.iter().map(object);
    changes.chain([summary(comparison)]).collect()
}

/// Every field is there in every object; what is not known is null.
fn object(change: &Change) -> Value {
    let place = change.place.as_ref();
    json!({
        "reason": "change",
        "kind": change.kind.as_str(),
        "severity": change.severity.as_str(),
        "behaviour": change.behaviour,
        "path": change.path,
        "what": change.what,
        "documented": change.documented,
        "operation": change.operation,
        "side": change.side.as_str(),
        "file": place.map(|place| &*place.file),
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column),
    })
}

fn summary(comparison: &Comparison) -> Value {
    let release = &comparison.release;
    json!({
        "reason": "summary",
        "success": true,
        "severity": comparison.severity().map(Severity::as_str),
        "breaking": comparison.count(Severity::Breaking),
        "additive": comparison.count(Severity::Additive),
        "documentation": comparison.count(Severity::Documentation),
        "old_version": release.old,
        "new_version": release.new,
        "suggested_version": release.suggested,
        "new_version_is_enough": !matches!(release.verdict, super::Verdict::TooSmall | super::Verdict::Smaller),
        "changelog": comparison.changelog(),
    })
}
