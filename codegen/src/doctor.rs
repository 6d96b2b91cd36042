//! Beside the pipeline: what is valid in a document and does harm, each with the overlay action that
//! would mend it.
//!
//! The document is looked at with its overlays and the operations that are wanted, before anything is
//! rewritten. Each check is a function in a file of its own. What recorded exchanges show is gathered
//! once, by `fixtures`, and read by the checks that need it.

mod action;
mod allow;
mod bounds;
mod defaults;
mod finding;
mod fixtures;
mod formats;
mod infer;
mod keys;
mod look_alikes;
mod mend;
mod overlay;
mod parts;
mod report;
mod schemas;
mod seen;
mod single_value;
mod sizes;
mod statuses;
mod untyped;
mod unused;

pub use action::{Action, Effect};
pub use finding::Finding;
pub use fixtures::{Fixture, NEED_FIXTURES};
pub use overlay::overlay_of;
pub use report::Report;

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Source};
use crate::pipeline::{has_error, read_corrected, sources};
use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::{check, hints, select};
use allow::Allowances;
use finding::Found;
use fixtures::{Evidence, Exchange};
use infer::Inference;
use schemas::Schema;

/// A check: its name, and what it adds to the findings.
type Check = (&'static str, fn(&Patient<'_>, &mut Vec<Found>));

/// The checks in the order in which their findings are told.
const RUNS: [Check; 12] = [
    (fixtures::BREACHES, fixtures::breached_constraints),
    (fixtures::FIELDS, fixtures::undocumented_fields),
    (look_alikes::NAME, look_alikes::check),
    (defaults::NAME, defaults::check),
    (statuses::NAME, statuses::check),
    (untyped::ARRAYS, untyped::arrays),
    (untyped::OBJECTS, untyped::objects),
    (sizes::NARROW, sizes::narrow),
    (sizes::UNBOUNDED, sizes::unbounded),
    (single_value::NAME, single_value::check),
    (unused::NAME, unused::check),
    (allow::NAME, |_, _| {}),
];

/// The names of all checks, in the order in which their findings are told.
pub fn checks() -> [&'static str; RUNS.len()] {
    RUNS.map(|(name, _)| name)
}

/// What to look at.
#[derive(Clone, Debug)]
pub struct Checkup {
    /// The OpenAPI 3.0 document.
    pub document: Tree,
    /// The overlays, applied in order.
    pub overlays: Vec<Source>,
    /// The tags whose operations are looked at; all operations where there is none.
    pub tags: Vec<String>,
    /// Whether an overlay action that matches nothing is a warning.
    pub allow_stale: bool,
    /// The exchanges to hold the document against; `None` leaves out what needs them.
    pub fixtures: Option<Vec<Fixture>>,
    /// The checks to run; all of them where there is none.
    pub checks: Vec<String>,
}

/// Looks at a document. Fails where it, an overlay or a fixture cannot be read.
pub fn doctor(checkup: &Checkup) -> Result<Report, Vec<Diagnostic>> {
    let mut said = Vec::new();
    let fixtures = checkup.fixtures.as_deref();
    let Checkup { document, overlays, allow_stale, .. } = checkup;
    let whole = read_corrected(document, overlays, *allow_stale, &mut said);
    let others = whole.as_ref().map(|whole| whole.origin.files.clone());
    let mut sources = sources(document, others.as_deref().map_or(&[], Vec::as_slice), overlays);
    sources.extend(fixtures.into_iter().flatten().map(|fixture| &fixture.source));
    let report = whole.and_then(|whole| examine(&whole, checkup, &mut said));
    Diagnostic::finish(&mut said, &sources);
    let Some(mut report) = report else { return Err(said) };
    Diagnostic::finish(&mut report.refused, &sources);
    report.warnings = said;
    report.arrange(&sources);
    Ok(report)
}

fn examine(whole: &Document, checkup: &Checkup, said: &mut Vec<Diagnostic>) -> Option<Report> {
    let Checkup { tags, fixtures, checks, .. } = checkup;
    said.extend(select::check_tags(whole, tags));
    let mut kept = whole.clone();
    hints::keep_for_doctor(&mut kept.value);
    let selected = match select::select_reporting(&kept, tags) {
        Ok((selected, problems)) => {
            said.extend(problems);
            selected
        }
        Err(nothing_left) => {
            said.push(nothing_left);
            return None;
        }
    };
    let mut keep = |problems: Vec<Diagnostic>| said.extend(problems);
    let exchanges = fixtures.as_deref().map(Exchange::read).transpose().map_err(&mut keep);
    let exchanges = exchanges.ok().flatten();
    let evidence = exchanges.as_deref().map(|all| Evidence::gather(&selected, all)).transpose();
    let evidence = evidence.map_err(&mut keep).ok().flatten();
    if has_error(said) {
        return None;
    }
    let refused = check::check(&selected, Vec::new()).err().unwrap_or_default();
    let is_wanted = |name: &str| checks.is_empty() || checks.iter().any(|check| check == name);
    let schemas = schemas::all(&selected);
    let patient = Patient {
        whole,
        document: &selected,
        tags,
        index: schemas.iter().enumerate().map(|(i, one)| (one.pointer.clone(), i)).collect(),
        schemas,
        allowances: Allowances::of(&selected, &kept),
        inference: Inference::of(&selected),
        evidence,
    };
    let mut found = Vec::new();
    let mut ran = HashSet::new();
    for (name, run) in RUNS {
        let is_possible = patient.evidence.is_some() || !NEED_FIXTURES.contains(&name);
        if is_wanted(name) && is_possible {
            let known = found.len();
            run(&patient, &mut found);
            let fresh = found.split_off(known);
            found.extend(fresh.into_iter().filter(|one| !patient.allowances.silence(one)));
            ran.insert(name);
        }
    }
    if is_wanted(allow::NAME) {
        found.extend(patient.allowances.stale(&patient, &ran));
    }
    let actions = mend::actions(&whole.value, &found);
    let findings = found.into_iter().zip(actions).map(|(found, actions)| found.with(actions));
    let findings = findings.collect();
    let exchanges = patient.evidence.map(|evidence| evidence.counts);
    let exchanges = exchanges.unwrap_or_default();
    Some(Report { findings, refused, warnings: Vec::new(), exchanges })
}

/// What the checks look at.
struct Patient<'d> {
    /// The corrected document: what actions are applied to.
    whole: &'d Document,
    /// What of it is selected, with the hints alone.
    document: &'d Document,
    /// The tags that were selected; none where all operations are.
    tags: &'d [String],
    /// Every schema of what is selected.
    schemas: Vec<Schema<'d>>,
    /// Which of them stands at a place.
    index: HashMap<Pointer, usize>,
    allowances: Allowances,
    inference: Inference,
    evidence: Option<Evidence<'d>>,
}

impl Patient<'_> {
    /// A problem of a schema, or of something in it.
    fn problem(
        &self,
        schema: &Schema<'_>,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        self.problem_in(schema.operation.as_deref(), pointer, message, help)
    }

    /// A problem of the schema at a place.
    fn problem_at(
        &self,
        schema: &Pointer,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let schema = self.index.get(schema).and_then(|index| self.schemas.get(*index));
        let operation = schema.and_then(|schema| schema.operation.as_deref());
        self.problem_in(operation, pointer, message, help)
    }

    fn problem_in(
        &self,
        operation: Option<&str>,
        pointer: &Pointer,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let problem = self.document.problem(pointer, message, help);
        match operation.filter(|_| pointer.as_str().starts_with("/paths/")) {
            Some(operation) => problem.operation(operation),
            None => problem,
        }
    }
}
