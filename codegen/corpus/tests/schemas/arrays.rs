//! Arrays of everything.

use serde_json::json;
use vrchat_files_corpus::arrays::types::Holder;

use crate::kept;

#[test]
fn every_array_keeps_its_items() {
    let holder: Holder = kept(json!({
        "list": ["a"],
        "nested": [[1, 2], []],
        "untyped": [{"a": 1}, "a text where an object should be", null],
        "withoutItems": [1, "a", null, [[]]],
        "anyItems": [{}],
        "unique": ["a"],
        "typeMissing": ["a"],
        "objects": [{"a": "b"}, {}],
        "lists": [["a"], []],
    }));
    assert_eq!(holder.nested.unwrap().0, [vec![1, 2], vec![]]);
    assert_eq!(holder.untyped.unwrap().0[1], "a text where an object should be");
}
