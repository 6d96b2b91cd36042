//! Credentials: their setters, what these send, and which operations send them.

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Side};
use super::operations::method;
use super::pairs::Pairs;
use crate::surface::Operation;

impl Comparing<'_> {
    pub(super) fn credentials(&mut self) {
        let (old, new) = (&self.old.credentials, &self.new.credentials);
        let pairs = self.paired_credentials();
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

    pub(super) fn sent_credentials(&mut self, old: &Operation, new: &Operation) {
        let path = method(new);
        // What each of the old ones sends by now: that it sends something else is said of its setter.
        let pairs = self.paired_credentials().of(&self.old.credentials, &self.new.credentials);
        let by_now = |sent: &String| {
            let pair = pairs.iter().find(|(before, _)| before.sent == *sent);
            pair.map_or_else(|| sent.clone(), |(_, after)| after.sent.clone())
        };
        let before: Vec<String> = old.credentials.iter().map(by_now).collect();
        let (before, after) = (&before, &new.credentials);
        for gone in before.iter().filter(|one| !after.contains(one)) {
            let what = format!("no longer sends {gone}");
            self.push(Change::breaking(ChangeKind::Credential, &path, what));
        }
        for come in after.iter().filter(|one| !before.contains(one)) {
            let what = format!("sends {come}, if that is set");
            self.push(Change::additive(ChangeKind::Credential, &path, what));
        }
        // There is one `Authorization`, and the first that is set is it.
        let shared = |all: &[String], others: &[String]| -> Vec<String> {
            let is_shared = |one: &&String| {
                others.contains(one)
                    && ["user and", "a bearer", "`Auth"].iter().any(|word| one.starts_with(word))
            };
            all.iter().filter(is_shared).cloned().collect()
        };
        if shared(before, after) != shared(after, before) {
            let what = format!("prefers {} as `Authorization`", shared(after, before).join(" to "));
            self.push(Change::breaking(ChangeKind::Credential, &path, what));
        } else if before != after
            && before.iter().all(|one| after.contains(one))
            && before.len() == after.len()
        {
            let what = "lists its credentials in another order";
            self.push(Change::documentation(ChangeKind::Credential, &path, what));
        }
    }

    /// Which of the old ones is which of the new ones: by what is sent, else by the setter.
    fn paired_credentials(&self) -> Pairs {
        let (old, new) = (&self.old.credentials, &self.new.credentials);
        Pairs::new(old.len(), new.len())
            .by(old, new, |one| Some((one.setter.clone(), one.sent.clone())))
            .by(old, new, |one| Some(one.sent.clone()))
            .by(old, new, |one| Some(one.setter.clone()))
    }
}
