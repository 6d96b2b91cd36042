//! Whether a name went away where another came. Then that is said of the thing that has the name, and
//! not again of what goes by it, such as an upload or a list in pages.

use super::Comparing;
use crate::surface::{Surface, Type, TypeKind};

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

    /// Of a field of any type.
    pub(super) fn is_any_field_moved(&self, from: &str, to: &str) -> bool {
        self.old.types.iter().any(|old| {
            let new = self.renames.name(&old.name).unwrap_or(&old.name);
            self.is_field_moved((&old.name, from), (new, to))
        })
    }

    /// Of a value of any enum.
    pub(super) fn is_value_moved(&self, from: &str, to: &str) -> bool {
        let wires = |ty: &Type| match &ty.kind {
            TypeKind::Enum { values, .. } => {
                values.iter().map(|value| value.wire.clone()).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        self.old.types.iter().any(|old| {
            let name = self.renames.name(&old.name).unwrap_or(&old.name);
            let new = self.new.types.iter().find(|new| new.name == name);
            new.is_some_and(|new| moved(&wires(old), &wires(new), from, to))
        })
    }

    /// Of a parameter in the query of any operation.
    pub(super) fn is_parameter_moved(&self, from: &str, to: &str) -> bool {
        self.old.operations.iter().any(|old| {
            let new = self.new.operations.iter().find(|new| new.method == old.method);
            let wires = |operation: &crate::surface::Operation| {
                let inputs = operation.inputs.iter().filter(|input| input.within == "query");
                inputs.map(|input| input.wire.clone()).collect::<Vec<_>>()
            };
            new.is_some_and(|new| moved(&wires(old), &wires(new), from, to))
        })
    }
}

fn moved(before: &[String], after: &[String], from: &str, to: &str) -> bool {
    let has = |all: &[String], name: &str| all.iter().any(|one| one == name);
    has(before, from) && !has(before, to) && has(after, to) && !has(after, from)
}
