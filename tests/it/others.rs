//! What the client does beside Files, against a fake of the service.

use vrchat_files::Client;
use vrchat_files::types::{
    AgreementCode, AgreementRequest, GroupGalleryFileOrderRequest, Platform,
    UpdateAssetReviewNotesRequest,
};
use vrchat_files_fake::{Fake, NewFile};
use vrchat_files_tests::fixture::Fixture;

async fn start() -> (Fake, Client) {
    let fake = Fake::start().await.expect("started");
    let client = Client::builder().base_url(fake.base_url()).user_agent("tests/1.0");
    let client = client.auth_cookie(fake.auth_cookie()).build().expect("built");
    (fake, client)
}

#[tokio::test]
async fn an_agreement_is_asked_for_made_and_found() {
    let (fake, client) = start().await;
    let code = || AgreementCode::ContentCopyrightOwned;
    let status = || client.get_content_agreement_status(code(), "avtr_1", 1);
    assert!(!status().await.expect("it is answered").agreed);
    let request = AgreementRequest::new(code(), "avtr_1", 1, "It is mine.");
    let made = client.submit_content_agreement(request).await.expect("it is taken");
    assert_eq!((made.content_id.as_str(), made.version), ("avtr_1", 1));
    assert_eq!(made.agreement_fulltext.as_deref(), Some("It is mine."));
    assert!(made.created.unix_millis() > 1_700_000_000_000, "{:?}", made.created);
    let known = status().await.expect("it is answered");
    assert!(known.agreed);
    assert_eq!((known.user_id, fake.agreements().len()), (made.user_id, 1));
}

#[tokio::test]
async fn notes_and_an_order_arrive() {
    let (fake, client) = start().await;
    let notes = UpdateAssetReviewNotesRequest::new("Two lines,\nof notes.");
    client.update_asset_review_notes("arev_1", notes).await.expect("they are taken");
    assert_eq!(fake.asset_review_notes("arev_1").as_deref(), Some("Two lines,\nof notes."));
    let mut ids = Vec::new();
    for name in ["a", "b"] {
        ids.push(fake.add_file(NewFile { name: name.into(), ..NewFile::default() }).await);
    }
    ids.reverse();
    let order = GroupGalleryFileOrderRequest::new("ggal_1", &ids);
    let answer = client.set_group_gallery_file_order(order).await.expect("it is taken");
    let answered: Vec<&str> = answer.ids.iter().map(|id| id.as_str()).collect();
    assert_eq!(answered, ids);
    assert_eq!(fake.gallery_order("ggal_1"), Some(ids));
    let order = GroupGalleryFileOrderRequest::new("ggal_1", ["file_nope"]);
    let error = client.set_group_gallery_file_order(order).await.expect_err("it is not there");
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn a_bundle_of_the_service_is_read() {
    let (fake, client) = start().await;
    let error = client.get_admin_asset_bundle("aab_1").await.expect_err("there is none");
    assert!(error.is_not_found(), "{error}");
    let recorded = Fixture::named("get_admin_asset_bundle", "200_package_url");
    fake.add_admin_asset_bundle("aab_1", recorded.json().expect("JSON").clone());
    let bundle = client.get_admin_asset_bundle("aab_1").await.expect("it is there");
    assert!(bundle.unity_package_url.is_some_and(|url| url.ends_with(".unitypackage")));
    // A platform is any text, the empty one too.
    let platforms: Vec<Platform> =
        bundle.unity_packages.into_iter().map(|package| package.platform).collect();
    assert_eq!(platforms, ["", "2019.2.4-801-Release", "unknownplatform"]);
}
