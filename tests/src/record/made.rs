//! What a run has made, which is known outside of it too.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::exchange::{Exchange, Wire};

/// Files that were made and are still there.
#[derive(Clone, Default)]
pub struct Made(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    ids: Vec<String>,
    /// Operations that may have made a File of which nothing came back, or not yet.
    unsure: Vec<&'static str>,
    /// Files that were there before. They are the account's own, whatever else says that they were made.
    there: HashSet<String>,
}

impl Made {
    /// Notes the Files of a list, before anything is made that comes to stand in it.
    pub fn were_there(&self, list: &[Value]) {
        let ids = list.iter().filter_map(|file| file["id"].as_str().map(str::to_owned));
        self.with(|inner| inner.there.extend(ids));
    }

    /// Whether a File was there before.
    pub fn was_there(&self, id: &str) -> bool {
        self.with(|inner| inner.there.contains(id))
    }

    /// A call that makes a File is on its way: whoever ends the process now has to be told.
    pub fn is_sent(&self, operation: &'static str) {
        self.with(|inner| inner.unsure.push(operation));
    }

    /// Notes what came of that call. Where it may have made a File and does not say which, it stays unsure.
    pub fn note(&self, operation: &'static str, exchange: &Exchange) {
        let is_done = match &exchange.answer {
            Wire::Unreachable(_) => false,
            Wire::Answered { status, .. } => !(300..500).contains(status),
            // The request may have got through all the same.
            Wire::Waiting | Wire::Broken { .. } => true,
        };
        let id = id_of(exchange).filter(|id| is_done && !self.was_there(id));
        match id {
            Some(id) => self.add(&id),
            None if is_done => return,
            None => {}
        }
        self.settle(operation);
    }

    /// One was made.
    pub fn add(&self, id: &str) {
        self.with(|inner| {
            if !inner.ids.iter().any(|known| known == id) {
                inner.ids.push(id.to_owned());
            }
        });
    }

    /// One is gone.
    pub fn remove(&self, id: &str) {
        self.with(|inner| inner.ids.retain(|known| known != id));
    }

    /// It is known now what became of what this operation made.
    pub fn settle(&self, operation: &str) {
        self.with(|inner| inner.unsure.retain(|known| *known != operation));
    }

    /// Those that are still there.
    pub fn ids(&self) -> Vec<String> {
        self.with(|inner| inner.ids.clone())
    }

    /// The operations that may have made one that nobody knows of.
    pub fn unsure(&self) -> Vec<&'static str> {
        self.with(|inner| inner.unsure.clone())
    }

    fn with<T>(&self, with: impl FnOnce(&mut Inner) -> T) -> T {
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The id in an answer, of which there may be only the beginning.
fn id_of(exchange: &Exchange) -> Option<String> {
    let body = match &exchange.answer {
        Wire::Answered { body, .. } | Wire::Broken { body, .. } => body,
        Wire::Waiting | Wire::Unreachable(_) => return None,
    };
    if let Some(answer) = exchange.json() {
        return answer["id"].as_str().filter(|id| is_file(id)).map(str::to_owned);
    }
    let text = String::from_utf8_lossy(body);
    let (_, behind) = text.split_once("\"id\"")?;
    let value = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (id, _) = value.split_once('"')?;
    is_file(id).then(|| id.to_owned())
}

/// Whether this is the id of a File: a failure may have one of its own.
fn is_file(id: &str) -> bool {
    let is_one = |one: u8| one.is_ascii_alphanumeric() || b"_-".contains(&one);
    id.starts_with("file_") && id.bytes().all(is_one)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    fn broken(body: &'static str) -> Exchange {
        let (method, path) = ("POST".to_owned(), "/file".to_owned());
        let (reason, body) = (String::new(), Bytes::from_static(body.as_bytes()));
        let answer = Wire::Broken { reason, body };
        let (query, request_headers, request_body) = Default::default();
        Exchange { method, path, query, request_headers, request_body, answer }
    }

    #[test]
    fn the_id_is_taken_from_what_came_of_an_answer() {
        for (body, ids) in [
            ("{\"extension\":\".png\",\"id\": \"file_12-ab\",\"mimeT", &["file_12-ab"][..]),
            ("{\"extension\":\".png\",\"id\":\"file_12-a", &[]),
            ("{\"extension\":\".png\",\"id\":\"usr_12\"", &[]),
            ("{\"id\":\"file_12/../x\"", &[]),
            ("", &[]),
        ] {
            let made = Made::default();
            made.is_sent("create_file");
            made.note("create_file", &broken(body));
            assert_eq!(made.ids(), ids, "{body}");
            assert_eq!(made.unsure().is_empty(), !ids.is_empty(), "{body}");
        }
    }
}
