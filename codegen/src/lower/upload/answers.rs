//! What an upload reads of the answers.

use super::Lower;
use super::hint::{at, listed, nearest};
use super::kind::{Kind, Must, structure};
use super::roles::{ANSWER_FILE, Operations};
use crate::lower::rust_type::vec_inner;
use crate::model::{Answer, Field, Operation, Struct, Type, UploadData, UploadFile, UploadVersion};

/// An object of the document.
type Object<'d> = (&'d Type, &'d Struct);

/// What is read of all answers.
pub(super) struct Answers {
    pub(super) url: Field,
    pub(super) etags: Field,
    pub(super) file: UploadFile,
    pub(super) version: UploadVersion,
    pub(super) data: UploadData,
}

impl<'d> Lower<'d, '_> {
    /// Reads what the hint says of answers.
    pub(super) fn answers(&mut self, operations: &Operations<'d>) -> Option<Answers> {
        let start = self.answer(operations, "start");
        let url = start.and_then(|of| self.is(of, ["start", "url"], Kind::Text));
        let status = self.answer(operations, "status");
        let etags = status.and_then(|of| self.may_be(of, ["status", "etags"], Kind::Texts));
        let file = self.file(operations);
        let (file, version, data) = file.map(|of| self.read_file(of))?;
        Some(Answers { url: url?, etags: etags?, file: file?, version: version?, data: data? })
    }

    /// The object that the operation of a role answers with.
    fn answer(&mut self, operations: &Operations<'d>, role: &str) -> Option<Object<'d>> {
        let operation: &Operation = operations.of(role)?;
        let object = match &operation.answer {
            Answer::Json(ty) => structure(ty, self.types),
            Answer::Bytes | Answer::Nothing | Answer::Redirect | Answer::OneOf(_) => None,
        };
        let id = &operation.id;
        let message = match (object, operation.pending.is_empty()) {
            (Some(_), true) => return object,
            (Some(_), false) => format!("`{id}` may answer that it is not ready yet"),
            (None, _) => format!("`{id}` answers with no object with properties"),
        };
        let help = format!("name an operation for `{role}` that always answers with one");
        self.problems.add(&at(&[role, "operation"]), message, help);
        None
    }

    /// The object that is a file: what all operations that answer with one have in common. Nothing
    /// where they differ, as nobody knows then which of the objects the hint is about.
    fn file(&mut self, operations: &Operations<'d>) -> Option<Object<'d>> {
        let mut first: Option<(Object<'d>, &str)> = None;
        let mut agree = true;
        for role in ANSWER_FILE {
            let Some(object) = self.answer(operations, role) else { continue };
            match first {
                None => first = Some((object, role)),
                Some((known, _)) if known.0.name == object.0.name => {}
                Some((known, other)) => {
                    agree = false;
                    let message = format!(
                        "the operation for `{role}` answers with `{}`, that for `{other}` with `{}`",
                        object.0.documented_name, known.0.documented_name
                    );
                    let all = listed(ANSWER_FILE.into_iter());
                    let help = format!("name operations for {all} that answer with one schema");
                    self.problems.add(&at(&[role, "operation"]), message, help);
                }
            }
        }
        first.map(|(object, _)| object).filter(|_| agree)
    }

    /// Reads what the hint says of a file, of its versions and of their data.
    fn read_file(
        &mut self,
        of: Object<'d>,
    ) -> (Option<UploadFile>, Option<UploadVersion>, Option<UploadData>) {
        let id = self.is(of, ["file", "id"], Kind::Text);
        let media_type = self.is(of, ["file", "mediaType"], Kind::Text);
        let versions = self.may_be(of, ["file", "versions"], Kind::Objects);
        let version = versions.as_ref().and_then(|versions| vec_inner(&versions.ty));
        let version = version.and_then(|item| structure(item, self.types));
        let (version, data) = version.map_or((None, None), |of| self.read_version(of));
        let file = || {
            let ty = of.0.name.clone();
            Some(UploadFile { ty, id: id?, media_type: media_type?, versions: versions? })
        };
        (file(), version, data)
    }

    fn read_version(&mut self, of: Object<'d>) -> (Option<UploadVersion>, Option<UploadData>) {
        let number = self.is(of, ["version", "number"], Kind::Number);
        let status = self.is(of, ["version", "status"], Kind::Text);
        if let Some(status) = &status {
            let keys = ["waiting", "queued", "complete", "error"];
            self.check_words("statuses", &keys, &status.ty);
        }
        let deleted = self.may_be(of, ["version", "deleted"], Kind::Flag);
        let file = self.may_be(of, ["version", "file"], Kind::Object);
        let signature = self.may_be(of, ["version", "signature"], Kind::Object);
        let data = file.as_ref().and_then(|file| structure(&file.ty, self.types));
        if let (Some(file), Some(signature)) = (&file, &signature)
            && file.ty != signature.ty
        {
            let message =
                format!("`{}` and `{}` are of different schemas", file.wire, signature.wire);
            let help = "name two properties of one schema, which is that of data";
            self.problems.add(&at(&["version", "signature"]), message, help);
        }
        let data = data.and_then(|of| self.read_data(of));
        let version = || {
            let (ty, file, signature) = (of.0.name.clone(), file?, signature?);
            let (number, status, deleted) = (number?, status?, deleted?);
            Some(UploadVersion { ty, number, status, deleted, file, signature })
        };
        (version(), data)
    }

    fn read_data(&mut self, of: Object<'d>) -> Option<UploadData> {
        let category = self.is(of, ["data", "category"], Kind::Text);
        let status = self.is(of, ["data", "status"], Kind::Text);
        if let Some(category) = &category {
            self.check_words("categories", &["simple", "multipart"], &category.ty);
        }
        if let Some(status) = &status {
            self.check_words("statuses", &["waiting", "complete"], &status.ty);
        }
        let md5 = self.may_be(of, ["data", "md5"], Kind::Text);
        let size = self.is(of, ["data", "size"], Kind::Number);
        let ty = of.0.name.clone();
        Some(UploadData { ty, category: category?, status: status?, md5: md5?, size: size? })
    }

    /// A property that always has a value.
    fn is(&mut self, of: Object<'d>, key: [&str; 2], kind: Kind) -> Option<Field> {
        self.property(of, key, kind, Must::BeThere).cloned()
    }

    /// A property that may lack a value.
    fn may_be(&mut self, of: Object<'d>, key: [&str; 2], kind: Kind) -> Option<Field> {
        self.property(of, key, kind, Must::NotBeThere).cloned()
    }

    /// The property of an object that a key of the hint names.
    pub(super) fn property(
        &mut self,
        (ty, of): Object<'d>,
        key: [&str; 2],
        kind: Kind,
        must: Must,
    ) -> Option<&'d Field> {
        let [part, name] = key;
        let wire = self.hint.text(part, name)?;
        let schema = &ty.documented_name;
        let Some(field) = of.fields.iter().find(|field| field.wire == wire) else {
            let message = format!("`{schema}` has no property `{wire}`");
            let help = nearest(wire, of.fields.iter().map(|field| field.wire.as_str()));
            self.problems.add(&at(&key), message, help);
            return None;
        };
        if !kind.fits(&field.ty, self.types) || !must.fits(field.presence) {
            let message = format!("`{wire}` of `{schema}` cannot be the `{name}` of `{part}`");
            let help = format!("name {} {}", must.in_words(), kind.in_words());
            self.problems.add(&at(&key), message, help);
            return None;
        }
        Some(field)
    }
}
