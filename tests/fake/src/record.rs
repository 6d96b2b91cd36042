//! The record of a File, and how it stands in an answer.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::operation::Piece;

/// The statuses that the service gives; tests may stage others.
pub(crate) mod status {
    pub const WAITING: &str = "waiting";
    pub const QUEUED: &str = "queued";
    pub const COMPLETE: &str = "complete";
    pub const ERROR: &str = "error";
}

#[derive(Clone)]
pub(crate) struct Record {
    pub id: String,
    pub owner: String,
    pub name: String,
    pub extension: String,
    pub mime_type: String,
    pub tags: Vec<String>,
    pub image: Image,
    pub versions: Vec<Version>,
    /// Held by whoever changes something of this File in S3, so that this happens once and in order.
    pub gate: Arc<tokio::sync::Mutex<()>>,
}

/// What is said of an image beside what it is for, under the names that it is sent and recorded by.
#[derive(Clone, Default)]
pub(crate) struct Image(pub Vec<(&'static str, Value)>);

#[derive(Clone)]
pub(crate) struct Version {
    pub number: u64,
    pub created_at: String,
    pub status: String,
    pub data: Vec<Data>,
    /// How often the record is still asked for before a queued version is complete; `None` where a
    /// test has set the status.
    pub polls: Option<u32>,
    pub fate: Fate,
}

/// What becomes of a version whose pieces have all arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Fate {
    #[default]
    Complete,
    Stuck,
    Error,
}

#[derive(Clone)]
pub(crate) struct Data {
    pub piece: Piece,
    pub multipart: bool,
    pub file_name: String,
    pub md5: String,
    pub size: u64,
    pub status: String,
    pub upload_id: String,
}

impl Record {
    /// `base` is the address of the API, which the record repeats.
    pub fn to_json(&self, base: &str) -> Value {
        let versions: Vec<Value> =
            self.versions.iter().map(|version| version.to_json(base, &self.id)).collect();
        let mut record = json!({
            "extension": self.extension,
            "id": self.id,
            "mimeType": self.mime_type,
            "name": self.name,
            "ownerId": self.owner,
            "tags": self.tags,
            "versions": versions,
        });
        if let Value::Object(fields) = &mut record {
            fields.extend(
                self.image.0.iter().map(|(name, value)| ((*name).to_owned(), value.clone())),
            );
        }
        record
    }

    pub fn version(&self, number: u64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    pub fn version_mut(&mut self, number: u64) -> Option<&mut Version> {
        self.versions.iter_mut().find(|version| version.number == number)
    }

    /// The media type that a piece is stored with.
    pub fn content_type(&self, piece: Piece) -> &str {
        match piece {
            Piece::File => &self.mime_type,
            Piece::Signature => "application/x-rsync-signature",
            Piece::Delta => "application/x-rsync-delta",
        }
    }

    /// The name that a piece of a version is known by.
    pub fn file_name(&self, version: u64, piece: Piece) -> String {
        let Self { name, id, extension, .. } = self;
        let suffix = match piece {
            Piece::File => "",
            Piece::Signature => ".signature",
            Piece::Delta => ".delta",
        };
        format!("{name}.{id}.{version}{extension}{suffix}")
    }
}

impl Version {
    pub fn new(number: u64, status: &str) -> Self {
        Self {
            number,
            created_at: now(),
            status: status.to_owned(),
            data: Vec::new(),
            polls: None,
            fate: Fate::default(),
        }
    }

    pub fn piece(&self, piece: Piece) -> Option<&Data> {
        self.data.iter().find(|data| data.piece == piece)
    }

    pub fn piece_mut(&mut self, piece: Piece) -> Option<&mut Data> {
        self.data.iter_mut().find(|data| data.piece == piece)
    }

    /// Takes it that a piece has arrived.
    pub fn arrived(&mut self, queued_polls: u32) {
        let waits = self.status == status::WAITING;
        if !waits || self.data.iter().any(|data| data.status != status::COMPLETE) {
            return;
        }
        match self.fate {
            Fate::Stuck => {}
            Fate::Error => self.status = status::ERROR.to_owned(),
            Fate::Complete if queued_polls == 0 => self.status = status::COMPLETE.to_owned(),
            Fate::Complete => {
                self.status = status::QUEUED.to_owned();
                self.polls = Some(queued_polls);
            }
        }
    }

    /// Takes it that the record has been asked for.
    pub fn polled(&mut self) {
        if let Some(polls) = &mut self.polls {
            *polls = polls.saturating_sub(1);
            if *polls == 0 {
                self.polls = None;
                self.status = status::COMPLETE.to_owned();
            }
        }
    }

    fn to_json(&self, base: &str, id: &str) -> Value {
        let mut version = json!({
            "created_at": self.created_at,
            "status": self.status,
            "version": self.number,
        });
        if let Value::Object(fields) = &mut version {
            for data in &self.data {
                let name = data.piece.as_str();
                let url = format!("{base}/file/{id}/{}/{name}", self.number);
                fields.insert(name.to_owned(), data.to_json(&url));
            }
        }
        version
    }
}

impl Data {
    fn to_json(&self, url: &str) -> Value {
        json!({
            "category": if self.multipart { "multipart" } else { "simple" },
            "fileName": self.file_name,
            "md5": self.md5,
            "sizeInBytes": self.size,
            "status": self.status,
            "uploadId": self.upload_id,
            "url": url,
        })
    }
}

/// The text as the service keeps it: some punctuation is exchanged for characters that look alike.
pub(crate) fn look_alike(text: &str) -> String {
    let exchange = |character| match character {
        '.' => '\u{2024}',
        ',' => '\u{201a}',
        ':' => '\u{02f8}',
        '!' => '\u{01c3}',
        other => other,
    };
    text.chars().map(exchange).collect()
}

/// The time, as records have it.
pub(crate) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        now.year(),
        u8::from(now.month()),
        now.day(),
        now.hour(),
        now.minute(),
        now.second(),
        now.millisecond()
    )
}
