//! The crate as a whole, and its credentials.

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Side};
use super::pairs::Pairs;

impl Comparing<'_> {
    pub(super) fn about(&mut self) {
        let (old, new) = (&self.old.about, &self.new.about);
        let mut found = Vec::new();
        let change = |change: Change| change.at(&new.place, Side::New);
        if old.name != new.name {
            let what = format!("is the name of the crate, was `{}`", old.name);
            found.push(Change::breaking(ChangeKind::Crate, &new.name, what));
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
            let what = format!(
                "the message of a failure is looked for at {}, was at {}",
                listed(&new.error_message),
                listed(&old.error_message)
            );
            let kind = ChangeKind::Crate;
            found.push(match lost || !new.error_message.starts_with(&old.error_message) {
                true => Change::breaking(kind, "Error", what),
                false => Change::additive(kind, "Error", what),
            });
        }
        if old.error_body != new.error_body {
            let shown =
                |body: &Option<String>| body.clone().unwrap_or_else(|| "nothing".to_owned());
            let (to, from) = (shown(&new.error_body), shown(&old.error_body));
            // It is read for nothing but reports of drift.
            let what = format!("reports of failures go by `{to}`, went by `{from}`");
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

    pub(super) fn credentials(&mut self) {
        let (old, new) = (&self.old.credentials, &self.new.credentials);
        let pairs = Pairs::new(old.len(), new.len())
            .by(old, new, |one| Some((one.setter.clone(), one.sent.clone())))
            .by(old, new, |one| Some(one.sent.clone()))
            .by(old, new, |one| Some(one.setter.clone()));
        let path = |setter: &str| format!("ClientBuilder::{setter}");
        for gone in pairs.removed(old) {
            let path = path(&gone.setter);
            let change = Change::breaking(ChangeKind::Credential, &path, "is gone");
            let change = change.section(Section::Removed).at(&gone.place, Side::Old);
            self.push(change.covers(&path).said_at("ClientBuilder"));
        }
        for come in pairs.added(new) {
            let path = path(&come.setter);
            let what = format!("is new: sends {}", come.sent);
            let change = match old.iter().any(|before| before.setter == come.setter) {
                // Another credential had the name.
                true => Change::breaking(ChangeKind::Credential, &path, what),
                false => Change::additive(ChangeKind::Credential, &path, what),
            };
            let change = change.section(Section::Added).at(&come.place, Side::New);
            self.push(change.covers(&path).said_at("ClientBuilder"));
        }
        for (before, after) in pairs.of(old, new) {
            let (from, to) = (path(&before.setter), path(&after.setter));
            if from != to {
                let what = format!("is renamed to `{}`", after.setter);
                let change = Change::breaking(ChangeKind::Credential, &from, what);
                self.push(change.at(&after.place, Side::New).covers(&from).covers(&to));
            }
            if before.sent != after.sent {
                let what = format!("sends {}, sent {}", after.sent, before.sent);
                let change = Change::breaking(ChangeKind::Credential, &to, what);
                self.push(change.at(&after.place, Side::New).covers(&to));
            }
        }
    }
}

fn listed(pointers: &[String]) -> String {
    let quoted: Vec<String> = pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
    if quoted.is_empty() { "no place".to_owned() } else { quoted.join(", ") }
}
