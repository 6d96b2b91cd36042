//! Progress runs a caller's code in the caller's own future, and nowhere else.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use vrchat_files::{Client, Upload, UploadProgress};
use vrchat_files_fake::{Fault, Operation, Request};

use super::{PART, bytes, in_parts};

fn upload(client: &Client) -> Upload {
    client.upload(bytes(2 * PART)).name("a").extension(".vrca").part_size(PART as u64)
}

#[tokio::test]
async fn a_listener_that_panics_does_so_there_and_once() {
    let (_fake, client) = in_parts().await;
    let times = Arc::new(Mutex::new(0));
    let counted = times.clone();
    let panicking = upload(&client).on_progress(move |progress| {
        if matches!(progress, UploadProgress::Moved { bytes: 1.., .. }) {
            *counted.lock().expect("no holder panics") += 1;
            panic!("a listener's own");
        }
    });
    let error = tokio::spawn(panicking.into_future()).await.expect_err("it panics");
    assert!(error.is_panic());
    assert_eq!(*times.lock().expect("no holder panics"), 1);
}

#[tokio::test]
async fn a_listener_is_not_called_when_the_future_is_dropped() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::StoragePut).throttle(1 << 20).times(2));
    let told = Arc::new(Mutex::new(0_u32));
    let telling = told.clone();
    let dropped = upload(&client).on_progress(move |_| *telling.lock().expect("no deadlock") += 1);
    let mut dropped = Box::pin(dropped.into_future());
    let is_sent = |one: &Request| {
        one.operation == Operation::StoragePut && one.received > 100_000 && one.status.is_none()
    };
    tokio::select! {
        _ = &mut dropped => panic!("it is slow"),
        is_there = fake.wait_for_request(is_sent) => assert!(is_there),
    }
    let before = {
        // As a user interface may hold it: a call would wait for it for ever.
        let held = told.lock().expect("no holder panics");
        drop(dropped);
        *held
    };
    assert!(before > 1);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(*told.lock().expect("no holder panics"), before);
}

#[tokio::test]
async fn bytes_go_back_where_a_part_is_sent_again() {
    let (fake, client) = in_parts().await;
    fake.inject(Fault::on(Operation::StoragePut).part(2).times(2).reset_in_body(3 << 20));
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let upload = upload(&client).concurrency(1).on_progress(move |progress| {
        if let UploadProgress::Moved { bytes, total, .. } = progress {
            telling.lock().expect("no holder panics").push((bytes, total));
        }
    });
    upload.await.expect("it succeeds");
    let told = told.lock().expect("no holder panics");
    assert!(!told.is_sorted(), "they go back: {told:?}");
    assert!(told.iter().all(|(bytes, total)| bytes <= total), "{told:?}");
    assert!(told.last().is_some_and(|(bytes, total)| bytes == total), "{told:?}");
}
