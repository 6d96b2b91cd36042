//! The integration tests, one binary.

mod arguments;
mod bodies;
mod builder;
mod calls;
mod cookies;
mod coverage;
mod document;
mod downloads;
mod drift;
mod errors;
mod evolution;
mod faults;
mod fixtures;
mod log;
mod pages;
mod plain_progenitor;
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
