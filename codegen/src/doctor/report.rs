//! All findings of a document, in the order of reading.

use std::collections::BTreeMap;

use super::checks;
use super::finding::Finding;
use super::fixtures::Counts;
use crate::diagnostic::Diagnostic;
use crate::document::Source;

/// What `doctor` has to say.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was found: check by check, each from the top of the document to its end.
    pub findings: Vec<Finding>,
    /// What is not valid in the first place, or nothing that the generator can make a client of.
    pub refused: Vec<Diagnostic>,
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
