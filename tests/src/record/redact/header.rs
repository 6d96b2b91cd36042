//! Values of headers.

use super::Redactor;

/// In place of any time at which something was changed.
const THEN: &str = "Mon, 01 Jan 2001 12:00:00 GMT";

impl Redactor {
    /// The value of a header; `None` where there is nothing to keep of it.
    pub fn header(&mut self, name: &str, value: &str) -> Option<String> {
        match name {
            "location" => Some(match self.address(value) {
                Some(made) => made,
                None => self.relative(value),
            }),
            "etag" => Some(self.entity_tag(value)),
            "last-modified" => {
                self.note(value);
                Some(THEN.to_owned())
            }
            // As a date it would be another one each time.
            "retry-after" => value.parse::<u32>().ok().map(|seconds| seconds.to_string()),
            _ => Some(self.string(value, &self.nowhere(), name)),
        }
    }

    /// A tag without its digest, by which bytes could be known again.
    fn entity_tag(&mut self, value: &str) -> String {
        let (weak, rest) = value.split_at(if value.starts_with("W/") { 2 } else { 0 });
        let bare = rest.trim_matches('"');
        let parts = bare.split('-').map(|part| {
            if part.is_empty() || self.is_stand_in(part) {
                return part.to_owned();
            }
            self.note(part);
            self.stand_ins.tag(part, &self.known)
        });
        let made = parts.collect::<Vec<String>>().join("-");
        if bare == rest { format!("{weak}{made}") } else { format!("{weak}\"{made}\"") }
    }
}
