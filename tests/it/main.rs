//! The integration tests, one binary.

mod arguments;
mod bodies;
mod builder;
mod calls;
mod cookies;
mod coverage;
mod credentials;
mod doctor;
mod downloads;
mod drift;
mod errors;
mod evolution;
mod examples;
mod faults;
mod fixtures;
mod forms;
mod log;
mod others;
mod pages;
mod parameters;
mod plain_progenitor;
mod record;
mod retries;
mod saves;
mod schemas;
mod secrets;
mod spans;
mod timeouts;
mod types;
mod upload;
mod waiting;
mod xtask;

use vrchat_files_tests::document;
