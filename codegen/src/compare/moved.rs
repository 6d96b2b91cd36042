//! Whether a name went away where another came. Then that is said of the thing that has the name, and
//! not again of what goes by it, such as an upload or a list in pages.

use super::Comparing;
use crate::surface::{Surface, TypeKind};

impl Comparing<'_> {
    /// Of a field of a type, by what the type is called on either side.
    pub(super) fn is_field_moved(
        &self,
        (old, from): (&str, &str),
        (new, to): (&str, &str),
    ) -> bool {
        let is_same = old == new || self.renames.name(old) == Some(new);
        let wires = |side: &Surface, name: &str| {
            let ty = side.types.iter().find(|ty| ty.name == name)?;
            let TypeKind::Struct { fields, .. } = &ty.kind else { return None };
            Some(fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>())
        };
        let (before, after) = (wires(self.old, old), wires(self.new, new));
        is_same && before.zip(after).is_some_and(|(before, after)| moved(&before, &after, from, to))
    }

    /// Of a value of an enum, by what that is called on either side.
    pub(super) fn is_value_moved(
        &self,
        (old, from): (&str, &str),
        (new, to): (&str, &str),
    ) -> bool {
        let is_same = old == new || self.renames.name(old) == Some(new);
        let wires = |side: &Surface, name: &str| {
            let ty = side.types.iter().find(|ty| ty.name == name)?;
            let TypeKind::Enum { values, .. } = &ty.kind else { return None };
            Some(values.iter().map(|value| value.wire.clone()).collect::<Vec<_>>())
        };
        let (before, after) = (wires(self.old, old), wires(self.new, new));
        is_same && before.zip(after).is_some_and(|(before, after)| moved(&before, &after, from, to))
    }

    /// Of a parameter in the query of an operation, by its method on either side.
    pub(super) fn is_parameter_moved(
        &self,
        (old, from): (&str, &str),
        (new, to): (&str, &str),
    ) -> bool {
        let wires = |side: &Surface, method: &str| {
            let operation = side.operations.iter().find(|one| one.method == method)?;
            let inputs = operation.inputs.iter().filter(|input| input.within == "query");
            Some(inputs.map(|input| input.wire.clone()).collect::<Vec<_>>())
        };
        let (before, after) = (wires(self.old, old), wires(self.new, new));
        before.zip(after).is_some_and(|(before, after)| moved(&before, &after, from, to))
    }
}

fn moved(before: &[String], after: &[String], from: &str, to: &str) -> bool {
    let has = |all: &[String], name: &str| all.iter().any(|one| one == name);
    has(before, from) && !has(before, to) && has(after, to) && !has(after, from)
}
