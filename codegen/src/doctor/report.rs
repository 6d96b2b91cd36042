//! All findings of a document, in the order of reading.

use std::collections::BTreeMap;

use super::action::{self, Action, Effect};
use super::checks;
use super::finding::Finding;
use super::fixtures::Counts;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Source};

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
/// overlays that it came with. Where two findings are about one node, an action can find that another
/// has done its work already: it is left out.
pub fn overlay_of(checkup: &super::Checkup, findings: &[Finding]) -> Option<String> {
    let mut actions: Vec<&[Action]> = findings.iter().map(|f| f.actions.as_slice()).collect();
    // What is stated anew comes first, the outer before the inner: what only adds to it, or takes it
    // out, must not be undone.
    actions.sort_by_key(|actions| rank(actions));
    // Two findings about one node can have the same mend.
    let mut known: Vec<Vec<(&str, &Effect)>> = Vec::new();
    actions.retain(|actions| {
        let what = actions.iter().map(|one| (one.target.as_str(), &one.change)).collect();
        let is_new = !known.contains(&what);
        if is_new {
            known.push(what);
        }
        is_new
    });
    let mut said = Vec::new();
    let super::Checkup { document, overlays, allow_stale, .. } = checkup;
    let mut document =
        crate::pipeline::read_corrected(document, overlays, *allow_stale, &mut said)?;
    let all: Vec<Action> = actions.into_iter().flatten().cloned().collect();
    let kept: Vec<Action> = all.into_iter().filter(|one| applies(&mut document, one)).collect();
    Some(action::overlay_yaml(&kept))
}

fn rank(actions: &[Action]) -> (usize, usize) {
    let depth = actions.first().map_or(0, |action| action.target.len());
    let removes = matches!(actions.first(), Some(Action { change: Effect::Remove, .. }));
    let updates = actions.iter().any(|action| matches!(action.change, Effect::Update(_)));
    match (removes, updates) {
        (true, true) => (0, depth),
        (false, _) => (1, 0),
        (true, false) => (2, 0),
    }
}

/// Applies one action; whether it found something and changed it.
fn applies(document: &mut Document, action: &Action) -> bool {
    let text = action::overlay_yaml(std::slice::from_ref(action));
    let source = Source { name: "doctor".to_owned(), text };
    let Ok(overlay) = crate::load(&source) else { return false };
    let said = crate::overlay::apply_reporting(document, &overlay, false);
    said.is_ok_and(|said| said.is_empty())
}
