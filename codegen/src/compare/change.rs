//! One change: what it is, how severe, where, and which items it explains.

pub(super) use super::kinds::{ChangeKind, Section, Severity, Side};
use crate::diagnostic::Place;
use crate::surface::ItemName;

/// A change for callers.
#[derive(Clone, Debug)]
pub struct Change {
    /// What changed.
    pub kind: ChangeKind,
    /// How severe it is.
    pub severity: Severity,
    /// Whether no type shows it, so that a tool that compares types cannot see it.
    pub behaviour: bool,
    /// What a caller calls it, such as `File::owner_id`.
    pub path: String,
    /// What became of it, to be read behind the path.
    pub what: String,
    /// What the document calls it.
    pub documented: Option<String>,
    /// The operation that it belongs to, by its documented name.
    pub operation: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
    /// In which of the documents that is.
    pub side: Side,
    pub(super) section: Section,
    covers: Vec<Cover>,
}

/// The items that a change explains.
#[derive(Clone, Debug)]
struct Cover {
    path: String,
    word: Option<String>,
    /// Whether what stands below the path is covered as well.
    is_deep: bool,
    /// Whether no more than the documentation is explained.
    is_said: bool,
}

impl Change {
    /// A change whose path is given as the items have it: modules in front are not shown.
    pub(super) fn new(
        kind: ChangeKind,
        severity: Severity,
        path: &str,
        what: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            severity,
            // Of documentation there is nothing to see in any case.
            behaviour: severity != Severity::Documentation,
            path: callers(path).to_owned(),
            what: on_one_line(&what.into()),
            documented: None,
            operation: None,
            place: None,
            side: Side::New,
            section: Section::Changed,
            covers: Vec::new(),
        }
    }

    pub(super) fn breaking(kind: ChangeKind, path: &str, what: impl Into<String>) -> Self {
        Self::new(kind, Severity::Breaking, path, what)
    }

    pub(super) fn additive(kind: ChangeKind, path: &str, what: impl Into<String>) -> Self {
        Self::new(kind, Severity::Additive, path, what)
    }

    pub(super) fn documentation(kind: ChangeKind, path: &str, what: impl Into<String>) -> Self {
        Self::new(kind, Severity::Documentation, path, what)
    }

    pub(super) fn section(mut self, section: Section) -> Self {
        self.section = section;
        self
    }

    pub(super) fn documented(mut self, name: &str) -> Self {
        self.documented = (!name.is_empty()).then(|| name.to_owned());
        self
    }

    pub(super) fn of(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    pub(super) fn at(mut self, place: &Place, side: Side) -> Self {
        self.place = Some(place.clone());
        self.side = side;
        self
    }

    /// Explains whatever is at the path.
    pub(super) fn covers(self, path: &str) -> Self {
        self.cover(path, None, false, false)
    }

    /// Explains the item of this word at the path.
    pub(super) fn covers_word(self, path: &str, word: &str) -> Self {
        self.cover(path, Some(word), false, false)
    }

    /// Explains whatever is at the path and below it.
    pub(super) fn covers_all(self, path: &str) -> Self {
        self.cover(path, None, true, false)
    }

    /// Explains the functions below the path.
    pub(super) fn covers_functions(self, path: &str) -> Self {
        self.cover(path, Some("fn"), true, false)
    }

    /// Explains that the documentation at the path differs.
    pub(super) fn said_at(self, path: &str) -> Self {
        self.cover(path, None, false, true)
    }

    fn cover(mut self, path: &str, word: Option<&str>, is_deep: bool, is_said: bool) -> Self {
        let (path, word) = (path.to_owned(), word.map(str::to_owned));
        self.covers.push(Cover { path, word, is_deep, is_said });
        self
    }

    /// Whether it explains that the item differs.
    pub(super) fn explains(&self, name: &ItemName) -> bool {
        self.covers.iter().any(|cover| !cover.is_said && cover.fits(name))
    }

    /// Whether it explains that the documentation of the item differs.
    pub(super) fn explains_docs(&self, name: &ItemName) -> bool {
        self.covers.iter().any(|cover| cover.fits(name))
    }
}

impl Cover {
    fn fits(&self, name: &ItemName) -> bool {
        let is_here = match name.path.strip_prefix(&self.path) {
            Some("") => true,
            Some(rest) => self.is_deep && rest.starts_with("::"),
            None => false,
        };
        is_here && self.word.as_ref().is_none_or(|word| *word == name.word)
    }
}

/// A path without the modules, which callers need not write.
pub(super) fn callers(path: &str) -> &str {
    let path = path.strip_prefix("types::").unwrap_or(path);
    path.strip_prefix("operations::").unwrap_or(path)
}

/// What stands in a document can be of several lines, or worse.
fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character.is_control() {
            true => out.extend(character.escape_default()),
            false => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(path: &str, word: &str) -> ItemName {
        ItemName { path: path.to_owned(), word: word.to_owned() }
    }

    #[test]
    fn a_change_explains_what_it_covers_and_no_more() {
        let change = Change::breaking(ChangeKind::Type, "types::File", "is gone");
        let change = change.covers("Client::get").covers_all("types::File").said_at("types::Tag");
        assert_eq!(change.path, "File");
        for (path, is_explained) in [
            ("Client::get", true),
            ("Client::get_file", false),
            ("Client", false),
            ("types::File", true),
            ("types::File::name", true),
            ("types::FileId", false),
            ("types::Tag", false),
        ] {
            assert_eq!(change.explains(&name(path, "fn")), is_explained, "{path}");
        }
        assert!(change.explains_docs(&name("types::Tag", "struct")));
        let of_word = Change::breaking(ChangeKind::Type, "File", "").covers_word("File", "use");
        assert!(of_word.explains(&name("File", "use")) && !of_word.explains(&name("File", "fn")));
    }

    #[test]
    fn what_stands_in_a_document_cannot_break_a_line() {
        let change = Change::breaking(ChangeKind::Variant, "A::B", "is gone: `a\nb\u{1b}[31m`");
        assert_eq!(change.what, "is gone: `a\\nb\\u{1b}[31m`");
    }
}
