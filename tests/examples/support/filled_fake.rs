//! A fake with something to download.

use vrchat_files_fake::{Fake, Fault, NewFile, Operation};
use vrchat_files_tests::bytes;

use super::show::size;

const MIB: usize = 1 << 20;

/// Gives a fake a handful of Files, and lets their transfers be slow enough to be looked at. The first
/// one breaks off.
pub async fn fill(fake: &Fake) {
    let mut newest = String::new();
    for (name, extension, mime_type, tag, size) in [
        ("Mirror", ".png", "image/png", Some("gallery"), MIB / 4),
        ("Thumbnail", ".png", "image/png", None, MIB / 3),
        ("Fountain", ".unitypackage", "application/gzip", None, 4 * MIB),
        ("Lantern", ".vrcp", "application/x-prop", None, 5 * MIB),
        ("Fox", ".vrca", "application/x-avatar", None, 7 * MIB),
        ("Garden", ".vrcw", "application/x-world", None, 10 * MIB),
        ("Unfinished", ".vrcw", "application/x-world", None, MIB),
    ] {
        let file = NewFile {
            name: name.to_owned(),
            mime_type: mime_type.to_owned(),
            extension: extension.to_owned(),
            tags: tag.into_iter().map(str::to_owned).collect(),
            bytes: bytes(size),
        };
        newest = fake.add_file(file).await;
    }
    fake.set_version_status(&newest, 1, "waiting");
    let slow = || Fault::on(Operation::StorageGet).throttle(8 << 20);
    fake.inject(slow().reset_in_body(3 << 20));
    fake.inject(slow().always());
}

/// Says where a transfer from a fake went on after a break.
pub fn tell_of_breaks(fake: &Fake) {
    let requests = fake.requests().into_iter();
    for request in requests.filter(|request| request.operation == Operation::StorageGet) {
        let range = request.header("range").and_then(|range| range.strip_prefix("bytes="));
        let from = range.and_then(|range| range.split('-').next()?.parse().ok());
        if let Some(from) = from {
            println!("The fake broke a transfer off, and it went on at {}.", size(from));
        }
    }
}
