//! YAML events to the tree of places.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScanError, Span};

use super::scalar::{foreign_tag, is_no_number};
use super::size::{Sizes, too_deep};
use super::surrogates::Shifts;
use crate::diagnostic::{Diagnostic, Place};
use crate::places::{Children, Places};

/// How many problems of a file are told.
const MOST_PROBLEMS: usize = 100;

/// How many characters of a key or a number a message repeats.
const MOST_OF_NAME: usize = 80;

/// Reads the places of all nodes. Ends at the first event that makes the document too large.
pub(super) fn read(file: &str, text: &str, shifts: &Shifts) -> Result<Places, Vec<Diagnostic>> {
    let mut reader = Reader {
        shifts,
        file: Arc::from(file),
        open: Vec::new(),
        anchors: HashMap::new(),
        texts: HashMap::new(),
        sizes: Sizes::default(),
        documents: 0,
        root: None,
        problems: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let place = reader.place(span);
                let taken = reader.take(event, place.clone());
                let within = taken.and_then(|()| reader.check_size(&place));
                if within.is_err() || reader.problems.len() >= MOST_PROBLEMS {
                    reader.problems.extend(within.err());
                    return Err(reader.problems);
                }
            }
            Err(error) => {
                reader.problems.push(reader.syntax(&error));
                return Err(reader.problems);
            }
        }
    }
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let start = Place { file: reader.file, line: 1, column: 1, end_column: 2 };
    Ok(match reader.root {
        Some(root) => root.moved_to(start),
        None => Places::new(start, Children::None),
    })
}

struct Reader<'s> {
    shifts: &'s Shifts,
    file: Arc<str>,
    open: Vec<Open>,
    anchors: HashMap<usize, Places>,
    /// The text of anchored scalars: an alias can stand as a key.
    texts: HashMap<usize, String>,
    sizes: Sizes,
    documents: usize,
    root: Option<Places>,
    problems: Vec<Diagnostic>,
}

/// A collection whose end has not come yet.
struct Open {
    place: Place,
    anchor: usize,
    kind: Kind,
}

enum Kind {
    Sequence(Vec<Places>),
    Mapping { entries: BTreeMap<String, Places>, key: Option<(String, Place)> },
}

