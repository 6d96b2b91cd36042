//! What `doctor` says, to a person or to a program.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use vrchat_files_codegen::{Action, Diagnostic, Finding, Report};

use crate::report::{MessageFormat, Reporter, object, to_stderr, to_stdout};

pub(super) struct Reporting {
    said: Reporter,
    /// The lists of actions that were shown, and the finding that each was shown with.
    shown: HashMap<*const Action, String>,
}

impl Reporting {
    pub(super) fn new(format: MessageFormat) -> Self {
        Self { said: Reporter::new(format), shown: HashMap::new() }
    }

    pub(super) fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        self.said.diagnostics(diagnostics);
    }

    /// The input is wrong.
    pub(super) fn failed(&mut self, problems: &[Diagnostic]) {
        self.said.diagnostics(problems);
        self.said.failure("the document was not looked at");
        self.summary(false, &Report::default());
    }

    pub(super) fn nothing_found(&self) {
        to_stderr("nothing was found");
    }

    pub(super) fn report(&mut self, report: &Report) {
        self.said.diagnostics(&report.warnings);
        self.said.diagnostics(&report.refused);
        for finding in &report.findings {
            self.finding(finding);
        }
        if self.said.format == MessageFormat::Human {
            counts(report);
        }
        let is_clean = report.findings.is_empty() && report.refused.is_empty();
        self.summary(is_clean, report);
    }

    fn finding(&mut self, finding: &Finding) {
        match self.said.format {
            MessageFormat::Human => {
                self.said.diagnostics(std::slice::from_ref(&finding.diagnostic));
                to_stderr(&format!("   = check: {}", finding.check));
                self.actions(finding);
                to_stderr("");
            }
            MessageFormat::Json => object(&finding.to_json()),
        }
    }

    /// Whoever pastes all that is shown must not paste one list twice: what it takes out is then gone.
    fn actions(&mut self, finding: &Finding) {
        if let Some(first) = self.shown.get(&finding.actions.as_ptr()) {
            to_stderr(&format!("   = action: those of {first} above mend this as well"));
            return;
        }
        let at = finding.diagnostic.node().map(ToString::to_string).unwrap_or_default();
        self.shown.insert(finding.actions.as_ptr(), format!("`{}` at {at}", finding.check));
        to_stderr("   = action:");
        for line in finding.yaml().lines() {
            to_stderr(format!("  {line}").trim_end());
        }
    }

    /// The last object, for a program.
    fn summary(&self, is_clean: bool, report: &Report) {
        if self.said.format == MessageFormat::Json {
            let checks = report.by_check().into_iter();
            let checks: Map<String, Value> =
                checks.map(|(check, count)| (check.to_owned(), json!(count))).collect();
            object(&json!({
                "reason": "summary",
                "success": is_clean,
                "errors": self.said.errors,
                "warnings": self.said.warnings,
                "findings": report.findings.len(),
                "checks": checks,
                "fixtures": report.exchanges.read,
                "recorded": report.exchanges.recorded,
                "elsewhere": report.exchanges.elsewhere,
            }));
        }
    }
}

/// How it ends, for a person.
fn counts(report: &Report) {
    let exchanges = match report.exchanges.read {
        0 => "no exchanges".to_owned(),
        read => {
            let counted = report.exchanges.recorded.saturating_sub(report.exchanges.elsewhere);
            format!("{counted} of {read} exchanges count")
        }
    };
    match report.refused.len() {
        0 => {}
        1 => to_stdout("1 error in the document, at which `gen` stops"),
        many => to_stdout(&format!("{many} errors in the document, at which `gen` stops")),
    }
    if report.findings.is_empty() {
        let other = if report.refused.is_empty() { "" } else { " else" };
        to_stdout(&format!("nothing{other} was found ({exchanges})"));
        return;
    }
    to_stdout(&format!("{} found ({exchanges}):", report.findings.len()));
    for (check, count) in report.by_check() {
        to_stdout(&format!("{count:>5} {check}"));
    }
}
