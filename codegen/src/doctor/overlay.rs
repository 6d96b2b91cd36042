//! All actions as one overlay, after which nothing is found any more.

use std::collections::HashSet;

use serde_json::json;

use super::action::{self, Action};
use super::{Checkup, Finding, examine};
use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Document, Source};

/// How often a mend may lead to another finding, which is mended in turn.
const MOST_ROUNDS: usize = 8;

/// An overlay of everything that the findings would do, to be laid over the same document after the
/// overlays that it came with. What is found only when they are mended (a component that nothing leads to
/// any more, a default of what has become optional) is mended by it as well.
///
/// Beside it is what is to be said of actions that cannot be laid over, which are left out. So are, without
/// a word, those whose work another has done already.
pub fn overlay_of(
    checkup: &Checkup,
    findings: &[Finding],
) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
    let Checkup { document, overlays, allow_stale, .. } = checkup;
    let mut said = Vec::new();
    let read = crate::pipeline::read_corrected(document, overlays, *allow_stale, &mut said);
    let Some(mut document) = read else { return Err(said) };
    let mut actions = Vec::new();
    let mut left_out = Vec::new();
    let mut findings = findings.to_vec();
    for _ in 0..MOST_ROUNDS {
        let (laid, problems) = lay_over(&mut document, distinct(&findings))?;
        left_out.extend(problems);
        if laid.is_empty() {
            break;
        }
        actions.extend(laid);
        // It was read once, and what is said of it was said.
        findings = examine(&document, checkup, &mut Vec::new())
            .map(|report| report.findings)
            .unwrap_or_default();
    }
    Ok((action::overlay_yaml(&actions), left_out))
}

/// The actions of all findings, each once.
fn distinct(findings: &[Finding]) -> Vec<Action> {
    // Findings that are mended together have the same actions, and two can have the same mend.
    let mut lists: HashSet<*const Action> = HashSet::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut actions: Vec<Action> = Vec::new();
    for finding in findings.iter().filter(|finding| lists.insert(finding.actions.as_ptr())) {
        let what = finding.actions.iter().map(|one| (&one.target, one.change_to_json()));
        if known.insert(json!(what.collect::<Vec<_>>()).to_string()) {
            actions.extend(finding.actions.iter().cloned());
        }
    }
    action::joined(actions)
}

/// Lays actions over a document. Gives those that changed something, and what is wrong with others.
fn lay_over(
    document: &mut Document,
    mut actions: Vec<Action>,
) -> Result<(Vec<Action>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let source =
        Source { name: "the actions of doctor".to_owned(), text: action::overlay_yaml(&actions) };
    let overlay = crate::load(&source)?;
    let problems = crate::overlay::apply_reporting(document, &overlay, false);
    let problems = problems.map_err(|problem| vec![problem])?;
    let idle: HashSet<usize> = problems.iter().filter_map(action_of).collect();
    let problems = problems.into_iter().filter(|problem| problem.level() == Level::Error);
    let mut problems: Vec<Diagnostic> = problems.map(Diagnostic::warning).collect();
    Diagnostic::finish(&mut problems, &[&source]);
    let mut index = 0..;
    actions.retain(|_| index.next().is_none_or(|index| !idle.contains(&index)));
    Ok((actions, problems))
}

/// The action of an overlay that something is said of.
fn action_of(problem: &Diagnostic) -> Option<usize> {
    let mut tokens = problem.node()?.tokens();
    tokens.next().filter(|first| first == "actions")?;
    tokens.next()?.parse().ok()
}
