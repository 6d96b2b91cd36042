//! Documented values: the variants of an enum of texts, and the constants of a number.

use super::change::{Change, ChangeKind, Section, Side};
use super::pairs::Pairs;
use super::types::path;
use super::{Comparing, item};
use crate::surface::{Surface, Type, Value};

impl Comparing<'_> {
    /// Of a type, by its path on either side: what is gone is called as it was.
    pub(super) fn values(
        &mut self,
        (former, path): (&str, &str),
        before: &[Value],
        after: &[Value],
    ) {
        let pairs = Pairs::new(before.len(), after.len())
            .by(before, after, |value| Some(value.wire.clone()))
            .by(before, after, |value| Some(value.name.clone()));
        let kind = ChangeKind::Variant;
        let own = |value: &Value| format!("{path}::{}", value.name);
        let was = |value: &Value| format!("{former}::{}", value.name);
        for gone in pairs.removed(before) {
            let what = format!("is gone: `{}`", gone.wire);
            let change = Change::breaking(kind, &was(gone), what).section(Section::Removed);
            let change = change.documented(&gone.wire).at(&gone.place, Side::Old);
            self.push(change.covers(&was(gone)).covers(&own(gone)));
        }
        for come in pairs.added(after) {
            let what = format!("is new: `{}`", come.wire);
            let change = match before.iter().find(|before| before.name == come.name) {
                Some(other) => {
                    let what = format!("{what}, and takes the name that `{}` had", other.wire);
                    Change::breaking(kind, &own(come), what)
                }
                None => Change::additive(kind, &own(come), what),
            };
            let change = change.section(Section::Added).documented(&come.wire);
            self.push(change.at(&come.place, Side::New).covers(&own(come)));
        }
        for (before, after) in pairs.of(before, after) {
            if before.name != after.name {
                let what =
                    format!("is renamed to `{}`, for the same value `{}`", after.name, after.wire);
                let change = Change::breaking(kind, &was(before), what).documented(&after.wire);
                let change = change.at(&after.place, Side::New).covers(&was(before));
                self.push(change.covers(&own(before)).covers(&own(after)));
            }
            if before.wire != after.wire {
                let what =
                    format!("is read and written as `{}`, was as `{}`", after.wire, before.wire);
                let change = Change::breaking(kind, &own(after), what).documented(&after.wire);
                self.push(change.at(&after.place, Side::New).said_at(&own(after)));
            }
        }
        if !pairs.both.is_sorted() {
            let what = "lists its values in another order, which `DOCUMENTED` follows";
            self.push(Change::documentation(ChangeKind::Type, path, what));
        }
    }

    /// Other spellings of values.
    pub(super) fn aliases(
        &mut self,
        path: &str,
        before: &[(String, String)],
        after: &[(String, String)],
    ) {
        let mean = |all: &[(String, String)], text: &str| {
            all.iter().find(|(alias, _)| alias == text).map(|(_, value)| value.clone())
        };
        for (alias, value) in before {
            let what = match mean(after, alias) {
                None => format!("no longer reads `{alias}` as `{value}`"),
                Some(other) if other != *value => {
                    format!("reads `{alias}` as `{other}`, read it as `{value}`")
                }
                Some(_) => continue,
            };
            self.push(Change::breaking(ChangeKind::Variant, path, what).documented(alias));
        }
        for (alias, value) in after.iter().filter(|(alias, _)| mean(before, alias).is_none()) {
            let what = format!("reads `{alias}` as `{value}`");
            self.push(Change::additive(ChangeKind::Variant, path, what).documented(alias));
        }
    }

    /// The number behind the constants.
    pub(super) fn numbers(&mut self, old: &Type, new: &Type) {
        let number = |side: &Surface, ty: &Type| {
            let item = item(&side.items, &path(ty), "number_newtype!");
            item.map(|item| item.signature.clone()).unwrap_or_default()
        };
        let (from, to) = (number(self.old, old), number(self.new, new));
        if from != to {
            let path = path(new);
            let change =
                Change::breaking(ChangeKind::Type, &path, format!("holds `{to}`, held `{from}`"));
            let change = change.covers_word(&path, "number_newtype!");
            self.push(change.covers(&format!("{path}::get")));
        }
    }
}
