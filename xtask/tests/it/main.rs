//! The commands as a maintainer and a program run them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "clippy takes only `#[test]` functions for tests, and not what they call"
)]

mod diff;
mod doctor;
mod messages;
mod spelling;

use std::process::Output;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}
