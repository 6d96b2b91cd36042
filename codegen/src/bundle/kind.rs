//! What belongs where in an OpenAPI document: it decides what a reference to another file becomes.

use crate::document::METHODS;
use crate::references::DATA;

/// What a node is, by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// One of these.
    One(Node),
    /// An object whose keys are names of the document's own choice, of these.
    Map(Node),
    /// A list of these.
    List(Node),
}

/// A part of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Root,
    Components,
    PathItem,
    Operation,
    Callback,
    Header,
    Link,
    Parameter,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
    MediaType,
    Encoding,
    Discriminator,
    /// A name of a schema, or a reference to one.
    MappedSchema,
    /// What stands beside the paths and the components, or beside operations.
    Head,
    /// What nothing is generated from.
    Aside,
    /// Anything else: what the specification does not know, most of it.
    Other,
}

impl Kind {
    pub(super) const ROOT: Self = Self::One(Node::Root);

    /// What stands under a key; nothing where that is data.
    pub(super) fn child(self, key: &str) -> Option<Self> {
        match self {
            // Of a path, unlike of any other name, it is known how it begins.
            Self::Map(Node::PathItem) if key.starts_with("x-") => None,
            Self::Map(node) | Self::List(node) => Some(Self::One(node)),
            Self::One(_) if key.starts_with("x-") || DATA.contains(&key) => None,
            Self::One(node) => Some(node.child(key)),
        }
    }

    /// What an item of a list is.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Map(node) | Self::List(node) | Self::One(node) => Self::One(node),
        }
    }

    /// Where under `components` such a node stands once it has a name. Any other stands where it is
    /// referred to.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::One(node) => node.section(),
            _ => None,
        }
    }

    /// What to call it, in the words of the specification.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::One(node) => node.words(),
            Self::Map(Node::PathItem) => "an object of paths",
            Self::Map(_) => "an object of named entries",
            Self::List(_) => "a list",
        }
    }
}

impl Node {
    /// What can stand under `components`.
    pub(super) const SECTIONS: [Self; 8] = [
        Self::Callback,
        Self::Header,
        Self::Link,
        Self::Parameter,
        Self::RequestBody,
        Self::Response,
        Self::Schema,
        Self::SecurityScheme,
    ];

    /// The sections of `components` whose entries are looked at.
    pub(super) fn of_section(section: &str) -> Option<Self> {
        Self::SECTIONS.into_iter().find(|node| node.section() == Some(section))
    }

    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Callback => Some("callbacks"),
            Self::Header => Some("headers"),
            Self::Link => Some("links"),
            Self::Parameter => Some("parameters"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Schema => Some("schemas"),
            Self::SecurityScheme => Some("securitySchemes"),
            _ => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Callback => "a callback",
            Self::Header => "a header",
            Self::Link => "a link",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::Schema => "a schema",
            Self::SecurityScheme => "a security scheme",
            Self::MediaType => "a media type",
            _ => "an object",
        }
    }

    fn child(self, key: &str) -> Kind {
        use Kind::{List, Map, One};
        match (self, key) {
            (Self::Root, "paths") => Map(Self::PathItem),
            (Self::Root, "components") => One(Self::Components),
            (Self::Root, "tags" | "externalDocs") | (Self::Aside, _) => One(Self::Aside),
            (Self::Root, _) | (Self::PathItem, "servers") => One(Self::Head),
            (Self::Head, _) => One(Self::Head),
            (Self::Components, section) => match Self::of_section(section) {
                Some(node) => Map(node),
                None => One(Self::Other),
            },
            (Self::PathItem, method) if METHODS.contains(&method) => One(Self::Operation),
            (Self::PathItem | Self::Operation, "parameters") => List(Self::Parameter),
            (Self::Operation, "requestBody") => One(Self::RequestBody),
            (Self::Operation, "responses") => Map(Self::Response),
            (Self::Operation, "callbacks") => Map(Self::Callback),
            (Self::Callback, _) => One(Self::PathItem),
            (Self::Response, "headers") | (Self::Encoding, "headers") => Map(Self::Header),
            (Self::Response, "links") => Map(Self::Link),
            (Self::Response | Self::RequestBody | Self::Parameter | Self::Header, "content") => {
                Map(Self::MediaType)
            }
            (Self::MediaType | Self::Parameter | Self::Header, "schema") => One(Self::Schema),
            (Self::MediaType, "encoding") => Map(Self::Encoding),
            (Self::Schema, "properties" | "patternProperties") => Map(Self::Schema),
            (Self::Schema, "items" | "additionalProperties" | "not") => One(Self::Schema),
            (Self::Schema, "allOf" | "anyOf" | "oneOf") => List(Self::Schema),
            (Self::Schema, "discriminator") => One(Self::Discriminator),
            (Self::Schema, "description" | "externalDocs" | "title" | "xml") => One(Self::Other),
            // Later versions of JSON Schema know more keywords that hold schemas.
            (Self::Schema, _) => One(Self::Schema),
            (Self::Discriminator, "mapping") => Map(Self::MappedSchema),
            _ => One(Self::Other),
        }
    }
}
