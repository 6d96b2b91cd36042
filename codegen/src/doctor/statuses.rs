//! Failures that an operation can answer with and does not declare: 401 where it needs a credential, 429
//! anywhere, and what recorded exchanges show.

mod answers;

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::Patient;
use super::action::quoted;
use super::finding::Found;
use super::fixtures::Status;
use super::mend::{Edit, Why};
use crate::document::{Document, OperationNode};
use crate::pointer::Pointer;
use answers::{answer, body, takes};

pub(super) use answers::of_bodies;

pub(super) const NAME: &str = "undeclared-status";

/// A failure that is not peculiar to an operation.
struct Failure {
    status: &'static str,
    meaning: &'static str,
    reason: &'static str,
    evidence: &'static str,
    /// What a component for it is called.
    names: [&'static str; 4],
}

const FAILURES: [Failure; 2] = [
    Failure {
        status: "401",
        meaning: "There is no credential, or none that is valid.",
        reason: "a credential can be missing or have expired",
        evidence: "certain: the operation needs a credential",
        names: ["unauthorized", "unauthenticated", "missingcredentials", "notauthenticated"],
    },
    Failure {
        status: "429",
        meaning: "There were too many requests. Wait before the next one.",
        reason: "the service limits how often it can be called",
        evidence: "likely: a limit on calls holds for every operation",
        names: ["toomanyrequests", "ratelimit", "ratelimited", "ratelimitexceeded"],
    },
];

/// From how many operations on a mend is aimed at all of them at once.
const MANY: usize = 4;

/// How many of them are named in its description.
const FEW: usize = 6;

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let mut told: HashSet<(&Pointer, &str)> = HashSet::new();
    for failure in &FAILURES {
        told.extend(general(patient, failure, found));
    }
    recorded(patient, &told, found);
}

