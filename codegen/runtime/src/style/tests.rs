//! The table of OpenAPI 3.0.3 under "Style Examples", and what it does not show.

use serde_json::json;

use super::*;
use crate::parameter::{Fault, Shape};

const COLOR: Param = Param::new("color");

fn text() -> Shape {
    Shape::of(&"blue").unwrap()
}

fn list() -> Shape {
    Shape::of(&["blue", "black", "brown"]).unwrap()
}

fn fields() -> Shape {
    let fields = [("R", "100"), ("G", "200"), ("B", "150")];
    Shape::Fields(fields.map(|(key, value)| (key.to_owned(), value.to_owned())).into())
}

#[test]
fn the_styles_of_a_path() {
    for (style, explode, of_text, of_list, of_fields) in [
        (Style::Simple, false, "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (Style::Simple, true, "blue", "blue,black,brown", "R=100,G=200,B=150"),
        (Style::Label, false, ".blue", ".blue.black.brown", ".R.100.G.200.B.150"),
        (Style::Label, true, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (
            Style::Matrix,
            false,
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150",
        ),
        (
            Style::Matrix,
            true,
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
    ] {
        let param = COLOR.style(style).explode(explode);
        assert_eq!(in_path(&param, text()).unwrap(), of_text, "{param:?}");
        assert_eq!(in_path(&param, list()).unwrap(), of_list, "{param:?}");
        assert_eq!(in_path(&param, fields()).unwrap(), of_fields, "{param:?}");
    }
    assert_eq!(in_path(&COLOR, list()).unwrap(), "blue,black,brown");
    let odd = Shape::of(&["a,b", "ä;=."]).unwrap();
    let matrix = Param::new("n&n").style(Style::Matrix).explode(true);
    assert_eq!(in_path(&matrix, odd).unwrap(), ";n%26n=a%2Cb;n%26n=%C3%A4%3B%3D.");
}

#[test]
fn no_style_of_a_path_leads_elsewhere() {
    for style in [Style::Simple, Style::Label, Style::Matrix] {
        for explode in [false, true] {
            let param = COLOR.style(style).explode(explode);
            for value in ["", ".", "..", "a/b", "a\\b", "a\nb"] {
                for shape in [
                    Shape::of(&value),
                    Shape::of(&["a", value]),
                    Shape::of(&json!({ value: "a" })),
                    Shape::of(&json!({ "a": value })),
                ] {
                    let shape = shape.unwrap();
                    let shown = format!("{param:?} {shape:?}");
                    assert!(in_path(&param, shape).is_err(), "{shown}");
                }
            }
            for empty in [json!([]), json!({}), json!(null)] {
                assert!(in_path(&param, Shape::of(&empty).unwrap()).is_err(), "{empty}");
            }
        }
    }
}

#[test]
fn the_styles_of_a_query() {
    let query = |param: &Param, shape| in_query(param, shape).unwrap().join("&");
    for (style, explode, of_list, of_fields) in [
        (Style::Form, false, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (Style::Form, true, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (Style::Space, false, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        (Style::Space, true, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (Style::Pipe, false, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
    ] {
        let param = COLOR.style(style).explode(explode);
        assert_eq!(query(&param, text()), "color=blue");
        assert_eq!(query(&param, list()), of_list, "{param:?}");
        assert_eq!(query(&param, fields()), of_fields, "{param:?}");
        for empty in [json!([]), json!({}), json!(null)] {
            assert_eq!(query(&param, Shape::of(&empty).unwrap()), "", "{param:?}");
        }
    }
    let deep = COLOR.style(Style::Deep);
    let of_fields = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(query(&deep, fields()), of_fields);
    assert_eq!(query(&deep.explode(false), fields()), of_fields);
    assert_eq!(query(&COLOR, list()), "color=blue&color=black&color=brown");
    assert_eq!(query(&COLOR.style(Style::Space), list()), "color=blue%20black%20brown");
    assert_eq!(query(&COLOR, Shape::of(&"").unwrap()), "color=");
}

#[test]
fn nothing_in_a_query_looks_like_something_else() {
    let query = |param: &Param, value| {
        in_query(param, Shape::of(&value).unwrap()).map(|pairs| pairs.join("&"))
    };
    let all = " !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~-._ä";
    let encoded = "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60\
                   %7B%7C%7D~-._%C3%A4";
    assert_eq!(query(&COLOR, json!(all)).unwrap(), format!("color={encoded}"));
    let reserved = "%20!%22%23$%25%26'()*+,/:;%3C=%3E?@[%5C]%5E%60%7B%7C%7D~-._%C3%A4";
    assert_eq!(query(&COLOR.reserved(), json!(all)).unwrap(), format!("color={reserved}"));
    let joined = COLOR.explode(false);
    assert_eq!(query(&joined, json!(["a,b", "c"])).unwrap(), "color=a%2Cb,c");
    assert_eq!(query(&joined.reserved(), json!(["a,b", "/"])).unwrap(), "color=a%2Cb,/");
    let deep = COLOR.style(Style::Deep);
    assert_eq!(query(&deep, json!({"a]&": "=&"})).unwrap(), "color%5Ba%5D%26%5D=%3D%26");
    assert!(query(&COLOR.style(Style::Pipe), json!(["a|b", "c"])).is_err());
    assert!(query(&COLOR.style(Style::Space), json!({"a b": "c"})).is_err());
    assert_eq!(query(&COLOR.style(Style::Pipe), json!("a|b")).unwrap(), "color=a%7Cb");
}

#[test]
fn headers_are_simple_and_not_encoded() {
    let header = |explode, shape| in_header(&COLOR.explode(explode), shape);
    assert_eq!(header(false, text()), Ok(Some("blue".to_owned())));
    assert_eq!(header(true, list()), Ok(Some("blue,black,brown".to_owned())));
    assert_eq!(header(false, fields()), Ok(Some("R,100,G,200,B,150".to_owned())));
    assert_eq!(header(true, fields()), Ok(Some("R=100,G=200,B=150".to_owned())));
    assert_eq!(header(false, Shape::of(&json!([])).unwrap()), Ok(None));
    assert_eq!(header(false, Shape::of(&json!({})).unwrap()), Ok(None));
    assert_eq!(header(false, Shape::of(&"a, b=%").unwrap()), Ok(Some("a, b=%".to_owned())));
    assert!(header(false, Shape::of(&["a,b"]).unwrap()).is_err());
    assert!(header(true, Shape::of(&json!({"a": "b,c=d"})).unwrap()).is_err());
}

#[test]
fn cookies_are_of_form_and_not_encoded() {
    let cookies = |explode, value| in_cookies(&COLOR.explode(explode), Shape::of(&value).unwrap());
    let pairs = |pairs: &[(&str, &str)]| -> Result<Vec<(String, String)>, Fault> {
        Ok(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    };
    assert_eq!(cookies(true, json!("bl%u/e==")), pairs(&[("color", "bl%u/e==")]));
    assert_eq!(cookies(true, json!(["a", "b"])), pairs(&[("color", "a"), ("color", "b")]));
    assert_eq!(cookies(false, json!(["a", "b"])), pairs(&[("color", "a,b")]));
    assert_eq!(cookies(true, json!({"G": 2, "R": 1})), pairs(&[("G", "2"), ("R", "1")]));
    assert_eq!(cookies(false, json!({"G": 2, "R": 1})), pairs(&[("color", "G,2,R,1")]));
    assert_eq!(cookies(false, json!([])), pairs(&[]));
    for value in [json!("planted;x"), json!(["planted,"]), json!({"a": "plant ed"})] {
        let fault = cookies(false, value).unwrap_err();
        assert!(!fault.0.contains("plant"), "{fault}");
    }
    assert!(cookies(true, json!({"a=b": 1})).is_err());
}

#[test]
fn json_is_ascii_where_it_has_to_be() {
    assert_eq!(ascii_json(r#"{"ä":"𝄞x"}"#), r#"{"\u00e4":"\ud834\udd1ex"}"#);
}
