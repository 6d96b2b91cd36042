//! Which of the old ones is which of the new ones.

/// Pairs, and what is left on both sides, by index.
pub(super) struct Pairs {
    /// In the order of the new ones.
    pub(super) both: Vec<(usize, usize)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

impl Pairs {
    /// Nothing is paired yet.
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self { both: Vec::new(), removed: (0..old).collect(), added: (0..new).collect() }
    }

    /// Pairs what is left wherever `key` gives the same, once on each side.
    pub(super) fn by<T, K: PartialEq>(
        mut self,
        old: &[T],
        new: &[T],
        key: impl Fn(&T) -> Option<K>,
    ) -> Self {
        let keyed = |all: &[T], left: &[usize]| -> Vec<(usize, K)> {
            let left = left.iter().filter_map(|index| Some((*index, all.get(*index)?)));
            left.filter_map(|(index, one)| Some((index, key(one)?))).collect()
        };
        let (before, after) = (keyed(old, &self.removed), keyed(new, &self.added));
        for (added, key) in &after {
            let mut same = before.iter().filter(|(_, other)| other == key);
            let is_one = after.iter().filter(|(_, other)| other == key).count() == 1;
            if let (Some((removed, _)), None, true) = (same.next(), same.next(), is_one) {
                self.both.push((*removed, *added));
            }
        }
        let Self { both, removed, added } = &mut self;
        removed.retain(|index| both.iter().all(|(old, _)| old != index));
        added.retain(|index| both.iter().all(|(_, new)| new != index));
        both.sort_by_key(|(_, new)| *new);
        self
    }

    /// The pairs themselves.
    pub(super) fn of<'t, T>(&self, old: &'t [T], new: &'t [T]) -> Vec<(&'t T, &'t T)> {
        let pairs = self.both.iter();
        pairs.filter_map(|(before, after)| Some((old.get(*before)?, new.get(*after)?))).collect()
    }

    /// What is only among the old ones.
    pub(super) fn removed<'t, T>(&self, old: &'t [T]) -> Vec<&'t T> {
        self.removed.iter().filter_map(|index| old.get(*index)).collect()
    }

    /// What is only among the new ones.
    pub(super) fn added<'t, T>(&self, new: &'t [T]) -> Vec<&'t T> {
        self.added.iter().filter_map(|index| new.get(*index)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_there_once_is_paired() {
        let (old, new) = (["a1", "b1", "b2", "c1"], ["c2", "a2", "b3", "d1"]);
        let pairs = Pairs::new(old.len(), new.len());
        let pairs = pairs.by(&old, &new, |name| name.chars().next());
        assert_eq!(pairs.of(&old, &new), [(&"c1", &"c2"), (&"a1", &"a2")]);
        assert_eq!(pairs.removed(&old), [&"b1", &"b2"]);
        assert_eq!(pairs.added(&new), [&"b3", &"d1"]);
    }
}
