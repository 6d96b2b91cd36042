//! The bodies of the operations of an upload: how each is made of what the upload has.

use proc_macro2::Ident;
use quote::format_ident;

use super::Lower;
use super::hint::at;
use super::kind::{Must, structure};
use super::roles::{CREATE, Operations, Role};
use crate::model::{
    BodyForm, Field, Operation, Struct, Type, UploadBody, UploadBodyForm, UploadValue as V,
};

/// What to do about something that is required and that an upload does not have.
const OPTIONAL: &str =
    "make it optional with an overlay action, if the service does not insist on it";

/// How a body is made, and whether something deprecated is needed for it.
#[derive(Default)]
pub(super) struct Made {
    pub(super) body: Option<UploadBody>,
    pub(super) deprecated: bool,
}

/// A property, and what it is given.
type Filled<'d> = (&'d Field, V);

impl<'d> Lower<'d, '_> {
    /// The properties of a new file that a caller may set. What is wrong with one is reported where
    /// the body is made.
    pub(super) fn settings(&self, operations: &Operations<'d>) -> Vec<(V, Field)> {
        let body = operations.of("create").and_then(|operation| operation.body.as_ref());
        let found = body.and_then(|body| structure(&body.ty, self.types));
        let field = |key| {
            let name = self.hint.text("create", key)?;
            found?.1.fields.iter().find(|field| field.wire == name).cloned()
        };
        CREATE.iter().filter_map(|(key, value, _)| Some((*value, field(key)?))).collect()
    }

    /// How the body of an operation is made, where it has one to fill.
    pub(super) fn body(&mut self, role: &Role, operation: &'d Operation) -> Option<Made> {
        let mut refuse = |message: String, help: String| {
            self.problems.add(&at(&[role.key, "operation"]), message, help);
            None
        };
        let id = &operation.id;
        let another = format!("name an operation for `{}` that takes one", role.key);
        let is_needed = !role.body.is_empty();
        if operation.content.is_some() {
            return refuse(format!("the body of `{id}` is not JSON"), another);
        }
        let Some(body) = &operation.body else {
            let nothing = Some(Made::default());
            return if is_needed {
                refuse(format!("`{id}` takes no body"), another)
            } else {
                nothing
            };
        };
        // There are entity tags to finish with only where there are parts.
        let is_left_out = !is_needed || role.key == "finish";
        if is_left_out && matches!(body.form, BodyForm::Argument) {
            let message = format!("the body of `{id}` cannot be left out, as an upload does");
            return refuse(message, OPTIONAL.to_owned());
        }
        match structure(&body.ty, self.types) {
            _ if !is_needed => Some(Made::default()),
            Some(object) => self.made(role, operation, &body.form, object),
            None => refuse(format!("the body of `{id}` is no object with properties"), another),
        }
    }

    /// How a body is made of the properties that the hint names.
    fn made(
        &mut self,
        role: &Role,
        operation: &Operation,
        form: &BodyForm,
        (ty, of): (&'d Type, &'d Struct),
    ) -> Option<Made> {
        let mut found: Vec<Option<Filled<'d>>> = Vec::new();
        for (key, value, kind) in role.body {
            let field = self.property((ty, of), [role.key, key], *kind, Must::TakeValue);
            if let (Some(field), V::MediaType) = (field, value) {
                self.check_media_types(&field.ty);
            }
            found.push(field.map(|field| (field, *value)));
        }
        let constructor = self.constructor(role, operation, of, &found);
        let all: Vec<Filled<'d>> = found.into_iter().collect::<Option<_>>()?;
        let is_set = |field: &Field| required(of).all(|other| other.wire != field.wire);
        let set: Vec<&Filled<'d>> = all.iter().filter(|(field, _)| is_set(field)).collect();
        let setters = set.iter().map(|(field, value)| (setter(field, form), *value));
        let body = UploadBody {
            ty: ty.name.clone(),
            form: match form {
                BodyForm::Argument => UploadBodyForm::Argument,
                BodyForm::Setter => UploadBodyForm::Setter,
                BodyForm::Fields { .. } => UploadBodyForm::Setters,
            },
            constructor: constructor?,
            setters: setters.collect(),
        };
        let deprecated = set.iter().any(|(field, _)| field.deprecated);
        Some(Made { body: Some(body), deprecated })
    }

    /// What the constructor of a body is given. Reports what is required and not filled.
    fn constructor(
        &mut self,
        role: &Role,
        operation: &Operation,
        of: &Struct,
        found: &[Option<Filled<'d>>],
    ) -> Option<Vec<V>> {
        let named: Vec<&str> =
            role.body.iter().filter_map(|(key, ..)| self.hint.text(role.key, key)).collect();
        for field in required(of).filter(|field| !named.contains(&field.wire.as_str())) {
            let message = format!(
                "the body of `{}` requires `{}`, which an upload does not fill",
                operation.id, field.wire
            );
            self.problems.add(&at(&[role.key]), message, OPTIONAL);
        }
        let value = |field: &Field| {
            let mut found = found.iter().flatten();
            found.find(|(other, _)| other.wire == field.wire).map(|(_, value)| *value)
        };
        required(of).map(value).collect()
    }
}

/// What the constructor takes, in its order.
fn required(of: &Struct) -> impl Iterator<Item = &Field> {
    of.constructor.iter().filter_map(|index| of.fields.get(*index))
}

/// The setter of a property, of the request where the body's properties are spread out on it.
fn setter(field: &Field, form: &BodyForm) -> Ident {
    let name = &field.name;
    match form {
        BodyForm::Fields { fields, .. } => {
            let of_request = fields.iter().find(|(_, other)| other.wire == field.wire);
            of_request.map_or_else(|| name.clone(), |(setter, _)| setter.clone())
        }
        // The constructor has the name already.
        BodyForm::Argument | BodyForm::Setter if name == "new" => format_ident!("new_"),
        BodyForm::Argument | BodyForm::Setter => name.clone(),
    }
}
