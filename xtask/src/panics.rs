//! Panics as messages.
//!
//! The generator catches those of progenitor and reports them as diagnostics, so the default hook
//! must not print them as well. One that nobody catches is a bug, and is reported as such.

use std::panic;
use std::thread;

/// The stack of the thread that generates, in bytes: deeply nested documents need more than the
/// usual.
const STACK: usize = 256 << 20;

/// Runs on a thread of its own.
pub(crate) fn contained<T: Send + 'static>(
    run: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    panic::set_hook(Box::new(|_| {}));
    let thread = thread::Builder::new().name("generator".to_owned()).stack_size(STACK).spawn(run);
    let joined = match thread {
        Ok(thread) => thread.join(),
        Err(error) => return Err(format!("error: no thread can be started: {error}")),
    };
    joined.map_err(|payload| {
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        format!("error: the generator panicked: {text}\n   = help: this is a bug, please report it")
    })
}

/// Runs both at the same time, each with a stack like that of [`contained`]. A panic goes on in the
/// thread that called this.
pub(crate) fn both<T: Send>(
    one: impl FnOnce() -> T + Send,
    other: impl FnOnce() -> T + Send,
) -> (T, T) {
    thread::scope(|scope| {
        let spawned = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, one);
        let other = other();
        let joined = match spawned {
            Ok(thread) => thread.join().unwrap_or_else(|payload| panic::resume_unwind(payload)),
            // The closure is gone with the thread that did not come about.
            Err(error) => {
                panic::resume_unwind(Box::new(format!("no thread can be started: {error}")))
            }
        };
        (joined, other)
    })
}
