//! The whole pipeline, from YAML to files, beside progenitor alone on the normalised document, from
//! YAML to Rust as well.
//!
//! Our document is measured as it is, and copied beside itself so that it has about 100 and 300
//! operations: how time grows can be read from that. `CODEGEN_SPEC=some/openapi.yaml` measures all of
//! another document as well, with the overlay of `CODEGEN_OVERLAY` where there is one.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use serde_json::{Map, Value};
use vrchat_files_codegen::{
    Input, Leniency, Runtime, Source, corrected, generate, normalise, select,
};

fn source(path: &Path) -> Source {
    Source::read(path).expect("the file is there")
}

fn ours(name: &str) -> Source {
    source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(name))
}

fn input(document: Source, overlays: Vec<Source>, tags: &[&str]) -> Input {
    Input {
        document: document.into(),
        overlays,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        runtime: Runtime { path: None, version: "0.1.0".to_owned() },
        command: "cargo xtask gen".to_owned(),
        leniency: Leniency::default(),
    }
}

/// Our corrected document so many times beside itself, everything under names of its own.
fn copied(times: usize) -> Source {
    let one =
        corrected(&ours("openapi.yaml").into(), &[ours("overlay.yaml")]).expect("it is correct");
    let mut value = one.value.clone();
    let hints = value.as_object_mut().expect("an object");
    hints.remove("x-upload");
    let text = serde_json::to_string(&one.value).expect("it is JSON");
    for number in 1..times {
        // Every reference leads to the copy's own components.
        let text =
            text.replace("#/components/schemas/", &format!("#/components/schemas/C{number}"));
        let copy: Value = serde_json::from_str(&text).expect("it is JSON");
        let schemas = copy.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            add(&mut value, "/components/schemas", format!("C{number}{name}"), schema.clone());
        }
        for (path, item) in copy.pointer("/paths").and_then(Value::as_object).into_iter().flatten()
        {
            let mut item = item.clone();
            for operation in item.as_object_mut().into_iter().flat_map(Map::values_mut) {
                let id = operation.get("operationId").and_then(Value::as_str).map(str::to_owned);
                if let Some(id) = id {
                    operation["operationId"] = Value::String(format!("{id}C{number}"));
                }
            }
            add(&mut value, "/paths", format!("/c{number}{path}"), item);
        }
    }
    Source {
        name: "copied.yaml".to_owned(),
        text: serde_yaml::to_string(&value).expect("it is YAML"),
    }
}

fn add(value: &mut Value, at: &str, key: String, node: Value) {
    let holder = value.pointer_mut(at).and_then(Value::as_object_mut).expect("it is there");
    holder.insert(key, node);
}

/// What plain progenitor does: parse, generate, print.
fn progenitor_alone(text: &str) -> String {
    let document: openapiv3::OpenAPI = serde_yaml::from_str(text).expect("it is OpenAPI");
    let mut generator = progenitor::Generator::new(&progenitor::GenerationSettings::default());
    let tokens = generator.generate_tokens(&document).expect("progenitor takes it");
    prettyplease::unparse(&syn::parse2(tokens).expect("it is Rust"))
}

fn compare(criterion: &mut Criterion, input: &Input) {
    let document = corrected(&input.document, &input.overlays).expect("it is correct");
    let selected = select(document, &input.tags).expect("the tags are there");
    let normalised = normalise(selected.value);
    let operations = normalised["paths"].as_object().into_iter().flat_map(Map::values);
    let operations = operations.filter_map(Value::as_object).flat_map(Map::values);
    let count = operations.filter(|node| node.get("operationId").is_some()).count();
    let normalised = serde_yaml::to_string(&normalised).expect("it is YAML");
    let mut group = criterion.benchmark_group(format!("codegen of {count} operations"));
    group.throughput(Throughput::Elements(count as u64)).sampling_mode(SamplingMode::Flat);
    group.sample_size(if count > 50 { 10 } else { 30 });
    group.bench_function("pipeline", |bencher| {
        bencher.iter(|| generate(black_box(input)).expect("it generates"));
    });
    group.bench_function("progenitor alone", |bencher| {
        bencher.iter(|| progenitor_alone(black_box(&normalised)));
    });
    group.finish();
}

fn codegen(criterion: &mut Criterion) {
    let overlays = vec![ours("overlay.yaml")];
    compare(criterion, &input(ours("openapi.yaml"), overlays, &["files"]));
    for times in [5, 14] {
        compare(criterion, &input(copied(times), Vec::new(), &["files"]));
    }
    if let Some(spec) = std::env::var_os("CODEGEN_SPEC") {
        let overlay = std::env::var_os("CODEGEN_OVERLAY");
        let overlays = overlay.iter().map(|path| source(Path::new(path))).collect();
        compare(criterion, &input(source(Path::new(&spec)), overlays, &[]));
    }
}

criterion_group!(benches, codegen);
criterion_main!(benches);
