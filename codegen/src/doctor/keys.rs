//! Which keys of objects are names, and which are data: ids, times, addresses.

use std::collections::HashSet;
use std::mem::discriminant;

use serde_json::{Map, Value};

use super::formats::{id_prefix, is_date, is_date_time, is_uuid};

/// From how many objects on it counts that no two have a key in common.
const SEVERAL: usize = 3;

/// How many digits make a digest.
const DIGEST: usize = 16;

/// Whether a key looks like data by itself: an id, a number, a day or time, a digest, an address, or
/// something with characters that no name has.
pub(super) fn is_data(key: &str) -> bool {
    let all = |is: fn(char) -> bool| !key.is_empty() && key.chars().all(is);
    let is_digest = key.len() >= DIGEST
        && all(|c| c.is_ascii_hexdigit())
        && key.contains(|c: char| c.is_ascii_digit());
    is_uuid(key)
        || id_prefix(key).is_some()
        || all(|c| c.is_ascii_digit())
        || is_date(key)
        || is_date_time(key)
        || is_digest
        || key.contains([' ', '/', '\n'])
        || key.split_once('@').is_some_and(|(before, _)| !before.is_empty())
}

/// Whether the keys are others in each of several objects, and all values are of one type.
pub(super) fn varies<'v>(objects: impl Iterator<Item = &'v Map<String, Value>>) -> bool {
    let mut keys = HashSet::new();
    let mut kinds = HashSet::new();
    let mut count = 0;
    for object in objects.filter(|object| !object.is_empty()) {
        count += 1;
        for (key, value) in object {
            kinds.insert(discriminant(value));
            if !keys.insert(key) || kinds.len() > 1 {
                return false;
            }
        }
    }
    count >= SEVERAL
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_told_from_names() {
        let id = "9439f8cc-1c6b-4dca-9a07-d2eccb570701";
        for data in [
            id,
            &format!("usr_{id}"),
            "12",
            "2026-01-02",
            "2026-01-02T03:04:05Z",
            "0123456789abcdef0123456789abcdef",
            "image/png",
            "Some Name",
            "a@example.com",
        ] {
            assert!(is_data(data), "{data}");
        }
        for name in
            ["id", "file_id", "it's", "größe", "@type", "$ref", "x-y", "deadbeefdeadbeef", "v1"]
        {
            assert!(!is_data(name), "{name}");
        }
    }

    #[test]
    fn keys_vary_where_no_two_objects_share_one() {
        let of = |objects: Value| {
            varies(objects.as_array().expect("a list").iter().filter_map(Value::as_object))
        };
        assert!(of(json!([{ "a": 1 }, {}, { "b": 2, "c": 3 }, { "d": 4 }])));
        assert!(!of(json!([{ "a": 1 }, { "b": 2 }])), "too few");
        assert!(!of(json!([{ "a": 1 }, { "b": 2 }, { "a": 3 }])), "one comes again");
        assert!(!of(json!([{ "a": 1 }, { "b": "x" }, { "c": 3 }])), "of two types");
    }
}
