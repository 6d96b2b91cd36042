//! Lists in pages: what `.stream()` counts with, and what it tells items apart by.

use super::Comparing;
use super::change::{Change, ChangeKind, Side};
use super::moved::Owner;
use super::operations::request;
use crate::surface::Operation;

impl Comparing<'_> {
    pub(super) fn paging(&mut self, old: &Operation, new: &Operation) {
        let (Some(before), Some(after)) = (&old.paging, &new.paging) else { return };
        let path = format!("{}::stream", request(new));
        let kind = ChangeKind::Operation;
        let mut found = Vec::new();
        let of_field = (name(&before.item), before.key.as_str());
        // Where the property itself has another name, that is said of the field.
        if before.key != after.key
            && !self.is_moved(Owner::Struct, of_field, (name(&after.item), &after.key))
        {
            // An item whose key was seen is dropped.
            let what = format!("tells items apart by `{}`, did by `{}`", after.key, before.key);
            found.push(Change::breaking(kind, &path, what));
        }
        for (of, from, to) in [
            ("asks for the size of a page", &before.size, &after.size),
            ("asks for the next page", &before.offset, &after.offset),
        ] {
            // Where a parameter went and another came, that is said of the setters.
            let (was, is) = ((old.method.as_str(), &**from), (new.method.as_str(), &**to));
            if from != to && !self.is_moved(Owner::Operation, was, is) {
                let what = format!("{of} with the parameter `{to}`, did with `{from}`");
                found.push(Change::breaking(kind, &path, what));
            }
        }
        if before.largest != after.largest {
            let what = format!("asks for pages of {}, asked for {}", after.largest, before.largest);
            found.push(Change::documentation(kind, &path, what));
        }
        let place = &after.place;
        self.found.extend(found.into_iter().map(|one| one.at(place, Side::New).said_at(&path)));
    }
}

/// The name of a type, without the module.
fn name(ty: &str) -> &str {
    ty.rsplit("::").next().unwrap_or(ty)
}
