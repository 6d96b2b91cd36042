//! Images that come in one go: a form becomes a File that is complete.

use super::Call;
use crate::answer::{Answer, Outcome};
use crate::form::Form;
use crate::record::Image;
use crate::state::State;

/// What an image can be for. The last one is not documented.
const PURPOSES: [&str; 12] = [
    "admin",
    "avatargallery",
    "avatarimage",
    "bundle",
    "emoji",
    "emojianimated",
    "gallery",
    "icon",
    "listinggallery",
    "product",
    "sticker",
    "worldimage",
];

/// What else can be said of an image, as a text.
const STYLES: [&str; 3] = ["animationStyle", "loopStyle", "maskTag"];

/// `tag` is that of a path that takes images for one purpose alone, and nothing beside the image.
pub(super) async fn upload(state: &State, call: &Call<'_>, tag: Option<&str>) -> Outcome {
    let form = Form::parse(call.headers, call.body.clone()).await?;
    let is_known = |name: &str| {
        let general = tag.is_none() && (STYLES.contains(&name) || name == "tag" || is_count(name));
        name == "file" || general
    };
    // Whoever calls a part by a wrong name is to hear of it.
    if let Some(name) = form.names().find(|name| !is_known(name)) {
        return Err(Answer::error(400, &format!("there is no part {name}")));
    }
    let (tag, image) = match tag {
        Some(tag) => (tag, Image::default()),
        None => described(&form)?,
    };
    let file = form.file("file")?;
    if file.content_type != Some("image/png") || file.bytes.is_empty() {
        return Err(Answer::error(400, "file has to be an image/png"));
    }
    let mut record = state.new_record(file.name, "image/png", ".png", vec![tag.to_owned()]);
    record.image = image;
    Ok(Answer::Json(200, state.add_complete(record, file.bytes.to_vec()).await))
}

fn is_count(name: &str) -> bool {
    name == "frames" || name == "framesOverTime"
}

/// What the image is for, and what is said of it.
fn described(form: &Form) -> Outcome<(&str, Image)> {
    let tag = form.text("tag")?.filter(|tag| PURPOSES.contains(tag));
    let tag = tag.ok_or_else(|| Answer::error(400, "tag has to say what the image is for"))?;
    let frames = form.number("frames", 2, 64)?;
    let speed = form.number("framesOverTime", 1, 64)?;
    if tag == "emojianimated" && (frames.is_none() || speed.is_none()) {
        let message = "an animated image needs frames and framesOverTime";
        return Err(Answer::error(400, message));
    }
    let counts = [("frames", frames), ("framesOverTime", speed)];
    let mut image: Vec<_> =
        counts.into_iter().filter_map(|(name, count)| Some((name, count?.into()))).collect();
    for name in STYLES {
        if let Some(style) = form.text(name)? {
            image.push((name, style.into()));
        }
    }
    Ok((tag, Image(image)))
}
