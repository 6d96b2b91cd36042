//! Whether a name went away where another came. Then that is said of the thing that has the name, and
//! not again of what goes by it, such as an upload or a list in pages.

use super::Comparing;
use crate::surface::{Surface, TypeKind};

/// What has the name, by what that is called on either side.
#[derive(Clone, Copy)]
pub(super) enum Owner {
    /// A type, of one of its fields.
    Struct,
    /// A type, of one of its values.
    Enum,
    /// The method of an operation, of a parameter in its query.
    Operation,
}

impl Comparing<'_> {
    /// Whether a name of the old owner went away, and one came that the new owner, which is the same, has.
    pub(super) fn is_moved(
        &self,
        owner: Owner,
        (old, from): (&str, &str),
        (new, to): (&str, &str),
    ) -> bool {
        // Operations are paired by whoever asks.
        let is_same =
            matches!(owner, Owner::Operation) || old == new || self.renames.name(old) == Some(new);
        let names = wires(self.old, owner, old).zip(wires(self.new, owner, new));
        is_same
            && names.is_some_and(|(before, after)| {
                before.contains(&from)
                    && !before.contains(&to)
                    && after.contains(&to)
                    && !after.contains(&from)
            })
    }
}

/// The names on the wire of all that an owner has.
fn wires<'s>(side: &'s Surface, owner: Owner, name: &str) -> Option<Vec<&'s str>> {
    let kind = || side.types.iter().find(|ty| ty.name == name).map(|ty| &ty.kind);
    match owner {
        Owner::Struct => match kind()? {
            TypeKind::Struct { fields, .. } => {
                Some(fields.iter().map(|field| field.wire.as_str()).collect())
            }
            _ => None,
        },
        Owner::Enum => match kind()? {
            TypeKind::Enum { values, .. } => {
                Some(values.iter().map(|value| value.wire.as_str()).collect())
            }
            _ => None,
        },
        Owner::Operation => {
            let operation = side.operations.iter().find(|one| one.method == name)?;
            let inputs = operation.inputs.iter().filter(|input| input.within == "query");
            Some(inputs.map(|input| input.wire.as_str()).collect())
        }
    }
}
