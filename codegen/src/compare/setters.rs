//! Setters and constructors that take something else although the field is what it was: what a type
//! is made from depends on what the type is.

use super::change::{Change, ChangeKind};
use super::fields::{held, own};
use super::types::path;
use super::{Comparing, item};
use crate::surface::{Field, Surface, Type, TypeKind};

impl Comparing<'_> {
    pub(super) fn setters(&mut self, old: &Type, new: &Type) {
        let (
            TypeKind::Struct { fields: before, constructor: was_taken, .. },
            TypeKind::Struct { fields: after, constructor: is_taken, .. },
        ) = (&old.kind, &new.kind)
        else {
            return;
        };
        let taken = |side: &Surface, ty: &Type, field: &Field, constructor: &[String]| {
            if let Some(position) = constructor.iter().position(|wire| *wire == field.wire) {
                let item = item(&side.items, &format!("{}::new", path(ty)), "fn");
                return item.and_then(|item| item.arguments.get(position).cloned());
            }
            // A setter whose name is taken has an underscore.
            let own = own(ty, &field.name);
            let setters = [own.clone(), format!("{own}_")];
            let mut setters = setters.iter().filter_map(|path| item(&side.items, path, "fn"));
            setters.next().and_then(|item| item.arguments.first().cloned())
        };
        for after in after {
            let Some(before) = before.iter().find(|before| before.wire == after.wire) else {
                continue;
            };
            // Said already.
            if !self.is_same(&held(self.old, old, before), &held(self.new, new, after)) {
                continue;
            }
            let from = taken(self.old, old, before, was_taken).unwrap_or_default();
            let to = taken(self.new, new, after, is_taken).unwrap_or_default();
            if self.is_same(&from, &to) {
                continue;
            }
            let is_argument = is_taken.contains(&after.wire);
            let own = own(new, &after.name);
            let constructor = format!("{}::new", path(new));
            let change = match is_argument {
                true => {
                    let what = format!("the argument `{}` takes `{to}`, took `{from}`", after.name);
                    Change::breaking(ChangeKind::Argument, &constructor, what)
                }
                false => {
                    let what = format!("takes `{to}`, took `{from}`");
                    Change::breaking(ChangeKind::Setter, &own, what)
                }
            };
            let change = change.documented(&after.wire).covers(&constructor);
            let mut change = change.covers_word(&own, "fn").covers(&format!("{own}_"));
            change.place = Some(after.place.clone());
            self.push(change);
        }
    }
}
