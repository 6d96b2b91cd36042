//! All findings of a document, in the order of reading.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;

use super::action::{self, Action};
use super::checks;
use super::finding::Finding;
use super::fixtures::Counts;
use crate::diagnostic::{Diagnostic, Level};
use crate::document::Source;

/// What `doctor` has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found: check by check, each from the top of the document to its end.
    pub findings: Vec<Finding>,
    /// What is to be said of the overlays.
    pub warnings: Vec<Diagnostic>,
    /// How many exchanges there were, and how many of them say something of the document.
    pub exchanges: Counts,
}

impl Report {
    /// How often each check found something, in the order of the checks.
    pub fn by_check(&self) -> Vec<(&'static str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.check).or_default() += 1;
        }
        checks().into_iter().filter_map(|check| Some((check, *counts.get(check)?))).collect()
    }

    pub(super) fn arrange(&mut self, sources: &[&Source]) {
        let file = |name: &str| sources.iter().position(|source| source.name == name);
        self.findings.sort_by_cached_key(|finding| {
            let check = checks().iter().position(|check| *check == finding.check);
            let position = finding.diagnostic.file().and_then(file).unwrap_or(usize::MAX);
            let message = finding.diagnostic.message().to_owned();
            (check, position, finding.diagnostic.place().cloned(), message)
        });
        let diagnostics = self.findings.iter_mut().map(|finding| &mut finding.diagnostic);
        Diagnostic::show_lines(diagnostics, sources);
    }
}

/// An overlay of everything that the findings would do, to be laid over the same document after the
/// overlays that it came with; and what is to be said of actions that cannot be, which are left out. So are,
/// without a word, those whose work another has done already.
pub fn overlay_of(
    checkup: &super::Checkup,
    findings: &[Finding],
) -> Result<(String, Vec<Diagnostic>), Vec<Diagnostic>> {
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
    let mut actions = action::joined(actions);
    let super::Checkup { document, overlays, allow_stale, .. } = checkup;
    let mut said = Vec::new();
    let read = crate::pipeline::read_corrected(document, overlays, *allow_stale, &mut said);
    let Some(mut document) = read else { return Err(said) };
    let overlay = |actions: &[Action]| Source {
        name: "the actions of doctor".to_owned(),
        text: action::overlay_yaml(actions),
    };
    let source = overlay(&actions);
    let loaded = crate::load(&source)?;
    let problems = crate::overlay::apply_reporting(&mut document, &loaded, false);
    let problems = problems.map_err(|problem| vec![problem])?;
    let left_out: HashSet<usize> = problems.iter().filter_map(action_of).collect();
    let mut problems: Vec<Diagnostic> = problems
        .into_iter()
        .filter(|problem| problem.level() == Level::Error)
        .map(Diagnostic::warning)
        .collect();
    Diagnostic::finish(&mut problems, &[&source]);
    let mut index = 0..;
    actions.retain(|_| index.next().is_none_or(|index| !left_out.contains(&index)));
    Ok((overlay(&actions).text, problems))
}

/// The action of an overlay that something is said of.
fn action_of(problem: &Diagnostic) -> Option<usize> {
    let mut tokens = problem.node()?.tokens();
    tokens.next().filter(|first| first == "actions")?;
    tokens.next()?.parse().ok()
}
