//! What the tests of this workspace share: a server that plays recorded exchanges back, and the
//! fixtures that it plays.
//!
//! The code of the workspace's README is compiled here as a test.

pub mod fixture;
pub mod server;

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
struct Readme;
