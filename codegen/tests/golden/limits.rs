//! Input that is meant to break the generator: it ends in a value or in a diagnostic, and soon.

use std::fmt::Write as _;
use std::fs::File;
use std::time::{Duration, Instant};

use vrchat_files_codegen::{
    Diagnostic, Document, Pointer, Source, apply_overlay, generate, load, pointers_of,
};

use crate::input;

/// Longer than anything here takes on a busy machine, and shorter than what does not end.
const A_WHILE: Duration = Duration::from_secs(60);

fn source(name: &str, text: String) -> Source {
    Source { name: name.to_owned(), text }
}

/// Loads a text, or says what is wrong with it; in a time that no loop without end would keep.
fn loaded(text: impl Into<String>) -> Result<Document, String> {
    let text = text.into();
    let begun = Instant::now();
    let outcome = load(&source("file.yaml", text));
    let took = begun.elapsed();
    assert!(took < A_WHILE, "it took {took:?}");
    match outcome {
        Ok(document) => {
            assert_eq!(document.places.pointers(), pointers_of(&document.value));
            Ok(document)
        }
        Err(problems) => Err(first(&problems)),
    }
}

fn first(problems: &[Diagnostic]) -> String {
    let problem = problems.first().expect("there is a problem");
    assert!(problem.place().is_some(), "{problem}");
    let text = problem.to_string();
    assert!(text.len() < 10_000, "{} bytes", text.len());
    text
}

fn refused(text: impl Into<String>, says: &str) {
    let said = loaded(text).map(|_| ()).expect_err("it is refused");
    assert!(said.contains(says), "{said}");
}

#[test]
fn nesting_is_limited() {
    let too_deep = "more than 100 levels of lists and mappings in one another";
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("{\"a\":", "}"), ("[[{a: ", "}]]")] {
        let (open, close) = (open.repeat(1_000_000), close.repeat(1_000_000));
        refused(open.as_str(), too_deep);
        refused(format!("{open}1{close}"), too_deep);
    }
    refused("- ".repeat(1_000_000), too_deep);
    refused("a: \n".to_owned() + &stairs(2000), too_deep);
    refused(format!("{}1{}", "[".repeat(101), "]".repeat(101)), too_deep);
    let deepest = loaded(format!("{}1{}", "[".repeat(100), "]".repeat(100)));
    assert!(deepest.is_ok(), "{:?}", deepest.err());
    // A question mark begins a key, which nothing but a text can be.
    refused("? ".repeat(1_000_000), "the key of the mapping is no text");
}

/// Mappings in one another, each a space further in.
fn stairs(steps: usize) -> String {
    (1..=steps).map(|step| format!("{}a:\n", " ".repeat(step))).collect()
}

#[test]
fn aliases_are_counted_as_what_they_stand_for() {
    let mut lists = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    let mut mappings = "a0: &a0 {k: v}\n".to_owned();
    for (this, before) in (1..30).zip(0..) {
        let ten = vec![format!("*a{before}"); 10].join(", ");
        writeln!(lists, "a{this}: &a{this} [{ten}]").expect("it is a string");
        let keys: Vec<String> = (0..10).map(|key| format!("k{key}: *a{before}")).collect();
        writeln!(mappings, "a{this}: &a{this} {{{}}}", keys.join(", ")).expect("it is a string");
    }
    refused(lists, "more than 1000000 nodes");
    refused(mappings, "more than 1000000 nodes");
    let text = "x".repeat(1_000_000);
    refused(format!("a: &a {text}\nb: [{}]", "*a, ".repeat(100)), "more than 64 MiB of text");
    // Each within the limit by itself.
    let half = format!("{}1{}", "[".repeat(60), "]".repeat(60));
    refused(
        format!("a: &a {half}\nb: {}*a{}", "[".repeat(60), "]".repeat(60)),
        "more than 100 levels",
    );
    refused("a: &a [1, *a]", "the alias stands in what it refers to");
    refused("&a [*a]", "the alias stands in what it refers to");
    refused("a: *b", "unknown anchor");
    refused("- &a [1]\n- {*a : 1}", "the key of the mapping is no text");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("large.yaml");
    File::create(&path).and_then(|file| file.set_len(100 << 20)).expect("it can be made");
    let problem = Source::read(&path).expect_err("it is too large");
    assert!(problem.to_string().contains("larger than 64 MiB"), "{problem}");
    assert_eq!(problem.file(), path.to_str());
    // The same for a text that comes from elsewhere, and for a file that never ends.
    let large = source("large.yaml", "a".repeat((64 << 20) + 1));
    let problems = load(&large).expect_err("it is too large");
    assert!(problems[0].message().contains("larger than 64 MiB"), "{}", problems[0]);
    if cfg!(unix) {
        let problem = Source::read("/dev/zero".as_ref()).expect_err("it never ends");
        assert!(problem.to_string().contains("larger than 64 MiB"), "{problem}");
    }
}