/// Where an operation lacks the failure. Gives those of which exchanges show it, and show nothing else.
fn general<'p>(
    patient: &'p Patient<'_>,
    failure: &Failure,
    found: &mut Vec<Found>,
) -> Vec<(&'p Pointer, &'p str)> {
    let operations = patient.document.operations();
    let lacking: Vec<&OperationNode<'_>> = operations
        .iter()
        .filter(|operation| is_missing(patient.document, operation, failure.status))
        .collect();
    let (accepted, left): (Vec<&OperationNode<'_>>, Vec<_>) =
        lacking.into_iter().partition(|operation| {
            patient.allowances.covers(NAME, &operation.pointer.child("responses"))
        });
    let answer = answer(patient.whole, failure);
    let shown = patient.evidence.iter().flat_map(|evidence| &evidence.statuses);
    let shown = shown.filter(|shown| shown.status == failure.status);
    // What was recorded can be something else, such as a page of HTML.
    let (same, other): (Vec<&Status<'_>>, Vec<&Status<'_>>) =
        shown.partition(|shown| takes(patient.whole, &answer, &shown.bodies));
    let others: HashSet<&Pointer> = other.iter().map(|shown| &shown.operation).collect();
    let (apart, left): (Vec<&OperationNode<'_>>, Vec<_>) =
        left.into_iter().partition(|operation| others.contains(&operation.pointer));
    let apart: Option<Vec<&str>> = apart
        .into_iter()
        .map(|operation| operation.node.get("operationId").and_then(Value::as_str))
        .collect();
    match apart {
        Some(apart) if left.len() >= MANY && accepted.is_empty() => {
            found.push(many(patient, failure, &left, &apart, &answer));
        }
        _ => found
            .extend(left.into_iter().map(|operation| one(patient, failure, operation, &answer))),
    }
    same.into_iter().map(|shown| (&shown.operation, shown.status.as_str())).collect()
}

fn many(
    patient: &Patient<'_>,
    failure: &Failure,
    lacking: &[&OperationNode<'_>],
    apart: &[&str],
    answer: &Value,
) -> Found {
    let Failure { status, reason, .. } = failure;
    let names: Vec<String> =
        lacking.iter().map(|operation| format!("`{}`", operation.name())).collect();
    let message =
        format!("{} operations do not declare status {status}, though {reason}", lacking.len());
    let places: Vec<Pointer> =
        lacking.iter().map(|operation| operation.pointer.child("responses")).collect();
    let first = places.first().cloned().unwrap_or_default();
    let problem = patient.document.problem(&first, message, help(failure));
    let problem =
        lacking.iter().zip(&places).skip(1).take(2).fold(problem, |problem, (operation, at)| {
            let place = patient.document.places.locate(at);
            problem.related(format!("so it is with `{}`", operation.name()), place.clone())
        });
    let listed = match names.get(..FEW).filter(|_| names.len() > FEW + 1) {
        Some(few) => format!("{} and {} more", few.join(", "), names.len() - FEW),
        None => names.join(", "),
    };
    let description = format!(
        "Status {status} is not documented for these operations, though {reason}: {listed}."
    );
    let target = aim(patient.whole, failure, patient.tags, apart);
    let edit = Edit::aimed(target, places, json!({ (*status): answer }));
    Found::new(NAME, problem, Why::new(description, failure.evidence), vec![edit])
}

fn one(
    patient: &Patient<'_>,
    failure: &Failure,
    operation: &OperationNode<'_>,
    answer: &Value,
) -> Found {
    let at = operation.pointer.child("responses");
    let message = format!("status {} is not declared, though {}", failure.status, failure.reason);
    let problem = patient.document.problem(&at, message, help(failure)).operation(operation.name());
    let why = Why::new(
        format!("Status {} is not documented, though {}.", failure.status, failure.reason),
        failure.evidence,
    );
    let edit = Edit::merge(&at, json!({ failure.status: answer }));
    Found::new(NAME, problem, why, vec![edit])
}

fn help(failure: &Failure) -> String {
    format!(
        "the documentation of the call does not prepare a caller for it, and its body is described \
         nowhere; declare {} with the body of an error",
        failure.status
    )
}

/// The statuses that recorded exchanges show, but those that were told already.
fn recorded(patient: &Patient<'_>, told: &HashSet<(&Pointer, &str)>, found: &mut Vec<Found>) {
    let Some(evidence) = &patient.evidence else { return };
    let operations = patient.document.operations();
    let operations: HashMap<&Pointer, &OperationNode<'_>> =
        operations.iter().map(|operation| (&operation.pointer, operation)).collect();
    for shown in &evidence.statuses {
        let Some(operation) = operations.get(&shown.operation) else { continue };
        let status = &shown.status;
        if told.contains(&(&shown.operation, status.as_str()))
            && is_missing(patient.document, operation, status)
        {
            continue;
        }
        let at = operation.pointer.child("responses");
        let message =
            format!("status {status} is not declared, and {} it", evidence.show(&shown.sightings));
        let help = "the documentation of the call does not prepare a caller for it, and its body is \
                    described nowhere; declare it";
        let problem = patient.document.problem(&at, message, help).operation(operation.name());
        let problem = evidence.relate(problem, &shown.sightings);
        let why = Why::new(
            format!("Status {status} is not documented, but the service answers with it."),
            evidence.certain(&shown.sightings),
        );
        // Of a page of HTML, or of nothing, there is no schema.
        let schema = match shown.bodies.is_empty() {
            true => None,
            false => Some(of_bodies(patient, status, &shown.bodies)),
        };
        let answer = body("As recorded.", &shown.media_type, schema);
        let edit = Edit::merge(&at, json!({ status: answer }));
        found.push(Found::new(NAME, problem, why, vec![edit]));
    }
}

/// Whether an operation can answer with a status and does not say so.
fn is_missing(document: &Document, operation: &OperationNode<'_>, status: &str) -> bool {
    let responses = operation.node.get("responses");
    let Some(responses) = responses.and_then(Value::as_object) else { return false };
    let is_declared =
        [status, "4XX", "4xx", "default"].iter().any(|key| responses.contains_key(*key));
    let security = operation.node.get("security").or_else(|| document.value.get("security"));
    !is_declared && (status != "401" || needs_credential(security))
}

fn needs_credential(security: Option<&Value>) -> bool {
    let choices = security.and_then(Value::as_array);
    choices.is_some_and(|choices| {
        let needs = |choice: &Value| choice.as_object().is_some_and(|map| !map.is_empty());
        !choices.is_empty() && choices.iter().all(needs)
    })
}

/// All selected operations that lack a status, but those of which another is known.
fn aim(document: &Document, failure: &Failure, tags: &[String], apart: &[&str]) -> String {
    let lacks = ["4XX", "4xx", failure.status].map(|key| format!("!@.responses[{}]", quoted(key)));
    let mut filter = format!("@.responses && !@.responses.default && {}", lacks.join(" && "));
    if failure.status == "401" {
        let own = "@.security[0] && !@.security[?!@.*]";
        filter.push_str(&match needs_credential(document.value.get("security")) {
            true => format!(" && (!@.security || ({own}))"),
            false => format!(" && {own}"),
        });
    }
    if !tags.is_empty() {
        let wanted = tags.iter().map(|tag| format!("@ == {}", quoted(tag)));
        let wanted = wanted.collect::<Vec<_>>().join(" || ");
        filter.push_str(&format!(" && @.tags[?{wanted}]"));
    }
    for name in apart {
        filter.push_str(&format!(" && @.operationId != {}", quoted(name)));
    }
    format!("$.paths.*[?{filter}].responses")
}
