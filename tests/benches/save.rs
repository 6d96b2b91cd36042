//! 1 GiB saved to a file beside a plain loop over reqwest and beside curl, from a server on loopback.
//! Prints the peak of this process's memory, the server's included.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vrchat_files::types::FileData;
use vrchat_files::{Client, reqwest};

const SIZE: u64 = 1 << 30;
const PIECE: usize = 256 << 10;

/// A server that answers every request with 1 GiB of zeros.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            std::thread::spawn(move || {
                let reading = stream.try_clone().expect("a handle");
                let piece = vec![0; PIECE];
                for line in BufReader::new(reading).lines() {
                    let Ok(line) = line else { return };
                    if line.is_empty() {
                        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\n\r\n");
                        let pieces = std::iter::repeat_n(piece.as_slice(), (1 << 30) / PIECE);
                        for part in std::iter::once(head.as_bytes()).chain(pieces) {
                            if stream.write_all(part).is_err() {
                                return;
                            }
                        }
                    }
                }
            });
        }
    });
    address
}

/// What a person writes: each chunk into the file as it comes.
async fn by_hand(client: &reqwest::Client, url: &str, path: &Path) {
    let mut answer = client.get(url).send().await.expect("it answers");
    let mut file = tokio::fs::File::create(path).await.expect("it can be made");
    while let Some(chunk) = answer.chunk().await.expect("it comes") {
        tokio::io::AsyncWriteExt::write_all(&mut file, &chunk).await.expect("it is written");
    }
    tokio::io::AsyncWriteExt::flush(&mut file).await.expect("it is written");
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned()
}

fn saves(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let address = server();
    let url = format!("http://{address}/api/1/file/file_1/1");
    let client = Client::builder()
        .base_url(format!("http://{address}/api/1"))
        .user_agent("bench/1.0")
        .build()
        .expect("built");
    let plain = reqwest::Client::new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    let mut group = criterion.benchmark_group("1 GiB to a file");
    group.throughput(Throughput::Bytes(SIZE));
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    println!("before: {}", peak());
    group.bench_function("save", |bencher| {
        bencher.iter(|| {
            let save = client.download_file_version("file_1", 1).save(&path).replace();
            runtime.block_on(async { save.await.expect("it is saved") })
        });
    });
    // With the md5 of 1 GiB of zeros.
    let data = serde_json::json!({
        "category": "simple", "fileName": "a", "status": "complete", "sizeInBytes": SIZE,
        "md5": "zVc8+qzgfnlJvAxGAokE/w==",
    });
    let data: FileData = serde_json::from_value(data).expect("it is one");
    group.bench_function("save, verified", |bencher| {
        bencher.iter(|| {
            let save = client.download_file_version("file_1", 1).save(&path).replace();
            runtime.block_on(async { save.verify(&data).await.expect("it is saved") })
        });
    });
    println!("after `save`: {}", peak());
    group.bench_function("reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(by_hand(&plain, &url, &path)));
    });
    group.bench_function("curl -o", |bencher| {
        bencher.iter(|| {
            let curl = Command::new("curl").args(["-s", "-o"]).arg(&path).arg(&url).status();
            assert!(curl.expect("there is curl").success());
        });
    });
    group.finish();
}

criterion_group!(benches, saves);
criterion_main!(benches);