#[test]
fn a_file_that_is_not_utf8_says_where() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let path = folder.path().join("latin.yaml");
    std::fs::write(&path, b"a: 1\r\nb: \xe4\n").expect("written");
    let problem = Source::read(&path).expect_err("it is Latin 1");
    assert!(problem.message().contains("not UTF-8: byte 9"), "{problem}");
    let place = problem.place().expect("it has a place");
    assert_eq!((place.line, place.column), (2, 4));
}

#[test]
fn what_is_large_and_flat_is_read() {
    let scalar = "x".repeat(500_000);
    assert_eq!(loaded(format!("a: {scalar}")).expect("a text").value["a"], scalar.as_str());
    assert!(loaded(format!("a: \"{scalar}\"")).is_ok());
    assert!(loaded(format!("[{}]", "1,".repeat(10_000))).is_ok());
    let keys: String = (0..10_000).map(|key| format!("k{key}: 1\n")).collect();
    assert!(loaded(keys).is_ok());
    assert!(loaded(" ".repeat(100_000)).is_ok());
    assert!(loaded("\n".repeat(100_000) + "a: 1").is_ok());
}

#[test]
fn numbers_are_numbers_or_refused() {
    for number in
        [".nan", ".NaN", ".inf", "-.inf", "+.Inf", "1e999", "-1e999", "18446744073709551616"]
    {
        refused(format!("a: {number}"), "cannot be kept");
        assert!(loaded(format!("a: '{number}'")).is_ok());
    }
    let digits = "9".repeat(100_000);
    refused(format!("a: {digits}"), "cannot be kept");
    for text in ["a: 18446744073709551615", "a: -9223372036854775808", "a: 0x1F", "a: 1e3"] {
        let value = loaded(text).expect("it is a number").value;
        assert!(value["a"].is_number(), "{text}: {value}");
    }
    assert_eq!(loaded("a: infinity").expect("a text").value["a"], "infinity");
}

#[test]
fn what_json_has_not_is_refused() {
    for (text, says) in [
        ("a: !!binary aGVsbG8=", "the tag `!!binary`"),
        ("a: !foo b", "the tag `!foo`"),
        ("a: !foo [b]", "the tag `!foo`"),
        ("!foo {a: b}", "the tag `!foo`"),
        ("!a b: c", "the tag `!a`"),
        ("? [a]\n: b", "the key of the mapping is no text"),
        ("? {a: b}\n: b", "the key of the mapping is no text"),
        ("{[a]: b}", "the key of the mapping is no text"),
        ("a: 1\n---\nb: 2", "more than one YAML document"),
        ("a: 1\n...\n---\n", "more than one YAML document"),
        ("a: 1\na: 2", "the key `a` stands twice"),
        ("{\"a\": 1, \"\\u0061\": 2}", "the key `a` stands twice"),
        ("a: {b: 1, c: 2, b: 3}", "the key `b` stands twice"),
        ("<<: {a: 1}", "the key `<<`"),
        ("a: \0b", "the character U+0000"),
        ("a: 1\0\nb: 2", "the character U+0000"),
        ("\0", "the character U+0000"),
        // A line break for one of the parsers, and a character for the other.
        ("#\u{85}a: &a [1]", "the character U+0085"),
        ("a: \"b\u{2028}c\"", "the character U+2028"),
        ("a: \u{7}", "the character U+0007"),
        ("%TAG ! tag:example.com,2000:\n---\na: !x 1", "the tag"),
        ("a: 'b", "not YAML or JSON"),
        ("a: [b", "not YAML or JSON"),
        ("a: {b", "not YAML or JSON"),
        ("\t- a", "not YAML or JSON"),
        ("&a", ""),
        ("]", "not YAML or JSON"),
    ] {
        match loaded(text) {
            Ok(document) => assert!(says.is_empty(), "{text:?} is {}", document.value),
            Err(said) => assert!(said.contains(says), "{text:?}: {said}"),
        }
    }
}

#[test]
fn keys_that_are_no_texts_in_yaml_are_texts_in_json() {
    let text = "200: a\n~: b\n1.5: c\ntrue: d\n2001-01-01: e\n.nan: f\n";
    let value = loaded(text).expect("it is YAML").value;
    let keys: Vec<&String> = value.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["200", "~", "1.5", "true", "2001-01-01", ".nan"]);
}

#[test]
fn lines_end_in_any_way() {
    for text in ["\u{feff}a: 1\r\nb:\r\n  - c\r\n", "a: 1\rb:\r  - c\r", "a: 1\nb:\n  - c"] {
        let document = loaded(text).expect("it is YAML");
        let place = document.places.locate(&Pointer::of(&["b", "0"]));
        assert_eq!((place.line, place.column, place.end_column), (3, 5, 6), "{text:?}");
    }
}

