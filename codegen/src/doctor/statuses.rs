//! Failures that an operation can answer with and does not declare: 401 where it needs a credential, 429
//! anywhere, and what recorded exchanges show.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::Patient;
use super::action::{Effect, quoted};
use super::finding::Finding;
use super::infer::Inference;
use super::mend::Words;
use crate::document::{Document, OperationNode, operations_of};
use crate::pointer::Pointer;

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

/// From how many operations on a component that they share is taken for that of a status.
const SHARED: usize = 3;

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Finding>) {
    for failure in &FAILURES {
        general(patient, failure, found);
    }
    recorded(patient, found);
}

fn general(patient: &Patient<'_>, failure: &Failure, found: &mut Vec<Finding>) {
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
    if left.len() < MANY || !accepted.is_empty() {
        found.extend(left.into_iter().map(|operation| one(patient, failure, operation, &answer)));
    } else if let Some(first) = left.first() {
        let names: Vec<String> =
            left.iter().map(|operation| format!("`{}`", operation.name())).collect();
        let message = format!(
            "{} operations do not declare status {}, though {}",
            left.len(),
            failure.status,
            failure.reason
        );
        let at = first.pointer.child("responses");
        let problem = patient.document.problem(&at, message, help(failure));
        let problem = left.iter().skip(1).take(2).fold(problem, |problem, operation| {
            let place = patient.document.places.locate(&operation.pointer.child("responses"));
            problem.related(format!("so it is with `{}`", operation.name()), place.clone())
        });
        let description = format!(
            "Status {} is not documented for these operations, though {}: {}.",
            failure.status,
            failure.reason,
            match names.get(..FEW).filter(|_| names.len() > FEW + 1) {
                Some(few) => format!("{} and {} more", few.join(", "), names.len() - FEW),
                None => names.join(", "),
            }
        );
        let words = Words { description: &description, evidence: failure.evidence };
        let update = Effect::Update(json!({ failure.status: answer }));
        let action = words.aimed(aim(patient.whole, failure), update);
        found.push(Finding::new(NAME, problem, vec![action]));
    }
}

fn one(
    patient: &Patient<'_>,
    failure: &Failure,
    operation: &OperationNode<'_>,
    answer: &Value,
) -> Finding {
    let at = operation.pointer.child("responses");
    let message = format!("status {} is not declared, though {}", failure.status, failure.reason);
    let problem = patient.document.problem(&at, message, help(failure)).operation(operation.name());
    let words = Words {
        description: &format!(
            "Status {} is not documented, though {}.",
            failure.status, failure.reason
        ),
        evidence: failure.evidence,
    };
    let action = words.update(&patient.whole.value, &at, json!({ failure.status: answer }));
    Finding::new(NAME, problem, vec![action])
}

fn help(failure: &Failure) -> String {
    format!(
        "the documentation of the call does not prepare a caller for it, and its body is described \
         nowhere; declare {} with the body of an error",
        failure.status
    )
}

