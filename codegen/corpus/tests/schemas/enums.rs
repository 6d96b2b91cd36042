//! Values that are listed, and those that are not.

use serde_json::json;
use vrchat_files_corpus::enums::types::{
    Contrary, Holder, HolderNullableWide, Large, Level, Mixed, Named, Odd, Wide,
};

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

#[test]
fn listed_numbers_have_a_type_that_holds_them_all() {
    let json = json!({
        "level": 1,
        "withNull": null,
        "large": 18_446_744_073_709_551_615_u64,
        "wide": 18_446_744_073_709_551_615_u64,
        "nullableWide": -1,
        "contrary": -1,
    });
    let holder: Holder = serde_json::from_str(&json.to_string()).unwrap();
    assert_eq!(holder.large, Some(Large::VALUE_18446744073709551615));
    assert_eq!(holder.wide, Some(Wide::VALUE_18446744073709551615));
    assert_eq!(holder.nullable_wide, Some(HolderNullableWide::MINUS_1));
    assert_eq!(holder.contrary, Some(Contrary::MINUS_1));
    let written = serde_json::to_value(&holder).unwrap();
    assert_eq!((&written["large"], &written["wide"]), (&json["large"], &json["wide"]));
}
