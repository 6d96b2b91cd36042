//! What must hold whatever the input is.

use std::cell::RefCell;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::{Once, OnceLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use vrchat_files_codegen::{Diagnostic, Input, Leniency, Output, Runtime, Source, generate};

/// The stack that `cargo xtask gen` runs on.
const STACK: usize = 256 << 20;

/// Longer than any input takes, on a machine that does other things too.
const LIMIT: Duration = Duration::from_secs(60);

/// What went wrong, in a line that is the same for the same mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding(pub String);

/// What an input came to.
pub struct Verdict {
    pub outcome: Result<Output, Vec<Diagnostic>>,
    pub findings: Vec<Finding>,
    /// What is no mistake for certain, but nothing to be glad of: a refusal by progenitor.
    pub remarks: Vec<Finding>,
    pub took: Duration,
}

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

pub fn input(document: String, overlays: Vec<String>, leniency: Leniency) -> Input {
    let overlays = overlays.into_iter().enumerate();
    Input {
        document: Source { name: "openapi.yaml".to_owned(), text: document }.into(),
        overlays: overlays
            .map(|(at, text)| Source { name: format!("overlay{at}.yaml"), text })
            .collect(),
        tags: Vec::new(),
        runtime: Runtime { path: Some("../runtime".to_owned()), version: "0.1.0".to_owned() },
        command: "cargo xtask gen".to_owned(),
        leniency,
    }
}

/// Where the input is kept while it is tried: a stack that overflows takes the process along.
pub static KEPT: OnceLock<PathBuf> = OnceLock::new();

/// Generates as the command line does, and judges what comes of it.
pub fn judge(input: Input) -> Verdict {
    quiet();
    if let Some(path) = KEPT.get() {
        let overlays = input.overlays.iter().map(|overlay| format!("\n{}", overlay.text));
        let text = overlays.fold(input.document.root.text.clone(), |text, overlay| text + &overlay);
        fs::write(path, text).expect("it can be written");
    }
    let began = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("generator".to_owned()).stack_size(STACK);
    let ran = input.clone();
    let spawned = thread.spawn(move || {
        let outcome = panic::catch_unwind(AssertUnwindSafe(|| generate(&ran)));
        let outcome = outcome.map_err(|_| PLACE.with(|place| place.borrow().clone()));
        let _ = sender.send(outcome);
    });
    spawned.expect("a thread can be started");
    let received = receiver.recv_timeout(LIMIT);
    let took = began.elapsed();
    let mut verdict =
        Verdict { outcome: Err(Vec::new()), findings: Vec::new(), remarks: Vec::new(), took };
    match received {
        Err(_) => verdict.findings.push(Finding("it takes for ever".to_owned())),
        Ok(Err(place)) => verdict.findings.push(Finding(format!("panic at {place}"))),
        Ok(Ok(outcome)) => {
            match &outcome {
                Ok(output) => diagnosed(&output.warnings, &mut verdict),
                Err(problems) => {
                    if problems.is_empty() {
                        verdict.findings.push(Finding("it fails without a word".to_owned()));
                    }
                    diagnosed(problems, &mut verdict);
                }
            }
            verdict.outcome = outcome;
        }
    }
    verdict
}

/// Whether the same input gives the same files once more.
pub fn is_repeatable(input: Input, output: &Output) -> bool {
    judge(input).outcome.is_ok_and(|again| again.files == output.files)
}

fn diagnosed(problems: &[Diagnostic], verdict: &mut Verdict) {
    for problem in problems {
        let message = problem.message();
        if problem.help().trim().is_empty() || message.trim().is_empty() {
            verdict.findings.push(Finding(format!("says nothing: {}", plain(message))));
        }
        if problem.help().contains("bug of the generator") {
            verdict.findings.push(Finding(format!("bug: {}", plain(message))));
        }
        if problem.place().is_none()
            && problem.file().is_none()
            && !problem.help().contains("--tag")
        {
            verdict.findings.push(Finding(format!("no place: {}", plain(message))));
        }
        if message.contains("turned into Rust") {
            let text = message.split_once("Rust: ").map_or(message, |(_, text)| text);
            verdict.remarks.push(Finding(format!("refused: {}", plain(text))));
        }
        // All that is written of it, to see that it can be.
        let rendered = problem.render(true);
        if rendered.len() > 100_000 {
            verdict.findings.push(Finding(format!("says too much: {}", plain(message))));
        }
        let _ = problem.to_json().to_string();
    }
}

/// A message without what is of this document alone.
pub fn plain(message: &str) -> String {
    let mut out = String::new();
    for (at, part) in message.split('`').enumerate() {
        out.push_str(if at % 2 == 0 { part } else { "…" });
    }
    let out = out.replace(|c: char| c.is_ascii_digit(), "0").replace('\n', " ");
    out.chars().take(110).collect()
}

/// Panics of the generator are told by the verdict alone.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some("generator") {
                return before(info);
            }
            let place = info
                .location()
                .map(|at| format!("{}:{}", at.file(), at.line()))
                .unwrap_or_default();
            PLACE.with(|kept| *kept.borrow_mut() = place);
        }));
    });
}
