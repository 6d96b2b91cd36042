//! Recordings of any content: what is planted in them does not come out, wherever and however it stands,
//! and what is around it keeps its structure.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use vrchat_files_tests::document;
use vrchat_files_tests::record::leaks;
use vrchat_files_tests::record::redact::{Base, Place, Redactor, Vocabulary};

static DOCUMENT: LazyLock<Value> = LazyLock::new(document::files);

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&DOCUMENT));

/// How a secret stands somewhere.
#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    Upper,
    InUrl,
    InQuery,
    InBase64,
    InUrlSafeBase64,
    InHex,
    InJson,
    InSentence,
    InFileName,
    InSignature,
    AsKey,
    InMail,
}

const FORMS: &[Form] = &[
    Form::Plain,
    Form::Upper,
    Form::InUrl,
    Form::InQuery,
    Form::InBase64,
    Form::InUrlSafeBase64,
    Form::InHex,
    Form::InJson,
    Form::InSentence,
    Form::InFileName,
    Form::InSignature,
    Form::AsKey,
    Form::InMail,
];

/// What is planted.
fn secrets() -> impl Strategy<Value = Vec<String>> {
    let one = prop_oneof![
        "q[a-z]{3}[A-Z][a-z]{2,8}",
        "[A-Z][a-z]{3,7} q[A-Z][a-z]{4,9}",
        "q[0-9]{3}[a-zäöü\u{2024}]{4,9}",
        "q\u{30ab}[\u{30a1}-\u{30f6}]{3,6}",
        "[0-9]{12,17}",
        "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "authcookie_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
        "eyJ[A-Za-z0-9_-]{20,40}\\.[A-Za-z0-9_-]{20,30}",
    ];
    prop::collection::vec(one, 1..4)
}

/// Any JSON, with numbers of secrets and their forms where something is to be planted.
fn documents() -> impl Strategy<Value = Value> {
    let planted = (0..4_usize, prop::sample::select(FORMS), 0..3_usize)
        .prop_map(|(secret, form, offset)| json!({ "$plant": [secret, form as usize, offset] }));
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[a-z]{1,3}".prop_map(Value::from),
        "20[0-9]{2}-0[1-9]-[12][0-9]T[01][0-9]:[0-5][0-9]:00\\.[0-9]{3}Z".prop_map(Value::from),
        prop::sample::select(vec!["gallery", "complete", "image/png", ".png", ""])
            .prop_map(Value::from),
        planted.clone(),
        planted,
    ];
    let keys = prop_oneof!["[a-z]{1,6}[A-Z]?[a-z]{0,4}", "\\PC{1,8}", "name", "versions", "status"];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(keys.clone(), inner, 0..5)
                .prop_map(|entries| entries.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// The JSON with the secrets in it.
fn plant(value: &Value, secrets: &[String]) -> Value {
    if let Some(plan) = value.get("$plant") {
        let number = |at: usize| plan[at].as_u64().map_or(0, |number| number as usize);
        let secret = &secrets[number(0) % secrets.len()];
        return planted(secret, FORMS[number(1)], number(2));
    }
    match value {
        Value::Array(items) => items.iter().map(|item| plant(item, secrets)).collect(),
        Value::Object(entries) => {
            let all = entries.iter().map(|(key, value)| (key.clone(), plant(value, secrets)));
            Value::Object(all.collect())
        }
        other => other.clone(),
    }
}

fn planted(secret: &str, form: Form, offset: usize) -> Value {
    let before = &"..."[..offset];
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let text = match form {
        Form::Plain => secret.to_owned(),
        Form::Upper => secret.to_ascii_uppercase(),
        Form::InUrl => format!("https://api.vrchat.cloud/api/1/file/{encoded}/1/file"),
        Form::InQuery => format!("https://files.vrchat.cloud/a?who={encoded}&Signature={encoded}"),
        Form::InBase64 => STANDARD.encode(format!("{before}{secret}")),
        Form::InUrlSafeBase64 => URL_SAFE_NO_PAD.encode(format!("{before}{secret}!")),
        Form::InHex => secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
        Form::InJson => json!({ "inner": [secret, { secret: 1 }] }).to_string(),
        Form::InSentence => format!("Sorry, {secret} cannot do that{before}"),
        Form::InFileName => {
            format!("{secret}.file_01234567-89ab-4cde-8f01-23456789abcd.1.png")
        }
        Form::InSignature => format!("https://a.example/{encoded}?X-Amz-Credential={encoded}"),
        Form::AsKey => return json!({ secret: { "name": secret } }),
        Form::InMail => format!("{}@mail.example", encoded.replace(['%', '+'], "")),
    };
    text.into()
}

/// The redactor of a run over this JSON, at the end of it, and what came out.
fn redact(document: &Value, value: &Value, secrets: &[String], fails: bool) -> (Redactor, Value) {
    let base = Base {
        origin: "http://127.0.0.1:9".to_owned(),
        path: "/api/1".to_owned(),
        documented_origin: "https://api.vrchat.cloud".to_owned(),
        documented_path: "/api/1".to_owned(),
    };
    let mut redactor = Redactor::new(VOCABULARY.clone(), base);
    secrets.iter().for_each(|secret| redactor.learn(secret));
    let place = Place::of(document, document.pointer("/components/schemas/File"));
    let run = |redactor: &mut Redactor| match fails {
        true => redactor.failure(value, &place),
        false => redactor.json(value, &place),
    };
    run(&mut redactor);
    redactor.freeze();
    let out = run(&mut redactor);
    (redactor, out)
}

/// That none of the forms of a secret is in a text. They are made here anew.
fn assert_unseen(text: &str, secret: &str) {
    let lower = text.to_ascii_lowercase();
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    for form in [secret.to_owned(), hex, encoded] {
        assert!(!lower.contains(&form.to_ascii_lowercase()), "{secret:?} stands in {text}");
    }
    for offset in 0..3 {
        let long = STANDARD.encode(format!("{}{secret}", &"..."[..offset]));
        let end = (offset + secret.len()) * 8 / 6;
        let core = &long[(offset * 8).div_ceil(6)..end];
        for core in [core.to_owned(), core.replace('+', "-").replace('/', "_")] {
            assert!(!text.contains(&core), "{secret:?} stands as {core} in {text}");
        }
    }
}

/// That two values differ in nothing but their texts and numbers.
fn assert_same_structure(one: &Value, other: &Value) {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len());
            one.iter().zip(other).for_each(|(one, other)| assert_same_structure(one, other));
        }
        // Keys may be others, and then stand elsewhere: what they hold is compared as a whole.
        (Value::Object(one), Value::Object(other)) => {
            assert_eq!(one.len(), other.len());
            let shapes = |all: &Map<String, Value>| {
                let mut shapes: Vec<String> = all.values().map(shape).collect();
                shapes.sort();
                shapes
            };
            assert_eq!(shapes(one), shapes(other));
        }
        _ => assert_eq!(shape(one), shape(other)),
    }
}

