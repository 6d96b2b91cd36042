//! The roles that operations play in an upload, as tables.

use super::Lower;
use super::hint::{at, nearest};
use super::kind::Kind;
use crate::model::{Operation, UploadValue as V};

/// A name in the hint: its key, what goes in, and what it has to be.
pub(super) type Given = (&'static str, V, Kind);

/// A role: its key in the hint, the path parameters that it needs, and the properties of its body.
pub(super) struct Role {
    pub(super) key: &'static str,
    pub(super) parameters: &'static [V],
    pub(super) body: &'static [Given],
}

pub(super) const CREATE: &[Given] = &[
    ("name", V::Name, Kind::Text),
    ("mediaType", V::MediaType, Kind::Text),
    ("extension", V::Extension, Kind::Text),
    ("tags", V::Tags, Kind::Texts),
];

const CREATE_VERSION: &[Given] = &[
    ("fileMd5", V::FileMd5, Kind::Text),
    ("fileSize", V::FileSize, Kind::Number),
    ("signatureMd5", V::SignatureMd5, Kind::Text),
    ("signatureSize", V::SignatureSize, Kind::Number),
];

const FINISH: &[Given] = &[("etags", V::Etags, Kind::Texts)];

const OF_PIECE: &[V] = &[V::File, V::Version, V::Piece];

pub(super) const ROLES: [Role; 7] = [
    Role { key: "create", parameters: &[], body: CREATE },
    Role { key: "createVersion", parameters: &[V::File], body: CREATE_VERSION },
    Role { key: "start", parameters: OF_PIECE, body: &[] },
    Role { key: "status", parameters: OF_PIECE, body: &[] },
    Role { key: "finish", parameters: OF_PIECE, body: FINISH },
    Role { key: "get", parameters: &[V::File], body: &[] },
    Role { key: "deleteVersion", parameters: &[V::File, V::Version], body: &[] },
];

/// The roles whose operations answer with the file.
pub(super) const ANSWER_FILE: [&str; 5] =
    ["create", "createVersion", "finish", "get", "deleteVersion"];

/// The path parameters.
pub(super) const PARAMETERS: [Given; 3] = [
    ("file", V::File, Kind::Text),
    ("version", V::Version, Kind::Number),
    ("piece", V::Piece, Kind::Text),
];

/// The operations of the roles, in the order of these, where they were found.
pub(super) struct Operations<'d>([Option<&'d Operation>; ROLES.len()]);

impl<'d> Operations<'d> {
    /// The operation of a role.
    pub(super) fn of(&self, role: &str) -> Option<&'d Operation> {
        let position = ROLES.iter().position(|known| known.key == role)?;
        self.0.get(position).copied().flatten()
    }

    /// Those that were found.
    pub(super) fn all(&self) -> impl Iterator<Item = &'d Operation> {
        self.0.iter().copied().flatten()
    }
}

impl<'d> Lower<'d, '_> {
    /// Finds the operations that the hint names.
    pub(super) fn find_operations(&mut self) -> Operations<'d> {
        Operations(ROLES.map(|role| {
            let id = self.hint.text(role.key, "operation")?;
            let found = self.operations.iter().find(|operation| operation.id == id);
            if found.is_none() {
                let message = format!(
                    "the document has no operation `{id}`, which `x-upload` names for `{}`",
                    role.key
                );
                let help = nearest(id, self.operations.iter().map(|one| one.id.as_str()));
                self.problems.add(&at(&[role.key, "operation"]), message, help);
            }
            found
        }))
    }
}
