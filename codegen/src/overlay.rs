//! Second stage: OpenAPI Overlay 1.0, the corrections and hints laid over the document.
//!
//! Actions are applied in order. An action that matches nothing is an error unless the user says
//! otherwise, so that a correction of something that has since been mended never stays behind
//! unnoticed.

mod action;
mod cost;
mod merge;
mod remove;
mod target;

use crate::diagnostic::{Diagnostic, Level};
use crate::document::Document;
use crate::limits::{MOST_DEPTH, Size};
use crate::pointer::Pointer;

use action::{Action, Change};

/// Lays an overlay over a document. The places of what it adds are in the overlay's file.
pub fn apply(mut document: Document, overlay: &Document) -> Result<Document, Vec<Diagnostic>> {
    let mut problems =
        apply_reporting(&mut document, overlay, false).map_err(|problem| vec![problem])?;
    problems.retain(|problem| problem.level() == Level::Error);
    if problems.is_empty() { Ok(document) } else { Err(problems) }
}

/// The same with all that is to be said of it: actions that fail are left out. With `allow_stale`,
/// those that match nothing are warnings. Fails, with nothing done, where the overlay is none.
pub(crate) fn apply_reporting(
    document: &mut Document,
    overlay: &Document,
    allow_stale: bool,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let (actions, mut problems) = action::read_all(overlay)?;
    let mut size = Size::of(&document.value);
    for action in &actions {
        let run = Run { action, overlay, allow_stale };
        problems.extend(run.apply(document, &mut size).err());
    }
    Ok(problems)
}

/// An action on its way.
struct Run<'r> {
    action: &'r Action<'r>,
    overlay: &'r Document,
    allow_stale: bool,
}

impl Run<'_> {
    /// `size` is never less than the document's.
    fn apply(&self, document: &mut Document, size: &mut Size) -> Result<(), Diagnostic> {
        let targets = target::find(document, self.action, self.overlay, *size)?;
        if targets.is_empty() {
            return Err(self.stale());
        }
        match self.action.change {
            Change::Remove => remove::all(document, &targets).ok_or_else(|| {
                self.overlay.problem(
                    &self.action.pointer,
                    "the action removes the whole document",
                    "aim `target` at the part to remove",
                )
            }),
            Change::Update(update) => {
                self.check_size(document, size, &targets, Size::of(update))?;
                let from = self.action.pointer.child("update");
                let mut changes = false;
                for target in &targets {
                    changes |= merge::into(document, target, update, &from, self.overlay)?;
                }
                if changes { Ok(()) } else { Err(self.idle()) }
            }
        }
    }

    /// Refuses an update that would make too much of the document, before it is made.
    fn check_size(
        &self,
        document: &Document,
        size: &mut Size,
        targets: &[Pointer],
        update: Size,
    ) -> Result<(), Diagnostic> {
        let grown = |before: Size| {
            let mut after = before;
            after.hold(update.times(targets.len()));
            let deepest = targets.iter().map(|target| target.tokens().count()).max();
            let depth = deepest.unwrap_or_default().saturating_add(update.depth).saturating_add(1);
            after.depth = before.depth.max(depth);
            after
        };
        if grown(*size).excess().is_some() {
            // What was removed and replaced since was not taken off.
            *size = Size::of(&document.value);
        }
        let after = grown(*size);
        let Some(excess) = after.excess() else {
            *size = after;
            return Ok(());
        };
        let help = match after.depth > MOST_DEPTH {
            true => "add less at a place that is deep in the document already",
            false => "aim `target` at fewer places, or add less",
        };
        let message = format!("with this action the document has {excess}");
        Err(self.overlay.problem(&self.action.pointer.child("update"), message, help))
    }

    fn stale(&self) -> Diagnostic {
        let at = self.action.pointer.child("target");
        let Action { target, .. } = self.action;
        let message = format!("the overlay action{} matches nothing: `{target}`", self.named());
        let problem = self.overlay.problem(
            &at,
            message,
            "the document may have been corrected since; delete the action, or aim it anew",
        );
        if self.allow_stale { problem.warning() } else { problem }
    }

    /// Matching is not enough to be of use.
    fn idle(&self) -> Diagnostic {
        let message = format!("the overlay action{} changes nothing", self.named());
        let help = "the document says this already; delete the action";
        self.overlay.problem(&self.action.pointer.child("target"), message, help).warning()
    }

    /// The action by its description.
    fn named(&self) -> String {
        self.action.title().map(|title| format!(" \"{title}\"")).unwrap_or_default()
    }
}
