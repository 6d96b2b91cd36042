//! What the generator says of its input: where, what, and how to mend it.

mod excerpt;
mod json;
mod place;
mod render;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::document::Source;
use crate::pointer::Pointer;

use excerpt::{Excerpt, Lines};
pub use place::Place;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        let named = sources.iter().enumerate().rev();
        let files: HashMap<&str, usize> =
            named.map(|(at, source)| (source.name.as_str(), at)).collect();
        diagnostics.sort_by_cached_key(|diagnostic| {
            let file = |name| files.get(name).copied().unwrap_or(usize::MAX);
            let position = diagnostic.file().map(file);
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
        let mut files: HashMap<&str, Lines<'_>> = HashMap::new();
        files.extend(sources.iter().map(|one| (one.name.as_str(), Lines::of(&one.text))));
        let mut excerpt = |place: &Place| files.get_mut(&*place.file)?.excerpt(place);
        for diagnostic in diagnostics {
            // Those of a file that is not at hand may have been found before.
            if let Some(found) = diagnostic.place.as_ref().and_then(&mut excerpt) {
                diagnostic.excerpt = Some(found);
            }
            for related in &mut diagnostic.related {
                if let Some(found) = excerpt(&related.place) {
                    related.excerpt = Some(found);
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
