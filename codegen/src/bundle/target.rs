//! Where a reference ends.
//!
//! An index of files, `Thing: {$ref: ./Thing.yaml}`, is on the way to a file and not the end of it: what
//! refers to the entry and what refers to the file mean the same.

use serde_json::Value;

use super::address::Address;
use super::library::{FileId, Library, ROOT};
use crate::check::MOST_HOPS;
use crate::document::Fault;
use crate::pointer::Pointer;
use crate::select;

/// A node of one of the files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
}

/// Where the references from a node on end.
pub(super) enum End {
    /// At this node, so many references further on.
    At(Target, usize),
    /// They go in a circle, or are still being followed.
    Nowhere,
}

impl Target {
    /// The section and the name of what is a component of the given file already.
    pub(super) fn component(&self) -> Option<(String, String)> {
        let mut tokens = self.pointer.tokens();
        match (tokens.next()?.as_str(), tokens.next(), tokens.next(), tokens.next()) {
            ("components", Some(section), Some(name), None) if self.file == ROOT => {
                Some((section, name))
            }
            _ => None,
        }
    }
}

/// The node that a reference in a file leads to in the end. Where references lead in a circle it is the
/// first of it, so that the circle can be shown.
pub(super) fn find(library: &mut Library<'_>, base: FileId, text: &str) -> Result<Target, Fault> {
    let first = step(library, base, text)?;
    Ok(if first.component().is_some() { first } else { end(library, first) })
}

/// The same of a node that may itself be nothing but a reference.
pub(super) fn end(library: &mut Library<'_>, first: Target) -> Target {
    end_and_hops(library, first).0
}

/// The same, and how many references there are on the way. Every node of a way is remembered, so that a
/// long one is gone once.
pub(super) fn end_and_hops(library: &mut Library<'_>, first: Target) -> (Target, usize) {
    let mut way = Vec::new();
    let mut target = first.clone();
    let end = loop {
        match library.ends.get(&target) {
            Some(End::At(end, hops)) => break Some((end.clone(), *hops)),
            // It is on this way already, or leads into a circle that was found before.
            Some(End::Nowhere) => break None,
            None => {}
        }
        // One that leads nowhere is shown where it stands.
        let text = reference(library, &target);
        let next = text.and_then(|text| step(library, target.file, &text).ok());
        let Some(next) = next else { break Some((target, 0)) };
        library.ends.insert(target.clone(), End::Nowhere);
        way.push(target);
        if next.component().is_some() {
            break Some((next, 0));
        }
        target = next;
    };
    let Some((end, beyond)) = end else { return (first, 0) };
    for (hops, target) in (beyond + 1..).zip(way.iter().rev()) {
        library.ends.insert(target.clone(), End::At(end.clone(), hops));
    }
    (end, beyond + way.len())
}

/// What a node says that is a reference.
fn reference(library: &Library<'_>, target: &Target) -> Option<String> {
    let value = library.value(target.file, &target.pointer)?;
    value.get("$ref")?.as_str().map(str::to_owned)
}

/// The node that a reference leads to, be it another reference.
pub(super) fn step(library: &mut Library<'_>, base: FileId, text: &str) -> Result<Target, Fault> {
    let (mut way, wanted) = Way::begin(library, base, text)?;
    // Whether a component is there shows when all of the document is together.
    if wanted.component().is_some() { Ok(wanted) } else { way.walk(&wanted) }
}

/// The way of a pointer, which may itself lead through references: in a document whose
/// `components.schemas` is a file of its own, `#/components/schemas/Thing` stands in that file.
struct Way<'l, 't> {
    library: &'l mut Library<'t>,
    hops: usize,
}

impl<'l, 't> Way<'l, 't> {
    fn begin(
        library: &'l mut Library<'t>,
        base: FileId,
        text: &str,
    ) -> Result<(Self, Target), Fault> {
        let mut way = Self { library, hops: 0 };
        let wanted = way.read(base, text)?;
        Ok((way, wanted))
    }

    /// The file of a reference, read, and its pointer as it is written.
    fn read(&mut self, base: FileId, text: &str) -> Result<Target, Fault> {
        let Address { file, pointer } = Address::parse(text, self.library.address(base))?;
        Ok(Target { file: self.library.file(&file)?, pointer })
    }

