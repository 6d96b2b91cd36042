//! 1 GiB digested and uploaded: the digests beside md5 alone, `md5sum` and `rdiff`, the upload beside
//! `curl -T` to the same sink. Prints the peak of this process's memory, the sink's included.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use md5::{Digest as _, Md5};
use vrchat_files::{Client, Signature, UploadProgress, digest};

const SIZE: u64 = 1 << 30;

/// A file of 1 GiB that no program can take for a hole.
fn file(folder: &Path) -> PathBuf {
    let path = folder.join("world.vrcw");
    let mut file = std::fs::File::create(&path).expect("made");
    let mut piece = vec![0_u8; 1 << 20];
    for number in 0..1024_u64 {
        for (index, bytes) in piece.chunks_exact_mut(8).enumerate() {
            let value = (number << 20 | index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            bytes.copy_from_slice(&value.to_le_bytes());
        }
        file.write_all(&piece).expect("written");
    }
    path
}

/// The md5 of a file, as one thread of a program would make it.
fn md5_alone(path: &Path) -> [u8; 16] {
    let mut file = std::fs::File::open(path).expect("opened");
    let (mut md5, mut piece) = (Md5::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut piece).expect("read") {
            0 => return md5.finalize().into(),
            length => md5.update(&piece[..length]),
        }
    }
}

/// A service that takes every byte and keeps none. Its storage says that it encrypts, so that its tags
/// need not be digests.
fn sink() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        // What was announced last, whatever connection it came on.
        let announced = Arc::new(Mutex::new(String::new()));
        for stream in listener.incoming() {
            let (stream, announced) = (stream.expect("a connection"), announced.clone());
            std::thread::spawn(move || serve(stream, address, &announced));
        }
    });
    address
}

fn serve(stream: TcpStream, address: SocketAddr, announced: &Mutex<String>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut writing = stream.try_clone().ok()?;
    let mut reading = BufReader::with_capacity(256 << 10, stream);
    loop {
        let (mut line, mut length, mut expects) = (String::new(), 0, false);
        reading.read_line(&mut line).ok().filter(|length| *length > 0)?;
        loop {
            let mut header = String::new();
            reading.read_line(&mut header).ok()?;
            let header = header.trim().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length: ") {
                length = value.parse::<u64>().ok()?;
            }
            expects |= header == "expect: 100-continue";
        }
        if expects {
            writing.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
        }
        let mut body = Vec::new();
        if line.starts_with("POST") {
            reading.by_ref().take(length).read_to_end(&mut body).ok()?;
        } else {
            let mut left = length;
            while left > 0 {
                let room = reading.fill_buf().ok()?.len().min(usize::try_from(left).ok()?);
                if room == 0 {
                    return None;
                }
                reading.consume(room);
                left -= room as u64;
            }
        }
        if line.starts_with("POST /api/1/file/") {
            *announced.lock().ok()? = String::from_utf8(body).ok()?;
        }
        let answer = answer(&line, &announced.lock().ok()?, address);
        let head = "HTTP/1.1 200 OK\r\netag: \"a\"\r\nx-amz-server-side-encryption: aws:kms\r\n";
        let length = format!("content-length: {}\r\n\r\n", answer.len());
        writing.write_all([head, &length, &answer].concat().as_bytes()).ok()?;
    }
}

/// What the API says: that it has made what it was asked for, and then that it is complete.
fn answer(line: &str, announced: &str, address: SocketAddr) -> String {
    if line.contains("/start") {
        return format!(r#"{{"url":"http://{address}/stored"}}"#);
    }
    if line.contains("/status") {
        return r#"{"uploadId":"a","fileName":"a","nextPartNumber":0,"maxParts":1000,"parts":[],"etags":[]}"#
            .to_owned();
    }
    let announced: serde_json::Value = serde_json::from_str(announced).unwrap_or_default();
    let status = if line.contains("/signature/finish") { "complete" } else { "waiting" };
    let data = |piece: &str, category: &str| {
        serde_json::json!({
            "category": category, "fileName": "a", "status": status, "uploadId": "", "url": "",
            "md5": announced[format!("{piece}Md5")],
            "sizeInBytes": announced[format!("{piece}SizeInBytes")].as_u64().unwrap_or_default(),
        })
    };
    serde_json::json!({
        "id": "file_1", "name": "a", "extension": ".vrcw", "mimeType": "application/x-world",
        "ownerId": "usr_1", "tags": [],
        "versions": if line.starts_with("POST /api/1/file ") {
            serde_json::json!([])
        } else {
            serde_json::json!([{
                "created_at": "2026-01-01T00:00:00.000Z", "version": 1, "status": status,
                "file": data("file", "multipart"), "signature": data("signature", "simple"),
            }])
        },
    })
    .to_string()
}

fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status();
    assert!(status.expect("the program is installed").success());
}

