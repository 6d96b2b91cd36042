//! What the tests of this workspace share: a server that plays recorded exchanges back, the fixtures
//! that it plays, every operation by name and the document's schemas to hold them against, a server that
//! breaks them off, and bytes to upload.
//!
//! The code of the workspace's README is compiled here as a test.

mod bytes;
pub mod calls;
pub mod document;
pub mod fixture;
pub mod form;
pub mod raw;
pub mod record;
pub mod schemas;
pub mod server;

pub use bytes::bytes;

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
struct Readme;
