//! A disk that takes no more.

/// On systems that let a process limit the size of its files: beyond it a write fails, as it does on
/// a full disk.
#[cfg(unix)]
mod limited {
    use std::process::Command;

    use vrchat_files::ErrorKind;
    use vrchat_files_tests::raw::RawServer;

    use super::super::{answer, bytes, names, save};

    /// Set for the process whose files are limited.
    const LIMITED: &str = "VRCHAT_FILES_TESTS_LIMITED";

    #[test]
    fn a_full_disk_is_an_error_that_names_the_file_and_leaves_nothing() {
        let name = "saves::disk::limited::beyond_the_limit";
        let itself = std::env::current_exe().expect("it has a path");
        // 256 blocks of 512 bytes; without the signal that goes with it the write fails.
        let script = "trap '' XFSZ; ulimit -f 256; exec \"$0\" --exact \"$1\" --nocapture";
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(script).arg(itself).arg(name).env(LIMITED, "yes");
        let output = limited.output().expect("there is a shell");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("1 passed") && said.contains("the write failed"), "{said}");
    }

    /// Run by the test above in a process of its own; it has no limit elsewhere.
    #[tokio::test]
    async fn beyond_the_limit() {
        let is_limited = std::env::var_os(LIMITED).is_some();
        let sent = bytes(1 << 20);
        let server = RawServer::start(move |_| answer("200 OK", "", sent.len(), &sent)).await;
        let folder = tempfile::tempdir().expect("a folder");
        let outcome = save(&server, folder.path().join("a")).await;
        if !is_limited {
            assert_eq!(outcome.expect("there is room").bytes(), 1 << 20);
            return;
        }
        let error = outcome.expect_err("there is no room");
        assert_eq!((error.kind(), server.requests().len()), (ErrorKind::File, 1));
        assert!(error.to_string().contains("/a cannot be written: "), "{error}");
        assert!(names(folder.path()).is_empty());
        println!("the write failed");
    }
}
