//! What a caller passes to an operation: the arguments of its method, and the setters of its request.

use super::change::{Change, ChangeKind, Section, Severity, Side};
use super::credentials::HTTP_CLIENT;
use super::fields::another_name;
use super::operations::{deprecation, method, request, shape};
use super::pairs::Pairs;
use super::{Comparing, bounds, item};
use crate::surface::{Input, Operation, Surface};

impl Comparing<'_> {
    pub(super) fn inputs(&mut self, old: &Operation, new: &Operation) {
        let begin = self.found.len();
        let is_spread = |operation: &Operation| {
            operation.inputs.iter().any(|input| input.within == "body" && !input.wire.is_empty())
        };
        let is_whole = |operation: &Operation| {
            operation.inputs.iter().any(|input| input.within == "body" && input.wire.is_empty())
        };
        let flips = is_spread(old) && is_whole(new) || is_whole(old) && is_spread(new);
        if flips {
            self.body_form(old, new, is_whole(new));
        } else if let (Some(before), Some(after)) = (&old.body, &new.body)
            && before != after
        {
            let path = method(new);
            let mut found = Vec::new();
            if before.sent != after.sent {
                found.push(format!("sends {}, sent {}", after.sent, before.sent));
            }
            if before.sent_empty != after.sent_empty {
                let what = match after.sent_empty {
                    true => "sends an empty body where no setter was called, sent none",
                    false => "sends no body where no setter was called, sent an empty one",
                };
                found.push(what.to_owned());
            }
            let found = found.into_iter();
            let change = |what| Change::breaking(ChangeKind::Operation, &path, what);
            self.found.extend(found.map(|what| change(what).said_at(&path)));
        }
        let taken = |operation: &Operation| -> Vec<Input> {
            let inputs = operation.inputs.iter().filter(|input| !flips || input.within != "body");
            inputs.cloned().collect()
        };
        let (before, after) = (taken(old), taken(new));
        let place = |operation: &Operation, input: &Input| match input.within {
            "path" => placeholder(&operation.path, &input.wire),
            _ => input.wire.clone(),
        };
        let keyed = |operation: &Operation, all: Vec<Input>| -> Vec<(String, Input)> {
            all.into_iter().map(|input| (place(operation, &input), input)).collect()
        };
        let (before, after) = (keyed(old, before), keyed(new, after));
        let pairs = Pairs::new(before.len(), after.len())
            .by(&before, &after, |(place, input)| Some((input.within, place.clone())))
            .by(&before, &after, |(_, input)| Some(input.wire.clone()))
            .by(&before, &after, |(_, input)| Some((input.name.clone(), input.position.is_some())));
        // The only one that is gone and the only one that is new, if they are alike.
        let alike = |input: &Input| (input.within, input.position.is_some());
        let types = |side: &Surface, operation: &Operation, input: &Input| {
            taken_as(side, operation, input).unwrap_or_default()
        };
        let (gone, come) = (pairs.removed(&before), pairs.added(&after));
        let is_renamed = match (gone.as_slice(), come.as_slice()) {
            ([(_, gone)], [(_, come)]) => {
                alike(gone) == alike(come)
                    && self.is_same(&types(self.old, old, gone), &types(self.new, new, come))
            }
            _ => false,
        };
        let pairs = if is_renamed { pairs.by(&before, &after, |_| Some(())) } else { pairs };
        for (_, gone) in pairs.removed(&before) {
            self.removed_input(old, new, gone);
        }
        for (_, come) in pairs.added(&after) {
            self.added_input(new, come);
        }
        let both: Vec<(&Input, &Input)> =
            pairs.of(&before, &after).into_iter().map(|((_, old), (_, new))| (old, new)).collect();
        for (before, after) in &both {
            self.input(old, new, before, after);
        }
        self.order(new, &both);
        let mut ranks: Vec<(usize, usize)> =
            both.iter().map(|(old, new)| (new.rank, old.rank)).collect();
        ranks.sort_unstable();
        let is_sorted = ranks.is_sorted_by_key(|(_, old)| *old);
        if !is_sorted
            && self.found.iter().skip(begin).all(|one| one.severity == Severity::Documentation)
        {
            let what = "lists its parameters in another order, in which they are sent";
            self.push(Change::documentation(ChangeKind::Operation, &method(new), what));
        }
    }

    /// The body goes from setters to an argument, or the other way.
    fn body_form(&mut self, old: &Operation, new: &Operation, is_whole: bool) {
        let what = match is_whole {
            true => "takes its body as a whole, and no longer by a setter for each field",
            false => "takes the fields of its body by setters, and no longer as a whole",
        };
        let mut change =
            Change::breaking(ChangeKind::Argument, &method(new), what).covers(&method(new));
        for (operation, input) in old
            .inputs
            .iter()
            .map(|input| (old, input))
            .chain(new.inputs.iter().map(|input| (new, input)))
        {
            if input.within == "body" {
                change = change.covers(&format!("{}::{}", request(operation), input.name));
            }
        }
        let body = new.inputs.iter().find(|input| input.within == "body");
        let change = match body {
            Some(body) => change.at(&body.place, Side::New),
            None => change,
        };
        self.push(change);
    }

    fn removed_input(&mut self, old: &Operation, new: &Operation, gone: &Input) {
        let change = match gone.position {
            Some(_) => Change::breaking(
                ChangeKind::Argument,
                &method(new),
                format!("no longer takes the argument `{}`", gone.name),
            )
            .covers_word(&method(new), "fn"),
            None => {
                let former = format!("{}::{}", request(old), gone.name);
                let change = Change::breaking(ChangeKind::Setter, &former, "is gone");
                change.covers(&former).covers(&format!("{}::{}", request(new), gone.name))
            }
        };
        let change = change.section(Section::Removed).documented(&gone.wire);
        self.push(called(change.at(&gone.place, Side::Old), new, gone));
    }

    fn added_input(&mut self, new: &Operation, come: &Input) {
        let ty = taken_as(self.new, new, come).unwrap_or_default();
        let change = match come.position {
            Some(_) => Change::breaking(
                ChangeKind::Argument,
                &method(new),
                format!("takes another argument, `{}: {ty}`", come.name),
            )
            .covers_word(&method(new), "fn"),
            None => {
                let path = format!("{}::{}", request(new), come.name);
                let what = format!("is new: takes `{ty}`");
                let change = Change::additive(ChangeKind::Setter, &path, what);
                change.section(Section::Added).covers(&path)
            }
        };
        let change = change.documented(&come.wire).at(&come.place, Side::New);
        self.push(called(change, new, come));
    }

    fn input(&mut self, old: &Operation, new: &Operation, before: &Input, after: &Input) {
        let begin = self.found.len();
        let (kind, path) = match after.position {
            Some(_) => (ChangeKind::Argument, method(new)),
            None => (ChangeKind::Setter, format!("{}::{}", request(new), after.name)),
        };
        let former = match before.position {
            Some(_) => method(old),
            None => format!("{}::{}", request(old), before.name),
        };
        // The path of a setter names it; that of a method does not name an argument.
        let whose = match after.position {
            Some(_) => format!("the argument `{}` ", after.name),
            None => String::new(),
        };
        let from = taken_as(self.old, old, before).unwrap_or_default();
        let to = taken_as(self.new, new, after).unwrap_or_default();
        match (before.position, after.position) {
            (None, Some(_)) => {
                let what =
                    format!("requires `{}: {to}` as an argument, which was a setter", after.name);
                let change = Change::breaking(ChangeKind::Argument, &method(new), what);
                self.push(called(change.covers(&former).covers(&path), new, after));
            }
            (Some(_), None) => {
                let what = "is a setter now, and no longer an argument of the method";
                let change = Change::breaking(ChangeKind::Setter, &path, what);
                let change = change.covers(&former).covers(&method(new)).covers(&path);
                self.push(called(change, new, after));
            }
            _ if !self.is_same(&from, &to) => {
                let what = format!("{whose}takes `{to}`, took `{from}`");
                let change = Change::breaking(kind, &path, what);
                self.push(called(change.covers(&former).covers(&path), new, after));
            }
            _ => {}
        }
        if before.name != after.name {
            match (before.position, after.position) {
                (Some(_), Some(_)) => {
                    let what = format!(
                        "the argument `{}` is called `{}`, which callers do not write",
                        before.name, after.name
                    );
                    self.push(Change::documentation(kind, &path, what).said_at(&path));
                }
                (None, None) => {
                    let what = another_name(&after.name, before.wire == after.wire);
                    let change = Change::breaking(kind, &former, what);
                    self.push(change.covers(&former).covers(&path));
                }
                _ => {}
            }
        }
        self.sending(before, after, kind, &path, &whose);
        if self.is_same(&from, &to)
            && let Some((severity, what)) = bounds::compare(&before.bounds, &after.bounds)
        {
            let change = Change::new(kind, severity, &path, format!("{whose}{what}"));
            self.push(change.said_at(&path));
        }
        let was_is = (before.deprecated, after.deprecated);
        if let Some(mut change) = deprecation(kind, &path, was_is.0, was_is.1) {
            // An argument has no attribute that says it: no compiler warns of it.
            if after.position.is_some() {
                change.severity = Severity::Documentation;
                change.behaviour = false;
            }
            change.what = format!("{whose}{}", change.what);
            self.push(change.covers(&path));
        }
        for change in self.found.iter_mut().skip(begin) {
            change.documented = Some(after.wire.clone()).filter(|wire| !wire.is_empty());
            change.place = Some(after.place.clone());
        }
    }

    /// Arguments that change places: nothing shows it where their types are alike.
    fn order(&mut self, new: &Operation, both: &[(&Input, &Input)]) {
        let mut positions: Vec<(usize, usize, &str)> = both
            .iter()
            .filter_map(|(old, new)| Some((new.position?, old.position?, new.name.as_str())))
            .collect();
        positions.sort_unstable();
        if !positions.is_sorted_by_key(|(_, old, _)| *old) {
            let names: Vec<&str> = positions.iter().map(|(_, _, name)| *name).collect();
            let what = format!("takes its arguments in another order: `{}`", names.join("`, `"));
            let path = method(new);
            let change = Change::breaking(ChangeKind::Argument, &path, what);
            self.push(change.covers_word(&path, "fn"));
        }
    }
}

/// Explains the documentation of a call that takes something else: its examples, and what is said of
/// headers.
fn called(change: Change, operation: &Operation, input: &Input) -> Change {
    let request = request(operation);
    let examples = ["send", "wait", "stream", "save"].iter();
    let change = examples.fold(change.said_at(&method(operation)), |change, name| {
        change.said_at(&format!("{request}::{name}"))
    });
    if input.within == "header" { change.said_at(HTTP_CLIENT) } else { change }
}

/// The type that a method or a setter takes, as it is emitted.
fn taken_as(side: &Surface, operation: &Operation, input: &Input) -> Option<String> {
    let (path, index) = match input.position {
        Some(position) => (method(operation), position),
        None => (format!("{}::{}", request(operation), input.name), 0),
    };
    item(&side.items, &path, "fn")?.arguments.get(index).cloned()
}

/// Where in a path a parameter stands: its name is nothing that is sent.
fn placeholder(path: &str, wire: &str) -> String {
    let before = path.split(&format!("{{{wire}}}")).next().unwrap_or_default();
    format!("{{}} {}", shape(before).matches("{}").count())
}
