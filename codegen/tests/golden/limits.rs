//! Files that are meant to break the generator: each ends in a value or in a diagnostic, and soon.

use std::fmt::Write as _;
use std::fs::File;
use std::time::{Duration, Instant};

use vrchat_files_codegen::{Diagnostic, Document, Pointer, Source, load, pointers_of};

/// Longer than anything here takes on a busy machine, and shorter than what does not end.
pub(crate) const A_WHILE: Duration = Duration::from_secs(60);

pub(crate) fn source(name: &str, text: String) -> Source {
    Source { name: name.to_owned(), text }
}

/// Loads a text, or says what is wrong with it; in a time that no loop without end would keep.
pub(crate) fn loaded(text: impl Into<String>) -> Result<Document, String> {
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

pub(crate) fn first(problems: &[Diagnostic]) -> String {
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
