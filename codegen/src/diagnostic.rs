//! What the generator says of its input: where, what, and how to mend it.

mod excerpt;
mod json;
mod place;
mod render;

use std::fmt;
use std::sync::Arc;

use crate::document::Source;
use crate::pointer::Pointer;

use excerpt::{Excerpt, Lines};
pub use place::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing is generated.
    Error,
    /// The generator goes on.
    Warning,
}

impl Level {
    /// The level as messages name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem with the input.
///
/// Its `Display` is laid out like a compiler's message: the problem, the place with its line of the
/// file, what the place belongs to, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    level: Level,
    message: String,
    place: Option<Place>,
    file: Option<Arc<str>>,
    pointer: Option<Pointer>,
    operation: Option<String>,
    help: String,
    excerpt: Option<Excerpt>,
    related: Vec<Related>,
}

/// Another place that a problem has to do with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// What that place is to the problem.
    pub message: String,
    /// The place.
    pub place: Place,
    excerpt: Option<Excerpt>,
}

impl Diagnostic {
    /// A problem and its remedy, both whole sentences without a full stop.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            message: excerpt::clipped(message.into()),
            place: None,
            file: None,
            pointer: None,
            operation: None,
            help: excerpt::clipped(help.into()),
            excerpt: None,
            related: Vec::new(),
        }
    }

    /// The same, told without stopping.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.level = Level::Warning;
        self
    }

    /// The place it is about.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The file it is about, where no place in it is known.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = Some(Arc::from(file));
        self
    }

    /// The JSON pointer of the node it is about.
    #[must_use]
    pub fn pointer(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// The operation it is about: its `operationId`, or method and path where it has none.
    #[must_use]
    pub fn operation(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    /// Another place to look at.
    #[must_use]
    pub fn related(mut self, message: impl Into<String>, place: Place) -> Self {
        self.related.push(Related { message: message.into(), place, excerpt: None });
        self
    }

    /// How bad it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it is wrong, if the place is known.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// The file it is in, if that is known.
    pub fn file(&self) -> Option<&str> {
        self.place.as_ref().map(|place| &*place.file).or(self.file.as_deref())
    }

    /// The node it is about.
    pub fn node(&self) -> Option<&Pointer> {
        self.pointer.as_ref()
    }

    /// The operation it is about.
    pub fn operation_name(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// What to do about it.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// The other places.
    pub fn related_places(&self) -> &[Related] {
        &self.related
    }

    /// The text for a person; with colours where `styled`.
    pub fn render(&self, styled: bool) -> String {
        render::text(self, styled)
    }

    /// The object for a program.
    pub fn to_json(&self) -> serde_json::Value {
        json::object(self)
    }

    /// Sorts as a person reads: file by file in the order of the sources, each from top to bottom.
    /// Each is said once, with the lines of the file that it is about.
    pub(crate) fn finish(diagnostics: &mut Vec<Self>, sources: &[&Source]) {
        let file = |name: &str| sources.iter().position(|source| source.name == name);
        diagnostics.sort_by_cached_key(|diagnostic| {
            let position = diagnostic.file().map(|name| file(name).unwrap_or(usize::MAX));
            let (place, message) = (diagnostic.place.clone(), diagnostic.message.clone());
            (position, place, message, diagnostic.operation.clone())
        });
        diagnostics.dedup();
        Self::show_lines(diagnostics.iter_mut(), sources);
    }

    /// Gives each the lines of the files that it is about.
    pub(crate) fn show_lines<'d>(
        diagnostics: impl Iterator<Item = &'d mut Self>,
        sources: &[&Source],
    ) {
        let mut diagnostics: Vec<&mut Self> = diagnostics.collect();
        for source in sources {
            let mut lines = Lines::of(&source.text);
            let here = |place: &Place| *place.file == *source.name;
            for diagnostic in &mut diagnostics {
                if let Some(place) = diagnostic.place.as_ref().filter(|place| here(place)) {
                    diagnostic.excerpt = lines.excerpt(place);
                }
                for related in diagnostic.related.iter_mut().filter(|other| here(&other.place)) {
                    related.excerpt = lines.excerpt(&related.place);
                }
            }
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostic {}
