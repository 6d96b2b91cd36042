//! Uploads: whether there are any, their setters, and the operations, names and words that they go by.

use super::Comparing;
use super::change::{Change, ChangeKind, Section, Side};
use super::pairs::Pairs;
use crate::surface::{Item, Surface, UploadFact};

const UPLOAD: &str = "Upload";

impl Comparing<'_> {
    pub(super) fn upload(&mut self) {
        let (old, new) = (self.old, self.new);
        match (&old.upload, &new.upload) {
            (None, None) => {}
            (Some(_), None) => {
                let change = Change::breaking(ChangeKind::Upload, "Client::upload", "is gone");
                let change = covered(change.section(Section::Removed), old, new);
                self.push(change.at(&old.about.place, Side::Old));
            }
            (None, Some(_)) => {
                let change = Change::additive(ChangeKind::Upload, "Client::upload", "is new");
                let change = covered(change.section(Section::Added), new, old);
                self.push(change.at(&new.about.place, Side::New));
            }
            (Some(before), Some(after)) => {
                self.upload_words(before, after);
                self.upload_methods();
            }
        }
    }

    fn upload_words(&mut self, before: &[UploadFact], after: &[UploadFact]) {
        let pairs = Pairs::new(before.len(), after.len());
        let pairs = pairs.by(before, after, |fact| Some(fact.name.clone()));
        let kind = ChangeKind::Upload;
        let mut changes = Vec::new();
        for UploadFact { name, text, place, .. } in pairs.removed(before) {
            let what = format!("no longer knows the {name}, `{text}`");
            changes.push(Change::breaking(kind, UPLOAD, what).at(place, Side::Old));
        }
        for UploadFact { name, text, place, .. } in pairs.added(after) {
            let what = format!("knows the {name}, `{text}`");
            changes.push(Change::additive(kind, UPLOAD, what).at(place, Side::New));
        }
        for (from, to) in pairs.of(before, after) {
            let name = &to.name;
            let what = match from.text == to.text {
                true => format!("the {name} is {}, was {}", to.meaning, from.meaning),
                false => format!("the {name} is `{}`, was `{}`", to.text, from.text),
            };
            let change = if from.meaning != to.meaning {
                Change::breaking(kind, UPLOAD, what)
            } else if from.text != to.text {
                // The method is called otherwise, and calls the same.
                Change::documentation(kind, UPLOAD, what)
            } else {
                continue;
            };
            changes.push(change.at(&to.place, Side::New));
        }
        let documented = |change: Change| {
            let names = before.iter().chain(after).map(|fact| &fact.name);
            names.filter(|name| name.starts_with("media type")).fold(change, |change, _| {
                change.said_at("Upload::media_type").said_at("Upload::mime_type")
            })
        };
        self.found.extend(changes.into_iter().map(documented));
    }

    fn upload_methods(&mut self) {
        let methods = |side: &Surface| -> Vec<(String, String, Item)> {
            let items = side.items.iter().filter(|(name, _)| name.path.starts_with("Upload::"));
            let own = |name: &crate::surface::ItemName| (name.path.clone(), name.word.clone());
            let items = items.map(|(name, item)| (own(name), item.clone()));
            items.map(|((path, word), item)| (path, word, item)).collect()
        };
        let (before, after) = (methods(self.old), methods(self.new));
        let pairs = Pairs::new(before.len(), after.len());
        let pairs = pairs.by(&before, &after, |(path, word, _)| Some((path.clone(), word.clone())));
        let place = self.new.about.place.clone();
        for (path, _, _) in pairs.removed(&before) {
            let change = Change::breaking(ChangeKind::Setter, path, "is gone");
            let change = change.section(Section::Removed).at(&place, Side::New);
            self.push(change.covers(path).said_at("Client::upload").said_at("Upload::into_file"));
        }
        for (path, _, item) in pairs.added(&after) {
            let what = format!("is new: takes `{}`", item.arguments.join("`, `"));
            let change = Change::additive(ChangeKind::Setter, path, what);
            let change = change.section(Section::Added).at(&place, Side::New);
            self.push(change.covers(path).said_at("Client::upload").said_at("Upload::into_file"));
        }
        for ((_, _, from), (path, _, to)) in pairs.of(&before, &after) {
            if !self.is_same(&from.signature, &to.signature) {
                let what = format!("is `{}`, was `{}`", to.signature, from.signature);
                let change = Change::breaking(ChangeKind::Setter, path, what);
                self.push(change.covers(path).at(&place, Side::New));
            }
        }
        let file = |side: &Surface| {
            let item = super::item(&side.items, UPLOAD, "impl IntoFuture");
            item.map(|item| item.signature.clone()).unwrap_or_default()
        };
        let (from, to) = (file(self.old), file(self.new));
        if !self.is_same(&from, &to) {
            let change = Change::breaking(
                ChangeKind::Upload,
                UPLOAD,
                format!("gives `{to}`, gave `{from}`"),
            );
            self.push(change.covers(UPLOAD).at(&place, Side::New));
        }
    }
}

/// All that comes and goes with uploads: what the one side has of the runtime, and the other has not.
fn covered(change: Change, having: &Surface, lacking: &Surface) -> Change {
    let change = change.covers_all(UPLOAD).covers("Client::upload").covers("Client::put_part");
    let of_runtime = having.items.iter().filter(|(name, item)| {
        name.word == "use"
            && item.signature.starts_with("vrchat_files_runtime::")
            && lacking.items.get(*name).is_none_or(|other| other.signature != item.signature)
    });
    of_runtime.fold(change, |change, (name, _)| change.covers_word(&name.path, "use"))
}
