//! Digests and signatures, beside those of other programs.

use std::process::Command;

use vrchat_files::digest;

/// Size in bytes, md5 of the bytes, md5 of the signature that librsync's `rdiff` 2.3.2 writes of them.
const KNOWN: [(usize, &str, &str); 10] = [
    (0, "1B2M2Y8AsgTpgAmY7PhCfg==", "wFTc7oMFDcoZnqdLNiwHBw=="),
    (1, "k7iFrf4NoInN9jSQT9WfcQ==", "C/T4GyLdmTdktnl/gji4tQ=="),
    (5, "QIF/YU2UMM/cmrLXWGa4kg==", "DQCF3LY3+c8ZnqzVzg67rQ=="),
    (2047, "xagSJ/2oAbbty46OqQhY0Q==", "AWtvcVKYUbqEf/xufEqgEQ=="),
    (2048, "GnBwoVEPmjMzPskCaib69A==", "7UDpeJIy2FeDN3QlDtwD+w=="),
    (2049, "7s0U+NzI6V8qCi4zV3duWQ==", "FBHqUfM85nmvNNxXBaIryg=="),
    (10_000, "G0db6CD1fpXnqbJhfW8rZQ==", "fqjL76EDEJDpbUgYv8DpNw=="),
    (100_000, "USgCxryCH1nPveUdNXIB1A==", "NyCFbZmvPmeVrm9J5dfzGA=="),
    (10 << 20, "PuGtH73D21fcKnmT20eSzw==", "DF5HN7oddmQSfjNn0jxV+w=="),
    // Its signature is kept in a file.
    (60 << 20, "8nkC783RN/FdEJtx7wP6GA==", "dtOXWIi8JcpXxyVq7m8gZg=="),
];

/// The bytes that the digests above are of.
fn defined(size: usize) -> Vec<u8> {
    (0..size as u64).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect()
}

#[tokio::test]
async fn digests_are_those_of_other_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    for (size, md5, signature) in KNOWN {
        let bytes = defined(size);
        let path = folder.path().join("bytes");
        std::fs::write(&path, &bytes).expect("written");
        for digests in [digest(&path).await, digest(bytes).await] {
            let digests = digests.expect("digested");
            assert_eq!((digests.size(), digests.md5()), (size as u64, md5));
            let of_it = digests.signature();
            assert_eq!(of_it.md5(), signature, "{size}");
            assert_eq!(of_it.size(), 12 + 36 * (size as u64).div_ceil(2048));
            use base64::Engine as _;
            use md5::Digest as _;
            let read = md5::Md5::digest(of_it.to_vec().expect("read"));
            assert_eq!(base64::engine::general_purpose::STANDARD.encode(read), signature);
        }
    }
}

#[tokio::test]
async fn signatures_are_those_of_rdiff() {
    if Command::new("rdiff").arg("--version").output().is_err() {
        eprintln!("rdiff is not installed: signatures are compared with recorded digests alone");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (path, theirs) = (folder.path().join("bytes"), folder.path().join("signature"));
    for size in
        [0, 1, 30, 31, 32, 2047, 2048, 2049, 4096, 65_537, (1 << 20) - 1, (1 << 20) + 1, 3_333_333]
    {
        let mut bytes = super::bytes(size);
        // Runs of the largest byte make the checksum overflow.
        bytes.iter_mut().take(size / 3).for_each(|byte| *byte = 255);
        std::fs::write(&path, bytes).expect("written");
        let options =
            ["-f", "-H", "blake2", "-R", "rollsum", "-b", "2048", "-S", "32", "signature"];
        let status = Command::new("rdiff").args(options).arg(&path).arg(&theirs).status();
        assert!(status.expect("it runs").success());
        let digests = digest(&path).await.expect("digested");
        let ours = digests.signature().to_vec().expect("read");
        assert!(ours == std::fs::read(&theirs).expect("read"), "{size} bytes");
    }
}
