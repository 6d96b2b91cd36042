//! Texts and numbers of a format, and ids.

use serde_json::Value;

/// Whether a value breaches the format that is stated for it. The others say nothing that could be
/// breached, or nothing that everybody agrees on.
pub(super) fn is_breached(format: &str, value: &Value) -> bool {
    match (format, value) {
        ("date-time", Value::String(text)) => !is_date_time(text),
        ("date", Value::String(text)) => !is_date(text),
        ("uuid", Value::String(text)) => !is_uuid(text),
        ("int32", Value::Number(number)) => number
            .as_f64()
            .is_some_and(|number| !(f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number)),
        _ => false,
    }
}

/// What an id such as `usr_` and a UUID begins with: a word of the service, and nothing that was written
/// by somebody.
pub(super) fn id_prefix(text: &str) -> Option<&str> {
    let (prefix, id) = text.rsplit_once('_')?;
    let is_word =
        (2..=10).contains(&prefix.len()) && prefix.chars().all(|c| c.is_ascii_lowercase());
    (is_word && is_uuid(id)).then_some(prefix)
}

pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|g| g.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Whether a text is a day as RFC 3339 writes it.
pub(super) fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, '-', [4, 2, 2]) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether a text is a time as RFC 3339 writes it.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let Some(at) = time.find(['Z', 'z', '+', '-']) else { return false };
    let (clock, zone) = time.split_at(at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_clock = |hour: u32, minute: u32| hour < 24 && minute < 60;
    let is_zone = matches!(zone, "Z" | "z")
        || zone
            .get(1..)
            .and_then(|zone| numbers(zone, ':', [2, 2]))
            .is_some_and(|[hour, minute]| is_clock(hour, minute));
    // A leap second is the sixtieth.
    let is_time = numbers(clock, ':', [2, 2, 2])
        .is_some_and(|[hour, minute, second]| is_clock(hour, minute) && second <= 60);
    let is_fraction = !fraction.is_empty() && fraction.chars().all(|c| c.is_ascii_digit());
    is_date(date) && is_time && is_fraction && is_zone
}

/// The numbers of a text, each of so many digits.
fn numbers<const N: usize>(text: &str, separator: char, lengths: [usize; N]) -> Option<[u32; N]> {
    let parts: Vec<&str> = text.split(separator).collect();
    let is_whole = parts.len() == N
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && part.chars().all(|c| c.is_ascii_digit()));
    let numbers: Vec<u32> =
        parts.into_iter().filter(|_| is_whole).filter_map(|part| part.parse().ok()).collect();
    numbers.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_days_and_times_that_there_are_count() {
        for day in ["2026-01-31", "2024-02-29", "2000-02-29", "2026-12-01"] {
            assert!(is_date(day), "{day}");
        }
        for day in [
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-02-29",
            "1900-02-29",
            "2026-1-1",
            "",
            "2026-01-00",
        ] {
            assert!(!is_date(day), "{day}");
        }
        for time in
            ["2026-07-21T02:09:29.602Z", "2026-07-21t23:59:60z", "2026-07-21 02:09:29+01:00"]
        {
            assert!(is_date_time(time), "{time}");
        }
        for time in [
            "2026-13-45T02:09:29Z",
            "2026-07-21T24:00:00Z",
            "2026-07-21T02:60:00Z",
            "2026-07-21T02:09:61Z",
            "2026-07-21T02:09:29",
            "2026-07-21T02:09:29.Z",
            "2026-07-21T02:09:29+24:00",
            "2026-07-21T02:09:29+0100",
            "2026-07-21",
        ] {
            assert!(!is_date_time(time), "{time}");
        }
    }

    #[test]
    fn formats_are_held_against_values() {
        let id = "9439f8cc-1c6b-4dca-9a07-d2eccb570701";
        for (format, fits, breaches) in [
            ("date", json!("2026-01-02"), json!("2026-01-02T00:00:00Z")),
            ("date-time", json!("2026-01-02T00:00:00Z"), json!("2026-01-02")),
            ("uuid", json!(id), json!(format!("usr_{id}"))),
            ("int32", json!(2_147_483_647), json!(2_147_483_648_u64)),
            ("int32", json!(-2_147_483_648_i64), json!(-2_147_483_649_i64)),
        ] {
            assert!(!is_breached(format, &fits), "{format}: {fits}");
            assert!(is_breached(format, &breaches), "{format}: {breaches}");
        }
        assert!(!is_breached("email", &json!("nobody")));
    }

    #[test]
    fn only_a_word_is_what_an_id_begins_with() {
        let id = "9439f8cc-1c6b-4dca-9a07-d2eccb570701";
        assert_eq!(id_prefix(&format!("usr_{id}")), Some("usr"));
        for prefix in ["", "u", "Usr", "some secret", "a_b", "abcdefghijk", "us3"] {
            assert_eq!(id_prefix(&format!("{prefix}_{id}")), None, "{prefix}");
        }
    }
}
