//! A type: its fields, values or variants by their documented names.

use super::bounds::bounds;
use super::locate::Locate;
use super::text::shown;
use super::{Field, Type, TypeKind, Value, Variant};
use crate::model::{self, Numbers, OpenEnum, Presence, Struct, Union};
use crate::pointer::Pointer;

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
