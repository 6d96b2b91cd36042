//! The VRChat Files service in a test's own process.
//!
//! Tests of what uploads and downloads need a service that keeps what it is sent, and that fails when
//! it is told to. This one has the API on one port of loopback and, on another, real S3: signed
//! addresses are checked as Amazon checks them, they expire, and parts are parts. What the service does
//! otherwise than it is documented, this does too.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! use vrchat_files_fake::{Fake, Fault, NewFile, Operation};
//!
//! let fake = Fake::start().await?;
//! // Give `fake.base_url()` and `fake.auth_cookie()` to the client under test.
//! let id = fake
//!     .add_file(NewFile {
//!         name: "Example".into(),
//!         mime_type: "image/png".into(),
//!         extension: ".png".into(),
//!         tags: vec!["gallery".into()],
//!         bytes: b"not really a picture".to_vec(),
//!     })
//!     .await;
//! // The first try of a download breaks off after five bytes.
//! fake.inject(Fault::on(Operation::StorageGet).reset_in_body(5));
//! # let _ = id;
//! # Ok(())
//! # }
//! ```

mod answer;
mod api;
mod builder;
mod fake;
mod fault;
mod files;
mod flow;
mod form;
mod journal;
mod kept;
mod operation;
mod presign;
mod record;
mod route;
mod serve;
mod shared;
mod state;
mod storage;
mod store;
mod wire;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use self::builder::FakeBuilder;
pub use self::fake::{Fake, NewFile};
pub use self::fault::Fault;
pub use self::journal::Request;
pub use self::operation::{Host, Operation, Piece};

/// Locks for a moment. Nothing that is locked here is left half done by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
