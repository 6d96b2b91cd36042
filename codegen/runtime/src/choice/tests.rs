use serde::Deserialize;
use serde_json::json;

use super::*;
use crate::Observer;

#[derive(Deserialize)]
struct Narrow {
    a: Option<u64>,
}

#[derive(Deserialize)]
struct Wide {
    a: Option<u64>,
    b: Option<u64>,
}

impl Observe for Narrow {
    fn observe(&self, observer: &mut Observer<'_>) {
        observer.object::<Self>().field("a", &self.a);
    }
}

impl Observe for Wide {
    fn observe(&self, observer: &mut Observer<'_>) {
        observer.object::<Self>().field("a", &self.a).field("b", &self.b);
    }
}

fn chosen(json: &Value) -> Option<&'static str> {
    let choice = Choice::of(json).or(|_: Narrow| "narrow").or(|_: Wide| "wide");
    choice.or(|_: Vec<u64>| "list").best()
}

#[test]
fn what_takes_in_most_is_chosen() {
    assert_eq!(chosen(&json!({"a": 1})), Some("narrow"));
    assert_eq!(chosen(&json!({"a": 1, "b": 2})), Some("wide"));
    assert_eq!(chosen(&json!({"b": 2, "c": 3})), Some("wide"));
    assert_eq!(chosen(&json!({"a": "text"})), None);
    assert_eq!(chosen(&json!("text")), None);
    // To serde a list may be a struct, field by field.
    assert_eq!(chosen(&json!([1])), Some("list"));
    assert_eq!(Choice::of(&json!([1])).or(|_: Narrow| ()).best(), None);
    let number = |json| Choice::of(&json).or(|_: f64| "f64").or(|_: u64| "u64").best();
    assert_eq!((number(json!(1)), number(json!(1.0))), (Some("u64"), Some("f64")));
}

/// Two types that differ in one field, both with more of their like inside.
#[derive(Debug, PartialEq)]
enum Post {
    Text(TextPost),
    Image(ImagePost),
    Unknown(Value),
}

#[derive(Debug, PartialEq, Deserialize)]
struct TextPost {
    replies: Vec<Post>,
    text: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct ImagePost {
    replies: Vec<Post>,
    url: Option<String>,
}

impl<'de> Deserialize<'de> for Post {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choose(deserializer, |choice| choice.or(Self::Text).or(Self::Image), Self::Unknown)
    }
}

impl Observe for Post {
    fn observe(&self, observer: &mut Observer<'_>) {
        match self {
            Self::Text(value) => value.observe(observer),
            Self::Image(value) => value.observe(observer),
            Self::Unknown(kept) => observer.form(kept, None),
        }
    }
}

impl Observe for TextPost {
    fn observe(&self, observer: &mut Observer<'_>) {
        observer.object::<Self>().field("replies", &self.replies);
    }
}

impl Observe for ImagePost {
    fn observe(&self, observer: &mut Observer<'_>) {
        observer.object::<Self>().field("replies", &self.replies);
    }
}

#[test]
fn a_choice_in_itself_is_read_in_a_bounded_number_of_tries() {
    let mut json = json!({"replies": [], "url": "innermost", "new": 1});
    for _ in 0..100 {
        json = json!({"replies": [json], "url": "a", "new": 1});
    }
    look::TRIES.set(0);
    let post = Post::deserialize(&json).unwrap();
    let tries = look::TRIES.get();
    // Two types of each of 101 posts, and in each of those two of the one post inside.
    assert!((202..=202 + 404).contains(&tries), "{tries}");
    let (mut post, mut depth) = (&post, 0);
    while let Post::Image(ImagePost { replies, url }) = post {
        let Some(reply) = replies.first() else {
            assert_eq!((depth, url.as_deref()), (100, Some("innermost")));
            return;
        };
        (post, depth) = (reply, depth + 1);
    }
    panic!("at {depth}: {post:?}");
}

#[test]
fn nothing_that_a_try_leaves_out_is_lost_or_counted() {
    let odd = json!({"replies": [{"replies": [{"replies": ["odd"], "url": "c"}], "text": "b"}]});
    let Ok(Post::Text(outer)) = Post::deserialize(&odd) else { panic!("the first of two alike") };
    let Some(Post::Text(middle)) = outer.replies.first() else { panic!("{outer:?}") };
    let Some(Post::Image(inner)) = middle.replies.first() else { panic!("{middle:?}") };
    assert_eq!(inner.replies, [Post::Unknown(json!("odd"))]);
    assert!(!look::is_trying());
}

#[derive(Debug, PartialEq)]
enum Outer {
    Narrow(u64),
    Middle(Middle),
    Unknown(Value),
}

#[derive(Debug, PartialEq)]
enum Middle {
    Flag(bool),
    Inner(Post),
    Unknown(Value),
}

impl<'de> Deserialize<'de> for Outer {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choose(
            deserializer,
            |choice| choice.or_choice(Self::Middle).or(Self::Narrow),
            Self::Unknown,
        )
    }
}

impl<'de> Deserialize<'de> for Middle {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        choose(deserializer, |choice| choice.or_choice(Self::Inner).or(Self::Flag), Self::Unknown)
    }
}

impl Observe for Middle {
    fn observe(&self, observer: &mut Observer<'_>) {
        match self {
            Self::Flag(_) => {}
            Self::Inner(value) => value.observe(observer),
            Self::Unknown(kept) => observer.form(kept, None),
        }
    }
}

#[test]
fn choices_of_choices_are_looked_into_down_to_their_types() {
    let read = |json: Value| Outer::deserialize(&json).unwrap();
    assert_eq!(read(json!(1)), Outer::Narrow(1));
    assert_eq!(read(json!(true)), Outer::Middle(Middle::Flag(true)));
    let url = read(json!({"replies": [], "url": "a"}));
    let image = ImagePost { replies: Vec::new(), url: Some("a".to_owned()) };
    assert_eq!(url, Outer::Middle(Middle::Inner(Post::Image(image))));
}

#[test]
fn what_a_try_leaves_out_does_not_count_against_its_type() {
    /// Documents everything but the replies.
    #[derive(Deserialize)]
    struct Bare {}

    impl Observe for Bare {
        fn observe(&self, observer: &mut Observer<'_>) {
            observer.object::<Self>();
        }
    }

    let leaf = json!({"replies": []});
    let json = json!({"replies": [{"replies": [leaf, leaf]}]});
    let choice = Choice::of(&json).or(|_: TextPost| "deep").or(|_: Bare| "bare");
    assert_eq!(choice.best(), Some("deep"));
}