/// The statuses that recorded exchanges show.
fn recorded(patient: &Patient<'_>, found: &mut Vec<Finding>) {
    let Some(evidence) = &patient.evidence else { return };
    for shown in &evidence.statuses {
        let Some(operation) =
            patient.document.operations().into_iter().find(|one| one.pointer == shown.operation)
        else {
            continue;
        };
        let is_general = FAILURES.iter().any(|failure| {
            failure.status == shown.status
                && is_missing(patient.document, &operation, failure.status)
        });
        if is_general {
            continue;
        }
        let at = operation.pointer.child("responses");
        let status = &shown.status;
        let message =
            format!("status {status} is not declared, and {} it", evidence.show(&shown.sightings));
        let help = "the documentation of the call does not prepare a caller for it, and its body is \
                    described nowhere; declare it";
        let problem = patient.document.problem(&at, message, help).operation(operation.name());
        let problem = evidence.relate(problem, &shown.sightings);
        let words = Words {
            description: &format!(
                "Status {status} is not documented, but the service answers with it."
            ),
            evidence: &evidence.certain(&shown.sightings),
        };
        let schema =
            match status.starts_with(['4', '5']).then(|| error_schema(patient.whole)).flatten() {
                Some(schema) => Some(schema),
                None if shown.bodies.is_empty() => None,
                None => Some(Inference::of(patient).schema(&shown.bodies, None)),
            };
        let answer = body("As recorded.", schema);
        let action = words.update(&patient.whole.value, &at, json!({ status: answer }));
        found.push(Finding::new(NAME, problem, vec![action]));
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

/// All operations that lack a status.
fn aim(document: &Document, failure: &Failure) -> String {
    let lacks = ["4XX", "4xx", failure.status].map(|key| format!("!@.responses[{}]", quoted(key)));
    let mut filter = format!("@.responses && !@.responses.default && {}", lacks.join(" && "));
    if failure.status == "401" {
        let own = "@.security[0] && !@.security[?!@.*]";
        filter.push_str(&match needs_credential(document.value.get("security")) {
            true => format!(" && (!@.security || ({own}))"),
            false => format!(" && {own}"),
        });
    }
    format!("$.paths.*[?{filter}].responses")
}

/// The answer to declare: a component of that meaning, or the body of an error.
fn answer(document: &Document, failure: &Failure) -> Value {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for operation in operations_of(&document.value) {
        let answer = operation.node.get("responses").and_then(|all| all.get(failure.status));
        if let Some(reference) = answer.and_then(|answer| answer.get("$ref")?.as_str()) {
            *counts.entry(reference).or_default() += 1;
        }
    }
    let shared = counts.into_iter().filter(|(_, count)| *count >= SHARED);
    let shared = shared.max_by_key(|(reference, count)| (*count, std::cmp::Reverse(*reference)));
    if let Some((reference, _)) = shared {
        return json!({ "$ref": reference });
    }
    let components = document.value.pointer("/components/responses").and_then(Value::as_object);
    let named = components.into_iter().flatten().map(|(name, _)| name).find(|name| {
        let plain = name.to_lowercase();
        let plain = plain.trim_end_matches("error").trim_end_matches("response");
        failure.names.contains(&plain)
    });
    match named {
        Some(name) => {
            let at = Pointer::of(&["components", "responses", name]);
            json!({ "$ref": at.to_string() })
        }
        None => body(failure.meaning, error_schema(document)),
    }
}

fn body(description: &str, schema: Option<Value>) -> Value {
    let mut out = Map::from_iter([("description".to_owned(), json!(description))]);
    if let Some(schema) = schema {
        out.insert("content".to_owned(), json!({ "application/json": { "schema": schema } }));
    }
    Value::Object(out)
}

/// The schema of error bodies: the one that says where its message is, else the one that most failures
/// refer to.
fn error_schema(document: &Document) -> Option<Value> {
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    let hinted =
        schemas.into_iter().flatten().find(|(_, schema)| schema.get("x-error-message").is_some());
    if let Some((name, _)) = hinted {
        return Some(json!({ "$ref": Pointer::of(&["components", "schemas", name]).to_string() }));
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for operation in operations_of(&document.value) {
        let answers = operation.node.get("responses").and_then(Value::as_object);
        for (_, answer) in answers.into_iter().flatten().filter(|(s, _)| s.starts_with(['4', '5']))
        {
            let followed = super::schemas::follow(&document.value, answer, Pointer::root());
            let schema =
                followed.and_then(|(a, _)| a.pointer("/content/application~1json/schema/$ref"));
            if let Some(reference) = schema.and_then(Value::as_str) {
                *counts.entry(reference).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(reference, n)| (*n, std::cmp::Reverse(*reference)));
    most.map(|(reference, _)| json!({ "$ref": reference }))
}
