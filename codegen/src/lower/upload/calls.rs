//! How the operations of an upload are called: the arguments of each.

use super::Lower;
use super::hint::{at, nearest};
use super::kind::Kind;
use super::roles::{Operations, PARAMETERS, ROLES, Role};
use crate::model::{Argument, Location, Operation, UploadCall, UploadValue as V};

/// What the path parameters are given, by name.
struct Parameters<'d> {
    known: Vec<(&'d str, V)>,
    /// Whether the hint names all of them as operations do.
    complete: bool,
}

impl<'d> Lower<'d, '_> {
    /// How each operation is called, in the order of the roles.
    pub(super) fn calls(
        &mut self,
        operations: &Operations<'d>,
    ) -> [Option<UploadCall>; ROLES.len()] {
        let parameters = self.parameters(operations);
        ROLES.map(|role| {
            let operation = operations.of(role.key)?;
            let arguments = self.arguments(&role, operation, &parameters);
            let made = self.body(&role, operation)?;
            Some(UploadCall {
                method: operation.method.clone(),
                arguments: arguments?,
                body: made.body,
                deprecated: operation.deprecated || made.deprecated,
            })
        })
    }

    /// The query parameter for the number of a part.
    pub(super) fn part(&mut self, operations: &Operations<'d>) -> Option<&'d Argument> {
        let operation = operations.of("start")?;
        let name = self.hint.text("start", "part")?;
        let fits = |argument: &&Argument| {
            argument.wire == name
                && argument.location == Location::Query
                && !argument.required
                && Kind::Number.fits(&argument.ty, self.types)
        };
        let found = operation.arguments.iter().find(fits);
        if found.is_none() {
            let message = format!("`{}` cannot be asked for a part with `{name}`", operation.id);
            let kind = Kind::Number.in_words();
            let help = format!("name an optional query parameter that is {kind}");
            self.problems.add(&at(&["start", "part"]), message, help);
        }
        found
    }

    /// The type of a path parameter of an operation.
    pub(super) fn argument_type(
        &self,
        operations: &Operations<'d>,
        role: &str,
        key: &str,
    ) -> Option<&'d syn::Type> {
        let name = self.hint.text("parameters", key)?;
        Some(&path_argument(operations.of(role)?, name)?.ty)
    }

    /// What the hint says of the path parameters. A name that no operation has is reported once, and
    /// not for each of them.
    fn parameters(&mut self, operations: &Operations<'d>) -> Parameters<'d> {
        let mut known = Vec::new();
        for (key, value, kind) in PARAMETERS {
            let Some(name) = self.hint.text("parameters", key) else { continue };
            let here = at(&["parameters", key]);
            let holder =
                |operation: &'d Operation| Some((operation, path_argument(operation, name)?));
            let holders: Vec<_> = operations.all().filter_map(holder).collect();
            if holders.is_empty() {
                let message = format!("no operation of the upload has the path parameter `{name}`");
                let all = operations.all().flat_map(|operation| &operation.arguments);
                let all = all.filter(|argument| argument.location == Location::Path);
                let help = nearest(name, all.map(|argument| argument.wire.as_str()));
                self.problems.add(&here, message, help);
                continue;
            }
            known.push((name, value));
            for (operation, argument) in holders {
                if !kind.fits(&argument.ty, self.types) {
                    let id = &operation.id;
                    let message = format!("`{name}` of `{id}` cannot stand for the `{key}`");
                    let help = format!("name a path parameter that is {}", kind.in_words());
                    self.problems.add(&here, message, help);
                }
                if value == V::Piece {
                    self.check_words("pieces", &["file", "signature"], &argument.ty);
                }
            }
        }
        let complete = known.len() == PARAMETERS.len();
        Parameters { known, complete }
    }

    /// What the required arguments of an operation are given, in their order.
    fn arguments(
        &mut self,
        role: &Role,
        operation: &Operation,
        parameters: &Parameters<'d>,
    ) -> Option<Vec<V>> {
        let here = at(&[role.key, "operation"]);
        let (id, before) = (&operation.id, self.problems.found.len());
        let needed = parameters.known.iter().filter(|(_, value)| role.parameters.contains(value));
        for (name, _) in needed.clone() {
            if path_argument(operation, name).is_none() {
                let message = format!("`{id}` has no path parameter `{name}`");
                let help = format!("name an operation for `{}` that has it", role.key);
                self.problems.add(&here, message, help);
            }
        }
        let mut given = Vec::new();
        for argument in operation.arguments.iter().filter(|argument| argument.required) {
            let wire = &argument.wire;
            let is_path = argument.location == Location::Path;
            match needed.clone().find(|(name, _)| is_path && name == wire) {
                Some((_, value)) => given.push(*value),
                // That it is required is reported where it is looked for.
                None if self.hint.text(role.key, "part") == Some(wire) => {}
                // It may be the one that the hint names otherwise.
                None if is_path && !parameters.complete => {}
                None => {
                    let message = format!(
                        "`{id}` requires the parameter `{wire}`, which an upload does not fill"
                    );
                    let help = "make it optional with an overlay action, if the service does not \
                                insist on it, or name another operation";
                    self.problems.add(&here, message, help);
                }
            }
        }
        (parameters.complete && self.problems.found.len() == before).then_some(given)
    }
}

fn path_argument<'o>(operation: &'o Operation, name: &str) -> Option<&'o Argument> {
    let mut arguments = operation.arguments.iter();
    arguments.find(|argument| argument.location == Location::Path && argument.wire == name)
}
