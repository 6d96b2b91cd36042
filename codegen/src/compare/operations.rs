//! Operations: which are there, what they are called, and what a call does that no type shows.

use super::change::{Change, ChangeKind, Section, Severity, Side};
use super::pairs::Pairs;
use super::{Comparing, item};
pub(super) use crate::surface::shape;
use crate::surface::{Operation, Surface};

impl Comparing<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (&self.old.operations, &self.new.operations);
        let address = |one: &Operation| (one.http_method.clone(), shape(&one.path));
        let pairs = Pairs::new(old.len(), new.len())
            .by(old, new, |one| Some((one.id.clone(), address(one))))
            .by(old, new, |one| Some(address(one)))
            .by(old, new, |one| Some(one.id.clone()))
            .by(old, new, |one| Some(one.method.clone()));
        for gone in pairs.removed(old) {
            let mut what = format!("is gone: `{} {}`", gone.http_method, gone.path);
            if is_unwanted(gone, self.new) {
                what.push_str(", which has none of the wanted tags any more");
            }
            let change = Change::breaking(ChangeKind::Operation, &method(gone), what);
            let change = change.section(Section::Removed).at(&gone.place, Side::Old);
            self.push(covered(change, gone).documented(&gone.id).of(&gone.id));
        }
        for come in pairs.added(new) {
            let mut what = format!("is new: `{} {}`", come.http_method, come.path);
            if is_unwanted(come, self.old) {
                what.push_str(", which had none of the wanted tags");
            }
            let change = match old.iter().find(|before| before.method == come.method) {
                Some(before) => {
                    let had = format!("`{} {}`", before.http_method, before.path);
                    let what = format!("{what}, and takes the name that {had} had");
                    Change::breaking(ChangeKind::Operation, &method(come), what)
                }
                None => Change::additive(ChangeKind::Operation, &method(come), what),
            };
            let change = change.section(Section::Added).at(&come.place, Side::New);
            self.push(covered(change, come).documented(&come.id).of(&come.id));
        }
        for (before, after) in pairs.of(old, new) {
            self.operation(before, after);
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let path = method(new);
        let begin = self.found.len();
        let is_renamed = old.method != new.method || old.request != new.request;
        if is_renamed {
            let what = match old.method != new.method {
                true => format!("is renamed to `{}`", new.method),
                false => format!("has its request renamed to `{}`", new.request),
            };
            let change = Change::breaking(ChangeKind::Operation, &method(old), what);
            self.push(covered(covered(change, old), new));
        }
        if (&old.http_method, shape(&old.path)) != (&new.http_method, shape(&new.path)) {
            let what = format!(
                "calls `{} {}`, called `{} {}`",
                new.http_method, new.path, old.http_method, old.path
            );
            self.push(Change::breaking(ChangeKind::Operation, &path, what).said_at(&path));
        }
        // Either stands in errors and events, and nowhere else.
        if old.id != new.id && !is_renamed {
            let what = format!("is `{}` in errors and events, was `{}`", new.id, old.id);
            self.push(Change::documentation(ChangeKind::Operation, &path, what));
        }
        if old.path != new.path && shape(&old.path) == shape(&new.path) {
            let what = format!("is at `{}` in errors and events, was at `{}`", new.path, old.path);
            self.push(Change::documentation(ChangeKind::Operation, &path, what));
        }
        self.inputs(old, new);
        self.answer(old, new);
        self.failures(old, new);
        self.sent_credentials(old, new);
        self.deprecation(old, new);
        if old.http_method == new.http_method && old.repeatable != new.repeatable {
            let change = match new.repeatable {
                true => Change::additive(
                    ChangeKind::Operation,
                    &path,
                    "is repeated by the client after a temporary failure",
                ),
                false => Change::breaking(
                    ChangeKind::Operation,
                    &path,
                    "is no longer repeated by the client after a temporary failure",
                ),
            };
            self.push(change);
        }
        if old.sensitive != new.sensitive {
            let kind = ChangeKind::Operation;
            self.push(match new.sensitive {
                true => Change::additive(kind, &path, "errors no longer show its answer"),
                false => Change::breaking(kind, &path, "errors show its answer, and did not"),
            });
        }
        // What was found since then is of this operation, and stands there unless it says otherwise.
        for change in self.found.iter_mut().skip(begin) {
            change.operation = Some(new.id.clone());
            if change.place.is_none() {
                change.place = Some(new.place.clone());
            }
            if change.documented.is_none() {
                change.documented = Some(new.id.clone());
            }
        }
    }

    fn failures(&mut self, old: &Operation, new: &Operation) {
        let path = method(new);
        let (before, after) = (&old.failures, &new.failures);
        let pairs = Pairs::new(before.len(), after.len());
        let pairs = pairs.by(before, after, |failure| Some(failure.status.clone()));
        let said = |change: Change| change.said_at(&path);
        for come in pairs.added(after) {
            let what = format!("documents status {}: {}", come.status, first_sentence(&come.text));
            let change = Change::additive(ChangeKind::Status, &path, what);
            self.push(said(change.section(Section::Added).at(&come.place, Side::New)));
        }
        for gone in pairs.removed(before) {
            let what = format!("no longer documents status {}", gone.status);
            let change = Change::documentation(ChangeKind::Status, &path, what);
            self.push(said(change.at(&gone.place, Side::Old)));
        }
        for (gone, come) in pairs.of(before, after) {
            if gone.text != come.text {
                let what = format!("describes status {} otherwise", come.status);
                let change = Change::documentation(ChangeKind::Status, &path, what);
                self.push(said(change.at(&come.place, Side::New)));
            }
        }
        let sorted = |all: &[u16]| {
            let mut all = all.to_vec();
            all.sort_unstable();
            all
        };
        // From none and to none, the type of the answer says it.
        let are_there = !old.pending.is_empty() && !new.pending.is_empty();
        if are_there && sorted(&old.pending) != sorted(&new.pending) {
            let listed = |all: &[u16]| {
                let all: Vec<String> = all.iter().map(ToString::to_string).collect();
                all.join(", ")
            };
            let what = format!(
                "the statuses that mean \"not yet\" are {}, were {}",
                listed(&new.pending),
                listed(&old.pending)
            );
            self.push(said(Change::breaking(ChangeKind::Status, &path, what)));
        }
    }

    fn deprecation(&mut self, old: &Operation, new: &Operation) {
        let is = |side: &crate::surface::Surface, one: &Operation| {
            item(&side.items, &method(one), "fn").is_some_and(|item| item.deprecated)
        };
        let (was, is) = (is(self.old, old), is(self.new, new));
        let change = deprecation(ChangeKind::Operation, &method(new), was, is);
        self.found.extend(change.map(|change| change.covers(&method(new))));
    }
}

