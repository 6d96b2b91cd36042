//! All Files of the account.
//!
//! The records are behind a lock that is held for moments only. What takes longer holds the gate of the
//! one File, and looks at the record again whenever it needs it.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::sync::OwnedMutexGuard;

use crate::answer::{Answer, Outcome};
use crate::lock;
use crate::operation::Piece;
use crate::record::{Data, Record, Version};

pub(crate) struct Files {
    base: String,
    /// In the order in which they were created.
    records: Mutex<Vec<Record>>,
}

impl Files {
    pub fn new(base: String) -> Self {
        Self { base, records: Mutex::default() }
    }

    pub fn add(&self, record: Record) -> Value {
        let value = record.to_json(&self.base);
        lock(&self.records).push(record);
        value
    }

    pub fn all(&self) -> Vec<Record> {
        lock(&self.records).clone()
    }

    pub fn to_json(&self, record: &Record) -> Value {
        record.to_json(&self.base)
    }

    pub fn get(&self, id: &str) -> Outcome<Record> {
        lock(&self.records).iter().find(|record| record.id == id).cloned().ok_or_else(not_found)
    }

    pub fn remove(&self, id: &str) {
        lock(&self.records).retain(|record| record.id != id);
    }

    /// Changes a record in one go.
    pub fn change<T>(
        &self,
        id: &str,
        change: impl FnOnce(&mut Record) -> Outcome<T>,
    ) -> Outcome<T> {
        let mut records = lock(&self.records);
        let record = records.iter_mut().find(|record| record.id == id);
        change(record.ok_or_else(not_found)?)
    }

    pub fn change_version<T>(
        &self,
        id: &str,
        version: u64,
        change: impl FnOnce(&mut Version) -> Outcome<T>,
    ) -> Outcome<T> {
        self.change(id, |record| change(record.version_mut(version).ok_or_else(not_found)?))
    }

    pub fn change_piece<T>(
        &self,
        id: &str,
        version: u64,
        piece: Piece,
        change: impl FnOnce(&mut Data) -> Outcome<T>,
    ) -> Outcome<T> {
        self.change_version(id, version, |version| {
            change(version.piece_mut(piece).ok_or_else(type_not_found)?)
        })
    }

    /// The record as it is answered.
    pub fn json(&self, id: &str) -> Outcome<Value> {
        self.get(id).map(|record| record.to_json(&self.base))
    }

    /// Waits until nobody else changes this File in S3.
    pub async fn gate(&self, id: &str) -> Outcome<OwnedMutexGuard<()>> {
        let gate: Arc<_> = self.get(id)?.gate;
        Ok(gate.lock_owned().await)
    }
}

pub(crate) fn not_found() -> Answer {
    Answer::error(404, "File not found")
}

pub(crate) fn type_not_found() -> Answer {
    Answer::error(404, "File version type not found")
}
