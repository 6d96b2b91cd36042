//! A diagnostic as a person reads it.

use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, clipped, harmless};
use super::{Diagnostic, Level, Place};

/// The widest line of the file that is shown, in columns: an excerpt of wide characters fits.
const WIDTH: usize = 320;

/// The whole text, without a line end behind it.
pub(super) fn text(diagnostic: &Diagnostic, styled: bool) -> String {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
    };
    let mut report = Group::with_title(level.primary_title(plain(&diagnostic.message)));
    report = match (&diagnostic.place, diagnostic.file()) {
        (Some(place), _) => located(report, place, diagnostic.excerpt.as_ref(), true),
        (None, Some(file)) => report.element(Origin::path(plain(file))),
        (None, None) => report,
    };
    if let Some(pointer) = &diagnostic.pointer {
        report = report.element(named("at", pointer.to_string()));
    }
    if let Some(operation) = &diagnostic.operation {
        report = report.element(named("operation", operation.clone()));
    }
    report = report.element(named("help", diagnostic.help.clone()));
    let mut groups = vec![report];
    for related in &diagnostic.related {
        let group = Group::with_title(Shown::NOTE.secondary_title(plain(&related.message)));
        groups.push(located(group, &related.place, related.excerpt.as_ref(), false));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let text = renderer.term_width(WIDTH).render(&groups);
    text.split('\n').filter(|line| !is_bare_mark(line)).collect::<Vec<_>>().join("\n")
}

/// Whether a line is the mark of another file alone. The renderer puts it before an excerpt whose
/// place is told by itself; left to tell it, it would count columns from where the excerpt begins.
fn is_bare_mark(line: &str) -> bool {
    let Some((before, after)) = line.split_once(":::") else { return false };
    [before, after].iter().all(|part| {
        // Nothing but blanks and colours.
        let codes = part.split('\u{1b}').enumerate().map(|(index, code)| match index {
            0 => code,
            _ => code.split_once('m').map_or(code, |(_, after)| after),
        });
        codes.into_iter().all(|rest| rest.trim().is_empty())
    })
}

/// The place as `file:line:column`, and the line below it.
fn located<'a>(
    group: Group<'a>,
    place: &Place,
    excerpt: Option<&'a Excerpt>,
    is_primary: bool,
) -> Group<'a> {
    let origin = Origin::path(plain(&place.file)).line(place.line).char_column(place.column);
    let group = group.element(origin);
    let Some(Excerpt { text, start, end }) = excerpt else { return group };
    let kind = if is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    group.element(
        Snippet::source(text.as_str()).line_start(place.line).annotation(kind.span(*start..*end)),
    )
}

fn named(name: &'static str, text: String) -> annotate_snippets::Message<'static> {
    Shown::NOTE.with_name(name).message(plain(&text))
}

/// A text of the document's may hold anything; what is printed is one line of harmless characters.
fn plain(text: &str) -> String {
    let blank = |character| if character == '\t' { ' ' } else { harmless(character) };
    clipped(text.chars().map(blank).collect())
}