/// Whether an operation is in a document, and was not asked for.
fn is_unwanted(operation: &Operation, side: &Surface) -> bool {
    side.unwanted.iter().any(|(method, path)| {
        *method == operation.http_method && shape(path) == shape(&operation.path)
    })
}

/// A thing that is deprecated, or is so no longer.
pub(super) fn deprecation(kind: ChangeKind, path: &str, was: bool, is: bool) -> Option<Change> {
    match (was, is) {
        (false, true) => Some(
            Change::new(kind, Severity::Additive, path, "is deprecated")
                .section(Section::Deprecated),
        ),
        (true, false) => Some(Change::documentation(kind, path, "is no longer deprecated")),
        _ => None,
    }
}

/// The method of the client.
pub(super) fn method(operation: &Operation) -> String {
    format!("Client::{}", operation.method)
}

/// The request, and the answer that is one of several.
pub(super) fn request(operation: &Operation) -> String {
    format!("operations::{}", operation.request)
}

fn covered(change: Change, operation: &Operation) -> Change {
    let request = request(operation);
    let answer = format!("{request}Answer");
    change.covers(&method(operation)).covers_all(&request).covers_all(&answer)
}

/// Enough of a description to know what is meant: its first sentence.
pub(super) fn first_sentence(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    // What goes on with a small letter was an abbreviation.
    let end = line.match_indices(['.', '!', '?']).find_map(|(at, mark)| {
        let rest = line.get(at + mark.len()..)?;
        let next = rest.trim_start().chars().next()?;
        let is_end = rest.starts_with(char::is_whitespace) && !next.is_lowercase();
        is_end.then_some(at + mark.len())
    });
    let sentence = line.get(..end.unwrap_or(line.len())).unwrap_or(line);
    let Some((most, _)) = sentence.char_indices().nth(MOST) else { return sentence.to_owned() };
    let cut = sentence.get(..most).unwrap_or_default();
    let words = cut.rsplit_once(char::is_whitespace).map_or(cut, |(words, _)| words);
    format!("{}…", words.trim_end_matches([' ', '.', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_cut_where_a_sentence_or_a_word_ends() {
        let sentence = "Too many, e.g. ten in no time.";
        assert_eq!(first_sentence(&format!("{sentence} Wait for it.\nMore.")), sentence);
        assert_eq!(first_sentence("\nIs 1.5 enough? Yes."), "Is 1.5 enough?");
        let cut = first_sentence(&"word, ".repeat(60));
        assert!(cut.ends_with("word…") && cut.chars().count() <= 161, "{cut}");
    }
}
