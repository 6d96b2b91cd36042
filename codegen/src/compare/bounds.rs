//! Bounds that a caller's values are checked against.

use super::change::Severity;
use crate::surface::{Bound, REPETITION};

/// What became of the bounds, if anything did: the severity, and a sentence for all of them.
pub(super) fn compare(old: &[Bound], new: &[Bound]) -> Option<(Severity, String)> {
    let (severity, said) = differences(old, new)?;
    let way = if severity == Severity::Breaking { "takes less" } else { "takes more" };
    Some((severity, format!("{way}: {said}")))
}

/// The same of what is only read, where nothing is checked.
pub(super) fn documented(old: &[Bound], new: &[Bound]) -> Option<String> {
    let (_, said) = differences(old, new)?;
    Some(format!("is documented with other bounds: {said}"))
}

fn differences(old: &[Bound], new: &[Bound]) -> Option<(Severity, String)> {
    let find = |all: &[Bound], name: &str| all.iter().find(|bound| bound.name == name).cloned();
    let mut said = Vec::new();
    let mut severity = Severity::Additive;
    for bound in old {
        match find(new, &bound.name) {
            Some(after) if after == *bound => {}
            after => {
                if after.as_ref().is_some_and(|after| !after.admits(bound)) {
                    severity = Severity::Breaking;
                }
                said.push(difference(&bound.name, Some(bound), after.as_ref()));
            }
        }
    }
    for bound in new.iter().filter(|bound| find(old, &bound.name).is_none()) {
        severity = Severity::Breaking;
        said.push(difference(&bound.name, None, Some(bound)));
    }
    (!said.is_empty()).then(|| (severity, said.join("; ")))
}

fn difference(name: &str, was: Option<&Bound>, is: Option<&Bound>) -> String {
    // A yes or no, and no number.
    if let Some(of) = name.strip_prefix(REPETITION) {
        return match is {
            Some(_) => format!("no item twice{of}, which could be"),
            None => format!("an item twice{of}, which could not be"),
        };
    }
    match (was, is) {
        (Some(was), Some(is)) => format!("{name} {}, was {}", is.value, was.value),
        (Some(was), None) => format!("no {name}, was {}", was.value),
        (None, is) => {
            let value = is.map(|is| is.value.to_string()).unwrap_or_default();
            format!("{name} {value}, where there was none")
        }
    }
}
