//! What the generator makes of each document in `documents/`, as a module of that name.
//!
//! `UPDATE_GOLDEN=1 cargo test -p vrchat-files-codegen corpus` writes all of it.

#[rustfmt::skip]
pub mod all_of;

#[rustfmt::skip]
pub mod answers;

#[rustfmt::skip]
pub mod arrays;

#[rustfmt::skip]
pub mod basic_auth;

#[rustfmt::skip]
pub mod bodies;

#[rustfmt::skip]
pub mod choices;

#[rustfmt::skip]
pub mod deprecated;

#[rustfmt::skip]
pub mod directions;

#[rustfmt::skip]
pub mod enums;

#[rustfmt::skip]
pub mod extensions;

#[rustfmt::skip]
pub mod names;

#[rustfmt::skip]
pub mod nullable;

#[rustfmt::skip]
pub mod objects;

#[rustfmt::skip]
pub mod odd_operation_ids;

#[rustfmt::skip]
pub mod operation_names;

#[rustfmt::skip]
pub mod parameters;

#[rustfmt::skip]
pub mod recursive;

#[rustfmt::skip]
pub mod roots;

#[rustfmt::skip]
pub mod scalars;

#[rustfmt::skip]
pub mod security;

#[rustfmt::skip]
pub mod tagged;

#[rustfmt::skip]
pub mod version;
