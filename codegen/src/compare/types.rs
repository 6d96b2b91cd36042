//! Types: which are there, what they are called, and of which kind.

use super::change::{Change, ChangeKind, Section, Severity, Side};
use super::pairs::Pairs;
use super::{Comparing, bounds, item};
use crate::surface::{Type, TypeKind};

impl Comparing<'_> {
    pub(super) fn types(&mut self) {
        let (old, new) = (&self.old.types, &self.new.types);
        let renames = &self.renames;
        let pairs = Pairs::new(old.len(), new.len());
        let pairs = pairs.by(old, new, |ty| Some(ty.name.clone()));
        let (gone, come) = (pairs.removed(old), pairs.added(new));
        let mut both = pairs.of(old, new);
        let mut renamed = Vec::new();
        for gone in gone {
            let name = renames.name(&gone.name);
            match come.iter().find(|come| Some(come.name.as_str()) == name) {
                Some(come) => renamed.push((gone, *come)),
                None => {
                    let change = Change::breaking(ChangeKind::Type, &path(gone), "is gone");
                    let change = change.section(Section::Removed).at(&gone.place, Side::Old);
                    let change = change.documented(&gone.documented);
                    self.found.push(covered(change, gone));
                }
            }
        }
        for come in come.iter().filter(|come| !renames.is_taken(&come.name)) {
            let change = Change::additive(ChangeKind::Type, &path(come), "is new");
            let change = change.section(Section::Added).at(&come.place, Side::New);
            self.found.push(covered(change.documented(&come.documented), come));
        }
        for (before, after) in &renamed {
            // Another text in its place can be of something else.
            let what = match renames.is_by_use(&before.name) {
                true => format!("is gone, and `{}` stands where it stood", after.name),
                false => format!("is renamed to `{}`", after.name),
            };
            let change = Change::breaking(ChangeKind::Type, &path(before), what);
            let change = change.at(&after.place, Side::New).documented(&after.documented);
            self.found.push(covered(covered(change, before), after));
        }
        both.extend(renamed);
        for (before, after) in both {
            self.ty(before, after);
        }
    }

    fn ty(&mut self, old: &Type, new: &Type) {
        let begin = self.found.len();
        let path = path(new);
        match (&old.kind, &new.kind) {
            (TypeKind::Struct { .. }, TypeKind::Struct { .. }) => self.structure(old, new),
            (TypeKind::Text { bounds: before }, TypeKind::Text { bounds: after })
            | (TypeKind::Wrapper { bounds: before }, TypeKind::Wrapper { bounds: after }) => {
                // What is only read is not checked.
                let change = match old.in_requests && new.in_requests {
                    true => bounds::compare(before, after),
                    false => bounds::documented(before, after)
                        .map(|what| (Severity::Documentation, what)),
                };
                if let Some((severity, what)) = change {
                    self.push(Change::new(ChangeKind::Type, severity, &path, what));
                }
                self.held(old, new);
            }
            (
                TypeKind::Enum { values: before, aliases: old_aliases },
                TypeKind::Enum { values: after, aliases: new_aliases },
            ) => {
                self.values((&self::path(old), &path), before, after);
                self.aliases(&path, old_aliases, new_aliases);
            }
            (TypeKind::Numbers { values: before }, TypeKind::Numbers { values: after }) => {
                self.values((&self::path(old), &path), before, after);
                self.numbers(old, new);
            }
            (TypeKind::Choice { .. }, TypeKind::Choice { .. }) => self.choice(old, new),
            _ => {
                let what = format!("is {}, was {}", word(&new.kind), word(&old.kind));
                let change = Change::breaking(ChangeKind::Type, &path, what);
                self.push(covered(covered(change, old), new));
            }
        }
        self.exports(old, new);
        for change in self.found.iter_mut().skip(begin) {
            if change.place.is_none() {
                change.place = Some(new.place.clone());
            }
            if change.documented.is_none() {
                change.documented = Some(new.documented.clone());
            }
        }
    }

    /// What a value under a name is.
    fn held(&mut self, old: &Type, new: &Type) {
        let inner = |side: &crate::surface::Surface, ty: &Type| {
            let item = item(&side.items, &format!("{}::0", self::path(ty)), "field");
            item.map(|item| item.signature.clone()).unwrap_or_default()
        };
        let (from, to) = (inner(self.old, old), inner(self.new, new));
        if !self.is_same(&from, &to) {
            let path = path(new);
            let change =
                Change::breaking(ChangeKind::Type, &path, format!("holds `{to}`, held `{from}`"));
            self.push(change.covers(&format!("{}::0", self::path(new))));
        }
    }

    /// Texts are exported at the root of the crate too.
    fn exports(&mut self, old: &Type, new: &Type) {
        // Another kind, or another name, says as much.
        if old.name != new.name
            || std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind)
        {
            return;
        }
        let name = &new.name;
        let target = |side: &crate::surface::Surface| {
            let item = item(&side.items, name, "use")?;
            Some(item.signature.clone()).filter(|path| path.starts_with("types::"))
        };
        let change = match (target(self.old), target(self.new)) {
            (Some(_), None) => {
                let what =
                    "is no longer at the root of the crate, where something else has its name";
                Change::breaking(ChangeKind::Type, &path(new), what)
            }
            (None, Some(_)) => {
                // Something else may have been there.
                let what = "is at the root of the crate, too";
                match item(&self.old.items, name, "use") {
                    Some(_) => Change::breaking(ChangeKind::Type, &path(new), what),
                    None => Change::additive(ChangeKind::Type, &path(new), what),
                }
            }
            _ => return,
        };
        self.push(change.covers_word(name, "use"));
    }
}

/// The path of a type, as the items have it.
pub(super) fn path(ty: &Type) -> String {
    format!("types::{}", ty.name)
}

fn covered(change: Change, ty: &Type) -> Change {
    change.covers_all(&path(ty)).covers_word(&ty.name, "use")
}

fn word(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Struct { .. } => "a struct",
        TypeKind::Text { .. } => "a text",
        TypeKind::Enum { .. } => "an enum of texts",
        TypeKind::Numbers { .. } => "a number with constants",
        TypeKind::Choice { .. } => "an enum of several types",
        TypeKind::Wrapper { .. } => "a newtype",
    }
}
