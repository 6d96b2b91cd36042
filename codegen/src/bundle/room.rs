//! How much becomes of the files: what refers to itself many times over ends in a diagnostic.

use serde_json::Value;

use super::Bundler;
use super::kind::Kind;
use super::target::Target;
use crate::diagnostic::Diagnostic;
use crate::limits::Size;
use crate::places::Places;
use crate::pointer::Pointer;

impl Bundler<'_> {
    /// A copy of a node for a place in the document, unless that gets too large by it.
    pub(super) fn copy(
        &mut self,
        target: &Target,
        level: usize,
        at: &Pointer,
    ) -> Option<(Value, Places)> {
        let (value, places) = self.library.copy(target.file, &target.pointer)?;
        let size = Size::of(&value);
        let mut whole = Size { depth: level.saturating_add(size.depth), ..self.size };
        whole.nodes = whole.nodes.saturating_add(size.nodes);
        whole.bytes = whole.bytes.saturating_add(size.bytes);
        self.check_size(whole, &places, at)?;
        self.size = Size { depth: self.size.depth, ..whole };
        Some((value, places))
    }

    /// Stops where what is to be written out becomes too much, before any of it is.
    pub(super) fn check_weight(
        &mut self,
        target: &Target,
        kind: Kind,
        places: &Places,
        at: &Pointer,
    ) -> Option<()> {
        let weight = self.weight(target, kind, 0);
        self.check_room(places, at);
        let nodes = self.size.nodes.saturating_add(weight);
        self.check_size(Size { nodes, ..self.size }, places.child("$ref").unwrap_or(places), at)
    }

    /// Stops where the document would have this size, and it is too large.
    fn check_size(&mut self, size: Size, places: &Places, at: &Pointer) -> Option<()> {
        if let Some(excess) = size.excess().filter(|_| !self.is_full) {
            let message = format!("with its files put together the document has {excess}");
            self.stop(&message, places, at);
        }
        (!self.is_full).then_some(())
    }

    /// Stops where the last reference asked for more files than are read.
    pub(super) fn check_room(&mut self, places: &Places, at: &Pointer) {
        if let Some(excess) = self.library.excess.take() {
            self.stop(&excess, places.child("$ref").unwrap_or(places), at);
        }
    }

    fn stop(&mut self, message: &str, places: &Places, at: &Pointer) {
        self.is_full = true;
        let help = "this is more than any API needs: look for files that refer to each other many \
                    times over, or got into the folder by mistake";
        let problem = Diagnostic::new(message, help).at(places.place().clone());
        self.problems.push(problem.pointer(at.clone()));
    }
}