impl Reader<'_> {
    /// Takes an event in. Fails where what follows would make no sense.
    fn take(&mut self, event: Event<'_>, place: Place) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.check_tag(tag.as_deref(), &place);
                if anchor != 0 {
                    self.texts.insert(anchor, text.clone().into_owned());
                    self.anchors.insert(anchor, Places::new(place.clone(), Children::None));
                }
                if self.is_key() {
                    self.sizes.key(text.len(), anchor);
                    self.key(text.into_owned(), place);
                } else {
                    self.sizes.scalar(text.len(), anchor);
                    if is_no_number(&text, style) {
                        let message = format!("the number `{}` cannot be kept", short(&text));
                        let help = "give a finite number of at most 64 bits, or put it in quotes if it is a text";
                        self.problems.push(Diagnostic::new(message, help).at(place.clone()));
                    }
                    self.finish(Places::new(place, Children::None), anchor);
                }
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), &place);
                self.start(place, anchor, Kind::Sequence(Vec::new()))?;
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.as_deref(), &place);
                self.start(place, anchor, Kind::Mapping { entries: BTreeMap::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.sizes.end(open.anchor);
                    let children = match open.kind {
                        Kind::Sequence(items) => Children::Items(items),
                        Kind::Mapping { entries, .. } => Children::Entries(entries),
                    };
                    self.finish(Places::new(open.place, children), open.anchor);
                }
            }
            Event::Alias(anchor) => self.alias(anchor, place)?,
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Diagnostic::new(
                        "the file holds more than one YAML document",
                        "keep one, and leave out the `---` before the next",
                    )
                    .at(place));
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn start(&mut self, place: Place, anchor: usize, kind: Kind) -> Result<(), Diagnostic> {
        if self.is_key() {
            return Err(no_text(&place));
        }
        self.sizes.start();
        self.open.push(Open { place, anchor, kind });
        Ok(())
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), Diagnostic> {
        if !self.sizes.alias(anchor) {
            return Err(Diagnostic::new(
                "the alias stands in what it refers to, which would never end",
                "write out what is meant",
            )
            .at(place));
        }
        if self.is_key() {
            let Some(text) = self.texts.get(&anchor).cloned() else { return Err(no_text(&place)) };
            self.key(text, place);
        } else {
            let places = match self.anchors.get(&anchor).cloned() {
                Some(places) => places.moved_to(place),
                None => Places::new(place, Children::None),
            };
            self.finish(places, 0);
        }
        Ok(())
    }

    /// Whether the next scalar is a key.
    fn is_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { kind: Kind::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, place: Place) {
        let Some(Open { kind: Kind::Mapping { entries, key }, .. }) = self.open.last_mut() else {
            return;
        };
        if text == "<<" {
            self.problems.push(
                Diagnostic::new(
                    "the key `<<` merges another mapping, which YAML 1.2 does not have",
                    "write out what it merges",
                )
                .at(place.clone()),
            );
        }
        if let Some(first) = entries.get(&text) {
            self.problems.push(
                Diagnostic::new(
                    format!("the key `{}` stands twice in one mapping", short(&text)),
                    "keep one of the two",
                )
                .at(place.clone())
                .related("it stands here first", first.place().clone()),
            );
        }
        *key = Some((text, place));
    }

    /// Hands a complete node to the collection around it.
    fn finish(&mut self, places: Places, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, places.clone());
        }
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = Some(places),
            Some(Kind::Sequence(items)) => items.push(places),
            Some(Kind::Mapping { entries, key }) => {
                if let Some((key, place)) = key.take() {
                    entries.insert(key, places.moved_to(place));
                }
            }
        }
    }

    fn check_tag(&mut self, tag: Option<&saphyr_parser::Tag>, place: &Place) {
        if let Some(tag) = foreign_tag(tag) {
            let tag = short(&tag);
            let message = format!("the tag `{tag}` gives the value a meaning that JSON has not");
            let problem = Diagnostic::new(message, "leave the tag out");
            self.problems.push(problem.at(place.clone()));
        }
    }

    fn check_size(&self, place: &Place) -> Result<(), Diagnostic> {
        match self.sizes.excess() {
            None => Ok(()),
            Some(excess) => Err(too_large(&excess).at(place.clone())),
        }
    }

    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let line = error.marker().line();
        let column = self.shifts.column(line, error.marker().col()) + 1;
        let problem = match too_deep(error.info()) {
            Some(excess) => too_large(&excess),
            None => Diagnostic::new(
                format!("the file is not YAML or JSON that can be read: {}", error.info()),
                "correct the syntax at this place",
            ),
        };
        problem.at(Place { file: self.file.clone(), line, column, end_column: column + 1 })
    }

    /// The place of what an event stands for; of what takes several lines, of its first character.
    fn place(&self, span: Span) -> Place {
        let (start, end) = (span.start, span.end);
        let column = self.shifts.column(start.line(), start.col()) + 1;
        let end_column = match start.line() == end.line() {
            true => self.shifts.column(end.line(), end.col()) + 1,
            false => column + 1,
        };
        let end_column = end_column.max(column + 1);
        Place { file: self.file.clone(), line: start.line(), column, end_column }
    }
}

/// The beginning of a text, for a sentence to be about it.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(MOST_OF_NAME) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

fn no_text(place: &Place) -> Diagnostic {
    Diagnostic::new("the key of the mapping is no text", "give each entry a text as its key")
        .at(place.clone())
}

fn too_large(excess: &str) -> Diagnostic {
    Diagnostic::new(
        format!("the document has {excess}"),
        "this is more than any API needs: look for an alias or a list that got out of hand",
    )
}
