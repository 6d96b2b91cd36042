//! One of several, told apart by what fits.

use serde_json::json;
use vrchat_files_corpus::choices::types::{
    Animal, Anything, Cat, Colour, Holder, HolderFormats, HolderInline, HolderInlineRadius, Tiger,
};

use crate::{kept, read};

#[test]
fn the_choice_that_loses_nothing_is_made() {
    // A cat would take the name and drop the stripes.
    let tiger: Animal = kept(json!({"name": "Shir", "stripes": 40}));
    assert!(matches!(tiger, Animal::Tiger(Tiger { stripes: 40, .. })));
    let cat: Animal = kept(json!({"name": "Tom", "lives": 9}));
    assert!(matches!(cat, Animal::Cat(Cat { lives: Some(9), .. })));
    // Both fit; the tiger requires what is there.
    let tiger: Animal = read(&json!({"name": "Shir", "stripes": 1, "new": true}));
    assert!(matches!(tiger, Animal::Tiger(_)));
}

#[test]
fn what_fits_nothing_is_kept() {
    for json in [json!({"age": 3}), json!("a name"), json!(null), json!(["Tom"]), json!(7)] {
        let animal: Animal = kept(json.clone());
        assert_eq!(animal, Animal::Unknown(json));
    }
}

#[test]
fn primitives_keep_their_kind() {
    let is = |json, anything: Anything| assert_eq!(kept::<Anything>(json), anything);
    is(json!("red"), Anything::Colour(Colour::Red));
    is(json!("green"), Anything::String("green".to_owned()));
    is(json!(1), Anything::Integer(1));
    is(json!(1.5), Anything::Number(1.5));
    is(json!(false), Anything::Boolean(false));
    is(json!(["a"]), Anything::StringList(vec!["a".to_owned()]));
    is(json!([1]), Anything::Unknown(json!([1])));
    assert!(matches!(kept(json!({"x": 0.5})), Anything::X(_)));
    assert!(matches!(kept(json!({"y": 1, "z": 2})), Anything::Map(_)));
    // With `x` alone it is the object that lists it; with more, the map that keeps all.
    assert!(matches!(kept(json!({"x": 1, "y": 1})), Anything::Map(_)));
}

#[test]
fn choices_stand_where_other_schemas_do() {
    let holder: Holder = kept(json!({
        "animal": {"name": "Tom"},
        "nullable": null,
        "single": {"name": "Tom"},
        "anything": [1, "a", {"b": null}],
        "inline": {"radius": 1.5},
        "singleInline": "a text",
        "formats": "not a time",
    }));
    assert!(matches!(holder.inline, HolderInline::Radius(HolderInlineRadius { .. })));
    assert!(holder.nullable.is_none());
    assert!(matches!(kept(json!({"x": 1, "y": 2})), HolderInline::Point(_)));
    assert!(matches!(kept(json!("all")), HolderInline::Text(_)));
    assert!(matches!(kept(json!("2020-01-02T03:04:05.000Z")), HolderFormats::Timestamp(_)));
    assert_eq!(holder.formats, Some("not a time".into()));
}

#[test]
fn a_choice_is_made_from_any_of_its_variants() {
    let cat: Cat = read(&json!({"name": "Tom"}));
    let holder = Holder::new(cat, "none", None).anything([1, 2]);
    assert_eq!(
        serde_json::to_value(&holder).unwrap(),
        json!({"animal": {"name": "Tom"}, "inline": "none", "nullable": null, "anything": [1, 2]})
    );
}
