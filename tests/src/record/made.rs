//! What a run has made, and whether it is to end: both are known outside of it too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// Whether the user has had enough.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<(AtomicBool, Notify)>);

impl Interrupt {
    /// They have.
    pub fn set(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_waiters();
    }

    /// Whether they have.
    pub fn is_set(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    /// Waits until they have.
    pub async fn wait(&self) {
        let notified = self.0.1.notified();
        let mut notified = std::pin::pin!(notified);
        notified.as_mut().enable();
        if !self.is_set() {
            notified.await;
        }
    }
}

/// Files that were made and are still there.
#[derive(Clone, Default)]
pub struct Made(Arc<Mutex<Vec<String>>>);

impl Made {
    /// One was made.
    pub fn add(&self, id: &str) {
        self.with(|ids| ids.push(id.to_owned()));
    }

    /// One is gone.
    pub fn remove(&self, id: &str) {
        self.with(|ids| ids.retain(|known| known != id));
    }

    /// Those that are still there.
    pub fn ids(&self) -> Vec<String> {
        self.with(|ids| ids.clone())
    }

    fn with<T>(&self, with: impl FnOnce(&mut Vec<String>) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
