//! What says the same to whoever reads it, and is written otherwise.

use serde_json::json;
use vrchat_files_tests::record::leaks;

use super::redaction::Run;

#[test]
fn in_a_message_look_alikes_part_no_words_that_belong_together() {
    for (message, made) in [
        ("taken: kon\u{ff20}example\u{2024}org", "taken: user1@example.com"),
        ("taken: kon@example\u{2024}org\u{2024}", "taken: user1@example.com\u{2024}"),
        (
            "409 Cannot delete this file\u{2f8} 1\u{201a} 11",
            "409 Cannot delete this file\u{2f8} 1\u{201a} 11",
        ),
    ] {
        let out = Run::new(&[]).made("Error", &json!({ "error": { "message": message } }));
        assert_eq!(out["error"]["message"], made);
    }
    for gone in [
        "discord\u{2024}gg\u{2044}konfox",
        "home\u{2215}konfox",
        "Users\\konfox",
        "a\u{ff1d}konfox",
    ] {
        let value = json!({ "error": { "message": format!("see {gone} now") } });
        let out = Run::new(&[]).made("Error", &value);
        let out = out["error"]["message"].as_str().expect("a text");
        assert!(!out.contains("konfox"), "{out}");
        assert!(out.starts_with("see ") && out.ends_with(" now"), "{out}");
    }
}

#[test]
fn what_is_known_is_known_however_it_is_written() {
    let names = ["Kon the Fox", "Alice.B", "Zo\u{eb} Vulpes", "Max", "Kon\u{2024}K\u{201a}"];
    for alike in [
        "Kon  the\u{a0}Fox",
        "K\u{200b}on the Fox",
        "Alice\u{2024}B",
        "ZO\u{cb} VULPES",
        "kon.k,",
        "Max",
        "Kon-the-Fox",
        "konthefox",
        "kon_the_fox.png",
        "zo\u{eb}.vulpes",
    ] {
        let error = json!({ "error": { "message": format!("No, {alike} may not") } });
        let mut run = Run::new(&names);
        let made = run.made("Error", &error);
        let out = made["error"]["message"].as_str().expect("a text");
        assert!(!out.contains(alike), "{out}");
        assert!(out.starts_with("No, ") && out.ends_with(" may not"), "{out}");
        if alike != "Max" {
            let (known, words) = (run.redactor.known(), run.redactor.vocabulary());
            assert_eq!(
                leaks::find(&error.to_string(), known, words).as_deref(),
                Some("/error/message")
            );
        }
        assert_eq!(
            leaks::find(&made.to_string(), run.redactor.known(), run.redactor.vocabulary()),
            None
        );
    }
}
