//! Property tests of what comes from outside: answers of every type, the bodies of failures, and
//! transfers in both directions that break in every way; and of what goes out of a recording. Not part of the default build:
//!
//! ```text
//! PROPTEST_CASES=20000 cargo test --release -p vrchat-files-tests --features fuzz --test fuzz
//! ```

mod answers;
mod documents;
mod failures;
mod mutation;
mod overlays;
mod redaction;
mod saves;
mod uploads;

use std::future::Future;

/// Runs a case on a runtime of its own, so that its server ends with it.
fn run<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(case)
}
