//! The crate as a whole.

use super::Comparing;
use super::change::{Change, ChangeKind, Side};

impl Comparing<'_> {
    pub(super) fn about(&mut self) {
        let (old, new) = (&self.old.about, &self.new.about);
        let mut found = Vec::new();
        let change = |change: Change| change.at(&new.place, Side::New);
        if old.name != new.name {
            let what = format!("is the new name of the crate, which was `{}`", old.name);
            let mut change = Change::breaking(ChangeKind::Crate, &new.name, what);
            change.behaviour = false;
            found.push(change);
        }
        if old.base_url != new.base_url {
            let what =
                format!("sends calls to `{}`, sent them to `{}`", new.base_url, old.base_url);
            let path = "ClientBuilder::base_url";
            let change = Change::breaking(ChangeKind::Crate, path, what);
            found.push(change.said_at("ClientBuilder"));
        }
        let lost = old.error_message.iter().any(|pointer| !new.error_message.contains(pointer));
        if old.error_message != new.error_message {
            let what = match (new.error_message.as_slice(), old.error_message.as_slice()) {
                ([], from) => {
                    format!("finds no message of a failure, found it at {}", listed(from))
                }
                (to, []) => format!("finds the message of a failure at {}, found none", listed(to)),
                (to, from) => format!(
                    "finds the message of a failure at {}, found it at {}",
                    listed(to),
                    listed(from)
                ),
            };
            let kind = ChangeKind::Crate;
            found.push(match lost || !new.error_message.starts_with(&old.error_message) {
                true => Change::breaking(kind, "Error", what),
                false => Change::additive(kind, "Error", what),
            });
        }
        if old.error_body != new.error_body {
            // It is read for nothing but reports of drift.
            let what = match (&old.error_body, &new.error_body) {
                (_, None) => "no longer reports what bodies of failures hold".to_owned(),
                (None, Some(to)) => {
                    format!("reports what bodies of failures hold that `{to}` does not list")
                }
                (Some(from), Some(to)) => format!(
                    "reports what bodies of failures hold that `{to}` does not list, and no longer \
                     what `{from}` does not"
                ),
            };
            found.push(Change::documentation(ChangeKind::Crate, "ClientBuilder::on_drift", what));
        }
        for ((name, before), (_, after)) in old.texts.iter().zip(&new.texts) {
            if before != after {
                let what = match name.ends_with('s') {
                    true => format!("has other {name}"),
                    false => format!("has another {name}"),
                };
                let change = Change::documentation(ChangeKind::Crate, &new.name, what);
                found.push(change.said_at("Client").said_at("ClientBuilder"));
            }
        }
        self.found.extend(found.into_iter().map(change));
    }
}

fn listed(pointers: &[String]) -> String {
    let quoted: Vec<String> = pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
    format!("{} of the answer", quoted.join(", "))
}
