//! Looking for mistakes for as long as is wished, and for the smallest document of each.
//!
//! - `FUZZ_SECONDS`: how long; where it is not set, five seconds from one seed and without compiling.
//! - `FUZZ_SEED`: the number that decides everything, one from the clock where it is not set; it is printed.
//! - `FUZZ_COMPILE`: with 0, nothing is compiled.
//! - `FUZZ_DOC`: rustdoc runs in place of the compiler, for links and code in descriptions.
//! - `FUZZ_DOCUMENT`, `FUZZ_OVERLAY`, `FUZZ_TEXT`: the number of a case, which is shown in place
//!   of a hunt.
//!
//! The documents of what is found are left in `target/fuzz/found`, and in `target/fuzz` the one that a process was
//! at when it was killed, by a stack that overflows for example.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use vrchat_files_codegen::Files;

use super::case::{self, Case};
use super::oracle::Finding;
use super::random::Random;
use super::{compile, judge, oracle, seeds, text};
use crate::overlays;

/// How many outputs are compiled at once.
const BATCH: usize = 40;

/// How often a document is made smaller by what the compiler says.
const ROUNDS: usize = 4;

/// What was found, with the number of times.
#[derive(Default)]
struct Found {
    counts: BTreeMap<Finding, usize>,
    cases: usize,
    generated: usize,
    compiled: usize,
    slowest: (Duration, u64),
}