    fn walk(&mut self, wanted: &Target) -> Result<Target, Fault> {
        let mut at = Target { file: wanted.file, pointer: Pointer::root() };
        for token in wanted.pointer.tokens() {
            at = self.child(&at, &token)?.ok_or_else(|| self.nothing(wanted))?;
        }
        Ok(at)
    }

    /// What stands under a key or an index, behind any references.
    fn child(&mut self, at: &Target, token: &str) -> Result<Option<Target>, Fault> {
        let mut at = at.clone();
        loop {
            let Some(value) = self.library.value(at.file, &at.pointer) else { return Ok(None) };
            let found = match value {
                Value::Object(entries) => entries.contains_key(token),
                Value::Array(items) => token.parse().is_ok_and(|index: usize| index < items.len()),
                _ => false,
            };
            if found {
                return Ok(Some(Target { file: at.file, pointer: at.pointer.child(token) }));
            }
            let Some(text) = reference(self.library, &at) else { return Ok(None) };
            self.hops += 1;
            if self.hops > MOST_HOPS {
                return Err(Fault::new(
                    "leads through references that go in a circle",
                    "let one of them hold what is meant",
                ));
            }
            let next = self.read(at.file, &text)?;
            at = self.walk(&next)?;
        }
    }

    fn nothing(&self, wanted: &Target) -> Fault {
        let is_in_root = wanted.file != ROOT && self.library.value(ROOT, &wanted.pointer).is_some();
        let what = match wanted.file {
            ROOT => "points to nothing".to_owned(),
            file => format!("points to nothing in `{}`", self.library.address(file)),
        };
        let whole = self.library.value(wanted.file, &Pointer::root());
        let close = whole.and_then(|whole| select::nearest(whole, &wanted.pointer));
        let help = match (is_in_root, close) {
            (true, _) => format!(
                "what stands behind `#` is looked for in that file; `{}` has it: name that file",
                self.library.address(ROOT)
            ),
            (false, Some(help)) => help,
            (false, None) => "add what is meant to that file, or correct the reference".to_owned(),
        };
        Fault::new(what, help)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::document::Source;
    use crate::load::load_bare;
    use crate::tree::{InMemory, Tree};

    /// Where the file of this name ends, and how many references further on.
    fn ends(of: &[&str], files: &[(&str, &str)]) -> Vec<(String, String, usize)> {
        let root = Source { name: "openapi.yaml".to_owned(), text: "components: {}".to_owned() };
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        let reader = Arc::new(InMemory(files.collect::<BTreeMap<_, _>>()));
        let document = load_bare(&root).expect("it is YAML");
        let tree = Tree { root, reader };
        let mut library = Library::new(&tree, document);
        let end = |name: &&str| {
            let first = step(&mut library, ROOT, name).expect("it is there");
            let (end, hops) = end_and_hops(&mut library, first);
            (library.address(end.file).to_owned(), end.pointer.as_str().to_owned(), hops)
        };
        of.iter().map(end).collect()
    }

    #[test]
    fn a_way_ends_where_nothing_leads_on() {
        let files = [
            ("a", "$ref: b"),
            ("b", "$ref: 'c#/x'"),
            ("c", "x: {type: string}"),
            ("named", "$ref: 'openapi.yaml#/components/schemas/Thing'"),
            ("on", "$ref: named"),
            ("astray", "$ref: gone"),
        ];
        let to = |file: &str, pointer: &str, hops| (file.to_owned(), pointer.to_owned(), hops);
        let thing = "/components/schemas/Thing";
        let expected = [to("c", "/x", 1), to("c", "/x", 2), to("c", "/x", 1)];
        assert_eq!(ends(&["b", "a", "b"], &files), expected);
        let expected = [to("openapi.yaml", thing, 2), to("openapi.yaml", thing, 1)];
        assert_eq!(ends(&["on", "named"], &files), expected);
        assert_eq!(ends(&["astray"], &files), [to("astray", "", 0)]);
    }

    #[test]
    fn what_leads_into_a_circle_ends_at_itself_whichever_is_asked_first() {
        let files = [("a", "$ref: b"), ("b", "$ref: c"), ("c", "$ref: b"), ("d", "$ref: d")];
        for order in [["a", "b", "c", "d"], ["c", "b", "a", "d"], ["b", "a", "d", "c"]] {
            let expected = order.map(|name| (name.to_owned(), String::new(), 0));
            assert_eq!(ends(&order, &files), expected);
        }
    }
}
