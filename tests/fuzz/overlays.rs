//! Overlays of every kind, over the project's document and small ones.

use proptest::prelude::*;
use serde_json::{Value, json};
use vrchat_files_codegen::{Input, Leniency};

use crate::documents::random::Random;
use crate::documents::{at, build, case, mutate, oracle, seeds, text, words};

/// An overlay of right and wrong actions.
fn overlay(random: &mut Random, document: &Value) -> Value {
    let actions: Vec<Value> = (0..random.below(5)).map(|_| action(random, document)).collect();
    let mut made =
        json!({ "overlay": "1.0.0", "info": { "title": "T", "version": "1" }, "actions": actions });
    if random.one_in(5) {
        mutate::apply(&mut made, random.next(), document);
    }
    made
}

fn action(random: &mut Random, document: &Value) -> Value {
    let mut made = json!({ "target": target(random, document) });
    if random.one_in(4) {
        made["remove"] = json!(true);
    } else {
        made["update"] = match random.below(4) {
            0 => words::value(random),
            1 => build::schema(random, &at::schemas(document), 2),
            2 => build::operation(random, &at::schemas(document)).1,
            _ => json!({ words::name(random): words::value(random) }),
        };
    }
    made
}

/// A JSONPath: to a node, or to many.
fn target(random: &mut Random, document: &Value) -> String {
    let places = at::places(document);
    let pointer = random.pick(&places).map(|place| place.pointer.clone()).unwrap_or_default();
    let mut path = String::from("$");
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match random.below(12) {
            0 => path.push_str("[*]"),
            1 => path.push_str(".."),
            2 => path.push_str(&format!("..['{token}']")),
            3 => path.push_str("[?@.type == 'string']"),
            4 => path.push_str(&format!("[{}]", random.below(4))),
            _ => match token.parse::<usize>() {
                Ok(at) => path.push_str(&format!("[{at}]")),
                Err(_) => path.push_str(&format!("['{}']", token.replace('\'', "\\'"))),
            },
        }
    }
    if random.one_in(6) {
        path.push_str(&random.word(&[
            "..*",
            "[",
            "[::0]",
            "[?match(@, '(a+)+$')]",
            "[-1]",
            "..[*]..[*]",
            "..*..*..*",
            "[?length(@) > 0]",
            " ",
            "\u{0}",
        ]));
    }
    path
}

/// One case: as it is found by its number.
pub fn input(number: u64, is_lenient: bool) -> Input {
    let mut random = Random::new(number);
    let is_whole = random.one_in(8);
    let seed = if is_whole { seeds::named("openapi.yaml") } else { seeds::any(&mut random) };
    let document = seed.value.as_ref().expect("it is YAML");
    let mut overlays = Vec::new();
    if seed.name == "openapi.yaml" {
        overlays.push(seeds::named("overlay.yaml").text.clone());
    }
    let mut made = case::text(&overlay(&mut random, document));
    if random.one_in(6) {
        made = text::apply(&made, &mut random);
    }
    overlays.push(made);
    let leniency = Leniency { allow_stale: is_lenient, keep_going: is_lenient };
    oracle::input(seed.text.clone(), overlays, leniency)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_overlay_is_applied_or_refused(number: u64, is_lenient: bool) {
        let verdict = oracle::judge(input(number, is_lenient));
        prop_assert!(verdict.findings.is_empty(), "{:?}", verdict.findings);
    }
}
