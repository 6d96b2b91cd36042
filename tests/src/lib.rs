//! What the tests of this workspace share: a server that plays recorded exchanges back, the fixtures
//! that it plays, a server that breaks them off, and bytes to upload.
//!
//! The code of the workspace's README is compiled here as a test.

mod bytes;
pub mod fixture;
pub mod raw;
pub mod server;

pub use bytes::bytes;

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
struct Readme;
