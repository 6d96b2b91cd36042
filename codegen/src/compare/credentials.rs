//! Credentials: their setters, what these send, and which operations send them.

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Side};
use super::operations::method;
use super::pairs::Pairs;
use crate::surface::{Credential, Operation};

/// Its documentation says what becomes of headers.
pub(super) const HTTP_CLIENT: &str = "ClientBuilder::http_client";

impl Comparing<'_> {
    pub(super) fn credentials(&mut self) {
        let (old, new) = (&self.old.credentials, &self.new.credentials);
        let pairs = self.paired_credentials();
        let path = |setter: &str| format!("ClientBuilder::{setter}");
        for gone in pairs.removed(old) {
            let path = path(&gone.setter);
            let change = Change::breaking(ChangeKind::Credential, &path, "is gone");
            let change = change.section(Section::Removed).at(&gone.place, Side::Old);
            self.push(said(change.covers(&path)));
        }
        for come in pairs.added(new) {
            let path = path(&come.setter);
            let count = self.new.operations.iter();
            let count = count.filter(|one| one.credentials.contains(&come.sent)).count();
            let with = match count {
                1 => "with one operation".to_owned(),
                _ => format!("with {count} operations"),
            };
            let what = format!("is new: sends {} {with}", come.sent);
            let change = match old.iter().any(|before| before.setter == come.setter) {
                // Another credential had the name.
                true => Change::breaking(ChangeKind::Credential, &path, what),
                false => Change::additive(ChangeKind::Credential, &path, what),
            };
            let change = change.section(Section::Added).at(&come.place, Side::New);
            self.push(said(change.covers(&path)));
        }
        for (before, after) in pairs.of(old, new) {
            let (from, to) = (path(&before.setter), path(&after.setter));
            if from != to {
                let what = format!("is renamed to `{}`", after.setter);
                let change = Change::breaking(ChangeKind::Credential, &from, what);
                self.push(said(change.at(&after.place, Side::New).covers(&from).covers(&to)));
            }
            if before.sent != after.sent {
                let what = format!("sends {}, sent {}", after.sent, before.sent);
                let change = Change::breaking(ChangeKind::Credential, &to, what);
                self.push(said(change.at(&after.place, Side::New).covers(&to)));
            }
        }
    }

    pub(super) fn sent_credentials(&mut self, old: &Operation, new: &Operation) {
        let path = method(new);
        // What each of the old ones sends by now: that it sends something else is said of its setter.
        let pairs = self.paired_credentials();
        // One that is gone or new is said of its setter, and not of each operation again.
        let sent = |of: Vec<&Credential>| -> Vec<String> {
            of.into_iter().map(|one| one.sent.clone()).collect()
        };
        let all_gone = sent(pairs.removed(&self.old.credentials));
        let all_new = sent(pairs.added(&self.new.credentials));
        let pairs = pairs.of(&self.old.credentials, &self.new.credentials);
        let by_now = |sent: &String| {
            let pair = pairs.iter().find(|(before, _)| before.sent == *sent);
            pair.map_or_else(|| sent.clone(), |(_, after)| after.sent.clone())
        };
        let before: Vec<String> = old.credentials.iter().map(by_now).collect();
        let (before, after) = (&before, &new.credentials);
        for gone in before.iter().filter(|one| !after.contains(one) && !all_gone.contains(one)) {
            let what = format!("no longer sends {gone}");
            self.push(Change::breaking(ChangeKind::Credential, &path, what));
        }
        for come in after.iter().filter(|one| !before.contains(one) && !all_new.contains(one)) {
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

    /// Which of the old ones is which of the new ones: by what is sent, else by the setter, else by the
    /// documented name.
    fn paired_credentials(&self) -> Pairs {
        let (old, new) = (&self.old.credentials, &self.new.credentials);
        Pairs::new(old.len(), new.len())
            .by(old, new, |one| Some((one.setter.clone(), one.sent.clone())))
            .by(old, new, |one| Some(one.sent.clone()))
            .by(old, new, |one| Some(one.setter.clone()))
            .by(old, new, |one| Some(one.documented.clone()))
    }
}

/// Explains what is said of credentials as a whole.
fn said(change: Change) -> Change {
    change.said_at("ClientBuilder").said_at(HTTP_CLIENT)
}
