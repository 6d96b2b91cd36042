//! Files that are texts, for tests and for callers without a disk.

use std::collections::BTreeMap;

use super::{Reader, Unread};

/// Texts by address.
#[derive(Clone, Debug, Default)]
pub struct InMemory(pub BTreeMap<String, String>);

impl Reader for InMemory {
    fn read(&self, address: &str) -> Result<Vec<u8>, Unread> {
        match self.0.get(address) {
            Some(text) => Ok(text.clone().into_bytes()),
            None if address.starts_with("../") => Err(Unread::Outside),
            None => Err(Unread::Missing),
        }
    }
}
