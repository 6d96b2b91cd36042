//! Uploads: whether there are any, their setters, and the operations, names and words that they go by.

use super::change::{Change, ChangeKind, Section, Side};
use super::moved::Owner;
use super::pairs::Pairs;
use super::{Comparing, upload_words};
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
        let pairs = pairs.by(before, after, |fact| Some((fact.part.clone(), fact.key.clone())));
        let kind = ChangeKind::Upload;
        let mut changes = Vec::new();
        for fact in pairs.removed(before) {
            let change = Change::breaking(kind, UPLOAD, upload_words::alone(fact, true));
            changes.push(change.at(&fact.place, Side::Old));
        }
        for fact in pairs.added(after) {
            let change = Change::additive(kind, UPLOAD, upload_words::alone(fact, false));
            changes.push(change.at(&fact.place, Side::New));
        }
        for (from, to) in pairs.of(before, after) {
            let change = if from.meaning != to.meaning {
                // Where it went, and another came, that is said of the thing itself.
                if self.is_of_another(from, to) {
                    continue;
                }
                Change::breaking(kind, UPLOAD, upload_words::changed(from, to))
            } else if from.text != to.text {
                // The method is called otherwise, and calls the same.
                Change::documentation(kind, UPLOAD, upload_words::changed(from, to))
            } else {
                continue;
            };
            changes.push(change.at(&to.place, Side::New));
        }
        // The documentation of the setters lists the media types.
        let has_files = before.iter().chain(after).any(upload_words::is_of_files);
        let documented = |change: Change| match has_files {
            true => change.said_at("Upload::media_type").said_at("Upload::mime_type"),
            false => change,
        };
        self.found.extend(changes.into_iter().map(documented));
    }

    /// Whether what a key names is gone from the document, and what it names now is new there.
    fn is_of_another(&self, from: &UploadFact, to: &UploadFact) -> bool {
        let is_moved = |(before, after): (&String, &String)| {
            let (before, after) = ((before.as_str(), &*from.text), (after.as_str(), &*to.text));
            let owner = match (from.part.as_str(), from.key.as_str()) {
                ("start", "part") => Owner::Operation,
                ("pieces" | "statuses" | "categories", _) => Owner::Enum,
                _ => Owner::Struct,
            };
            self.is_moved(owner, before, after)
        };
        // What one of several has still is another word for that one.
        from.owners.len() == to.owners.len()
            && !from.owners.is_empty()
            && from.owners.iter().zip(&to.owners).all(is_moved)
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
                let what = match from.arguments == to.arguments {
                    true => format!("is `{}`, was `{}`", to.signature, from.signature),
                    false => {
                        let (to, from) = (to.arguments.join("`, `"), from.arguments.join("`, `"));
                        format!("takes `{to}`, took `{from}`")
                    }
                };
                let change = Change::breaking(ChangeKind::Setter, path, what);
                self.push(change.covers(path).at(&place, Side::New));
            }
        }
        let file = |side: &Surface| {
            let item = super::item(&side.items, UPLOAD, "impl IntoFuture");
            let output = item.map(|item| item.output.clone()).unwrap_or_default();
            let file =
                output.strip_prefix("Result<").and_then(|rest| rest.strip_suffix(", Error>"));
            file.map(str::to_owned).unwrap_or(output)
        };
        let (from, to) = (file(self.old), file(self.new));
        if !self.is_same(&from, &to) {
            let change = Change::breaking(
                ChangeKind::Upload,
                UPLOAD,
                format!("returns `{to}`, returned `{from}`"),
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
