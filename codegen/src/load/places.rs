//! YAML events to the tree of places.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use saphyr_parser::{Event, Parser, Span};

use crate::diagnostic::{Diagnostic, Place};
use crate::places::{Children, Places};

/// Reads the places of all nodes. Only called on text that serde_yaml has accepted.
pub(super) fn read(file: &str, text: &str) -> Result<Places, Vec<Diagnostic>> {
    let mut reader = Reader {
        file: Arc::from(file),
        open: Vec::new(),
        anchors: HashMap::new(),
        texts: HashMap::new(),
        root: None,
        problems: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => reader.take(event, span),
            Err(error) => {
                let marker = error.marker();
                return Err(vec![
                    Diagnostic::new(
                        format!("the file is not YAML that can be read: {error}"),
                        "correct the syntax at this place",
                    )
                    .at(Place {
                        file: reader.file,
                        line: marker.line(),
                        column: marker.col() + 1,
                    }),
                ]);
            }
        }
    }
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let start = Place { file: reader.file, line: 1, column: 1 };
    Ok(match reader.root {
        Some(root) => root.moved_to(start),
        None => Places::new(start, Children::None),
    })
}

struct Reader {
    file: Arc<str>,
    open: Vec<Open>,
    anchors: HashMap<usize, Places>,
    /// The text of anchored scalars: an alias can stand as a key.
    texts: HashMap<usize, String>,
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

impl Reader {
    fn take(&mut self, event: Event<'_>, span: Span) {
        let place = Place {
            file: self.file.clone(),
            line: span.start.line(),
            column: span.start.col() + 1,
        };
        match event {
            Event::Scalar(text, _, anchor, _) => {
                if anchor != 0 {
                    self.texts.insert(anchor, text.clone().into_owned());
                    self.anchors.insert(anchor, Places::new(place.clone(), Children::None));
                }
                if self.is_key() {
                    self.key(text.into_owned(), place);
                } else {
                    self.finish(Places::new(place, Children::None), anchor);
                }
            }
            Event::SequenceStart(anchor, _) => {
                self.open.push(Open { place, anchor, kind: Kind::Sequence(Vec::new()) });
            }
            Event::MappingStart(anchor, _) => {
                let kind = Kind::Mapping { entries: BTreeMap::new(), key: None };
                self.open.push(Open { place, anchor, kind });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    let children = match open.kind {
                        Kind::Sequence(items) => Children::Items(items),
                        Kind::Mapping { entries, .. } => Children::Entries(entries),
                    };
                    self.finish(Places::new(open.place, children), open.anchor);
                }
            }
            Event::Alias(anchor) if self.is_key() => {
                self.key(self.texts.get(&anchor).cloned().unwrap_or_default(), place);
            }
            Event::Alias(anchor) => {
                let aliased = self.anchors.get(&anchor).cloned();
                let places = match aliased {
                    Some(places) => places.moved_to(place),
                    None => Places::new(place, Children::None),
                };
                self.finish(places, 0);
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
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
            let first = first.place();
            self.problems.push(
                Diagnostic::new(
                    format!(
                        "the key `{text}` stands twice in one mapping, first on line {}",
                        first.line
                    ),
                    "keep one of the two",
                )
                .at(place.clone()),
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
}