fn shape(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => {
            format!("{}{}", number.is_f64(), number.to_string().starts_with('-'))
        }
        Value::String(text) => format!("text {}", text.is_empty()),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(shape).collect::<Vec<_>>().join(","))
        }
        Value::Object(all) => {
            let mut shapes: Vec<String> = all.values().map(shape).collect();
            shapes.sort();
            format!("{{{}}}", shapes.join(","))
        }
    }
}

proptest! {
    #[test]
    fn nothing_that_is_planted_comes_out(plan in documents(), secrets in secrets()) {
        let document = &*DOCUMENT;
        let value = plant(&plan, &secrets);
        let (mut redactor, out) = redact(document, &value, &secrets, false);
        let text = serde_json::to_string_pretty(&json!({ "response": out })).expect("JSON");
        secrets.iter().for_each(|secret| assert_unseen(&text, secret));
        prop_assert_eq!(leaks::find(&text, redactor.known(), redactor.vocabulary()), None);
        assert_same_structure(&value, &out);
        // Redacted once more it stays as it is.
        let place = Place::of(document, document.pointer("/components/schemas/File"));
        prop_assert_eq!(redactor.json(&out, &place), out);
    }

    #[test]
    fn messages_do_not_tell_what_is_known(before in "[A-Z][a-z ]{0,20}", index in 0..4_usize,
            form in prop::sample::select(FORMS), offset in 0..3_usize, secrets in secrets()) {
        let document = &*DOCUMENT;
        let secret = &secrets[index % secrets.len()];
        let planted = planted(secret, form, offset);
        let text = planted.as_str().map_or_else(|| secret.clone(), str::to_owned);
        for message in [format!("{before} {text}."), format!("{before} '{text}' not found"), text] {
            for value in [json!({ "error": { "message": message } }), json!({ "error": message })] {
                let (redactor, out) = redact(document, &value, &secrets, true);
                let text = serde_json::to_string_pretty(&json!({ "response": out })).expect("JSON");
                assert_unseen(&text, secret);
                prop_assert_eq!(leaks::find(&text, redactor.known(), redactor.vocabulary()), None);
            }
        }
    }

    #[test]
    fn the_same_is_the_same_and_others_are_others(texts in prop::collection::vec("\\PC{1,24}", 1..12)) {
        let document = &*DOCUMENT;
        let twice: Vec<&String> = texts.iter().chain(&texts).collect();
        let (_, out) = redact(document, &json!(twice), &[], false);
        let out = out.as_array().expect("a list");
        let mut by_text = BTreeMap::new();
        for (text, made) in twice.iter().zip(out) {
            let made = made.as_str().expect("a text");
            prop_assert_eq!(*by_text.entry(text.as_str()).or_insert(made), made);
        }
        let mut made: Vec<&str> = by_text.values().copied().collect();
        made.sort_unstable();
        let count = made.len();
        made.dedup();
        prop_assert_eq!(made.len(), count);
    }
}
