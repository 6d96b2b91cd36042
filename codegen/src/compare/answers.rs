//! What an operation gives: its type, the ways to send it, and the variants where it is one of several.

use super::change::{Change, ChangeKind, Section, Side};
use super::operations::{method, request};
use super::pairs::Pairs;
use super::{Comparing, item};
use crate::surface::{Item, Operation, Surface};

impl Comparing<'_> {
    pub(super) fn answer(&mut self, old: &Operation, new: &Operation) {
        let path = method(new);
        let given = |side: &Surface, operation: &Operation| {
            let item = item(&side.items, &request(operation), "impl IntoFuture");
            item.map(|item| item.output.clone()).unwrap_or_default()
        };
        let (before, after) = (given(self.old, old), given(self.new, new));
        let answers = [format!("{}Answer", request(old)), format!("{}Answer", request(new))];
        // An enum of its own is called after the request.
        let is_one_of =
            |answer: &String, side: &Surface| item(&side.items, answer, "enum").is_some();
        let [old_answer, new_answer] = &answers;
        let are_enums = is_one_of(old_answer, self.old) && is_one_of(new_answer, self.new);
        let is_other = !are_enums && !self.is_same(&before, &after);
        if is_other {
            let what = format!("returns `{after}`, returned `{before}`");
            let change = Change::breaking(ChangeKind::Answer, &path, what);
            let change = change.covers_word(&request(new), "impl IntoFuture");
            let change = ["send", "wait", "stream", "save"]
                .iter()
                .fold(change, |change, name| change.covers(&format!("{}::{name}", request(new))));
            self.push(change.covers_all(old_answer).covers_all(new_answer).said_at(&path));
        }
        if are_enums {
            self.outcomes(old, new, old_answer, new_answer);
        }
        self.ways(old, new);
        self.paging(old, new);
    }

    /// Methods of the request that send it, and `stream`, which follow from the answer.
    fn ways(&mut self, old: &Operation, new: &Operation) {
        let ways = |side: &Surface, operation: &Operation| -> Vec<(String, Item)> {
            let prefix = format!("{}::", request(operation));
            let ways = side.items.iter().filter_map(|(name, item)| {
                let own = name.path.strip_prefix(&prefix).filter(|_| name.word == "fn")?;
                let is_setter = operation.inputs.iter().any(|input| input.name == own);
                (!is_setter).then(|| (own.to_owned(), item.clone()))
            });
            ways.collect()
        };
        let (before, after) = (ways(self.old, old), ways(self.new, new));
        let pairs = Pairs::new(before.len(), after.len());
        let pairs = pairs.by(&before, &after, |(name, _)| Some(name.clone()));
        let path = |name: &str| format!("{}::{name}", request(new));
        for (name, _) in pairs.removed(&before) {
            let former = format!("{}::{name}", request(old));
            let change = Change::breaking(ChangeKind::Operation, &former, "is gone");
            self.push(change.section(Section::Removed).covers(&former).covers(&path(name)));
        }
        for (name, _) in pairs.added(&after) {
            let change = Change::additive(ChangeKind::Operation, &path(name), "is new");
            self.push(change.section(Section::Added).covers(&path(name)));
        }
    }

    /// The variants of an answer that is one of several.
    fn outcomes(&mut self, old: &Operation, new: &Operation, former: &str, path: &str) {
        let variants = |side: &Surface, path: &str| -> Vec<(String, String)> {
            let prefix = format!("{path}::");
            let all = side.items.iter().filter(|(name, _)| name.word == "variant");
            let all = all.filter_map(|(name, item)| {
                Some((name.path.strip_prefix(&prefix)?.to_owned(), item.signature.clone()))
            });
            all.collect()
        };
        let place = |operation: &Operation, variant: &str| {
            let found = operation.outcomes.iter().find(|outcome| outcome.variant == variant);
            found.map_or(&operation.place, |outcome| &outcome.place).clone()
        };
        let (before, after) = (variants(self.old, former), variants(self.new, path));
        let pairs = Pairs::new(before.len(), after.len());
        let pairs = pairs.by(&before, &after, |(name, _)| Some(name.clone()));
        let kind = ChangeKind::Variant;
        for (name, _) in pairs.removed(&before) {
            let former = format!("{former}::{name}");
            let change = Change::breaking(kind, &former, "is gone").section(Section::Removed);
            let change = change.at(&place(old, name), Side::Old).covers(&former);
            self.push(change.covers(&format!("{path}::{name}")));
        }
        for (name, held) in pairs.added(&after) {
            let path = format!("{path}::{name}");
            let change = Change::additive(kind, &path, format!("is new{}", holding(held)));
            let change = change.section(Section::Added).covers(&path);
            self.push(change.at(&place(new, name), Side::New));
        }
        let order = |operation: &Operation| -> Vec<String> {
            let all = operation.outcomes.iter().map(|outcome| outcome.variant.clone());
            all.filter(|name| {
                before.iter().chain(&after).filter(|(one, _)| one == name).count() == 2
            })
            .collect()
        };
        if order(old) != order(new) {
            let what = "lists its variants in another order";
            self.push(Change::documentation(ChangeKind::Answer, path, what));
        }
        for ((_, from), (name, to)) in pairs.of(&before, &after) {
            let path = format!("{path}::{name}");
            if !self.is_same(from, to) {
                let what = format!("holds `{}`, held `{}`", bare(to), bare(from));
                let change = Change::breaking(kind, &path, what).covers(&path);
                self.push(change.at(&place(new, name), Side::New));
            }
            let statuses = |operation: &Operation| {
                let found = operation.outcomes.iter().find(|outcome| outcome.variant == *name);
                found.map(|outcome| outcome.statuses.clone()).unwrap_or_default()
            };
            let (mut was, mut is) = (statuses(old), statuses(new));
            was.sort();
            is.sort();
            if was != is {
                let what = format!("is for status {}, was for {}", is.join(", "), was.join(", "));
                let change = match was.iter().all(|status| is.contains(status)) {
                    true => Change::additive(ChangeKind::Status, &path, what),
                    false => Change::breaking(ChangeKind::Status, &path, what),
                };
                self.push(change.at(&place(new, name), Side::New).said_at(&path));
            }
        }
    }
}

/// What a variant holds, behind its name.
pub(super) fn holding(held: &str) -> String {
    let held = bare(held);
    if held.is_empty() { String::new() } else { format!(": holds `{held}`") }
}

/// What a variant holds, without the parentheses.
fn bare(held: &str) -> &str {
    held.strip_prefix('(').and_then(|held| held.strip_suffix(')')).unwrap_or(held)
}
