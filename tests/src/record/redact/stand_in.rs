//! Stand-ins: the same one for the same original, everywhere in a fixture. They are numbered as their
//! originals are first met in it, so that a second run gives the same ones, whatever else it meets, and no
//! digest of an original is anywhere.

use std::collections::{BTreeSet, HashMap, HashSet};

use time::{Date, Duration, Month};

use super::known::Known;
use super::shape::{self, Token};

/// What was made so far.
#[derive(Debug, Default)]
pub struct StandIns {
    by_original: HashMap<String, String>,
    made: HashSet<String>,
    counts: HashMap<&'static str, u64>,
    days: Days,
}

/// The days of all timestamps of a fixture, in order.
#[derive(Debug, Default)]
pub struct Days(BTreeSet<String>);

impl StandIns {
    /// None so far, and these days.
    pub fn of(days: Days) -> Self {
        Self { days, ..Self::default() }
    }

    /// Whether this is a stand-in already.
    pub fn is_one(&self, text: &str) -> bool {
        self.made.contains(text)
    }

    /// Notes the day of a timestamp. Days have stand-ins in the same order.
    pub fn note_day(&mut self, day: &str) {
        self.days.0.insert(day.to_owned());
    }

    /// A day for a day: the first one of all is a day before there was the service.
    pub fn day(&mut self, day: &str) -> String {
        if self.made.contains(day) {
            return day.to_owned();
        }
        let rank = self.days.0.iter().position(|one| one == day).unwrap_or(self.days.0.len());
        let first = Date::from_calendar_date(2001, Month::January, 1).unwrap_or(Date::MIN);
        let rank = i64::try_from(rank).unwrap_or_default();
        let made = first.checked_add(Duration::days(rank)).unwrap_or(first).to_string();
        self.made.insert(made.clone());
        made
    }

    /// The days that were noted.
    pub fn take_days(&mut self) -> Days {
        std::mem::take(&mut self.days)
    }

    /// A number of as many digits, before and behind the point, and of the same sign.
    pub fn numbered_like(&mut self, original: &str, known: &Known) -> String {
        // What stands behind an exponent says how large it is.
        let (mantissa, exponent) = match original.find(['e', 'E']) {
            Some(at) => original.split_at(at),
            None => (original, ""),
        };
        // More digits than these are not kept apart by a double.
        let mantissa: String = match mantissa.contains('.') {
            true => mantissa.chars().take(16).collect(),
            false => mantissa.to_owned(),
        };
        self.made_as(original, known, "number", |seed| {
            let digits = shape::text(&mantissa, seed);
            // The largest whole numbers begin with a one.
            let digits = if digits.len() >= 19 { largest(&digits) } else { digits };
            let zero = mantissa.trim_start_matches('-').starts_with("0.");
            let digits = if zero {
                digits.replacen(|one: char| one.is_ascii_digit(), "0", 1)
            } else {
                digits
            };
            format!("{digits}{exponent}")
        })
    }

    /// A UUID for a UUID, whatever its case.
    pub fn uuid(&mut self, original: &str) -> String {
        let lower = original.to_ascii_lowercase();
        if self.made.contains(&lower) {
            return original.to_owned();
        }
        let made = match self.by_original.get(&lower) {
            Some(made) => made.clone(),
            None => {
                let number = self.number("uuid");
                let made = format!("00000000-0000-4000-8000-{number:012x}");
                self.keep(lower, made)
            }
        };
        let is_upper = original.bytes().any(|one| one.is_ascii_uppercase());
        if is_upper { made.to_ascii_uppercase() } else { made }
    }

    /// A text of the same shape.
    pub fn text(&mut self, original: &str, known: &Known) -> String {
        self.made_as(original, known, "text", |seed| shape::text(original, seed))
    }

    /// A token of the same kind.
    pub fn token(&mut self, original: &str, kind: Token, known: &Known) -> String {
        self.made_as(original, known, "token", |seed| shape::token_like(original, kind, seed))
    }

    /// A part of an entity tag: hexadecimal digits, or letters and digits where there are others.
    pub fn tag(&mut self, original: &str, known: &Known) -> String {
        let kind = match original.bytes().all(|one| one.is_ascii_hexdigit()) {
            true => Token::Hex { upper: false },
            false => Token::Other,
        };
        self.made_as(original, known, "tag", |seed| shape::token_like(original, kind, seed))
    }

    /// One that is numbered, such as `user1@example.com`.
    pub fn numbered(
        &mut self,
        original: &str,
        kind: &'static str,
        of: impl Fn(u64) -> String,
    ) -> String {
        if let Some(made) = self.by_original.get(original) {
            return made.clone();
        }
        let number = self.number(kind);
        self.keep(original.to_owned(), of(number))
    }

    fn made_as(
        &mut self,
        original: &str,
        known: &Known,
        kind: &'static str,
        of: impl Fn(u64) -> String,
    ) -> String {
        if let Some(made) = self.by_original.get(original) {
            return made.clone();
        }
        let number = self.number(kind);
        // What is made is nobody's original, and nobody else's stand-in.
        let is_free = |this: &Self, made: &str| {
            made != original && !this.made.contains(made) && !known.has(made) && !known.is_in(made)
        };
        let mut tries = (0..64).map(|again| of(number + again * 0x1_0000_0000));
        let made = tries.find(|made| is_free(self, made)).unwrap_or_else(|| {
            // There are not so many texts of this shape. The number keeps them apart.
            let mut longer = format!("{}{number}", of(number));
            while !is_free(self, &longer) {
                longer.push('x');
            }
            longer
        });
        self.keep(original.to_owned(), made)
    }

    fn number(&mut self, kind: &'static str) -> u64 {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        *count
    }

    fn keep(&mut self, original: String, made: String) -> String {
        self.made.insert(made.clone());
        self.by_original.insert(original, made.clone());
        made
    }
}

/// A number of 19 digits or more that a machine still takes for a whole one.
fn largest(digits: &str) -> String {
    let mut left = 2;
    let one = |digit: char| match digit.is_ascii_digit() && left > 0 {
        true => {
            left -= 1;
            '1'
        }
        false => digit,
    };
    digits.chars().map(one).collect()
}
