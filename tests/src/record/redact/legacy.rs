//! Ids of the oldest accounts: ten letters and digits without any form.

/// What the names of fields end with.
const ENDINGS: &[&str] = &["Id", "At", "By", "Of", "On", "To", "In", "Ms", "No", "Up"];

/// Whether this is such an id, and not a word or the name of a field of that length. One in a thousand of
/// them looks like a name.
pub fn is_legacy_id(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|one| one.is_ascii_alphanumeric()) && !is_name(text)
}

/// Whether this is made of words: `FORBIDDEN`, `uploadedAt`, `thumbnail2`.
fn is_name(text: &str) -> bool {
    let bare = text.trim_end_matches(|one: char| one.is_ascii_digit());
    if bare.is_empty() || bare.bytes().any(|one| one.is_ascii_digit()) {
        // Nothing but digits is no id.
        return bare.is_empty();
    }
    if bare.bytes().all(|one| one.is_ascii_uppercase()) {
        return has_vowel(bare);
    }
    let bare = match (bare.strip_suffix("ID"), bare.strip_suffix("URL")) {
        (Some(rest), _) | (_, Some(rest)) => rest,
        _ => ENDINGS.iter().find_map(|ending| bare.strip_suffix(ending)).unwrap_or(bare),
    };
    let mut starts: Vec<usize> = bare
        .char_indices()
        .filter(|(at, one)| *at > 0 && one.is_ascii_uppercase())
        .map(|(at, _)| at)
        .collect();
    starts.push(bare.len());
    let mut from = 0;
    starts.into_iter().all(|to| {
        let word = bare.get(from..to).unwrap_or_default();
        let is_first = from == 0;
        from = to;
        // `is`, `has`.
        is_first && word.len() == 2 || word.len() >= 3 && has_vowel(word)
    })
}

fn has_vowel(word: &str) -> bool {
    word.contains(|one: char| "aeiouyAEIOUY".contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_words() {
        for id in
            ["kJoVqXEdpo", "8JoV9XEdpo", "abCdEfGhIj", "qwrtzpsdfg", "a1b2c3d4e5", "zPkrvvbTQx"]
        {
            assert!(is_legacy_id(id), "{id}");
        }
        let words = [
            "everything",
            "Everything",
            "BADREQUEST",
            "uploadedAt",
            "instanceId",
            "instanceID",
            "previewURL",
            "hasAgeGate",
            "isFavorite",
            "thumbnail2",
            "JavaScript",
            "1234567890",
        ];
        for word in words {
            assert!(word.len() == 10 && !is_legacy_id(word), "{word}");
        }
        assert!(
            !is_legacy_id("kJoVqXEdp")
                && !is_legacy_id("kJoVqXEdpo1")
                && !is_legacy_id("kJoV_XEdpo")
        );
    }
}
