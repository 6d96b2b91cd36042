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
//! | refuses forms with files | pass `bodies`, the runtime | `fixtures`: `upload_image` |
//! | ids of `..`, empty, `a\..\..\auth` lead elsewhere | the runtime | `arguments::a_path_value…` |

use std::path::Path;

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;
use vrchat_files_codegen::{Input, Leniency, Runtime, generate};

use crate::document::source;

/// Where the document takes forms.
const FORMS: [&str; 3] = ["/file/image", "/gallery", "/icon"];

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
    let refused = format!("{:?}", run(value.clone()).expect("it does not panic before"));
    assert!(refused.contains("unexpected content type: multipart/form-data"), "{refused}");
    let mut formless = value.clone();
    let paths = formless["paths"].as_object_mut().expect("there are paths");
    paths.retain(|path, _| !FORMS.contains(&path.as_str()));
    let panic = run(formless).expect_err("progenitor has learned to take 200 and 202 together");
    let message = panic.downcast_ref::<&str>().map(ToString::to_string);
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    assert!(message.contains("response_types.len() <= 1"), "{message}");
    let normalised = vrchat_files_codegen::normalise(value);
    assert!(matches!(run(normalised), Ok(Ok(()))));
}

/// Held against what progenitor writes from the same corrected document, in the style that has setters
/// as the crate has. It takes that document only without the answers that mean "not yet" and without the
/// forms, so that neither side has these.
#[test]
fn the_crate_is_small() {
    let input = Input {
        document: source("spec/openapi.yaml").into(),
        overlays: overlays(),
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
    let document = vrchat_files_codegen::corrected(&input.document, &input.overlays);
    let document = document.and_then(|whole| vrchat_files_codegen::select(whole, &input.tags));
    let plain = plain_lines(document.expect("it is correct").value);
    // Else it is not progenitor's whole client that the crate is held against.
    assert!(plain > 7000, "plain progenitor writes {plain} lines");
    // With pages, saving and drift, of which progenitor has none.
    assert!(lines < plain * 11 / 20, "{lines} lines, and plain progenitor writes {plain}");
}

/// The project's own, and one that takes out what progenitor refuses.
fn overlays() -> Vec<vrchat_files_codegen::Source> {
    let text = format!(
        "overlay: 1.0.0\ninfo: {{ title: Without forms, version: 1.0.0 }}\nactions:\n\
         - target: $.paths['{}']\n  remove: true\n",
        FORMS.join("', '")
    );
    let without_forms =
        vrchat_files_codegen::Source { name: "without_forms.yaml".to_owned(), text };
    vec![source("spec/overlay.yaml"), without_forms]
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
