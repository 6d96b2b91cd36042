//! Numbers and texts of every format.

use serde_json::json;
use vrchat_files_corpus::scalars::types::{Holder, Text};

use crate::kept;

#[test]
fn texts_stay_what_they_are() {
    let holder: Holder = kept(json!({
        "count": -1,
        "alias": "not what the pattern says",
        "aliasOfAlias": "",
        "dateTime": "2020-01-02T03:04:05.678Z",
        "moment": "2020-01-02T03:04:05.678Z",
        "date": "2020-01-02",
        "time": "03:04",
        "uri": "not a uri",
        "uuid": "legacy id",
        "byte": "####",
        "binary": "\u{0}",
        "password": "secret",
        "email": "@",
        "ipv4": "::1",
        "decimal": "0.10000000000000000000000001",
        "noType": [1],
        "negated": 1,
        "titled": "a",
        "old": "b",
    }));
    assert_eq!(holder.alias, Text::from("not what the pattern says"));
}

#[test]
fn numbers_keep_every_digit() {
    let holder: Holder = kept(json!({
        "count": i64::MIN,
        "alias": "",
        "int32": i64::from(i32::MAX) + 1,
        "int64": i64::MAX,
        "uint64": u64::MAX,
        "large": u64::MAX,
        "float": 0.1,
        "double": 5e-324,
        "numberWithoutFormat": 1.7976931348623157e308,
        "ratio": -0.5,
    }));
    assert_eq!(holder.large, Some(u64::MAX));
}

#[test]
fn what_passes_64_bits_keeps_every_digit() {
    let text = r#"{"count":0,"alias":"","larger":36893488147419103231,"wide":-36893488147419103231,"wideList":[36893488147419103233,null,1]}"#;
    let holder: Holder = serde_json::from_str(text).unwrap();
    assert_eq!(holder.larger, Some(36_893_488_147_419_103_231));
    assert_eq!(serde_json::to_string(&holder).unwrap(), text);
}

#[test]
fn a_default_is_not_invented() {
    let holder: Holder = kept(json!({"count": 0, "alias": ""}));
    assert_eq!((holder.defaulted, holder.defaulted_number), (None, None));
    assert!(holder.defaulted_list.is_none() && holder.defaulted_object.is_none());
    assert!(holder.wrong_default.is_none());
}
