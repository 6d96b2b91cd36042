//! Counting what a document becomes once its aliases are written out, while it is read.

use std::collections::HashMap;

use crate::limits::{MOST_DEPTH, Size};

/// The sizes of what is open, and of what has an anchor.
#[derive(Default)]
pub(super) struct Sizes {
    open: Vec<Size>,
    /// All that was read so far, in collections that are still open or not.
    total: Size,
    anchors: HashMap<usize, Size>,
}

impl Sizes {
    /// A key, which is no node of its own.
    pub(super) fn key(&mut self, bytes: usize, anchor: usize) {
        self.remember(anchor, Size::scalar(bytes));
        self.count(Size { nodes: 0, ..Size::scalar(bytes) });
    }

    /// Any other scalar.
    pub(super) fn scalar(&mut self, bytes: usize, anchor: usize) {
        let size = Size::scalar(bytes);
        self.remember(anchor, size);
        self.count(size);
    }

    /// The start of a list or a mapping.
    pub(super) fn start(&mut self) {
        self.total.nodes = self.total.nodes.saturating_add(1);
        self.open.push(Size::collection());
        self.total.depth = self.total.depth.max(self.open.len());
    }

    /// Its end.
    pub(super) fn end(&mut self, anchor: usize) {
        let Some(size) = self.open.pop() else { return };
        self.remember(anchor, size);
        if let Some(around) = self.open.last_mut() {
            around.hold(size);
        }
    }

    /// An alias: all that stands at its anchor, once more. Without that, it stands in it.
    pub(super) fn alias(&mut self, anchor: usize) -> bool {
        let Some(size) = self.anchors.get(&anchor).copied() else { return false };
        self.count(size);
        true
    }

    /// What there is too much of.
    pub(super) fn excess(&self) -> Option<String> {
        self.total.excess()
    }

    fn remember(&mut self, anchor: usize, size: Size) {
        if anchor != 0 {
            self.anchors.insert(anchor, size);
        }
    }

    fn count(&mut self, size: Size) {
        self.total.nodes = self.total.nodes.saturating_add(size.nodes);
        self.total.bytes = self.total.bytes.saturating_add(size.bytes);
        self.total.depth = self.total.depth.max(self.open.len().saturating_add(size.depth));
        if let Some(around) = self.open.last_mut() {
            around.hold(size);
        }
    }
}

/// What the parser itself says of brackets that are nested too deeply for it, in our words.
pub(super) fn too_deep(message: &str) -> Option<String> {
    let excess = Size { depth: MOST_DEPTH + 1, ..Size::default() }.excess();
    excess.filter(|_| message.contains("recursion limit"))
}
