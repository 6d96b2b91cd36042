//! The project's own document and overlay.

use std::path::{Path, PathBuf};

use serde_json::Value;
use vrchat_files_codegen::{Source, apply_overlay, corrected, load, load_openapi};

fn spec(name: &str) -> Source {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec").join(name);
    Source::read(&path).expect("it is there")
}

#[test]
fn every_action_says_why_and_how_that_is_known() {
    let overlay = load(&spec("overlay.yaml")).expect("it is YAML").value;
    let actions = overlay["actions"].as_array().expect("there are actions");
    assert!(actions.len() >= 30);
    for action in actions {
        for field in ["description", "x-evidence"] {
            let text = action[field].as_str().unwrap_or_default();
            assert!(text.len() > 10, "{}: no {field}", action["target"]);
        }
    }
}

/// Takes each action out once: the corrected document has to come out different, so that none of
/// them is for show.
#[test]
fn every_action_changes_something() {
    let document = load_openapi(&spec("openapi.yaml").into()).expect("it is OpenAPI");
    let overlay = load(&spec("overlay.yaml")).expect("it is YAML");
    let whole = apply_overlay(document.clone(), &overlay).expect("it applies").value;
    let count = overlay.value["actions"].as_array().expect("there are actions").len();
    for left_out in 0..count {
        let mut less = overlay.clone();
        let actions = less.value["actions"].as_array_mut().expect("there are actions");
        let action = actions.remove(left_out);
        // One that a later action needs is an error without it, which is a difference too.
        if let Ok(without) = apply_overlay(document.clone(), &less) {
            assert_ne!(without.value, whole, "{} changes nothing", action["target"]);
        }
    }
}

#[test]
fn the_documents_name_everything_as_documented() {
    let document = load_openapi(&spec("openapi.yaml").into()).expect("it is OpenAPI").value;
    let paths = document["paths"].as_object().expect("there are paths");
    let ids: Vec<&str> = paths
        .values()
        .flat_map(|item| item.as_object().expect("an object").values())
        .filter_map(|node| node.get("operationId")?.as_str())
        .collect();
    let mut ids = ids;
    ids.sort_unstable();
    let documented = [
        "createFile",
        "createFileVersion",
        "deleteFile",
        "deleteFileVersion",
        "downloadFileVersion",
        "finishFileDataUpload",
        "getAdminAssetBundle",
        "getContentAgreementStatus",
        "getFile",
        "getFileAnalysis",
        "getFileAnalysisSecurity",
        "getFileAnalysisStandard",
        "getFileDataUploadStatus",
        "getFiles",
        "setGroupGalleryFileOrder",
        "startFileDataUpload",
        "submitContentAgreement",
        "updateAssetReviewNotes",
        "uploadGalleryImage",
        "uploadIcon",
        "uploadImage",
    ];
    assert_eq!(ids, documented);
    let schemas = &document["components"]["schemas"];
    // The errors of the documentation are stated, and mended by the overlay alone.
    let values = |schema: &Value| schema["enum"].as_array().cloned().unwrap_or_default();
    assert!(values(&schemas["MIMEType"]).contains(&Value::from("image/svg\u{ff0b}xml")));
    assert_eq!(schemas["FileVersion"]["properties"]["deleted"]["default"], true);
    assert_eq!(schemas["Agreement"]["properties"]["created"]["format"], "datetime");
    let corrected =
        corrected(&spec("openapi.yaml").into(), &[spec("overlay.yaml")]).expect("it applies");
    let schemas = &corrected.value["components"]["schemas"];
    assert!(values(&schemas["MIMEType"]).contains(&Value::from("image/svg+xml")));
    assert_eq!(schemas["FileVersion"]["properties"]["deleted"]["default"], false);
    assert_eq!(schemas["Agreement"]["properties"]["created"]["format"], "date-time");
    let cookies = &corrected.value["components"]["securitySchemes"];
    assert_eq!(cookies["authCookie"]["name"], "auth");
    assert_eq!(cookies["twoFactorAuthCookie"]["name"], "twoFactorAuth");
}
