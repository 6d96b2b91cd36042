//! A type: its fields, values or variants by their documented names.

use serde::Serialize;

use super::bounds::{Bound, bounds};
use super::locate::Locate;
use super::text::shown;
use crate::diagnostic::Place;
use crate::model::{self, Numbers, OpenEnum, Presence, Struct, Union};
use crate::pointer::Pointer;

/// A type of the document.
#[derive(Clone, Debug, Serialize)]
pub struct Type {
    /// The name in Rust.
    pub name: String,
    /// The documented name.
    pub documented: String,
    /// What it is.
    pub kind: TypeKind,
    /// Whether requests are made of it.
    pub in_requests: bool,
    /// Where it stands.
    pub place: Place,
}

/// What a type is.
#[derive(Clone, Debug, Serialize)]
pub enum TypeKind {
    /// An object.
    Struct {
        /// In the document's order.
        fields: Vec<Field>,
        /// The documented names of what the constructor takes, in its order.
        constructor: Vec<String>,
        /// Which fields say what stored bytes are.
        checksum: Option<(String, String)>,
    },
    /// A text that is a type of its own.
    Text {
        /// The bounds of the text.
        bounds: Vec<Bound>,
    },
    /// A text of which the document lists values.
    Enum {
        /// The values, in the document's order.
        values: Vec<Value>,
        /// Other spellings, and the values that they mean.
        aliases: Vec<(String, String)>,
    },
    /// A number of which the document lists values.
    Numbers {
        /// The values, in the document's order.
        values: Vec<Value>,
    },
    /// One of several types.
    Choice {
        /// In the document's order.
        variants: Vec<Variant>,
        /// The property that tells them apart.
        tag: Option<String>,
    },
    /// Another type under a name.
    Wrapper {
        /// The bounds of what it holds.
        bounds: Vec<Bound>,
    },
}

/// A field of a struct.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The name in Rust.
    pub name: String,
    /// The documented name.
    pub wire: String,
    /// Whether it takes up what no other field takes.
    pub is_rest: bool,
    /// Whether it has to be there, be it as `null`.
    pub is_nullable: bool,
    /// The bounds that it is checked against.
    pub bounds: Vec<Bound>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether its value is kept out of what is shown.
    pub sensitive: bool,
    /// Where it stands.
    pub place: Place,
}

/// A documented value.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// The variant or the constant.
    pub name: String,
    /// The value as it is sent.
    pub wire: String,
    /// Where it stands.
    pub place: Place,
}

/// A type among several.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The name in Rust.
    pub name: String,
    /// What it holds.
    pub holds: String,
    /// The values of the property that mean it.
    pub tags: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

pub(super) fn read(ty: &model::Type, locate: Locate<'_>) -> Type {
    let at = &ty.at;
    let kind = match &ty.kind {
        model::TypeKind::Struct(of) => structure(of, at, locate),
        model::TypeKind::Text(limits) => TypeKind::Text { bounds: bounds(limits) },
        model::TypeKind::OpenEnum(of) => open_enum(of, at, locate),
        model::TypeKind::Numbers(of) => numbers(of, at, locate),
        model::TypeKind::Union(of) => choice(of, at, locate),
        model::TypeKind::Wrapper(_, limits) => TypeKind::Wrapper { bounds: bounds(limits) },
    };
    Type {
        name: ty.name.to_string(),
        documented: ty.documented_name.clone(),
        kind,
        in_requests: ty.in_requests,
        place: locate.place(at),
    }
}

fn structure(of: &Struct, at: &Pointer, locate: Locate<'_>) -> TypeKind {
    let fields = of.fields.iter().map(|field| Field {
        name: field.name.to_string(),
        wire: field.wire.clone(),
        is_rest: field.presence == Presence::Rest,
        is_nullable: field.presence == Presence::Nullable,
        bounds: bounds(&field.limits),
        deprecated: field.deprecated,
        sensitive: field.sensitive,
        place: match field.presence {
            Presence::Rest => locate.place(&at.child("additionalProperties")),
            _ => locate.field(at, &field.wire),
        },
    });
    let constructor = of.constructor.iter().filter_map(|index| of.fields.get(*index));
    TypeKind::Struct {
        fields: fields.collect(),
        constructor: constructor.map(|field| field.wire.clone()).collect(),
        checksum: of
            .checksum
            .as_ref()
            .map(|checksum| (checksum.md5.0.to_string(), checksum.size.0.to_string())),
    }
}

fn open_enum(of: &OpenEnum, at: &Pointer, locate: Locate<'_>) -> TypeKind {
    let values = of.variants.iter().map(|variant| Value {
        name: variant.name.to_string(),
        wire: variant.value.clone(),
        place: locate.value(at, &variant.value),
    });
    TypeKind::Enum { values: values.collect(), aliases: of.aliases.clone() }
}

fn numbers(of: &Numbers, at: &Pointer, locate: Locate<'_>) -> TypeKind {
    let values = of.constants.iter().map(|(name, value)| Value {
        name: name.to_string(),
        wire: value.to_string(),
        place: locate.value(at, &value.to_string()),
    });
    TypeKind::Numbers { values: values.collect() }
}

fn choice(of: &Union, at: &Pointer, locate: Locate<'_>) -> TypeKind {
    let variants = of.variants.iter().map(|variant| Variant {
        name: variant.name.to_string(),
        holds: shown(&variant.ty),
        tags: variant.tags.clone(),
        place: locate.place(at),
    });
    TypeKind::Choice { variants: variants.collect(), tag: of.tag.clone() }
}
