//! Values and places come from two parsers, which have to see the same document.

use std::path::Path;

use vrchat_files_codegen::{Pointer, Source, load, pointers_of};

fn agree(source: &Source) {
    let document = load(source).expect("it is YAML");
    assert_eq!(document.places.pointers(), pointers_of(&document.value), "{}", source.name);
}

#[test]
fn both_parsers_see_the_same_pointers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in ["spec/openapi.yaml", "spec/overlay.yaml"] {
        agree(&Source::read(&root.join(name)).expect("it is there"));
    }
    for text in [
        "a: &x {b: [1, {c: 2}]}\nd: *x\ne: [*x, *x]\n",
        "? &key name\n: 1\nlist: [*key]\n*key : again\n"
            .strip_suffix("*key : again\n")
            .expect("it ends like that"),
        "&k a: 1\nb:\n  *k : 2\n",
        "200: a\n'201': b\n1.50: c\ntrue: d\nnull: e\n~: f\n0x10: g\n\"quo\\u0074ed\": h\n",
        "folded: >-\n  a\n  b\nliteral: |\n  c\nempty:\nflow: {a: , b: [ ]}\n",
        "[]\n",
        "just text\n",
        "{\"json\": {\"a\": [1, 2.5, true, null, \"x\"]}, \"ä/~\": {}}\n",
        "--- # a comment\na: b\n...\n",
        "\u{feff}a: b\n",
        "a: !!str 1\n",
    ] {
        agree(&Source { name: format!("{text:?}"), text: text.to_owned() });
    }
}

#[test]
fn a_place_is_that_of_the_key_or_the_item() {
    let text = "a:\n  b: 1\n  c:\n    - x\n    - äö: 2\n";
    let document =
        load(&Source { name: "file.yaml".to_owned(), text: text.to_owned() }).expect("it is YAML");
    let place = |tokens: &[&str]| document.places.locate(&Pointer::of(tokens)).to_string();
    assert_eq!(place(&[]), "file.yaml:1:1");
    assert_eq!(place(&["a", "b"]), "file.yaml:2:3");
    assert_eq!(place(&["a", "c", "1"]), "file.yaml:5:7");
    assert_eq!(place(&["a", "c", "1", "äö"]), "file.yaml:5:7");
    // What is not there is placed at its nearest ancestor.
    assert_eq!(place(&["a", "c", "7", "x"]), "file.yaml:3:3");
}

#[test]
fn an_alias_is_placed_where_it_stands_and_what_is_in_it_where_it_is_written() {
    let text = "a: &x\n  b: 1\nc: *x\n";
    let document =
        load(&Source { name: "file.yaml".to_owned(), text: text.to_owned() }).expect("it is YAML");
    let place = |tokens: &[&str]| document.places.locate(&Pointer::of(tokens)).to_string();
    assert_eq!(place(&["c"]), "file.yaml:3:1");
    assert_eq!(place(&["c", "b"]), "file.yaml:2:3");
}

#[test]
fn json_is_read_as_json_parsers_read_it() {
    for text in [
        "{\n\t\"tabs\": [1,2],\t\"slash\": \"\\/a\\/b\",\"tight\":{\"x\":-0.5e3}}",
        "{\"\\ud83d\\ude00 key\": \"\\ud83d\\ude00\\\\ud83d\\u00e9\\u2028\", \"b\": \"\\\"q\\\"\"}",
        "  [\"\\uD83D\\uDE00\", {\"a\": null}]",
    ] {
        let source = Source { name: format!("{text:?}"), text: text.to_owned() };
        let expected: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(load(&source).expect("it is JSON").value, expected, "{text}");
        agree(&source);
    }
    // Places are those of the file, however its escapes are written.
    let text = "{\"a\": \"\\ud83d\\ude00\", \"b\": {\"c\": 1}}";
    let document =
        load(&Source { name: "file.json".to_owned(), text: text.to_owned() }).expect("it is JSON");
    let place = document.places.locate(&Pointer::of(&["b", "c"])).to_string();
    assert_eq!(place, format!("file.json:1:{}", text.find("\"c\"").expect("it is there") + 1));
}
