//! What plain progenitor does wrong on this API, as a list: where each is shown to be gone.
//!
//! | plain progenitor | gone by | shown by |
//! |---|---|---|
//! | panics on 200 and 202 with different schemas | pass `answers` | `fixtures`: every `202.json` |
//! | ignores cookie security | the emitters | `cookies` |
//! | builder style, thousands of lines | the emitters | `the_crate_is_small` here |
//! | closed enums | pass `enums` | `types::an_unknown_value_is_kept…` |
//! | newtypes that reject (`minLength`, `NonZero`) | passes `limits`, `numbers` | `fixtures`: `200_breached_bounds` |
//! | `deleted: true` for live versions | pass `defaults`; `lower`: what is optional is an `Option` | `types::a_version_without_deleted…` |
//! | `Error<()>` where none is documented | the runtime | `fixtures`: `create_file/403` |
//! | optional bodies are forced | the emitters | `fixtures`: `finish_file_data_upload/200` |
//! | sends `api-version` | the runtime | `fixtures`: the headers of every request |
//! | a total timeout of 15 s | the runtime | `downloads::a_slow_transfer_is_not_cut` |
//! | loses the status of a body that is not JSON | the runtime | `errors::html_is_kept…` |
//! | fails on `null` for an optional list | `lower`: what is optional is an `Option` | `types::null_stands_for_absent…` |
//! | ids of `..`, empty, `a\..\..\auth` lead elsewhere | the runtime | `arguments::a_path_value…` |
//!
//! Multipart bodies, which it refuses, are refused here as well, by a diagnostic.

use std::path::Path;

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;
use vrchat_files_codegen::{Input, Leniency, Runtime, generate};

use crate::document::{self, source};

/// The pipeline's passes are what keeps progenitor from failing: without them it does.
#[test]
fn plain_progenitor_still_needs_the_passes() {
    let text = source("spec/openapi.yaml").text;
    let value: serde_json::Value = yaml(&text);
    let run = |document: serde_json::Value| {
        let document: openapiv3::OpenAPI = serde_json::from_value(document).expect("OpenAPI");
        std::panic::catch_unwind(|| {
            Generator::new(&GenerationSettings::default()).generate_tokens(&document).map(|_| ())
        })
    };
    let panic =
        run(value.clone()).expect_err("progenitor has learned to take 200 and 202 together");
    let message = panic.downcast_ref::<&str>().map(ToString::to_string);
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    assert!(message.contains("response_types.len() <= 1"), "{message}");
    let normalised = vrchat_files_codegen::normalise(value);
    assert!(matches!(run(normalised), Ok(Ok(()))));
}

/// Held against what progenitor writes from the same corrected document, in the style that has setters
/// as the crate has. It takes that document only without the answers that mean "not yet".
#[test]
fn the_crate_is_small() {
    let input = Input {
        document: source("spec/openapi.yaml"),
        overlays: vec![source("spec/overlay.yaml")],
        tags: vec!["files".to_owned()],
        runtime: Runtime { path: None, version: "0.1.0".to_owned() },
        command: "cargo xtask gen".to_owned(),
        leniency: Leniency::default(),
    };
    let files = generate(&input).expect("it generates").files;
    // Uploads are a thing of their own, which nothing of progenitor's compares to.
    let is_counted =
        |path: &str| Path::new(path).extension() == Some("rs".as_ref()) && path != "src/upload.rs";
    let code = files.iter().filter(|(path, _)| is_counted(path));
    let lines: usize = code.map(|(_, text)| text.lines().count()).sum();
    let plain = plain_lines(document::files());
    // Else it is not progenitor's whole client that the crate is held against.
    assert!(plain > 7000, "plain progenitor writes {plain} lines");
    // With pages, saving and drift, of which progenitor has none.
    assert!(lines < plain * 11 / 20, "{lines} lines, and plain progenitor writes {plain}");
}

/// How many lines plain progenitor writes.
fn plain_lines(mut document: Value) -> usize {
    for item in document["paths"].as_object_mut().expect("paths").values_mut() {
        for node in item.as_object_mut().expect("an object").values_mut() {
            if let Some(responses) = node.get_mut("responses").and_then(Value::as_object_mut) {
                responses.remove("202");
            }
        }
    }
    let document: openapiv3::OpenAPI = serde_json::from_value(document).expect("OpenAPI");
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&document).expect("progenitor takes it");
    prettyplease::unparse(&syn::parse2(tokens).expect("it is Rust")).lines().count()
}

fn yaml(text: &str) -> serde_json::Value {
    let source = vrchat_files_codegen::Source { name: "x".to_owned(), text: text.to_owned() };
    vrchat_files_codegen::load(&source).expect("YAML").value
}
