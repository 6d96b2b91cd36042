//! How far a try of a type looks into the choices inside the value.

use std::cell::Cell;

use serde_json::Value;

/// What a choice holds that a try left out. No other holds a null where the JSON has something else.
pub(super) const LEFT_OUT: Value = Value::Null;

/// How many choices, one in another, a try goes into.
const LEVELS: usize = 1;

/// Where the choices stand that a type has.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// In its fields and items.
    Inside,
    /// The type is one.
    Same,
}

#[derive(Clone, Copy)]
struct State {
    /// How many more choices may be gone into; all, outside of a try.
    levels: Option<usize>,
    /// Whether something was left out.
    is_partial: bool,
}

thread_local! {
    static STATE: Cell<State> = const { Cell::new(State { levels: None, is_partial: false }) };
    #[cfg(test)]
    pub(super) static TRIES: Cell<usize> = const { Cell::new(0) };
}

/// Whether a type is being tried.
pub(super) fn is_trying() -> bool {
    STATE.get().levels.is_some()
}

/// Whether the choice that comes next is to be left out; it is noted that it was.
pub(super) fn is_too_deep() -> bool {
    let state = STATE.get();
    let is_too_deep = state.levels == Some(0);
    STATE.set(State { is_partial: state.is_partial || is_too_deep, ..state });
    is_too_deep
}

/// Reads a type of a choice, and says whether nothing of it was left out.
pub(super) fn trying<T>(nested: Place, read: impl FnOnce() -> T) -> (T, bool) {
    #[cfg(test)]
    TRIES.set(TRIES.get() + 1);
    let outside = Restore(STATE.get());
    // The choice that tries has taken a level itself.
    let levels = match (outside.0.levels, nested) {
        (None, Place::Inside) => LEVELS,
        (None, Place::Same) => LEVELS + 1,
        (Some(levels), Place::Inside) => levels.saturating_sub(1),
        (Some(levels), Place::Same) => levels,
    };
    STATE.set(State { levels: Some(levels), is_partial: false });
    let value = read();
    (value, !STATE.get().is_partial)
}

/// Puts back what held outside of a try, also where reading panics.
struct Restore(State);

impl Drop for Restore {
    fn drop(&mut self) {
        let is_partial = self.0.is_partial || STATE.get().is_partial;
        STATE.set(State { is_partial, ..self.0 });
    }
}
