//! What there is beside Files.

use reqwest::Method;
use serde_json::json;
use vrchat_files_fake::{NewFile, Operation};

use crate::client::Client;

#[tokio::test]
async fn an_agreement_is_kept_for_its_content_and_version() {
    let client = Client::start().await;
    let path = |content: &str, version: u32| {
        let code = "agreementCode=content.copyright.owned";
        format!("/agreement?{code}&contentId={content}&version={version}")
    };
    let status = async |content: &str, version| {
        let (status, answer) = client.get(&path(content, version)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!((&answer["contentId"], &answer["version"]), (&json!(content), &json!(version)));
        answer["agreed"].as_bool().unwrap()
    };
    assert!(!status("avtr_1", 1).await);
    let body = json!({
        "agreementCode": "content.copyright.owned",
        "agreementFulltext": "It is mine.",
        "contentId": "avtr_1",
        "version": 1,
    });
    let (code, made) = client.send(Method::POST, "/agreement", Some(body.clone())).await;
    assert_eq!(code, 200, "{made}");
    for field in body.as_object().unwrap().keys() {
        assert_eq!(made[field], body[field]);
    }
    assert_eq!(client.fake.agreements(), [made]);
    assert!(status("avtr_1", 1).await);
    assert!(!status("avtr_1", 2).await && !status("avtr_2", 1).await);

    for field in body.as_object().unwrap().keys() {
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(field);
        let (code, answer) = client.send(Method::POST, "/agreement", Some(less)).await;
        assert_eq!(code, 400, "without {field}: {answer}");
    }
    for parameter in ["agreementCode", "contentId", "version"] {
        let less = path("avtr_1", 1).replace(parameter, "other");
        assert_eq!(client.get(&less).await.0, 400, "without {parameter}");
    }
    let other = "/agreement?agreementCode=other&contentId=avtr_1&version=1";
    assert_eq!(client.get(other).await.0, 400);
    assert_eq!(client.get(&path("avtr_1", 1).replace("=1", "=x")).await.0, 400);
    let no_cookie = client.http.get(format!("{}{}", client.fake.base_url(), path("avtr_1", 1)));
    assert_eq!(no_cookie.send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn notes_are_replaced() {
    let client = Client::start().await;
    let path = "/assetReview/arev_1/notes";
    assert_eq!(client.fake.asset_review_notes("arev_1"), None);
    for notes in ["first", "second", ""] {
        let body = json!({ "reviewNotes": notes });
        let (status, answer) = client.send(Method::PUT, path, Some(body)).await;
        assert_eq!((status, answer), (200, json!("")));
        assert_eq!(client.fake.asset_review_notes("arev_1").as_deref(), Some(notes));
    }
    assert_eq!(client.send(Method::PUT, path, Some(json!({}))).await.0, 400);
    assert_eq!(client.fake.asset_review_notes("arev_2"), None);
    assert_eq!(client.fake.requests()[0].operation, Operation::UpdateAssetReviewNotes);
}

#[tokio::test]
async fn a_gallery_has_the_order_that_was_sent_last() {
    let client = Client::start().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(client.fake.add_file(NewFile { bytes: vec![1], ..NewFile::default() }).await);
    }
    let send = async |ids: &[String]| {
        let body = json!({ "galleryId": "ggal_1", "ids": ids });
        client.send(Method::PUT, "/files/order", Some(body)).await
    };
    assert_eq!(client.fake.gallery_order("ggal_1"), None);
    assert_eq!(send(&ids).await, (200, json!({ "ids": ids })));
    ids.reverse();
    assert_eq!(send(&ids).await, (200, json!({ "ids": ids })));
    assert_eq!(send(&["file_x".to_owned()]).await.0, 404);
    assert_eq!(client.fake.gallery_order("ggal_1"), Some(ids));
    let lacking = json!({ "galleryId": "ggal_1" });
    assert_eq!(client.send(Method::PUT, "/files/order", Some(lacking)).await.0, 400);
}

#[tokio::test]
async fn a_bundle_is_there_once_it_is_added() {
    let client = Client::start().await;
    let path = "/adminassetbundles/aab_1";
    assert_eq!(client.get(path).await.0, 404);
    let bundle = json!({ "name": "Thing" });
    client.fake.add_admin_asset_bundle("aab_1", bundle.clone());
    assert_eq!(client.get(path).await, (200, bundle));
    assert_eq!(client.get("/adminassetbundles/aab_2").await.0, 404);
}
