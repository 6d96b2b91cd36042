//! Uploads into the same file, one after the other: the service has one unfinished version of a file
//! at a time, and two at once would send their parts into each other's.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// By service and file.
type Turns = HashMap<(String, String), Weak<Turn<()>>>;

/// All of the process, as two clients may upload into the same file as well.
static TURNS: LazyLock<Mutex<Turns>> = LazyLock::new(Mutex::default);

/// Waits until no other upload goes into the file. The turn ends when what is returned is dropped.
pub(super) async fn take(base_url: &str, file: &str) -> OwnedMutexGuard<()> {
    let turn = {
        let mut turns = TURNS.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        let entry = turns.entry((base_url.to_owned(), file.to_owned())).or_default();
        entry.upgrade().unwrap_or_else(|| {
            let turn = Arc::new(Turn::new(()));
            *entry = Arc::downgrade(&turn);
            turn
        })
    };
    turn.lock_owned().await
}
