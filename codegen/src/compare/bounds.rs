//! Bounds that a caller's values are checked against.

use super::change::Severity;
use crate::surface::Bound;

/// What became of the bounds, if anything did: the severity, and a sentence for all of them.
pub(super) fn compare(old: &[Bound], new: &[Bound]) -> Option<(Severity, String)> {
    let find = |all: &[Bound], name: &str| all.iter().find(|bound| bound.name == name).cloned();
    let mut said = Vec::new();
    let mut severity = Severity::Additive;
    for bound in old {
        let name = &bound.name;
        match find(new, name) {
            None => said.push(format!("no {name}, was {}", bound.value)),
            Some(after) if after == *bound => {}
            Some(after) => {
                if !after.admits(bound) {
                    severity = Severity::Breaking;
                }
                said.push(format!("{name} {}, was {}", after.value, bound.value));
            }
        }
    }
    for bound in new.iter().filter(|bound| find(old, &bound.name).is_none()) {
        severity = Severity::Breaking;
        said.push(format!("{} {}, was none", bound.name, bound.value));
    }
    let way = if severity == Severity::Breaking { "takes less" } else { "takes more" };
    (!said.is_empty()).then(|| (severity, format!("{way}: {}", said.join(", "))))
}
