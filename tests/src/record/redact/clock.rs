//! Times: they keep their form, and lose what they say.

/// The day of a timestamp as RFC 3339 has it, and what stands behind that day.
pub fn timestamp(text: &str) -> Option<(&str, &str)> {
    let (day, rest) = text.split_at_checked(10)?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|one| one.is_ascii_digit());
    let mut parts = day.split('-');
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    let is_day = year.len() == 4 && month.len() == 2 && [year, month, date].into_iter().all(digits);
    let time = rest.strip_prefix(['T', 't', ' ']);
    let is_time = time.is_some_and(|time| {
        let known = |one: u8| one.is_ascii_digit() || b":.+-Zz".contains(&one);
        time.len() >= 5 && time.bytes().all(known) && time.as_bytes().get(2) == Some(&b':')
    });
    (is_day && (rest.is_empty() || is_time)).then_some((day, rest))
}

/// Noon, written as the time behind this day is.
pub fn noon_like(rest: &str) -> String {
    let Some(separator) = rest.chars().next() else { return String::new() };
    let time = rest.get(1..).unwrap_or_default();
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let mut noon = String::from("12");
    noon.extend(clock.chars().skip(2).map(|one| if one.is_ascii_digit() { '0' } else { one }));
    noon.extend(zone.chars().map(|one| if one.is_ascii_digit() { '0' } else { one }));
    format!("{separator}{noon}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_keep_their_form() {
        let (day, rest) = timestamp("2026-07-21T02:09:29.602Z").expect("it is one");
        assert_eq!((day, noon_like(rest).as_str()), ("2026-07-21", "T12:00:00.000Z"));
        let (_, rest) = timestamp("2026-07-21 02:09+09:00").expect("it is one");
        assert_eq!(noon_like(rest), " 12:00+00:00");
        for text in ["2026-07-21 is a day", "2026-7-211", "12:00", "2026-07-21T"] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }
}
