//! Types that are known again by where they stand: what was of the one is now of the other. Of a text
//! under a name there is nothing else to know it by.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Renames;
use crate::compare::item;
use crate::surface::{ItemName, Surface, Type, TypeKind};

/// How often a type stands where another stood, and how often each stands at all.
#[derive(Default)]
struct Uses<'s> {
    both: BTreeMap<(&'s str, &'s str), usize>,
    old: HashMap<&'s str, usize>,
    new: HashMap<&'s str, usize>,
}

impl Renames {
    /// Pairs what is yet unpaired where more than half of what was of the one is of the other, more
    /// than half of what is of the other was of the one, and they are alike.
    pub(super) fn by_use(
        &mut self,
        (gone, old): (&[&Type], &Surface),
        (come, new): (&[&Type], &Surface),
    ) {
        let gone: Vec<&Type> =
            gone.iter().copied().filter(|ty| self.name(&ty.name).is_none()).collect();
        let come: Vec<&Type> = come.iter().copied().filter(|ty| !self.is_taken(&ty.name)).collect();
        if gone.is_empty() || come.is_empty() {
            return;
        }
        let names = |types: &[&Type]| -> HashSet<String> {
            types.iter().map(|ty| ty.name.clone()).collect()
        };
        let (gone_names, come_names) = (names(&gone), names(&come));
        // What stands on both sides, under the new names that are known so far.
        let mut signatures = Vec::new();
        for (name, before) in &old.items {
            let renamed = ItemName { path: self.apply(&name.path), word: self.apply(&name.word) };
            if let Some(after) = new.items.get(&renamed) {
                let is_outside = !name.path.starts_with("types::");
                let before = self.replaced(&before.signature, is_outside);
                signatures.push((before, after.signature.as_str()));
            }
        }
        let mut uses = Uses::default();
        for (before, after) in &signatures {
            uses.count(before, after, &gone_names, &come_names);
        }
        let mut found = Vec::new();
        for ((before, after), count) in &uses.both {
            let of = |all: &HashMap<&str, usize>, name| all.get(name).copied().unwrap_or_default();
            let is_most = count * 2 > of(&uses.old, before) && count * 2 > of(&uses.new, after);
            let named = |types: &[&'_ Type], name: &str| -> Option<Type> {
                types.iter().find(|ty| ty.name == *name).map(|ty| (*ty).clone())
            };
            if is_most
                && let Some(before) = named(&gone, before)
                && let Some(after) = named(&come, after)
                && self.are_alike((&before, old), (&after, new))
            {
                found.push((before.name, after.name));
            }
        }
        self.by_use.extend(found.iter().map(|(before, _)| before.clone()));
        self.names.extend(found);
    }

    /// Whether the one could be the other with a few changes.
    fn are_alike(&self, (before, old): (&Type, &Surface), (after, new): (&Type, &Surface)) -> bool {
        match (&before.kind, &after.kind) {
            (TypeKind::Text { .. }, TypeKind::Text { .. }) => true,
            (TypeKind::Wrapper { .. }, TypeKind::Wrapper { .. }) => {
                self.apply(&inner(before, old)) == inner(after, new)
            }
            (TypeKind::Struct { fields: before, .. }, TypeKind::Struct { fields: after, .. }) => {
                let kept = before.iter().filter(|one| after.iter().any(|two| one.wire == two.wire));
                is_half(kept.count(), before.len().max(after.len()))
            }
            (TypeKind::Enum { values: before, .. }, TypeKind::Enum { values: after, .. })
            | (TypeKind::Numbers { values: before }, TypeKind::Numbers { values: after }) => {
                let kept = before.iter().filter(|one| after.iter().any(|two| one.wire == two.wire));
                is_half(kept.count(), before.len().max(after.len()))
            }
            (
                TypeKind::Choice { variants: before, .. },
                TypeKind::Choice { variants: after, .. },
            ) => {
                let is_kept = |held: String| after.iter().any(|two| held == two.holds);
                let kept = before.iter().filter(|one| is_kept(self.apply(&one.holds)));
                is_half(kept.count(), before.len().max(after.len()))
            }
            _ => false,
        }
    }
}

impl<'s> Uses<'s> {
    /// Counts what stands in a signature, before and after.
    fn count(
        &mut self,
        before: &'s str,
        after: &'s str,
        gone: &HashSet<String>,
        come: &HashSet<String>,
    ) {
        let (before, after) = (words(before), words(after));
        let old: Vec<&str> = before.iter().copied().filter(|word| gone.contains(*word)).collect();
        let new: Vec<&str> = after.iter().copied().filter(|word| come.contains(*word)).collect();
        for word in &old {
            *self.old.entry(word).or_default() += 1;
        }
        for word in &new {
            *self.new.entry(word).or_default() += 1;
        }
        // Only where nothing else is other is it clear which stands for which.
        let is_same =
            |(one, two): (&&str, &&str)| one == two || gone.contains(*one) && come.contains(*two);
        if before.len() == after.len() && before.iter().zip(&after).all(is_same) {
            let pairs = before.into_iter().zip(after).filter(|(one, two)| one != two);
            for pair in pairs {
                *self.both.entry(pair).or_default() += 1;
            }
        }
    }
}

/// Whether so many of all are enough to know it by. Of two, one is.
fn is_half(kept: usize, all: usize) -> bool {
    kept > 0 && kept * 2 >= all
}

/// What a value under a name is.
fn inner(ty: &Type, side: &Surface) -> String {
    let own = Renames::named([(ty.name.clone(), "Self".to_owned())]);
    let item = item(&side.items, &format!("types::{}::0", ty.name), "field");
    item.map(|item| own.apply(&item.signature)).unwrap_or_default()
}

/// The words of a text, and what stands between them.
fn words(text: &str) -> Vec<&str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|one| is_word(one) != is_word(first)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        found.push(word);
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_what_stands_between_them() {
        assert_eq!(words("Vec<types::File>"), ["Vec", "<", "types", "::", "File", ">"]);
        assert!(words("").is_empty());
    }
}
