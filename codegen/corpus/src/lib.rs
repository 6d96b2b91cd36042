//! What the generator makes of each document in `documents/`, as a module of that name.
//!
//! `UPDATE_GOLDEN=1 cargo test -p vrchat-files-codegen corpus` writes all of it.

#[rustfmt::skip]
pub mod nullable;