fn is_installed(program: &str) -> bool {
    let is_there = Command::new(program).arg("--version").output().is_ok();
    if !is_there {
        println!("{program} is not installed, and is left out");
    }
    is_there
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("VmHWM: unknown").to_owned()
}

fn uploads(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let path = file(folder.path());
    println!("before: {}", peak());

    let address = sink();
    let client = Client::builder().base_url(format!("http://{address}/api/1"));
    let client = client.user_agent("bench/1.0").build().expect("built");
    let mut group = criterion.benchmark_group("1 GiB to a sink");
    group.throughput(Throughput::Bytes(SIZE));
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    group.bench_function("upload after its digest pass", |bencher| {
        bencher
            .iter_custom(|times| (0..times).map(|_| runtime.block_on(sent(&client, &path))).sum());
    });
    println!("after `upload`: {}", peak());
    if is_installed("curl") {
        let url = format!("http://{address}/stored");
        group.bench_function("curl -T", |bencher| {
            bencher.iter(|| run(Command::new("curl").args(["-s", "-T"]).arg(&path).arg(&url)));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("1 GiB digested");
    group.throughput(Throughput::Bytes(SIZE));
    group.sample_size(10).measurement_time(Duration::from_secs(25));
    group.bench_function("digest pass of an upload, with the md5 of each part", |bencher| {
        bencher.iter_custom(|times| {
            (0..times).map(|_| runtime.block_on(digested(&client, &path))).sum()
        });
    });
    group.bench_function("digest: md5 and signature", |bencher| {
        bencher.iter(|| runtime.block_on(async { digest(&path).await.expect("digested") }));
    });
    println!("after `digest`: {}", peak());
    group.bench_function("md5 alone, the same crate", |bencher| bencher.iter(|| md5_alone(&path)));
    if is_installed("md5sum") {
        group.bench_function("md5sum", |bencher| {
            bencher.iter(|| run(Command::new("md5sum").arg(&path)));
        });
    }
    group.bench_function("signature alone, one thread", |bencher| {
        bencher.iter(|| {
            let file = std::fs::File::open(&path).expect("opened");
            Signature::of(file).expect("signed")
        });
    });
    if is_installed("rdiff") {
        let out = folder.path().join("signature");
        let options =
            ["-f", "-H", "blake2", "-R", "rollsum", "-b", "2048", "-S", "32", "signature"];
        group.bench_function("rdiff signature", |bencher| {
            bencher.iter(|| run(Command::new("rdiff").args(options).arg(&path).arg(&out)));
        });
    }
    group.finish();
}

/// How long an upload takes up to its version, which is made after the digest pass. What follows is
/// dropped.
async fn digested(client: &Client, path: &Path) -> Duration {
    let (sender, made) = tokio::sync::oneshot::channel();
    let mut sender = Some(sender);
    let upload = client.upload(path).on_progress(move |progress| {
        if matches!(progress, UploadProgress::Created { .. }) {
            sender.take().map(|sender| sender.send(Instant::now()));
        }
    });
    let began = Instant::now();
    let uploading = tokio::spawn(upload.into_future());
    let made = made.await.expect("there was a version");
    uploading.abort();
    made.duration_since(began)
}

/// How long an upload takes from its version on, which is made after the digest pass.
async fn sent(client: &Client, path: &Path) -> Duration {
    let (sender, made) = std::sync::mpsc::channel();
    let upload = client.upload(path).on_progress(move |progress| {
        if matches!(progress, UploadProgress::Created { .. }) {
            sender.send(Instant::now()).expect("it is listened to");
        }
    });
    upload.await.expect("it is uploaded");
    made.recv().expect("there was a version").elapsed()
}

criterion_group!(benches, uploads);
criterion_main!(benches);
