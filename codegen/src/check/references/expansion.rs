//! What a document becomes when its references are written out.
//!
//! Every reference that is not to a schema is replaced by what it refers to. Components that refer
//! to each other twice at every step double with each, and one that holds itself never ends.

use std::collections::HashMap;

use serde_json::Value;

use crate::check::Problems;
use crate::limits::{MOST_DEPTH, Size};
use crate::normalise::INLINED;
use crate::pointer::Pointer;

/// Reports the first reference that makes the document too large, or that never ends.
pub(super) fn check(problems: &mut Problems<'_>) {
    let document = problems.document;
    let mut expansion = Expansion { document: &document.value, sizes: HashMap::new(), level: 0 };
    let paths = Pointer::of(&["paths"]);
    let Some(node) = document.value.get("paths") else { return };
    let root = Size::of(&document.value);
    let outcome = expansion.measure(node, &paths).and_then(|size| {
        let mut whole = root;
        whole.hold(size);
        whole.excess().map_or(Ok(()), |excess| Err(Failure::too_large(paths.clone(), &excess)))
    });
    if let Err(Failure { at, message, help }) = outcome {
        problems.add(None, &at, message, help);
    }
}

struct Expansion<'d> {
    document: &'d Value,
    /// The size of each component once it is written out; `None` while it is measured.
    sizes: HashMap<Pointer, Option<Size>>,
    /// How many nodes and components stand around the node that is measured.
    level: usize,
}

struct Failure {
    at: Pointer,
    message: String,
    help: &'static str,
}

impl Failure {
    fn too_large(at: Pointer, excess: &str) -> Self {
        let message = format!("with its references written out the document has {excess}");
        let help = "look for components that refer to each other many times over";
        Self { at, message, help }
    }
}

impl Expansion<'_> {
    /// What a node becomes. No deeper than the limit, a reference being a level as well, so that a long
    /// chain of them is no danger.
    fn measure(&mut self, node: &Value, at: &Pointer) -> Result<Size, Failure> {
        self.level += 1;
        let level = self.level;
        let (at, size) = match target_of(node) {
            _ if level > MOST_DEPTH => (at.clone(), Size::scalar(0)),
            Some((section, target)) => {
                let at = at.child("$ref");
                let size = self.component(&section, target, &at)?;
                (at, size)
            }
            None => (at.clone(), self.written_out(node, at)?),
        };
        self.level -= 1;
        let deepest = Size { depth: level.saturating_add(size.depth), ..size };
        match deepest.excess() {
            Some(excess) => Err(Failure::too_large(at, &excess)),
            None => Ok(size),
        }
    }

    fn written_out(&mut self, node: &Value, at: &Pointer) -> Result<Size, Failure> {
        let mut size = match node {
            Value::Array(_) | Value::Object(_) => Size::collection(),
            Value::String(text) => Size::scalar(text.len()),
            _ => Size::scalar(0),
        };
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.hold(&mut size, item, at, &index)?;
                }
            }
            Value::Object(entries) => {
                for (key, entry) in entries {
                    size.bytes = size.bytes.saturating_add(key.len());
                    self.hold(&mut size, entry, at, key)?;
                }
            }
            _ => {}
        }
        Ok(size)
    }

    fn hold(
        &mut self,
        size: &mut Size,
        node: &Value,
        at: &Pointer,
        token: &dyn std::fmt::Display,
    ) -> Result<(), Failure> {
        let held = match node {
            // Most nodes hold nothing, and need no pointer.
            Value::Array(_) | Value::Object(_) => self.measure(node, &at.child(token))?,
            node => Size::of(node),
        };
        size.hold(held);
        Ok(())
    }

    fn component(&mut self, section: &str, target: Pointer, at: &Pointer) -> Result<Size, Failure> {
        match self.sizes.get(&target) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                return Err(Failure {
                    at: at.clone(),
                    message: format!("the component in `{section}` holds itself: {target}"),
                    help: "only a schema can hold itself; take this reference out",
                });
            }
            None => {}
        }
        let Some(node) = target.resolve(self.document) else { return Ok(Size::scalar(0)) };
        self.sizes.insert(target.clone(), None);
        let size = self.measure(node, &target)?;
        self.sizes.insert(target, Some(size));
        Ok(size)
    }
}

/// The component that is written out in place of a node, and the section that it stands in.
fn target_of(node: &Value) -> Option<(String, Pointer)> {
    let target = Pointer::from_reference(node.as_object()?.get("$ref")?.as_str()?)?;
    let section = target.tokens().nth(1)?;
    let is_component = target.tokens().next().is_some_and(|first| first == "components");
    (is_component && INLINED.contains(&section.as_str())).then_some((section, target))
}