#[test]
fn problems_without_number_are_cut_off() {
    let text = "a: 1\n".repeat(10_000);
    let problems = load(&source("file.yaml", text)).expect_err("each key stands twice");
    assert_eq!(problems.len(), 100);
    let key = "k".repeat(900);
    let text = format!("{{? {key}: 1, ? {key}: 2}}");
    assert!(load(&source("file.yaml", text)).is_err());
}

/// A document, and what an overlay with one action makes of it.
fn overlaid(document: &str, action: &str) -> Result<Document, String> {
    let document = loaded(document).expect("it is YAML");
    let overlay = loaded(format!("overlay: 1.0.0\nactions:\n- {action}")).expect("it is YAML");
    apply_overlay(document, &overlay).map_err(|problems| first(&problems))
}

#[test]
fn an_overlay_makes_no_more_of_a_document_than_a_file_could() {
    let many = format!("list: [{}]", "{}, ".repeat(1100));
    let update = format!("{{target: '$.list[*]', update: {{more: [{}]}}}}", "1, ".repeat(1000));
    let said = overlaid(&many, &update).expect_err("it is more than a million nodes");
    assert!(said.contains("with this action the document has more than 1000000 nodes"), "{said}");
    let deep = format!("a: {}{}", "[".repeat(99), "]".repeat(99));
    let target = "$.a".to_owned() + &"[0]".repeat(98);
    let said = overlaid(&deep, &format!("{{target: '{target}', update: [[1]]}}"));
    let said = said.expect_err("it is too deep");
    assert!(said.contains("with this action the document has more than 100 levels"), "{said}");
    // What is found is found first: it ends, and both are appended once.
    let twice = overlaid("a: []\nb: [[]]", "{target: '$..*', update: []}").expect("it ends").value;
    assert_eq!(twice, serde_json::json!({"a": [[]], "b": [[[]], []]}));
}

#[test]
fn a_target_that_explodes_is_refused() {
    let document = format!("a: {}{}", "[[], ".repeat(60), "]".repeat(60));
    let nested = format!("$[?{}@.a{}]", "(".repeat(1000), ")".repeat(1000));
    for target in ["$..*..*..*..*..*..*", "$..[?@..[?@..[?$..[?$..a]]]]", nested.as_str()] {
        let begun = Instant::now();
        let said = overlaid(&document, &format!("{{target: '{target}', remove: true}}"));
        let said = said.expect_err("it is refused");
        assert!(said.contains("error: the target "), "{said}");
        assert!(begun.elapsed() < A_WHILE);
    }
}

#[test]
fn many_items_of_a_long_list_are_removed_at_once() {
    let items: String = (0..20_000).map(|item| format!("[{item}], ")).collect();
    let after = overlaid(&format!("list: [{items}]"), "{target: '$.list[::2]', remove: true}");
    let after = after.expect("it applies");
    assert_eq!(after.value["list"].as_array().expect("a list").len(), 10_000);
    assert_eq!(after.places.pointers(), pointers_of(&after.value));
}

const HEAD: &str =
    "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nservers: [{url: 'https://a.b'}]\n";

fn not_generated(text: String) -> String {
    let problems = generate(&input(source("file.yaml", text), Vec::new(), &[]));
    first(&problems.expect_err("it is refused"))
}

/// Components that hold each other many times: a few kilobytes, and more than all memory.
#[test]
fn references_are_counted_as_what_they_refer_to() {
    let mut text = format!(
        "{HEAD}paths:\n  /a:\n    post: {{operationId: a, responses: {{'204': {{description: ''}}}}, \
         callbacks: {{c: {{$ref: '#/components/callbacks/c0'}}}}}}\ncomponents:\n  callbacks:\n"
    );
    for (this, next) in (0..12).zip(1..) {
        let entries =
            (0..20).map(|entry| format!("e{entry}: {{$ref: '#/components/callbacks/c{next}'}}"));
        let entries: Vec<String> = entries.collect();
        writeln!(
            text,
            "    c{this}: {{'{{$url}}': {{post: {{callbacks: {{{}}}, responses: {{}}}}}}}}",
            entries.join(", ")
        )
        .expect("it is a string");
    }
    text.push_str("    c12: {}\n");
    let said = not_generated(text);
    assert!(said.contains("with its references written out the document has more than"), "{said}");
}

#[test]
fn a_chain_of_references_ends() {
    for length in [50, 5000] {
        let mut text = format!(
            "{HEAD}paths:\n  /a:\n    get: {{operationId: a, responses: {{'204': {{$ref: \
             '#/components/responses/r0'}}}}}}\ncomponents:\n  responses:\n"
        );
        for (this, next) in (0..length).zip(1..) {
            writeln!(text, "    r{this}: {{$ref: '#/components/responses/r{next}'}}")
                .expect("it is a string");
        }
        writeln!(text, "    r{length}: {{description: ''}}").expect("it is a string");
        if length == 50 {
            let input = input(source("file.yaml", text), Vec::new(), &[]);
            assert!(generate(&input).is_ok());
        } else {
            let said = not_generated(text);
            assert!(said.contains("more than 100 levels"), "{said}");
        }
    }
}
