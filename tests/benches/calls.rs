//! A call beside the same call written by hand, against a server on loopback; and what each of the
//! client's guards costs.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use vrchat_files::types::File;
use vrchat_files::{Client, ClientBuilder, reqwest};
use vrchat_files_tests::fixture::Fixture;

/// A server that answers every request alike, as fast as it can.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback can be bound");
    let address = listener.local_addr().expect("it is bound");
    let body = Fixture::named("get_file", "200").body();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let answer = [head.as_bytes(), &body].concat();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, answer) = (stream.expect("a connection"), answer.clone());
            stream.set_nodelay(true).expect("it is TCP");
            std::thread::spawn(move || {
                let reading = stream.try_clone().expect("a handle");
                for line in BufReader::new(reading).lines() {
                    match line {
                        Ok(line) if line.is_empty() => {
                            if stream.write_all(&answer).is_err() {
                                return;
                            }
                        }
                        Ok(_) => {}
                        Err(_) => return,
                    }
                }
            });
        }
    });
    address
}

/// How often each of two is timed in turns.
const TURNS: usize = 40_000;

const AUTH: &str = "authcookie_00000000-1111-2222-3333-444444444444";

/// What a person writes who needs the one call.
async fn by_hand(client: &reqwest::Client, base: &str, id: &str) -> File {
    let url = format!("{base}/file/{id}");
    let request = client.get(url).header("cookie", format!("auth={AUTH}"));
    let answer = request.send().await.expect("it answers").error_for_status().expect("it succeeds");
    let bytes = answer.bytes().await.expect("it comes");
    serde_json::from_slice(&bytes).expect("it is a file")
}

fn calls(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let base = format!("http://{}/api/1", server());
    let id = "file_00000000-0000-4000-8000-000000000001";
    let build = |with: &dyn Fn(ClientBuilder) -> ClientBuilder| {
        let builder = Client::builder().base_url(&base).user_agent("bench/1.0").auth_cookie(AUTH);
        with(builder).build().expect("built")
    };
    let mut group = criterion.benchmark_group("get_file");
    group.measurement_time(Duration::from_secs(10)).sample_size(50);
    let plain = reqwest::Client::builder().user_agent("bench/1.0").build().expect("built");
    group.bench_function("by hand, with reqwest and serde", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(by_hand(&plain, &base, id))));
    });
    let variants: [(&str, Client); 4] = [
        ("generated", build(&|builder| builder)),
        (
            "generated, no retries and no limit on the call",
            build(&|b| b.retries(0).call_timeout(None)),
        ),
        (
            "generated, with a rate limit",
            build(&|b| b.rate_limit(1_000_000, Duration::from_secs(1))),
        ),
        ("generated, with a drift report", build(&|builder| builder.on_drift(|_| {}))),
    ];
    let call = |client: &Client| {
        let call = client.get_file(id);
        black_box(runtime.block_on(async { call.await.expect("it succeeds") }));
    };
    for (name, client) in &variants {
        group.bench_function(*name, |bencher| bencher.iter(|| call(client)));
    }
    group.finish();
    for (name, client) in &variants {
        let by_hand = || {
            black_box(runtime.block_on(by_hand(&plain, &base, id)));
        };
        let ratio = in_turns(by_hand, || call(client));
        println!("{name}: {ratio:.3} of the calls per second by hand (medians, in turns)");
    }
}

/// How much faster the second is than the first: both run in turns, so that what else the machine
/// does meets both alike.
fn in_turns(first: impl Fn(), second: impl Fn()) -> f64 {
    let time = |work: &dyn Fn()| {
        let started = Instant::now();
        work();
        started.elapsed()
    };
    let (mut one, mut other): (Vec<_>, Vec<_>) =
        (0..TURNS).map(|_| (time(&first), time(&second))).unzip();
    one.sort();
    other.sort();
    one[TURNS / 2].as_secs_f64() / other[TURNS / 2].as_secs_f64()
}

criterion_group!(benches, calls);
criterion_main!(benches);
