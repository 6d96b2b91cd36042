//! Names that Rust does not like.

use serde_json::json;
use vrchat_files_corpus::names::types::{Foo, Foo2, Holder, TypeOption};

use crate::kept;

#[test]
fn properties_of_one_name_are_two_fields() {
    let names = [
        "foo_bar",
        "fooBar",
        "FooBar",
        "type",
        "self",
        "Self",
        "crate",
        "super",
        "async",
        "gen",
        "dyn",
        "r#type",
        "größe",
        "日本",
        "",
        "1st",
        "$ref",
        "@id",
        "-",
        "a.b",
        "_",
        "__typename",
        "new",
        "clone",
        "limits",
        "observer",
    ];
    let json: serde_json::Map<_, _> =
        names.iter().map(|name| ((*name).to_owned(), json!(format!("of {name}")))).collect();
    let foo: Foo = kept(json.into());
    assert_eq!(foo.foo_bar.as_deref(), Some("of foo_bar"));
    assert_eq!(foo.foo_bar_2.as_deref(), Some("of fooBar"));
    assert_eq!(foo.type_.as_deref(), Some("of type"));
    let set = Foo::new().new_("a").clone_("b").self_2("c").empty("d");
    let json = json!({"new": "a", "clone": "b", "Self": "c", "": "d"});
    assert_eq!(serde_json::to_value(set).unwrap(), json);
}

#[test]
fn schemas_may_have_the_names_of_the_prelude() {
    let holder: Holder = kept(json!({
        "a": {},
        "b": {
            "option": "none", "vec": ["a"], "string": "s", "result": {"ok": true},
            "box": {"size": 1}, "ok": {"a": "b"}, "some": "a", "check": "c", "value": {"value": []},
            "request": "r", "limits": 1, "candidates": 2, "self": "s", "number": {"a": "b"},
            "japanese": {}, "serde": {}, "std": {}, "from": "f", "json": "x", "iterator": ["i"],
            "display": "d", "u64": "u",
        },
    }));
    let other: Foo2 = holder.b.unwrap();
    assert_eq!(other.option, TypeOption::None);
}
