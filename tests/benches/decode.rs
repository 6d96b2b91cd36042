//! A page of 100 Files, decoded into the generated types beside structs written by hand.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use serde_json::{Value, json};
use vrchat_files_tests::fixture::Fixture;

/// What a person would write: the same fields, closed to nothing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are decoded, not read")]
struct File {
    animation_style: Option<String>,
    extension: String,
    frames: Option<u64>,
    frames_over_time: Option<u64>,
    id: String,
    loop_style: Option<String>,
    mask_tag: Option<String>,
    mime_type: String,
    modified_thumbnail_file_name: Option<String>,
    name: String,
    owner_id: String,
    tags: Vec<String>,
    versions: Vec<Version>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "they are decoded, not read")]
struct Version {
    created_at: vrchat_files::Timestamp,
    deleted: Option<bool>,
    delta: Option<Data>,
    file: Option<Data>,
    signature: Option<Data>,
    status: Status,
    version: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "they are decoded, not read")]
struct Data {
    category: String,
    cdns: Option<Vec<String>>,
    file_name: String,
    md5: Option<String>,
    size_in_bytes: u64,
    status: Status,
    upload_id: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Complete,
    Error,
    None,
    Queued,
    Waiting,
}

fn decode(criterion: &mut Criterion) {
    let file = Fixture::named("get_file", "200").json().expect("it is JSON").clone();
    let page = (0..100).map(|number| {
        let mut file = file.clone();
        file["id"] = json!(format!("file_{number:08}"));
        file
    });
    let page = Value::from(page.collect::<Vec<_>>()).to_string();
    let mut group = criterion.benchmark_group("decode a page of 100 Files");
    group.throughput(Throughput::Bytes(page.len() as u64));
    group.bench_function("generated types", |bencher| {
        bencher.iter(|| {
            serde_json::from_str::<Vec<vrchat_files::types::File>>(black_box(&page))
                .expect("a page")
        });
    });
    group.bench_function("written by hand", |bencher| {
        bencher.iter(|| serde_json::from_str::<Vec<File>>(black_box(&page)).expect("a page"));
    });
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
