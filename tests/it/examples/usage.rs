//! Command lines and an environment that make no sense.

use std::fs;

use vrchat_files_fake::Fake;

use super::{SECRET, assert_ends, example, run};

#[tokio::test]
async fn wrong_usage_is_said_to_be_wrong() {
    for (name, arguments, reason) in [
        ("upload", &["--nope"][..], "\"--nope\" is not an option"),
        (
            "upload",
            &["--live", "--live", "a.png"],
            "\"--live\" is not an option, or is given twice",
        ),
        ("upload", &["a.png", "b.png"], "\"b.png\" is one argument too many"),
        ("upload", &["--part-size", "many", "a.png"], "--part-size cannot be \"many\""),
        ("upload", &["a.png", "--into"], "--into needs a value"),
        ("upload", &["--into", "--live", "a.png"], "--into needs a value"),
        ("upload", &["--into", "file_1", "--name", "a", "a.png"], "--name is for a new File"),
        ("upload", &["--live"], "--live needs the PATH of a file"),
        ("upload", &["--live", "a.png"], "needs the cookie of a session in the environment"),
        ("upload", &["--concurrency", "17"], "`concurrency` must be from 1 to 16, but is 17"),
        ("upload", &["--part-size=1"], "`part_size` must be from 5242880 to "),
        ("backup", &["--nope"], "\"--nope\" is not an option"),
        ("backup", &["--tag"], "--tag needs a value"),
        ("backup", &["a", "b"], "\"b\" is one argument too many"),
        ("backup", &["--live"], "--live needs the DIR of the backup"),
        ("backup", &["--verify-only"], "--verify-only needs the DIR of the backup"),
        ("backup", &["--live", "a"], "needs the cookie of a session in the environment"),
    ] {
        let ended = run(example(name).args(arguments)).await;
        assert_ends(&ended, 2, &[reason, "\n\nUsage: cargo run ", "VRCHAT_AUTH  "]);
        assert_eq!(ended.result, "", "{name} {arguments:?}");
    }
    for (name, option) in [("upload", "--help"), ("backup", "-h")] {
        let ended = run(example(name).arg(option)).await;
        assert_ends(&ended, 0, &["Usage: cargo run ", "Exit codes: 0 "]);
        assert_eq!(ended.way, "");
    }
}

#[tokio::test]
async fn a_cookie_is_never_shown() {
    // It knows nothing of that session. Nothing is sent anywhere else.
    let fake = Fake::start().await.expect("started");
    let (known, plain) = (fake.base_url(), "http://example.com/api/1");
    let named = format!("auth={SECRET};");
    for name in ["upload", "backup"] {
        for (cookie, address, code, reason) in [
            (SECRET, known.as_str(), 1, "401 Unauthorized"),
            (SECRET, plain, 2, "https"),
            (&named, &known, 2, "a character that a cookie cannot hold"),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("a.png");
            if name == "upload" {
                fs::write(&path, "a picture").expect("written");
            }
            let mut command = example(name);
            command.env("VRCHAT_BASE_URL", address).env("VRCHAT_AUTH", cookie);
            command.env("VRCHAT_TWO_FACTOR_AUTH", cookie).arg("--live").arg(&path);
            assert_ends(&run(&mut command).await, code, &[reason]);
        }
    }
}
