//! Documents of every kind, changed by their structure or by their text: the generator answers in
//! time, without a panic, with files that compile or with diagnostics that say where and what.
//!
//! The tests here are small. `hunt` is for minutes or hours, and says what it finds as small as it can:
//!
//! ```text
//! FUZZ_SECONDS=1200 cargo test --release -p vrchat-files-tests --features fuzz --test fuzz hunt -- --nocapture
//! ```

pub mod at;
pub mod build;
pub mod case;
mod compile;
mod hunt;
pub mod mutate;
pub mod oracle;
pub mod random;
pub mod seeds;
#[path = "../../codegen/tests/golden/split.rs"]
mod split;
pub mod text;
pub mod words;

use std::collections::BTreeMap;

use proptest::prelude::*;
use vrchat_files_codegen::{Files, Leniency, Manifest};

use case::Case;
use random::Random;

/// Whether two crates are the same, but for what they say that they were made from.
fn is_same(one: &Files, other: &Files) -> bool {
    one.keys().eq(other.keys())
        && one.iter().all(|(path, text)| path == Manifest::PATH || other.get(path) == Some(text))
}

fn judge(document: String, is_lenient: bool) -> oracle::Verdict {
    let leniency = Leniency { allow_stale: is_lenient, keep_going: is_lenient };
    oracle::judge(oracle::input(document, Vec::new(), leniency))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_is_generated_or_refused(seed: u64, changes in prop::collection::vec(any::<u64>(), 1..6), is_lenient: bool) {
        let document = case::text(&Case { seed, changes }.document());
        let verdict = judge(document.clone(), is_lenient);
        prop_assert!(verdict.findings.is_empty(), "{:?} of\n{document}", verdict.findings);
        if let Ok(output) = &verdict.outcome {
            let leniency = Leniency { allow_stale: is_lenient, keep_going: is_lenient };
            let input = oracle::input(document.clone(), Vec::new(), leniency);
            prop_assert!(oracle::is_repeatable(input, output), "twice is not the same\n{document}");
        }
    }

    #[test]
    fn every_document_may_lie_in_several_files(seed: u64, changes in prop::collection::vec(any::<u64>(), 0..3)) {
        let document = Case { seed, changes }.document();
        let whole = judge(case::text(&document), false);
        for manner in split::MANNERS {
            let mut input = oracle::input(String::new(), Vec::new(), Leniency::default());
            input.document = split::split(&document, manner, "openapi.yaml");
            let verdict = oracle::judge(input);
            prop_assert!(verdict.findings.is_empty(), "{manner:?}: {:?} of\n{document}", verdict.findings);
            // What nothing lists is found in another order, and that can change more than a name.
            if let (Ok(whole), false) = (&whole.outcome, matches!(manner, split::Manner::Unlisted)) {
                match verdict.outcome {
                    Ok(output) => prop_assert!(is_same(&whole.files, &output.files), "{manner:?}: not the same of\n{document}"),
                    // Nobody asks where the mapping of a single file leads.
                    Err(problems) => prop_assert!(
                        problems.iter().any(|problem| problem.message().starts_with("the mapping")),
                        "{manner:?}: {} of\n{document}", problems[0]
                    ),
                }
            }
        }
    }

    #[test]
    fn every_text_is_read_or_refused(number: u64, is_lenient: bool) {
        let document = hunt::changed_text(number);
        let verdict = judge(document.clone(), is_lenient);
        prop_assert!(verdict.findings.is_empty(), "{:?} of\n{document}", verdict.findings);
    }
}

/// A few that compile, as `hunt` has many do.
#[test]
fn what_is_generated_compiles() {
    let mut modules = BTreeMap::new();
    let mut numbers = Random::new(7);
    while modules.len() < 12 {
        let document = Case::of(numbers.next()).document();
        if let Ok(output) = judge(case::text(&document), false).outcome {
            modules.insert(format!("m{}", modules.len()), output.files);
        }
    }
    let found = compile::check(&modules);
    assert!(found.is_empty(), "{found:#?}");
}
