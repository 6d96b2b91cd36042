//! A process that is killed in the middle of an upload, and another one that goes on.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};

use super::{PART, bytes, count, in_parts, last_version, parts_taken, requests};

/// Six parts.
const SIZE: usize = 5 * PART + 77;

fn uploader(fake: &Fake, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uploader"));
    command.arg(fake.base_url()).arg(fake.auth_cookie()).args(args);
    command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("it starts")
}

async fn first_line(child: &mut Child) -> String {
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    output.lines().next_line().await.expect("read").expect("it says something")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_sends_what_the_first_did_not() {
    let (fake, _) = in_parts().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.vrca");
    std::fs::write(&path, bytes(SIZE)).expect("written");
    let path = path.to_str().expect("it is text");

    // The third part goes through, the fourth never does.
    fake.inject(
        Fault::on(Operation::StoragePut).piece(Piece::File).part(4).throttle(1000).always(),
    );
    let mut first = uploader(&fake, &[path]);
    let created = first_line(&mut first).await;
    let id = created.strip_prefix("created ").expect("it comes first").to_owned();
    let is_taken = |number| {
        move |one: &vrchat_files_fake::Request| {
            one.operation == Operation::StoragePut
                && one.part == Some(number)
                && one.status == Some(200)
        }
    };
    for number in 1..=3 {
        assert!(fake.wait_for_request(is_taken(number)).await, "part {number}");
    }
    // On Unix this is SIGKILL: nothing of the process runs any more.
    first.kill().await.expect("killed");
    let before = parts_taken(&fake);
    assert_eq!(last_version(&fake, &id), (1, "waiting".to_owned()));

    fake.clear_faults();
    fake.clear_requests();
    let second = uploader(&fake, &[path, &id]).wait_with_output().await.expect("it ends");
    assert!(second.status.success());
    let output = String::from_utf8(second.stdout).expect("it is text");
    assert!(output.ends_with(&format!("complete {id}\n")), "{output}");
    assert_eq!(last_version(&fake, &id), (1, "complete".to_owned()));
    let stored = fake.stored(&id, 1, Piece::File).await.expect("S3 has it");
    assert!(stored == bytes(SIZE));

    // Each part was sent once, over both runs; what came behind the gap is sent again.
    let mut now = parts_taken(&fake);
    now.sort_unstable();
    assert!(now == [4, 5, 6], "{before:?}, then {now:?}");
    assert_eq!(count(&fake, Operation::CreateFileVersion), 0);
    let sent: u64 = requests(&fake, Operation::StoragePut).iter().map(|put| put.received).sum();
    assert!(sent < 3 * PART as u64 + 20_000, "{sent} bytes");
}
