//! The hint `x-upload`: what it adds to the crate, and when it adds nothing.

use vrchat_files_codegen::{Source, generate};

use crate::{folder, input, source};

/// The document of the emitter's golden file, with other operations beside those of the upload.
fn document() -> Source {
    let mut document = source(&folder("emitters").join("upload.yaml"));
    let tagged = document
        .text
        .replace("\n      operationId: ", "\n      tags: [things]\n      operationId: ");
    let other = "paths:\n  /other:\n    get:\n      operationId: getOther\n      tags: [others]\n      \
                 responses: {'200': {description: Done.}}\n";
    document.text = tagged.replace("paths:\n", other);
    document
}

#[test]
fn the_crate_has_uploads_where_the_hint_names_what_makes_them_up() {
    for tags in [&[] as &[&str], &["things"], &["things", "others"]] {
        let files = generate(&input(document(), Vec::new(), tags)).expect("it is correct").files;
        assert!(files.contains_key("src/upload.rs"));
        let root = &files["src/lib.rs"];
        assert!(root.contains("pub use upload::Upload;"), "{root}");
        assert!(root.contains("pub use vrchat_files_runtime::UploadProgress;"), "{root}");
    }
}

/// An overlay with the hint serves the rest of the document as well.
#[test]
fn the_hint_goes_where_none_of_its_operations_is_wanted() {
    let files = generate(&input(document(), Vec::new(), &["others"])).expect("it is correct").files;
    assert!(files.contains_key("src/operations/get_other.rs"));
    assert!(!files.contains_key("src/upload.rs"));
    assert!(!files["src/lib.rs"].to_lowercase().contains("upload"));
}

/// Which names a crate exports for uploads is no reason to leave out a text of such a name.
#[test]
fn a_text_of_the_document_stands_back_behind_an_exported_name_only_where_there_are_uploads() {
    let mut document = source(&folder("emitters").join("upload_odd_shapes.yaml"));
    let with = generate(&input(document.clone(), Vec::new(), &[])).expect("it is correct").files;
    for name in ["Source", "Upload"] {
        assert!(with["src/types/mod.rs"].contains(&format!("::{name};")));
        assert!(!with["src/lib.rs"].contains(&format!("pub use types::{name};")));
    }
    document.text = document.text.replace("x-upload:", "x-other:");
    let without = generate(&input(document, Vec::new(), &[])).expect("it is correct").files;
    for name in ["Source", "Upload"] {
        assert!(without["src/lib.rs"].contains(&format!("pub use types::{name};")));
    }
}
