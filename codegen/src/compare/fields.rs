//! The fields of a struct, and what its constructor and its setters make of them.

use super::change::{Change, ChangeKind, Section, Side};
use super::operations::{deprecation, method, request};
use super::pairs::Pairs;
use super::types::path;
use super::{Comparing, bounds, item};
use crate::surface::{Field, Operation, Surface, Type, TypeKind};

impl Comparing<'_> {
    pub(super) fn structure(&mut self, old: &Type, new: &Type) {
        let (
            TypeKind::Struct { fields: before, constructor: was_taken, checksum: old_checksum },
            TypeKind::Struct { fields: after, constructor: is_taken, checksum: new_checksum },
        ) = (&old.kind, &new.kind)
        else {
            return;
        };
        // What no other field takes is told by that, and not by a name.
        let key = |field: &Field| (field.is_rest, field.wire.clone());
        let pairs = Pairs::new(before.len(), after.len())
            .by(before, after, |field| Some(key(field)))
            .by(before, after, |field| field.is_rest.then_some(()))
            .by(before, after, |field| (!field.is_rest).then(|| field.name.clone()));
        let alone = |all: Vec<&Field>, side: &Surface, ty: &Type| match all.as_slice() {
            [one] if !one.is_rest => Some(held(side, ty, one)),
            _ => None,
        };
        let gone = alone(pairs.removed(before), self.old, old);
        let come = alone(pairs.added(after), self.new, new);
        let is_renamed =
            matches!((&gone, &come), (Some(gone), Some(come)) if self.is_same(gone, come));
        let pairs = if is_renamed { pairs.by(before, after, |_| Some(())) } else { pairs };
        let both_build = old.in_requests && new.in_requests;
        for gone in pairs.removed(before) {
            let what = match both_build && was_taken.contains(&gone.wire) {
                true => "is gone, as a field and as an argument of the constructor",
                false => "is gone",
            };
            let own = own(old, &gone.name);
            let change = Change::breaking(ChangeKind::Field, &own, what);
            let change = change.section(Section::Removed).documented(&gone.wire);
            let change = covered(change.at(&gone.place, Side::Old), old, gone);
            let change = self.constructing(covered(change, new, gone), new);
            self.push(change);
        }
        for come in pairs.added(after) {
            let held = held(self.new, new, come);
            let is_wanted = both_build && is_taken.contains(&come.wire);
            let own = own(new, &come.name);
            let had_name = before.iter().any(|field| field.name == come.name);
            let mut change = match (is_wanted, had_name) {
                (true, _) => {
                    let what = format!("is new and required: `{held}`, an argument of `new`, too");
                    self.constructing(Change::breaking(ChangeKind::Field, &own, what), new)
                }
                (false, true) => {
                    let what = format!("is new: `{held}`, and takes the name that another had");
                    Change::breaking(ChangeKind::Field, &own, what)
                }
                (false, false) => {
                    Change::additive(ChangeKind::Field, &own, format!("is new: `{held}`"))
                }
            };
            change = change.section(Section::Added).documented(&come.wire);
            self.push(covered(change.at(&come.place, Side::New), new, come));
        }
        for (before, after) in pairs.of(before, after) {
            let taken = |taken: &[String], field: &Field| both_build && taken.contains(&field.wire);
            let taken = (taken(was_taken, before), taken(is_taken, after));
            self.field((old, new), (before, after), taken);
        }
        if !pairs.both.is_sorted() {
            let what = "lists its fields in another order, in which they are written";
            self.push(Change::documentation(ChangeKind::Type, &path(new), what));
        }
        let both: Vec<(&Field, &Field)> = pairs.of(before, after);
        self.building((old, was_taken), (new, is_taken), &both);
        if let (Some(before), Some(after)) = (old_checksum, new_checksum)
            && before != after
        {
            let what = format!(
                "verifies downloads by its `{}` and `{}`, did by its `{}` and `{}`",
                after.0, after.1, before.0, before.1
            );
            self.push(Change::breaking(ChangeKind::Type, &path(new), what));
        }
    }

    /// A field, and whether the constructor took it and takes it.
    fn field(
        &mut self,
        (old, new): (&Type, &Type),
        (before, after): (&Field, &Field),
        taken: (bool, bool),
    ) {
        let begin = self.found.len();
        let own = own(new, &after.name);
        let (from, to) = (held(self.old, old, before), held(self.new, new, after));
        let kind = ChangeKind::Field;
        if before.name != after.name {
            let former = self::own(old, &before.name);
            let is_same_thing = before.wire == after.wire || after.is_rest;
            let what = another_name(&after.name, is_same_thing);
            let change = Change::breaking(kind, &former, what);
            let change = covered(covered(change, old, before), new, after);
            self.push(covered(change, new, before));
        }
        if !self.is_same(&from, &to) {
            let (was, is) = taken;
            // The type says nothing of where it is passed in, unless that stays.
            let argument = |one: bool, other: bool| {
                if one && !other { " and an argument of `new`" } else { "" }
            };
            let what = format!("is `{to}`{}, was `{from}`{}", argument(is, was), argument(was, is));
            let change = covered(Change::breaking(kind, &own, what), new, after);
            let change = self.constructing(change, new);
            self.push(change);
        }
        if self.is_same(&from, &to) && before.is_nullable != after.is_nullable {
            let what = match after.is_nullable {
                true => "is written as `null` for `None`, was left out",
                false => "is left out for `None`, was written as `null`",
            };
            let change = covered(Change::breaking(kind, &own, what), new, after);
            let change = self.constructing(change, new);
            self.push(change);
        }
        if before.wire != after.wire && before.name == after.name {
            let what = format!("is read and written as `{}`, was as `{}`", after.wire, before.wire);
            let change = Change::breaking(kind, &own, what).said_at(&own);
            let change = self.said_at_setters(change, after);
            self.push(change);
        }
        if old.in_requests
            && new.in_requests
            && self.is_same(within(&from), within(&to))
            && let Some((severity, what)) = bounds::compare(&before.bounds, &after.bounds)
        {
            let change = Change::new(kind, severity, &own, what).said_at(&own);
            let change = self.said_at_setters(change, after);
            self.push(change);
        }
        if before.sensitive != after.sensitive {
            self.push(match after.sensitive {
                true => Change::additive(kind, &own, "is no longer shown by `Debug`"),
                false => Change::breaking(kind, &own, "is shown by `Debug`, and was not"),
            });
        }
        let change = deprecation(kind, &own, before.deprecated, after.deprecated);
        self.found.extend(change.map(|change| covered(change, new, after)));
        for change in self.found.iter_mut().skip(begin) {
            change.place = Some(after.place.clone());
            change.documented = Some(after.wire.clone()).filter(|wire| !wire.is_empty());
        }
    }

    /// Explains the constructor, and the examples of methods that take what it makes.
    fn constructing(&self, change: Change, ty: &Type) -> Change {
        let path = path(ty);
        let takes = |operation: &&Operation| {
            let item = item(&self.new.items, &method(operation), "fn");
            item.is_some_and(|item| item.arguments.contains(&path))
        };
        let takers = self.new.operations.iter().filter(takes);
        takers.fold(change.covers(&format!("{path}::new")), |change, operation| {
            change.said_at(&method(operation))
        })
    }

    /// Explains the documentation of setters that requests have for the field.
    fn said_at_setters(&self, change: Change, field: &Field) -> Change {
        self.new.operations.iter().fold(change, |change, operation| {
            let mut inputs = operation.inputs.iter().filter(|input| input.within == "body");
            match inputs.find(|input| input.wire == field.wire) {
                Some(input) => change.said_at(&format!("{}::{}", request(operation), input.name)),
                None => change,
            }
        })
    }

    /// The constructor and the setters: whether there are any, and what they take.
    fn building(
        &mut self,
        (old, was_taken): (&Type, &[String]),
        (new, is_taken): (&Type, &[String]),
        both: &[(&Field, &Field)],
    ) {
        let path = path(new);
        let constructor = format!("{path}::new");
        match (old.in_requests, new.in_requests) {
            (false, true) => {
                let change = Change::additive(
                    ChangeKind::Type,
                    &path,
                    "can be built: has a constructor, and setters for what is optional",
                );
                self.push(change.section(Section::Added).covers_functions(&path));
                return;
            }
            (true, false) => {
                let change = Change::breaking(
                    ChangeKind::Type,
                    &path,
                    "can no longer be built: its constructor and its setters are gone",
                );
                let change = change.section(Section::Removed).covers_functions(&path);
                self.push(change.covers_functions(&self::path(old)));
                return;
            }
            (false, false) => return,
            (true, true) => {}
        }
        // A field that has another name can have another place: nothing shows it between two texts.
        let position =
            |taken: &[String], field: &Field| taken.iter().position(|wire| *wire == field.wire);
        let positions = both.iter().filter_map(|(before, after)| {
            Some((position(is_taken, after)?, position(was_taken, before)?))
        });
        let mut positions: Vec<(usize, usize)> = positions.collect();
        positions.sort_unstable();
        if !positions.is_sorted_by_key(|(_, was)| *was) {
            let TypeKind::Struct { fields, .. } = &new.kind else { return };
            let name = |wire: &String| fields.iter().find(|field| field.wire == *wire);
            let names = is_taken.iter().filter_map(name).map(|field| field.name.as_str());
            let names: Vec<&str> = names.collect();
            let what = format!("takes its arguments in another order: `{}`", names.join("`, `"));
            let change = Change::breaking(ChangeKind::Argument, &constructor, what);
            let change = self.constructing(change, new);
            self.push(change);
        }
        self.setters(old, new);
    }
}

/// The type of a field as it is emitted.
pub(super) fn held(side: &Surface, ty: &Type, field: &Field) -> String {
    let item = item(&side.items, &own(ty, &field.name), "field");
    item.map(|item| item.signature.clone()).unwrap_or_default()
}

/// The type of a value, where there is one.
fn within(held: &str) -> &str {
    held.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')).unwrap_or(held)
}

/// That something has another name; or, where the document calls it otherwise as well, no more than what
/// is sure: one thing that is gone and one that is new can be two.
pub(super) fn another_name(name: &str, is_same_thing: bool) -> String {
    match is_same_thing {
        true => format!("is renamed to `{name}`"),
        false => format!("is gone, and `{name}` of the same type is new"),
    }
}

/// The path of a field, and of its setter.
pub(super) fn own(ty: &Type, field: &str) -> String {
    format!("{}::{field}", path(ty))
}

/// Explains a field and its setter, which has an underscore where the name is taken.
fn covered(change: Change, ty: &Type, field: &Field) -> Change {
    let own = own(ty, &field.name);
    change.covers(&own).covers(&format!("{own}_"))
}
