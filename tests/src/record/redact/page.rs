//! Bodies that are neither JSON nor bytes: pages of hosts in front of the service, and bare texts. The
//! tags of a page tell what it is; its words tell of an address or a request as often as not.

use serde_json::Value;

use super::Redactor;

/// Of a page no more than this is kept.
const ENOUGH: usize = 2048;

impl Redactor {
    /// A body that is a text.
    pub fn body(&mut self, text: &str) -> String {
        if text.starts_with(['{', '['])
            && let Ok(inner) = serde_json::from_str::<Value>(text)
        {
            return self.json(&inner, &self.nowhere()).to_string();
        }
        let mut out = String::new();
        let mut rest = text;
        while out.len() < ENOUGH && !rest.is_empty() {
            let words;
            (words, rest) =
                rest.split_at_checked(rest.find('<').unwrap_or(rest.len())).unwrap_or((rest, ""));
            out.push_str(&self.words(words));
            if let Some(tag) = rest.strip_prefix('<') {
                let (inside, behind) = tag.split_once('>').unwrap_or((tag, ""));
                out.push_str(&bare(inside));
                rest = behind;
            }
        }
        out
    }

    fn words(&mut self, text: &str) -> String {
        let bare = text.trim();
        match bare.is_empty() {
            true => text.to_owned(),
            false => text.replacen(bare, &self.string(bare, &self.nowhere(), ""), 1),
        }
    }
}

/// A tag without its attributes. What is no tag of a page is none.
fn bare(inside: &str) -> String {
    let (slash, name) = match inside.strip_prefix('/') {
        Some(name) => ("/", name),
        None => ("", inside),
    };
    let end = name.find(|one: char| !one.is_ascii_alphanumeric()).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or_default();
    let known = [
        "html", "head", "title", "body", "h1", "h2", "p", "div", "span", "center", "hr", "br", "a",
        "meta", "link", "script", "style", "ul", "li", "pre", "strong", "Error", "Code", "Message",
    ];
    let name = if known.contains(&name) { name } else { "x" };
    format!("<{slash}{name}>")
}
