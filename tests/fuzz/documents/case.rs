//! A case: a document to start from, and the numbers that decide its changes.

use serde_json::Value;

use super::mutate;
use super::random::Random;
use super::seeds;

#[derive(Clone, Debug)]
pub struct Case {
    pub seed: u64,
    pub changes: Vec<u64>,
}

impl Case {
    /// The case of a number.
    pub fn of(number: u64) -> Self {
        let mut random = Random::new(number);
        let count = 1 + random.below(3) + random.below(2);
        Self { seed: random.next(), changes: (0..count).map(|_| random.next()).collect() }
    }

    pub fn document(&self) -> Value {
        let mut random = Random::new(self.seed);
        let is_whole = random.one_in(60);
        let seed = if is_whole { seeds::named("openapi.yaml") } else { seeds::any(&mut random) };
        let other = seeds::any(&mut random).value.as_ref().expect("it is YAML");
        let mut document = seed.value.clone().expect("it is YAML");
        for change in &self.changes {
            mutate::apply(&mut document, *change, other);
        }
        document
    }
}

/// The text that the generator reads: JSON, which is YAML.
pub fn text(document: &Value) -> String {
    serde_json::to_string_pretty(document).expect("a value can be written")
}

/// A smaller document for which the same still holds: nodes are taken out while it does.
pub fn reduced(mut document: Value, mut holds: impl FnMut(&Value) -> bool) -> Value {
    let mut is_smaller = true;
    while is_smaller {
        is_smaller = false;
        let mut pointers: Vec<String> =
            super::at::places(&document).into_iter().map(|place| place.pointer).collect();
        // Whole subtrees first.
        pointers.sort_by_key(|pointer| pointer.matches('/').count());
        for pointer in pointers {
            let mut candidate = document.clone();
            if mutate::remove(&mut candidate, &pointer).is_some()
                && candidate != document
                && holds(&candidate)
            {
                document = candidate;
                is_smaller = true;
            }
        }
    }
    document
}
