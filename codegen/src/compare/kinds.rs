//! The words for changes: how severe, of what, on which side, and where a changelog lists them.

/// What a change does to a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No code behaves otherwise: what is said, or what nobody can rely on.
    Documentation,
    /// Something new; what there was is as it was.
    Additive,
    /// Code may stop compiling, or is refused, or does something else.
    Breaking,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Breaking, Self::Additive, Self::Documentation];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// The crate as a whole.
    Crate,
    /// What proves who calls.
    Credential,
    /// A method of the client and its request.
    Operation,
    /// An argument of a method or of a constructor.
    Argument,
    /// A setter of a request, a type or an upload.
    Setter,
    /// What an operation gives.
    Answer,
    /// A documented status.
    Status,
    /// A type of the document.
    Type,
    /// A field of a struct.
    Field,
    /// A variant of an enum, or a constant for a number.
    Variant,
    /// Uploads.
    Upload,
    /// An emitted item that nothing else explains.
    Item,
}

impl ChangeKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Crate => "crate",
            Self::Credential => "credential",
            Self::Operation => "operation",
            Self::Argument => "argument",
            Self::Setter => "setter",
            Self::Answer => "answer",
            Self::Status => "status",
            Self::Type => "type",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Upload => "upload",
            Self::Item => "item",
        }
    }

    /// What several things are called that change in this way.
    pub(super) fn things(self) -> &'static str {
        match self {
            Self::Crate => "things",
            Self::Credential => "credentials",
            // What is said of a status is said of the operation that has it.
            Self::Operation | Self::Status => "operations",
            Self::Argument => "arguments",
            Self::Setter => "setters",
            Self::Answer => "answers",
            Self::Type => "types",
            Self::Field => "fields",
            Self::Variant => "variants",
            Self::Upload => "uploads",
            Self::Item => "items",
        }
    }
}

/// The document that a place is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

impl Side {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// The part of a changelog that a change belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}
