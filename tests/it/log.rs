//! What a test's thread logs, kept.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use tracing_subscriber::fmt::format::FmtSpan;

thread_local! {
    static KEPT: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Every span and event of this thread from here on, at every level.
///
/// The subscriber is one for the whole process: `tracing` 0.1 remembers for each place in the code
/// whether anybody listens, and a subscriber of one thread alone is not always asked.
pub struct Log(());

impl Log {
    /// Begins to listen.
    pub fn listen() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(|| Writer)
                .finish();
            tracing::subscriber::set_global_default(subscriber).expect("there is no other");
            tracing::callsite::rebuild_interest_cache();
        });
        KEPT.with_borrow_mut(|kept| *kept = Some(Vec::new()));
        Self(())
    }

    /// What was logged so far.
    pub fn text(&self) -> String {
        let bytes = KEPT.with_borrow(|kept| kept.clone().unwrap_or_default());
        String::from_utf8(bytes).expect("UTF-8")
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        KEPT.with_borrow_mut(|kept| *kept = None);
    }
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        KEPT.with_borrow_mut(|kept| kept.as_mut().map(|kept| kept.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
