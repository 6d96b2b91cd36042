//! A value of one of several types: its variants, and what tells them apart.

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Side};
use super::pairs::Pairs;
use super::types::path;
use crate::surface::{Type, TypeKind, Variant};

impl Comparing<'_> {
    pub(super) fn choice(&mut self, old: &Type, new: &Type) {
        let (
            TypeKind::Choice { variants: before, tag: old_tag },
            TypeKind::Choice { variants: after, tag: new_tag },
        ) = (&old.kind, &new.kind)
        else {
            return;
        };
        let path = path(new);
        let kind = ChangeKind::Variant;
        let renamed: Vec<Variant> = before
            .iter()
            .map(|variant| Variant { holds: self.renames.apply(&variant.holds), ..variant.clone() })
            .collect();
        let pairs = Pairs::new(before.len(), after.len())
            .by(&renamed, after, |variant| Some(variant.holds.clone()))
            .by(&renamed, after, |variant| Some(variant.name.clone()));
        let own = |variant: &Variant| format!("{path}::{}", variant.name);
        // A variant can be made of what it holds.
        let from = |variant: &Variant| {
            let held = variant.holds.strip_prefix("Box<").and_then(|rest| rest.strip_suffix('>'));
            format!("impl From<{}>", held.unwrap_or(&variant.holds))
        };
        for gone in pairs.removed(before) {
            let former = format!("{}::{}", self::path(old), gone.name);
            let change = Change::breaking(kind, &former, format!("is gone: held `{}`", gone.holds));
            let change = change.section(Section::Removed).at(&gone.place, Side::Old);
            let change = change.covers(&former);
            self.push(change.covers(&own(gone)).covers_word(&path, &from(gone)));
        }
        for come in pairs.added(after) {
            let what = format!("is new: holds `{}`", come.holds);
            let change = match before.iter().any(|before| before.name == come.name) {
                true => Change::breaking(
                    kind,
                    &own(come),
                    format!("{what}, and takes the name that another had"),
                ),
                false => Change::additive(kind, &own(come), what),
            };
            let change = change.section(Section::Added).at(&come.place, Side::New);
            self.push(change.covers(&own(come)).covers_word(&path, &from(come)));
        }
        for (before, after) in pairs.of(before, after) {
            if before.name != after.name {
                let what = format!("is renamed to `{}`", after.name);
                let change = Change::breaking(kind, &own(before), what);
                self.push(change.covers(&own(before)).covers(&own(after)));
            }
            if !self.is_same(&before.holds, &after.holds) {
                let what = format!("holds `{}`, held `{}`", after.holds, before.holds);
                let change = Change::breaking(kind, &own(after), what).covers(&own(after));
                self.push(
                    change.covers_word(&path, &from(before)).covers_word(&path, &from(after)),
                );
            }
            let is_among = |one: &Variant, other: &Variant| {
                one.tags.iter().all(|tag| other.tags.contains(tag))
            };
            // Where one of them has no such property, that is said of the type.
            let are_told = old_tag.is_some() && new_tag.is_some();
            if are_told && !(is_among(before, after) && is_among(after, before)) {
                let what = format!(
                    "is chosen where `{}` is {}, was where it is {}",
                    new_tag.as_deref().unwrap_or_default(),
                    listed(after),
                    listed(before)
                );
                let keeps = is_among(before, after);
                let own = own(after);
                let change = match keeps && !before.tags.is_empty() {
                    true => Change::additive(kind, &own, what),
                    false => Change::breaking(kind, &own, what),
                };
                self.push(change.said_at(&own));
            }
        }
        if old_tag != new_tag {
            let shown = |tag: &Option<String>| match tag {
                Some(tag) => format!("the property `{tag}`"),
                None => "what fits the value".to_owned(),
            };
            let what =
                format!("chooses a variant by {}, did by {}", shown(new_tag), shown(old_tag));
            let change = Change::breaking(ChangeKind::Type, &path, what);
            self.push(after.iter().fold(change, |change, variant| change.said_at(&own(variant))));
        }
        if !pairs.both.is_sorted() {
            let what = "prefers another variant where a value fits several";
            self.push(Change::breaking(ChangeKind::Type, &path, what));
        }
    }
}

fn listed(variant: &Variant) -> String {
    let tags: Vec<String> = variant.tags.iter().map(|tag| format!("`{tag}`")).collect();
    if tags.is_empty() { "anything else".to_owned() } else { tags.join(" or ") }
}
