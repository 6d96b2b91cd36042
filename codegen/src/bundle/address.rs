//! What a `$ref` says: a URI reference (RFC 3986), relative to the file that it stands in.

use crate::document::Fault;
use crate::pointer::{Pointer, percent_decode};

/// Which file, and what in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// The file, from the folder of the document.
    pub(super) file: String,
    pub(super) pointer: Pointer,
}

impl Address {
    /// What a text means in the file at `base`.
    pub(super) fn parse(text: &str, base: &str) -> Result<Self, Fault> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        let pointer = Pointer::from_reference(&format!("#{fragment}")).ok_or_else(|| {
            Fault::new(
                "has no JSON pointer behind its `#`",
                "write the way to what is meant, as in `#/components/schemas/Thing`",
            )
        })?;
        check_form(path)?;
        let file = if path.is_empty() { base.to_owned() } else { resolve(path, base)? };
        Ok(Self { file, pointer })
    }
}

/// Refuses what is no relative path.
fn check_form(path: &str) -> Result<(), Fault> {
    let absolute = || {
        Fault::new(
            "names a file by an absolute path",
            "write the path from the folder of the file that the reference stands in",
        )
    };
    if path.contains('\\') {
        return Err(Fault::new("has a backslash in its path", "write `/` between folders"));
    }
    if path.starts_with('/') && !path.starts_with("//") {
        return Err(absolute());
    }
    let first = path.split('/').next().unwrap_or_default();
    if let Some((scheme, _)) = first.split_once(':') {
        let is_drive = scheme.len() == 1 || scheme.eq_ignore_ascii_case("file");
        return Err(if is_drive { absolute() } else { remote() });
    }
    if path.starts_with("//") {
        return Err(remote());
    }
    if path.contains('?') {
        return Err(Fault::new(
            "has a query, which no file has",
            "leave out what follows the `?`; a `?` in the name of a file is written `%3F`",
        ));
    }
    Ok(())
}

fn remote() -> Fault {
    Fault::new(
        "leads to another host, and nothing is fetched from there",
        "save what it leads to in the folder of the document, and refer to that file",
    )
}

/// The path of the file, with each `.` and `..` worked out, however they are spelt.
fn resolve(path: &str, base: &str) -> Result<String, Fault> {
    let mut parts: Vec<String> = base.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in path.split('/') {
        let part = percent_decode(part).filter(|part| !part.contains(['/', '\\', '\0']));
        let Some(part) = part else {
            return Err(Fault::new(
                "has an escape in its path that no name of a file can have",
                "write the names of folders and files as they are, and `%25` for a `%`",
            ));
        };
        match part.as_str() {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<(String, String), String> {
        match Address::parse(text, "paths/files.yaml") {
            Ok(Address { file, pointer }) => Ok((file, pointer.as_str().to_owned())),
            Err(Fault::Said { what, .. }) => Err(what),
            Err(Fault::Told) => Err(String::new()),
        }
    }

    #[test]
    fn paths_are_relative_to_the_file_that_they_stand_in() {
        for (text, file, pointer) in [
            ("./a.yaml", "paths/a.yaml", ""),
            ("a.yaml#", "paths/a.yaml", ""),
            ("../b/a.yaml#/x~1y/0", "b/a.yaml", "/x~1y/0"),
            ("#/x", "paths/files.yaml", "/x"),
            ("..//./b/../a.yaml", "a.yaml", ""),
            ("../../a.yaml", "../a.yaml", ""),
            ("../../../a.yaml", "../../a.yaml", ""),
            ("%2e%2E/%2e%2e/a.yaml", "../a.yaml", ""),
            ("a%20b%3F.yaml#/%7Bx%7D", "paths/a b?.yaml", "/{x}"),
            ("a b/ä.yaml", "paths/a b/ä.yaml", ""),
            ("./c:d.yaml", "paths/c:d.yaml", ""),
        ] {
            assert_eq!(parsed(text), Ok((file.to_owned(), pointer.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_relative_path_is_refused() {
        for (text, says) in [
            ("https://example.com/a.yaml#/x", "another host"),
            ("HTTP:a", "another host"),
            ("urn:example:a", "another host"),
            ("//server/share/a.yaml", "another host"),
            ("file:///etc/passwd", "absolute path"),
            ("/etc/passwd", "absolute path"),
            ("C:/a.yaml", "absolute path"),
            ("c:a.yaml", "absolute path"),
            ("C:\\a.yaml", "backslash"),
            ("\\\\server\\share\\a.yaml", "backslash"),
            ("..\\a.yaml", "backslash"),
            ("..%5ca.yaml", "an escape"),
            ("..%2f..%2fa.yaml", "an escape"),
            ("a%00.yaml", "an escape"),
            ("a%.yaml", "an escape"),
            ("a%ff.yaml", "an escape"),
            ("a.yaml?x=1", "a query"),
            ("a.yaml#x", "no JSON pointer"),
            ("#x", "no JSON pointer"),
        ] {
            let said = parsed(text).expect_err(text);
            assert!(said.contains(says), "{text}: {said}");
        }
    }
}
