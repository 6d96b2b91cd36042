//! One of several, told apart by a property.

use serde_json::json;
use vrchat_files_corpus::tagged::types::{
    Base, ByName, Derived, Holder, HolderSecret, Inline, Mapped,
};

use crate::{kept, read};

#[test]
fn the_property_decides() {
    assert!(matches!(kept(json!({"kind": "cat", "name": "Tom"})), Mapped::Cat(_)));
    assert!(matches!(kept(json!({"kind": "kitten", "name": "Tom"})), Mapped::Cat(_)));
    assert!(matches!(kept(json!({"kind": "dog", "barks": true})), Mapped::Dog(_)));
    // A fish would take it by what it holds.
    assert!(matches!(read(&json!({"kind": "cat", "name": "Tom", "depth": 3})), Mapped::Cat(_)));
    assert!(matches!(kept(json!({"kind": "Cat", "name": "Tom"})), ByName::Cat(_)));
    assert!(matches!(kept(json!({"kind": "a", "a": "x"})), Inline::A(_)));
    assert!(matches!(kept(json!({"kind": "bb", "b": "x"})), Inline::B(_)));
}

#[test]
fn a_property_that_a_variant_does_not_list_is_written_back() {
    let fish: Mapped = kept(json!({"kind": "fish", "depth": 3.5}));
    let Mapped::Fish(fish) = fish else { panic!("{fish:?}") };
    assert_eq!(fish.kind.as_deref(), Some("fish"));
}

#[test]
fn what_is_not_listed_is_kept_as_it_came() {
    let bird = json!({"kind": "bird", "wings": 2, "nest": {"eggs": [1, null]}});
    assert_eq!(kept::<Mapped>(bird.clone()), Mapped::Unknown(bird));
    // A known kind that is not as documented.
    let odd = json!({"kind": "dog", "barks": "loudly"});
    assert_eq!(kept::<Mapped>(odd.clone()), Mapped::Unknown(odd));
    assert!(matches!(kept(json!({"kind": 7})), Inline::Unknown(_)));
    // Without the property, what fits is taken.
    assert!(matches!(kept(json!({"depth": 1.5})), Mapped::Fish(_)));
}

#[test]
fn what_others_are_made_of_keeps_what_they_hold() {
    let base: Base = kept(json!({"type": "Derived", "more": 1}));
    assert_eq!((base.type_.as_str(), &base.extra["more"]), ("Derived", &json!(1)));
    let derived: Derived = kept(json!({"type": "Derived", "more": 1}));
    assert_eq!(derived.more, Some(1));
}

#[test]
fn a_value_of_no_type_shows_nothing_where_one_of_the_types_is_sensitive() {
    for json in [json!({"token": "hush"}), json!({"tokens": ["hush"]})] {
        let value: HolderSecret = kept(json);
        assert!(!format!("{value:?}").contains("hush"), "{value:?}");
    }
    assert_eq!(format!("{:?}", kept::<HolderSecret>(json!(1))), "Integer(1)");
    let _: Holder = kept(json!({"secret": {"token": "hush"}}));
}
