//! What is read and written in one direction only.

use serde_json::json;
use vrchat_files_corpus::directions::types::{Account, Holder};

use crate::kept;

#[test]
fn requests_need_nothing_that_is_read_only() {
    let holder = Holder::new(Account::new("Tupper").password("secret"), "on");
    let json = json!({"account": {"name": "Tupper", "password": "secret"}, "state": "on"});
    assert_eq!(serde_json::to_value(holder).unwrap(), json);
}

#[test]
fn answers_need_nothing_that_is_write_only() {
    let account: Account = kept(json!({"id": "a", "name": "Tupper"}));
    assert_eq!(account.id.as_deref(), Some("a"));
}

#[test]
#[allow(deprecated, reason = "what is tested is that it is still there")]
fn what_is_deprecated_is_still_read() {
    let holder: Holder = kept(json!({
        "account": {"name": "Tupper"},
        "outdated": [{"name": "Tupper"}],
        "state": "off",
        "hidden": "secret",
    }));
    assert_eq!(holder.outdated.as_deref().map(<[Account]>::len), Some(1));
    assert!(!format!("{holder:?}").contains("secret"));
}
