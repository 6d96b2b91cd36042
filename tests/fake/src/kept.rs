//! What there is beside Files: agreements, notes on reviews and orders of galleries, which the account
//! makes, and asset bundles, which a test adds.

use std::collections::HashMap;
use std::sync::Mutex;

use serde_json::Value;

use crate::lock;

#[derive(Default)]
pub(crate) struct Kept {
    agreements: Mutex<Vec<Value>>,
    bundles: Mutex<HashMap<String, Value>>,
    notes: Mutex<HashMap<String, String>>,
    orders: Mutex<HashMap<String, Vec<String>>>,
}

impl Kept {
    pub fn add_agreement(&self, record: Value) {
        lock(&self.agreements).push(record);
    }

    pub fn agreements(&self) -> Vec<Value> {
        lock(&self.agreements).clone()
    }

    pub fn add_bundle(&self, id: String, bundle: Value) {
        lock(&self.bundles).insert(id, bundle);
    }

    pub fn bundle(&self, id: &str) -> Option<Value> {
        lock(&self.bundles).get(id).cloned()
    }

    pub fn set_notes(&self, id: &str, notes: String) {
        lock(&self.notes).insert(id.to_owned(), notes);
    }

    pub fn notes(&self, id: &str) -> Option<String> {
        lock(&self.notes).get(id).cloned()
    }

    pub fn set_order(&self, gallery: String, ids: Vec<String>) {
        lock(&self.orders).insert(gallery, ids);
    }

    pub fn order(&self, gallery: &str) -> Option<Vec<String>> {
        lock(&self.orders).get(gallery).cloned()
    }
}
