//! What the tests of this workspace share: a server that plays recorded exchanges back, the fixtures
//! that it plays, and a server that breaks them off.
//!
//! The code of the workspace's README is compiled here as a test.

pub mod fixture;
pub mod raw;
pub mod server;

#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
struct Readme;
