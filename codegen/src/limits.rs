//! How much the generator takes on. A document with a thousand operations is less than a tenth of
//! this; what is larger is an accident or an attack, and ends in a diagnostic instead of in all of the
//! memory.

use serde_json::Value;

/// The bytes of a file, and of all texts of a document once aliases are written out.
pub(crate) const MOST_BYTES: usize = 64 << 20;

/// The files of a document.
pub(crate) const MOST_FILES: usize = 10_000;

/// The nodes of a document once aliases and references are written out.
pub(crate) const MOST_NODES: usize = 1_000_000;

/// How deep lists and mappings may stand in one another. serde_json and serde_yaml end at 128, and
/// what walks through a document may call itself this often.
pub(crate) const MOST_DEPTH: usize = 100;

/// How large a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// The value itself and all that is in it.
    pub(crate) nodes: usize,
    /// The texts, keys among them.
    pub(crate) bytes: usize,
    /// How many lists and mappings stand in one another; none in a text.
    pub(crate) depth: usize,
}

impl Size {
    /// A text or a number of so many bytes.
    pub(crate) fn scalar(bytes: usize) -> Self {
        Self { nodes: 1, bytes, depth: 0 }
    }

    /// A list or a mapping with nothing in it.
    pub(crate) fn collection() -> Self {
        Self { nodes: 1, bytes: 0, depth: 1 }
    }

    /// The size of a value that is no deeper than [`MOST_DEPTH`].
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Array(items) => items.iter().fold(Self::collection(), |mut size, item| {
                size.hold(Self::of(item));
                size
            }),
            Value::Object(entries) => {
                entries.iter().fold(Self::collection(), |mut size, (key, entry)| {
                    size.bytes = size.bytes.saturating_add(key.len());
                    size.hold(Self::of(entry));
                    size
                })
            }
            Value::String(text) => Self::scalar(text.len()),
            _ => Self::scalar(0),
        }
    }

    /// Counts what a collection holds.
    pub(crate) fn hold(&mut self, other: Self) {
        self.nodes = self.nodes.saturating_add(other.nodes);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.depth = self.depth.max(other.depth.saturating_add(1));
    }

    /// The size of so many of it, one beside the other.
    pub(crate) fn times(self, count: usize) -> Self {
        let Self { nodes, bytes, depth } = self;
        Self { nodes: nodes.saturating_mul(count), bytes: bytes.saturating_mul(count), depth }
    }

    /// What there is too much of, in words that follow "has".
    pub(crate) fn excess(self) -> Option<String> {
        if self.depth > MOST_DEPTH {
            Some(format!("more than {MOST_DEPTH} levels of lists and mappings in one another"))
        } else if self.nodes > MOST_NODES {
            Some(format!("more than {MOST_NODES} nodes"))
        } else if self.bytes > MOST_BYTES {
            Some(format!("more than {} MiB of text", MOST_BYTES >> 20))
        } else {
            None
        }
    }
}
