//! Values that are listed, and those that are not.

use serde_json::json;
use vrchat_files_corpus::enums::types::{Holder, Level, Mixed, Named, Odd};

use crate::kept;

#[test]
fn numbers_have_constants_and_are_open() {
    let holder: Holder = kept(json!({"level": 30, "withNull": null, "levels": [1, 99, -1]}));
    assert!(matches!(holder.level, Level::VALUE_30));
    let levels = holder.levels.unwrap();
    assert_eq!(levels, [Level::VALUE_1, Level::from(99), Level::MINUS_1]);
    assert!(!Level::DOCUMENTED.contains(&levels[1]) && levels[1].get() == 99);
    assert_eq!(Named::ON.to_string(), "1");
}

#[test]
fn every_listed_text_has_a_variant_of_its_own() {
    for value in Odd::DOCUMENTED {
        let read: Odd = kept(json!(value.as_str()));
        assert_eq!(read, *value);
    }
    assert_eq!(Odd::DOCUMENTED.len(), 15);
    assert_eq!(kept::<Odd>(json!("Unknown")), Odd::UnknownLiteral);
}

#[test]
fn values_of_several_types_keep_theirs() {
    let holder: Holder = kept(json!({
        "level": 7,
        "withNull": "y",
        "mixed": ["auto", 1, 2.5, true, null, "new", 9],
        "ratio": 0.75,
        "flag": false,
        "untyped": "c",
        "odd": "neither",
        "named": 2,
        "inline": 9,
        "nullableLevel": 3,
    }));
    let mixed = holder.mixed.unwrap();
    assert!(matches!(&mixed[0], Some(Mixed::Text(text)) if text.as_str() == "auto"));
    assert!(matches!(mixed[2], Some(Mixed::Number(2.5))));
    assert_eq!(mixed[4], None);
}

#[test]
fn null_is_a_value_only_where_it_is_listed() {
    let holder: Holder = kept(json!({"level": 1, "withNull": null, "mixed": [null]}));
    assert_eq!((holder.with_null, holder.mixed), (None, Some(vec![None])));
    assert!(serde_json::from_value::<Holder>(json!({"level": null, "withNull": null})).is_err());
}
