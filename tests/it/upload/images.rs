//! Images, which go in one call.

use vrchat_files::Blob;
use vrchat_files::types::{File, ImageAnimationStyle, ImageLoopStyle, ImageMask, ImagePurpose};
use vrchat_files_fake::{Fake, Fault, Operation, Piece};

use super::as_a_whole;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\r\n--no picture";

async fn assert_stored(fake: &Fake, file: &File, tag: &str) {
    let tags: Vec<&str> = file.tags.iter().map(AsRef::as_ref).collect();
    assert_eq!(tags, [tag]);
    let stored = fake.stored(file.id.as_str(), 1, Piece::File).await;
    assert_eq!(stored.as_deref(), Some(PNG), "{tag}");
}

#[tokio::test]
async fn each_way_makes_a_file_with_its_tag() {
    let (fake, client) = as_a_whole().await;
    let sticker = client.upload_image(PNG.to_vec(), ImagePurpose::Sticker).await;
    assert_stored(&fake, &sticker.expect("it is taken"), "sticker").await;
    let picture = client.upload_gallery_image(PNG.to_vec()).await;
    assert_stored(&fake, &picture.expect("it is taken"), "gallery").await;
    let icon = client.upload_icon(PNG.to_vec()).await;
    assert_stored(&fake, &icon.expect("it is taken"), "icon").await;
    let world = client.upload_image(PNG.to_vec(), ImagePurpose::Worldimage).await;
    assert_stored(&fake, &world.expect("it is taken"), "worldimage").await;
}

#[tokio::test]
async fn what_is_said_of_an_animated_image_stands_in_its_record() {
    let (fake, client) = as_a_whole().await;
    let image = client
        .upload_image(PNG.to_vec(), ImagePurpose::Emojianimated)
        .frames(8)
        .frames_over_time(12)
        .animation_style(ImageAnimationStyle::Bats)
        .mask_tag(ImageMask::Circle)
        .loop_style(ImageLoopStyle::Pingpong);
    let file = image.await.expect("it is taken");
    assert_stored(&fake, &file, "emojianimated").await;
    assert_eq!((file.frames, file.frames_over_time), (Some(8), Some(12)));
    assert_eq!(file.animation_style, Some(ImageAnimationStyle::Bats));
    assert_eq!(file.mask_tag, Some(ImageMask::Circle));
    assert_eq!(file.loop_style, Some(ImageLoopStyle::Pingpong));
    // What an animated image needs is for the service to decide.
    let error = client.upload_image(PNG.to_vec(), ImagePurpose::Emojianimated).await;
    let error = error.expect_err("it lacks the frames");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{error}");
    assert!(error.api().and_then(|api| api.message()).is_some_and(|said| said.contains("frames")));
}

#[tokio::test]
async fn a_file_of_the_caller_is_sent_without_its_name() {
    let (fake, client) = as_a_whole().await;
    let folder = tempfile::tempdir().expect("made");
    let path = folder.path().join("holiday in may.png");
    std::fs::write(&path, PNG).expect("written");
    let file = client.upload_icon(&path).await.expect("it is taken");
    assert_stored(&fake, &file, "icon").await;
    let request = fake.requests().pop().expect("it arrived");
    let body = String::from_utf8_lossy(&request.body).into_owned();
    assert!(body.contains("filename=\"blob\"") && !body.contains("holiday"), "{body}");
    // Who wants a name gives one.
    let named = Blob::from(&path).filename("may.png");
    let file = client.upload_icon(named).await.expect("it is taken");
    assert!(file.name.starts_with("may"), "{}", file.name);
}

#[tokio::test]
async fn an_image_whose_answer_is_lost_is_not_sent_twice() {
    let (fake, client) = as_a_whole().await;
    fake.inject(Fault::on(Operation::UploadImage).reset_after());
    let error = client.upload_image(PNG.to_vec(), ImagePurpose::Sticker).await;
    error.expect_err("its answer is lost");
    assert_eq!((fake.requests().len(), fake.files().len()), (1, 1));
}
