//! What a run has to say, on its way and at its end, beside what it wrote.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Says something on the way. That the terminal is gone is no reason to leave things undone.
pub fn tell(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says what came of something.
pub fn tell_result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// What became of all that was asked for and is in no fixture.
#[derive(Default)]
pub struct Report {
    /// What this account or this command has nothing for, and why.
    missing: Vec<(String, String)>,
    /// What should have become a fixture, and did not.
    failed: Vec<(String, String)>,
    /// What was not asked for any more.
    unasked: Vec<String>,
    /// What else there is to know, each with a word for what it is.
    remarks: Vec<(&'static str, String)>,
}

impl Report {
    /// There is nothing to record of it.
    pub fn misses(&mut self, name: impl Into<String>, reason: impl Into<String>) {
        self.missing.push((name.into(), reason.into()));
    }

    /// It failed.
    pub fn fails(&mut self, name: impl Into<String>, reason: impl Into<String>) {
        self.failed.push((name.into(), reason.into()));
    }

    /// It was not asked for.
    pub fn leaves_out(&mut self, name: impl Into<String>) {
        let name = name.into();
        if !self.unasked.contains(&name) {
            self.unasked.push(name);
        }
    }

    /// Something else.
    pub fn remarks(&mut self, word: &'static str, line: String) {
        self.remarks.push((word, line));
    }

    /// All of it, line by line.
    pub fn lines(&self) -> Vec<String> {
        let all = |word, of: &[(String, String)]| -> Vec<String> {
            of.iter().map(|(name, reason)| format!("{word:13} {name}: {reason}")).collect()
        };
        let mut lines = all("not recorded", &self.missing);
        lines.extend(self.remarks.iter().map(|(word, line)| format!("{word:13} {line}")));
        lines.extend(all("failed", &self.failed));
        lines.extend(self.unasked.iter().map(|name| format!("{:13} {name}", "not asked")));
        lines
    }

    /// In one line, what is missing that should be there.
    pub fn summary(&self) -> Option<String> {
        let cases = |count| if count == 1 { "1 case".to_owned() } else { format!("{count} cases") };
        let of = |list: usize, what: &str| (list > 0).then(|| format!("{} {what}", cases(list)));
        let parts = [of(self.failed.len(), "failed"), of(self.unasked.len(), "not asked")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("not everything was recorded: {}", parts.join(", ")))
    }
}
