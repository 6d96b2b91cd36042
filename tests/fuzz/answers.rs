//! Answers of every type: decoded without a panic, and what is decoded is written back as itself.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use proptest::sample::Index;
use serde::Serialize;
use serde::de::DeserializeOwned;
use vrchat_files::Client;
use vrchat_files::types;
use vrchat_files_tests::server::{Answer, Server};

use crate::mutation::{apply, changes, recorded};
use crate::run;

/// What is decoded from bytes is decoded from its own encoding as well, unchanged.
fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(bytes) else { return };
    let text = serde_json::to_string(&value).expect("what was decoded can be encoded");
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(value, again);
    let _ = format!("{value:?}");
}

fn check_all(bytes: &[u8]) {
    check::<types::File>(bytes);
    check::<Vec<types::File>>(bytes);
    check::<types::FileUploadUrl>(bytes);
    check::<types::FileVersionUploadStatus>(bytes);
    check::<types::FileAnalysis>(bytes);
    check::<types::AdminAssetBundle>(bytes);
    check::<types::Agreement>(bytes);
    check::<types::AgreementStatus>(bytes);
    check::<types::GroupGalleryFileOrder>(bytes);
    check::<types::Error>(bytes);
}

const JSON: [&str; 10] = [
    "get_admin_asset_bundle",
    "get_content_agreement_status",
    "submit_content_agreement",
    "set_group_gallery_file_order",
    "get_file",
    "get_files",
    "start_file_data_upload",
    "get_file_data_upload_status",
    "get_file_analysis",
    "get_file_analysis_security",
];

proptest! {
    #[test]
    fn changed_recordings(index: Index, changes in changes()) {
        check_all(apply(recorded(&JSON, index), &changes).to_string().as_bytes());
    }

    #[test]
    fn changed_bytes(index: Index, edits in prop::collection::vec((any::<Index>(), any::<u8>()), 0..8)) {
        let mut bytes = recorded(&JSON, index).to_string().into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        check_all(&bytes);
    }

    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        check_all(&bytes);
    }

    /// Through the client, which also reports on drift.
    #[test]
    fn over_the_wire(index: Index, changes in changes(), status in prop::sample::select(vec![200_u16, 201, 202, 203])) {
        let body = apply(recorded(&JSON, index), &changes).to_string();
        run(async {
            let server = Server::answering(Answer::new(status, "application/json", body)).await;
            let found = Arc::new(Mutex::new(0));
            let kept = found.clone();
            let client = Client::builder().base_url(server.base_url()).user_agent("fuzz/1.0").retries(0);
            let client = client.on_drift(move |report| {
                assert!(!report.findings().is_empty() && !report.to_string().is_empty());
                *kept.lock().expect("no holder panics") += report.findings().len();
            });
            let client = client.build().expect("built");
            let outcomes = [
                client.get_file("f").await.map(|_| ()).err(),
                client.get_files().await.map(|_| ()).err(),
                client.start_file_data_upload("f", 1, "file").await.map(|_| ()).err(),
                client.get_file_data_upload_status("f", 1, "file").await.map(|_| ()).err(),
                client.get_file_analysis("f", 1).await.map(|_| ()).err(),
            ];
            for error in outcomes.into_iter().flatten() {
                let line = error.to_string();
                assert!(!line.contains('\n') && line.chars().count() < 1000, "{line}");
            }
        });
    }
}
