//! Types that have another name: the same under it, or nearly so.

mod used;

use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;

use super::item;
use super::pairs::Pairs;
use crate::surface::{Surface, Type, TypeKind};

/// Old names and new ones.
#[derive(Default)]
pub(super) struct Renames {
    names: HashMap<String, String>,
    /// Which old names are known by nothing but where the new one stands.
    by_use: HashSet<String>,
}

impl Renames {
    /// Of types without a namesake: the documented name is the same, or all that is in them, or they
    /// stand where the other stood.
    pub(super) fn of(old: &Surface, new: &Surface) -> Self {
        let pairs = Pairs::new(old.types.len(), new.types.len())
            .by(&old.types, &new.types, |ty| Some(ty.name.clone()));
        let (gone, come): (Vec<&Type>, Vec<&Type>) =
            (pairs.removed(&old.types), pairs.added(&new.types));
        let documented = Pairs::new(gone.len(), come.len())
            .by(&gone, &come, |ty| Some(ty.documented.clone()))
            .of(&gone, &come);
        let named = documented.into_iter().map(|(old, new)| (old.name.clone(), new.name.clone()));
        let mut renames = Self::named(named);
        // What holds a type that is renamed is known again once that is, and so on.
        loop {
            let known = renames.names.len();
            renames.by_content((&gone, old), (&come, new));
            if renames.names.len() == known {
                renames.by_use((&gone, old), (&come, new));
            }
            if renames.names.len() == known {
                renames.recognise((&gone, old), (&come, new));
                return renames;
            }
        }
    }

    /// Pairs what is yet unpaired by all that is in it.
    fn by_content(&mut self, (gone, old): (&[&Type], &Surface), (come, new): (&[&Type], &Surface)) {
        let gone: Vec<&&Type> = gone.iter().filter(|ty| self.name(&ty.name).is_none()).collect();
        let come: Vec<&&Type> = come.iter().filter(|ty| !self.is_taken(&ty.name)).collect();
        let with_shapes =
            |types: &[&&Type], side: &Surface, renamed: &Self| -> Vec<(String, String)> {
                let shapes =
                    types.iter().map(|ty| (ty.name.clone(), renamed.apply(&shape(ty, side))));
                shapes.collect()
            };
        let gone = with_shapes(&gone, old, self);
        let come = with_shapes(&come, new, &Self::default());
        let pairs = Pairs::new(gone.len(), come.len())
            .by(&gone, &come, |(_, shape)| (!shape.is_empty()).then(|| shape.clone()));
        let found = pairs.of(&gone, &come).into_iter();
        let found: Vec<_> = found.map(|((old, _), (new, _))| (old.clone(), new.clone())).collect();
        self.names.extend(found);
    }

    /// Finds what is known by its content after all, once every name is known.
    fn recognise(&mut self, (gone, old): (&[&Type], &Surface), (come, new): (&[&Type], &Surface)) {
        let is_known = |name: &String| {
            let before = gone.iter().find(|ty| ty.name == *name)?;
            let after = come.iter().find(|ty| Some(ty.name.as_str()) == self.name(name))?;
            let (before, after) = (self.apply(&shape(before, old)), shape(after, new));
            Some(!before.is_empty() && before == after)
        };
        let by_use = self.by_use.iter().filter(|name| is_known(name) != Some(true));
        self.by_use = by_use.cloned().collect();
    }

    /// Whether a text of the old side says the same as one of the new side, but for these names.
    pub(super) fn is_same(&self, old: &str, new: &str) -> bool {
        old == new || self.replaced(old, false) == new || self.replaced(old, true) == new
    }

    /// The text with the new names, where the document's types stand bare.
    pub(super) fn apply(&self, text: &str) -> String {
        self.replaced(text, false)
    }

    /// The text with the new names. Outside of the module `types` that stands in front of them, and a
    /// bare name is that of something else.
    fn replaced(&self, text: &str, is_outside: bool) -> String {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
            let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let is_type = !is_outside || out.ends_with("types::");
            let name = self.names.get(word).filter(|_| is_type);
            out.push_str(name.map_or(word, String::as_str));
            let end = behind.find(is_word).unwrap_or(behind.len());
            let (between, behind) = behind.split_at_checked(end).unwrap_or((behind, ""));
            out.push_str(between);
            rest = behind;
        }
        out
    }

    /// The same names, and those that examples in the documentation make of them.
    pub(super) fn of_prose(&self) -> Self {
        let snake = self.names.iter().map(|(old, new)| (old.to_snake_case(), new.to_snake_case()));
        Self::named(self.names.clone().into_iter().chain(snake))
    }

    fn named(names: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { names: names.into_iter().collect(), by_use: HashSet::new() }
    }

    /// Whether nothing says that a type is the same under its new name but that it stands where the old
    /// one stood.
    pub(super) fn is_by_use(&self, old: &str) -> bool {
        self.by_use.contains(old)
    }

    /// The new name of a type that has one.
    pub(super) fn name(&self, old: &str) -> Option<&str> {
        self.names.get(old).map(String::as_str)
    }

    /// Whether a new name is that of a type that had another one.
    pub(super) fn is_taken(&self, new: &str) -> bool {
        self.names.values().any(|name| name == new)
    }
}

/// All that is in a type but for its name. Nothing of one that is too plain to be known again.
fn shape(ty: &Type, side: &Surface) -> String {
    let path = format!("types::{}", ty.name);
    let own = Renames::named([(ty.name.clone(), "Self".to_owned())]);
    let own = |text: String| own.apply(&text);
    match &ty.kind {
        TypeKind::Struct { fields, .. } => {
            let fields = fields.iter().map(|field| {
                let item = item(&side.items, &format!("{path}::{}", field.name), "field");
                let held = item.map(|item| own(item.signature.clone())).unwrap_or_default();
                format!("{}: {held}", field.wire)
            });
            fields.collect::<Vec<_>>().join("\n")
        }
        TypeKind::Enum { values, .. } | TypeKind::Numbers { values } => {
            let values: Vec<&str> = values.iter().map(|value| value.wire.as_str()).collect();
            values.join("\n")
        }
        TypeKind::Choice { variants, .. } => {
            let held: Vec<String> =
                variants.iter().map(|variant| own(variant.holds.clone())).collect();
            format!("one of {}", held.join("\n"))
        }
        TypeKind::Text { .. } | TypeKind::Wrapper { .. } => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_as_whole_words() {
        let renames = Renames::named([("File".to_owned(), "Record".to_owned())]);
        assert_eq!(renames.apply("Vec<types::File>"), "Vec<types::Record>");
        assert_eq!(renames.apply("FileId, File"), "FileId, Record");
        assert_eq!(renames.apply(""), "");
        // Something else may have the name outside of `types`.
        assert!(renames.is_same("fn(File) -> types::File", "fn(File) -> types::Record"));
        assert!(renames.is_same("fn(File) -> File", "fn(Record) -> Record"));
        assert!(!renames.is_same("fn(File) -> types::File", "fn(Record) -> types::File"));
    }
}