#[test]
fn hunt() {
    if replay() {
        return;
    }
    let wished = variable("FUZZ_SECONDS");
    let seconds = wished.unwrap_or(5);
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let seed = variable("FUZZ_SEED").unwrap_or(if wished.is_some() { clock } else { 1 });
    println!("FUZZ_SEED={seed} FUZZ_SECONDS={seconds}");
    let kept = compile::folder().join(format!("last-{}", std::process::id()));
    fs::create_dir_all(compile::folder()).expect("it can be made");
    oracle::KEPT.get_or_init(|| kept.clone());
    let end = Instant::now() + Duration::from_secs(seconds);
    let is_compiled = wished.is_some() && variable("FUZZ_COMPILE") != Some(0);
    let mut numbers = Random::new(seed);
    let mut found = Found::default();
    let mut batch = BTreeMap::new();
    while Instant::now() < end {
        let number = numbers.next();
        found.cases += 1;
        match number % 16 {
            0 => {
                let verdict = oracle::judge(overlays::input(number, number.is_multiple_of(32)));
                found.note(&verdict, number, "an overlay", None);
            }
            1 => {
                let verdict = judge(changed_text(number), number % 32 == 1);
                found.note(&verdict, number, "a text", None);
            }
            _ => found.document(number, &mut batch),
        }
        if is_compiled && batch.len() == BATCH {
            found.compile(&mut batch);
        }
    }
    if is_compiled {
        found.compile(&mut batch);
    }
    println!(
        "{} cases, {} generated, {} compiled, slowest {:?}",
        found.cases, found.generated, found.compiled, found.slowest
    );
    for (finding, count) in &found.counts {
        println!("{count:6} {}", finding.0);
    }
    let _ = fs::remove_file(kept);
    println!("peak of memory: {}", peak());
    let mistakes = found.counts.keys().filter(|finding| !finding.0.starts_with("refused")).count();
    assert_eq!(mistakes, 0, "see target/fuzz/found");
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// Shows a case that is asked for by its number; says whether one was.
fn replay() -> bool {
    if let Some(number) = variable("FUZZ_OVERLAY") {
        let input = overlays::input(number, number.is_multiple_of(32));
        println!(
            "{}\n{}",
            input.document.root.text,
            input.overlays.last().map_or("", |overlay| overlay.text.as_str())
        );
        show(&oracle::judge(input));
    }
    if let Some(number) = variable("FUZZ_DOCUMENT") {
        let document = case::text(&Case::of(number).document());
        println!("{document}");
        show(&judge(document, number.is_multiple_of(5)));
    }
    if let Some(number) = variable("FUZZ_TEXT") {
        show(&judge(changed_text(number), number % 32 == 1));
    }
    ["FUZZ_OVERLAY", "FUZZ_DOCUMENT", "FUZZ_TEXT"].iter().any(|name| variable(name).is_some())
}

fn show(verdict: &oracle::Verdict) {
    for problem in verdict.outcome.as_ref().err().into_iter().flatten() {
        println!("{problem}");
    }
    println!("{:?} {:?} after {:?}", verdict.findings, verdict.remarks, verdict.took);
}

/// A document whose text was changed.
pub fn changed_text(number: u64) -> String {
    let mut random = Random::new(number);
    let seed = random.pick(seeds::all()).expect("there are some");
    text::apply(&seed.text, &mut random)
}

impl Found {
    fn document(&mut self, number: u64, batch: &mut BTreeMap<String, (Value, Files)>) {
        let document = Case::of(number).document();
        let is_lenient = number.is_multiple_of(5);
        let verdict = judge(case::text(&document), is_lenient);
        self.note(&verdict, number, "a document", Some((&document, is_lenient)));
        let Ok(output) = verdict.outcome else { return };
        self.generated += 1;
        let leniency =
            vrchat_files_codegen::Leniency { allow_stale: is_lenient, keep_going: is_lenient };
        if number.is_multiple_of(4)
            && !oracle::is_repeatable(
                oracle::input(case::text(&document), Vec::new(), leniency),
                &output,
            )
        {
            self.add(&Finding("twice is not the same".to_owned()), number, || {
                case::text(&document)
            });
        }
        // Whatever was left out is left out of what is reduced too.
        if output.skipped.is_empty() {
            batch.insert(format!("m{number:x}"), (document, output.files));
        }
    }

    fn note(
        &mut self,
        verdict: &oracle::Verdict,
        number: u64,
        what: &str,
        document: Option<(&Value, bool)>,
    ) {
        if verdict.took > self.slowest.0 {
            self.slowest = (verdict.took, number);
        }
        if verdict.took > Duration::from_secs(5) {
            println!("{what} took {:?}: {number}", verdict.took);
        }
        for finding in verdict.findings.iter().chain(&verdict.remarks) {
            self.add(finding, number, || match document {
                Some((document, is_lenient)) => {
                    case::text(&case::reduced(document.clone(), |smaller| {
                        let verdict = judge(case::text(smaller), is_lenient);
                        verdict.findings.contains(finding) || verdict.remarks.contains(finding)
                    }))
                }
                None => format!("{what} of number {number}"),
            });
        }
    }

    fn add(&mut self, finding: &Finding, number: u64, example: impl FnOnce() -> String) {
        let count = self.counts.entry(finding.clone()).or_default();
        *count += 1;
        if *count == 1 {
            let text = example();
            let name: String = finding
                .0
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
                .take(100)
                .collect();
            let folder = compile::folder().join("found");
            fs::create_dir_all(&folder).expect("it can be made");
            fs::write(folder.join(format!("{name}.json")), &text).expect("it can be written");
            println!("{number}: {}", finding.0);
        }
    }

    fn compile(&mut self, batch: &mut BTreeMap<String, (Value, Files)>) {
        let batch = std::mem::take(batch);
        self.compiled += batch.len();
        let modules =
            batch.iter().map(|(name, (_, files))| (name.clone(), files.clone())).collect();
        for (module, findings) in compile::check(&modules) {
            let Some((document, _)) = batch.get(&module) else { continue };
            for finding in findings {
                self.add(&finding, 0, || case::text(&smaller(document, &finding)));
            }
        }
    }
}

/// A smaller document that the compiler still says this of. Compiling takes long, so candidates are
/// compiled many at once, what can go is taken out together, and a few rounds have to do.
fn smaller(document: &Value, finding: &Finding) -> Value {
    let mut document = document.clone();
    for _ in 0..ROUNDS {
        let all = super::at::places(&document);
        let mut pointers: Vec<String> = all.into_iter().map(|place| place.pointer).collect();
        pointers.sort_by_key(|pointer| pointer.matches('/').count());
        let without = |from: &Value, pointer: &str| {
            let mut candidate = from.clone();
            super::mutate::remove(&mut candidate, pointer)?;
            let output = judge(case::text(&candidate), false).outcome.ok()?;
            Some((candidate, output.files))
        };
        let mut modules = BTreeMap::new();
        let mut tried = BTreeMap::new();
        for pointer in pointers {
            if let Some((candidate, files)) = without(&document, &pointer) {
                let name = format!("r{:05}", modules.len());
                modules.insert(name.clone(), files);
                tried.insert(name, (pointer, candidate));
            }
            if modules.len() == BATCH {
                break;
            }
        }
        let found = compile::check(&modules);
        let holds = |name: &String| found.get(name).is_some_and(|all| all.contains(finding));
        let can_go: Vec<_> = tried.into_iter().filter(|(name, _)| holds(name)).collect();
        let Some((_, (_, first))) = can_go.first().cloned() else { return document };
        // From the end, so that the pointers of what is left in a list stay right.
        let together = can_go.iter().rev().fold(document.clone(), |left, (_, (pointer, _))| {
            without(&left, pointer).map_or(left, |(less, _)| less)
        });
        let files = judge(case::text(&together), false).outcome.map(|output| output.files);
        let modules = files.into_iter().map(|files| ("all".to_owned(), files)).collect();
        let is_one = compile::check(&modules).values().any(|all| all.contains(finding));
        document = if is_one { together } else { first };
    }
    document
}

/// The most memory that this process ever had, where the system tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or(" unknown")
        .trim()
        .to_owned()
}
