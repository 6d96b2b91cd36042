//! Uploads one file in a process of its own, so that a test can kill it.
//!
//! Takes the base address, the cookie, the path and, to go on, the file's id. Says `created` with the id
//! once there is a version, and `complete` at the end.

use std::env::args;
use std::error::Error;

use vrchat_files::{Client, UploadProgress};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = args().skip(1);
    let mut next = || args.next().ok_or("an argument is missing");
    let (base_url, cookie, path) = (next()?, next()?, next()?);
    let client = Client::builder().base_url(base_url).user_agent("tests/1.0").auth_cookie(cookie);
    let mut upload = client.build()?.upload(path).part_size(5 << 20).concurrency(2);
    if let Ok(id) = next() {
        upload = upload.into_file(id);
    }
    let upload = upload.on_progress(|progress| {
        if let UploadProgress::Created { file_id, .. } = progress {
            println!("created {file_id}");
        }
    });
    let file = upload.await?;
    println!("complete {}", file.id);
    Ok(())
}
