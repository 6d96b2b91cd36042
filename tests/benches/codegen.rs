//! The whole pipeline, from YAML to files, beside progenitor alone on the normalised document, from
//! YAML to Rust as well.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use vrchat_files_codegen::{
    Input, Leniency, Runtime, Source, corrected, generate, normalise, select,
};

fn source(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    Source::read(&path).expect("the file is there")
}

fn input() -> Input {
    Input {
        document: source("spec/openapi.yaml"),
        overlays: vec![source("spec/overlay.yaml")],
        tags: vec!["files".to_owned()],
        runtime: Runtime { path: None, version: "0.1.0".to_owned() },
        command: "cargo xtask gen".to_owned(),
        leniency: Leniency::default(),
    }
}

/// What plain progenitor does: parse, generate, print.
fn progenitor_alone(text: &str) -> String {
    let document: openapiv3::OpenAPI = serde_yaml::from_str(text).expect("it is OpenAPI");
    let mut generator = progenitor::Generator::new(&progenitor::GenerationSettings::default());
    let tokens = generator.generate_tokens(&document).expect("progenitor takes it");
    prettyplease::unparse(&syn::parse2(tokens).expect("it is Rust"))
}

fn codegen(criterion: &mut Criterion) {
    let input = input();
    let document = corrected(&input.document, &input.overlays).expect("it is correct");
    let selected = select(document, &input.tags).expect("the tag is there");
    let normalised = serde_yaml::to_string(&normalise(selected.value)).expect("it is YAML");
    let mut group = criterion.benchmark_group("codegen");
    group.bench_function("pipeline", |bencher| {
        bencher.iter(|| generate(black_box(&input)).expect("it generates"));
    });
    group.bench_function("progenitor alone", |bencher| {
        bencher.iter(|| progenitor_alone(black_box(&normalised)));
    });
    group.finish();
}

criterion_group!(benches, codegen);
criterion_main!(benches);
