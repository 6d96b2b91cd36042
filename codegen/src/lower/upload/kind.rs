//! What a property or parameter has to be in order to serve.

use crate::lower::rust_type::{plain_name, vec_inner};
use crate::model::{Presence, Struct, Type, TypeKind};

/// A kind of value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Texts,
    Number,
    Flag,
    Object,
    Objects,
}

impl Kind {
    /// Whether the values of a type are of this kind.
    pub(super) fn fits(self, ty: &syn::Type, types: &[Type]) -> bool {
        match self {
            Self::Text => is_text(ty, types),
            Self::Texts => vec_inner(ty).is_some_and(|item| is_text(item, types)),
            Self::Number => plain_name(ty).as_deref() == Some("u64"),
            Self::Flag => plain_name(ty).as_deref() == Some("bool"),
            Self::Object => structure(ty, types).is_some(),
            Self::Objects => vec_inner(ty).is_some_and(|item| structure(item, types).is_some()),
        }
    }

    /// What a message calls it.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Number => "an integer with a `minimum` of 0 or more",
            Self::Flag => "a boolean",
            Self::Object => "an object with properties",
            Self::Objects => "a list of objects with properties",
        }
    }
}

/// Whether a property has to be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Must {
    /// In what is read: always, and never null.
    BeThere,
    /// In what is read: it may be absent or null.
    NotBeThere,
    /// In what is sent: it is required and never null, or may be left out.
    TakeValue,
}

impl Must {
    pub(super) fn fits(self, presence: Presence) -> bool {
        match presence {
            Presence::Required => true,
            Presence::Nullable => self == Self::NotBeThere,
            Presence::Optional => self != Self::BeThere,
            Presence::Rest => false,
        }
    }

    /// What a message says of the property, before its kind.
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::BeThere => "a required property that is",
            Self::NotBeThere => "a property that is",
            Self::TakeValue => "a property that cannot be null and is",
        }
    }
}

/// The document's type of this name, where it is an object with properties.
pub(super) fn structure<'t>(ty: &syn::Type, types: &'t [Type]) -> Option<(&'t Type, &'t Struct)> {
    let name = plain_name(ty)?;
    let found = types.iter().find(|ty| ty.name == name.as_str())?;
    match &found.kind {
        TypeKind::Struct(of) => Some((found, of)),
        _ => None,
    }
}

fn is_text(ty: &syn::Type, types: &[Type]) -> bool {
    plain_name(ty).is_some_and(|name| {
        name == "String"
            || types.iter().any(|ty| {
                ty.name == name.as_str()
                    && matches!(ty.kind, TypeKind::Text(_) | TypeKind::OpenEnum(_))
            })
    })
}
