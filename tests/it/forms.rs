//! Bodies that are not JSON, as they arrive: forms, texts, bytes and streams. Called through the runtime,
//! so that each kind is met whether or not the document has it.

mod answers;
mod streams;
mod written;

use vrchat_files_runtime::reqwest::Method;
use vrchat_files_runtime::{Blob, Call, Operation, Transport};

static POST: Operation = Operation {
    id: "postThing",
    method: Method::POST,
    path: "/thing",
    credentials: &[],
    pending: &[],
    repeatable: false,
    sensitive: false,
};

static PUT: Operation = Operation { method: Method::PUT, repeatable: true, ..POST };

fn transport(base_url: String) -> Transport {
    let builder = Transport::builder("https://api.example.com", &[]).base_url(base_url);
    let wait = std::time::Duration::from_millis(1);
    builder.user_agent("tests/1.0").retry_wait(wait).build().expect("built")
}

/// A form with a file part of this content alone.
fn with_file<'t>(transport: &'t Transport, operation: &'static Operation, blob: &Blob) -> Call<'t> {
    Call::new(transport, operation)
        .file("file", Some(blob), Some("blob"), "image/png")
        .multipart(true)
}
