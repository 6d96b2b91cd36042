//! Lists in pages: what `.stream()` counts with, and what it tells items apart by.

use super::Comparing;
use super::change::{Change, ChangeKind, Side};
use super::operations::request;
use crate::surface::Operation;

impl Comparing<'_> {
    pub(super) fn paging(&mut self, old: &Operation, new: &Operation) {
        let (Some(before), Some(after)) = (&old.paging, &new.paging) else { return };
        let path = format!("{}::stream", request(new));
        let kind = ChangeKind::Operation;
        let mut found = Vec::new();
        if before.key != after.key {
            // An item whose key was seen is dropped.
            let what = format!("tells items apart by `{}`, did by `{}`", after.key, before.key);
            found.push(Change::breaking(kind, &path, what));
        }
        for (of, from, to) in [
            ("the size of a page", &before.size, &after.size),
            ("what it skips", &before.offset, &after.offset),
        ] {
            let has = |side: &Operation, wire: &str| {
                side.inputs.iter().any(|input| input.within == "query" && input.wire == wire)
            };
            // Where a parameter went and another came, that is said of the setters.
            if from != to && (has(new, from) || has(old, to)) {
                let what = format!("says {of} with `{to}`, did with `{from}`");
                found.push(Change::breaking(kind, &path, what));
            }
        }
        if before.largest != after.largest {
            let what = format!("asks for pages of {}, did for {}", after.largest, before.largest);
            found.push(Change::documentation(kind, &path, what));
        }
        let place = &after.place;
        self.found.extend(found.into_iter().map(|one| one.at(place, Side::New).said_at(&path)));
    }
}
