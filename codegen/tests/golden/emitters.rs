//! Each emitter: a small document, and the one file that it is about.

use vrchat_files_codegen::generate;

use crate::{assert_golden, cases, folder, input, source};

/// The golden files: the document's name, and the path of the emitted file to look at. The golden
/// file has the document's name and the emitted file's ending.
const CASES: [(&str, &str); 38] = [
    ("cargo_toml", "Cargo.toml"),
    ("client", "src/client.rs"),
    ("client_credentials", "src/client.rs"),
    ("lib_rs", "src/lib.rs"),
    ("odd_names", "src/operations/result.rs"),
    ("open_enum", "src/types/mime_type.rs"),
    ("operation", "src/operations/get_thing.rs"),
    ("operation_body", "src/operations/make_thing.rs"),
    ("operation_body_fields", "src/operations/finish_thing.rs"),
    ("operation_body_fields_required", "src/operations/finish_thing.rs"),
    ("operation_body_optional", "src/operations/make_thing.rs"),
    ("operation_bytes", "src/operations/download_thing.rs"),
    ("operation_bytes_body", "src/operations/put_picture.rs"),
    ("operation_credentials", "src/operations/get_things.rs"),
    ("operation_form", "src/operations/upload_image.rs"),
    ("operation_names", "src/operations/get_things.rs"),
    ("operation_nothing", "src/operations/delete_thing.rs"),
    ("operation_one_of", "src/operations/make_thing.rs"),
    ("operation_other_types", "src/operations/get_table.rs"),
    ("operation_paged", "src/operations/get_things.rs"),
    ("operation_pending", "src/operations/get_result.rs"),
    ("operation_query", "src/operations/get_things.rs"),
    ("operation_redirect", "src/operations/go_away.rs"),
    ("operation_styles", "src/operations/get_things.rs"),
    ("operation_text_body", "src/operations/put_note.rs"),
    ("operation_urlencoded", "src/operations/begin_session.rs"),
    ("operations_mod", "src/operations/mod.rs"),
    ("readme", "README.md"),
    ("structure", "src/types/thing.rs"),
    ("structure_checksum", "src/types/thing.rs"),
    ("structure_in_requests", "src/types/thing.rs"),
    ("structure_rest", "src/types/thing.rs"),
    ("text", "src/types/tag.rs"),
    ("types_mod", "src/types/mod.rs"),
    ("union", "src/types/union.rs"),
    ("upload", "src/upload.rs"),
    ("upload_odd_shapes", "src/upload.rs"),
    ("wrapper", "src/types/list.rs"),
];

#[test]
fn every_emitter_writes_what_its_golden_file_says() {
    let folder = folder("emitters");
    let names: Vec<&str> = CASES.iter().map(|(name, _)| *name).collect();
    assert_eq!(cases(&folder, ".yaml"), names, "one case a document");
    for (name, path) in CASES {
        let document = source(&folder.join(format!("{name}.yaml")));
        let output = generate(&input(document, Vec::new(), &[])).unwrap_or_else(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{name}:\n{}", problems.join("\n"))
        });
        let text = output.files.get(path).unwrap_or_else(|| panic!("{name}: no {path}"));
        let (_, ending) = path.rsplit_once('.').expect("it has an ending");
        assert_golden(&folder.join(format!("{name}.{ending}")), text);
    }
}
