//! How what a caller passes in is sent: what of it no type shows.

use super::Comparing;
use super::change::{Change, ChangeKind};
use super::credentials::HTTP_CLIENT;
use super::moved::Owner;
use crate::surface::Input;

impl Comparing<'_> {
    /// Compares what is sent of an argument, or by a setter.
    pub(super) fn sending(
        &mut self,
        before: &Input,
        after: &Input,
        kind: ChangeKind,
        path: &str,
        whose: &str,
    ) {
        // A setter that was renamed is that of another parameter.
        let is_renamed = after.position.is_none() && before.name != after.name;
        // Of a field of a body that is set here, its type says it.
        let is_of_type =
            before.owner.as_deref().zip(after.owner.as_deref()).is_some_and(|(old, new)| {
                self.is_moved(Owner::Struct, (old, &before.wire), (new, &after.wire))
            });
        if before.wire != after.wire && after.within != "path" && !is_renamed && !is_of_type {
            let what = format!("{whose}is sent as `{}`, was sent as `{}`", after.wire, before.wire);
            self.push(Change::breaking(kind, path, what).said_at(path));
        }
        if before.within != after.within {
            let place = |within: &str| match within {
                "form" => "as a field of the form".to_owned(),
                "cookie" => "as a cookie".to_owned(),
                "header" => "as a header".to_owned(),
                within => format!("in the {within}"),
            };
            let (to, from) = (place(after.within), place(before.within));
            let what = format!("{whose}is sent {to}, was sent {from}");
            self.push(Change::breaking(kind, path, what).said_at(path).said_at(HTTP_CLIENT));
        }
        if before.written != after.written {
            let usual = |text: &str| {
                if text.is_empty() { "in the usual way".to_owned() } else { text.to_owned() }
            };
            let (to, from) = (usual(&after.written), usual(&before.written));
            let what = format!("{whose}is written {to}, was written {from}");
            self.push(Change::breaking(kind, path, what).said_at(path));
        }
        // What is required has none.
        let is_flipped = before.position.is_some() != after.position.is_some();
        if before.default != after.default && !is_flipped {
            let what = match (&before.default, &after.default) {
                (Some(from), None) => format!("has no documented default, had `{from}`"),
                (None, Some(to)) => format!("has the documented default `{to}`, had none"),
                (from, to) => {
                    let [to, from] = [to, from].map(|one| one.as_deref().unwrap_or_default());
                    format!("has the documented default `{to}`, had `{from}`")
                }
            };
            let what = format!("{whose}{what}");
            self.push(Change::documentation(kind, path, what).said_at(path));
        }
    }
}
