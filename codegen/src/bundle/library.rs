//! The files of a document, each read once and when it is first referred to.

use std::collections::HashMap;

use serde_json::Value;

use super::target::{End, Target};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Fault, Source};
use crate::limits::{MOST_BYTES, MOST_FILES, MOST_NODES, Size};
use crate::load::load_bare;
use crate::places::Places;
use crate::pointer::Pointer;
use crate::tree::{Tree, Unread};

/// A file that was read, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FileId(usize);

/// The file that was given.
pub(super) const ROOT: FileId = FileId(0);

pub(super) struct Library<'t> {
    tree: &'t Tree,
    files: Vec<File>,
    known: HashMap<String, Result<FileId, Fault>>,
    /// The files beside the given one, those that cannot be parsed among them.
    sources: Vec<Source>,
    /// What all files have together.
    bytes: usize,
    nodes: usize,
    /// What there is too much of; no file is read from then on.
    pub(super) excess: Option<String>,
    problems: Vec<Diagnostic>,
    /// Where references were found to end.
    pub(super) ends: HashMap<Target, End>,
}

struct File {
    address: String,
    document: Document,
}

impl<'t> Library<'t> {
    pub(super) fn new(tree: &'t Tree, root: Document) -> Self {
        let address = tree.root_address().to_owned();
        let located = tree.reader.locate(&address).ok();
        let addresses = located.into_iter().chain([address.clone()]);
        Self {
            tree,
            known: addresses.map(|address| (address, Ok(ROOT))).collect(),
            sources: Vec::new(),
            bytes: tree.root.text.len(),
            nodes: Size::of(&root.value).nodes,
            files: vec![File { address, document: root }],
            excess: None,
            problems: Vec::new(),
            ends: HashMap::new(),
        }
    }

    /// The file at an address.
    pub(super) fn file(&mut self, address: &str) -> Result<FileId, Fault> {
        if let Some(known) = self.known.get(address) {
            return known.clone();
        }
        let read = self.tree.reader.locate(address).map_err(fault).and_then(|located| {
            if let Some(known) = self.known.get(&located) {
                return known.clone();
            }
            let read = self.read(&located);
            self.known.insert(located, read.clone());
            read
        });
        self.known.insert(address.to_owned(), read.clone());
        read
    }

    pub(super) fn address(&self, file: FileId) -> &str {
        self.files.get(file.0).map_or("", |file| &file.address)
    }

    /// What stands at a pointer.
    pub(super) fn value(&self, file: FileId, pointer: &Pointer) -> Option<&Value> {
        pointer.resolve(&self.files.get(file.0)?.document.value)
    }

    /// What stands at a pointer, to be changed, and its places.
    pub(super) fn copy(&self, file: FileId, pointer: &Pointer) -> Option<(Value, Places)> {
        let document = &self.files.get(file.0)?.document;
        let value = pointer.resolve(&document.value)?.clone();
        let mut places = &document.places;
        for token in pointer.tokens() {
            places = places.child(&token)?;
        }
        Some((value, places.clone()))
    }

    /// The files that were read, sorted by name, and what is wrong with them.
    pub(super) fn finish(self) -> (Vec<Source>, Vec<Diagnostic>) {
        let Self { mut sources, problems, .. } = self;
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        (sources, problems)
    }

    fn read(&mut self, address: &str) -> Result<FileId, Fault> {
        if self.sources.len() >= MOST_FILES {
            return self.too_much(format!("the document has more than {MOST_FILES} files"));
        }
        let bytes = self.tree.reader.read(address).map_err(fault)?;
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > MOST_BYTES {
            let most = MOST_BYTES >> 20;
            return self.too_much(format!("the document's files are larger than {most} MiB"));
        }
        let source = match Source::of_bytes(self.tree.name_of(address), bytes) {
            Ok(source) => source,
            Err(problem) => return self.told(vec![problem]),
        };
        let loaded = load_bare(&source);
        self.sources.push(source);
        let document = match loaded {
            Ok(document) => document,
            Err(problems) => return self.told(problems),
        };
        self.nodes = self.nodes.saturating_add(Size::of(&document.value).nodes);
        if self.nodes > MOST_NODES {
            return self
                .too_much(format!("the document's files have more than {MOST_NODES} nodes"));
        }
        let file = FileId(self.files.len());
        self.files.push(File { address: address.to_owned(), document });
        Ok(file)
    }

    fn too_much(&mut self, excess: String) -> Result<FileId, Fault> {
        self.excess = Some(excess);
        Err(Fault::Told)
    }

    fn told(&mut self, problems: Vec<Diagnostic>) -> Result<FileId, Fault> {
        self.problems.extend(problems);
        Err(Fault::Told)
    }
}

/// Why a file is not read, as something to say of the reference.
fn fault(unread: Unread) -> Fault {
    let (what, help) = match unread {
        Unread::Alone => (
            "leads to another file, and this document was given as a text alone".to_owned(),
            "give the document as a file, or bundle it into one",
        ),
        Unread::Outside => (
            "leads out of the document's folder, and nothing else is read".to_owned(),
            "move the file into the folder, or allow its own with `--allow-folder`",
        ),
        Unread::Missing => (
            "leads to a file that is not there".to_owned(),
            "add the file, or correct the path, which begins at the folder of this file",
        ),
        Unread::NoFile => (
            "leads to something that is no file".to_owned(),
            "refer to a file; a folder, a device or a pipe is not read",
        ),
        Unread::TooLarge => (
            format!("leads to a file that is larger than {} MiB", MOST_BYTES >> 20),
            "take out of it what is not wanted",
        ),
        Unread::Failed(kind) => (
            format!("leads to a file that cannot be read ({kind})"),
            "look whether you may read the file",
        ),
    };
    Fault::new(what, help)
}
