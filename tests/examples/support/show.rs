//! Progress for people: bars in a terminal, and lines elsewhere.

use std::time::{Duration, Instant};

use indicatif::{BinaryBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The layout of what takes a while that nobody knows.
pub const WAITING: &str = "{spinner} {msg} ({elapsed})";

/// Gives a bar this layout, which goes on turning when nothing moves.
pub fn style(bar: &ProgressBar, template: &str) {
    let style = ProgressStyle::with_template(template);
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style.tick_chars(r"|/-\ ").progress_chars("=> "));
    bar.enable_steady_tick(Duration::from_millis(100));
}

/// Says something above the bar. Where there is no terminal there is no bar, and it is a line.
pub fn say(bar: &ProgressBar, line: &str) {
    if bar.is_hidden() {
        eprintln!("{line}");
    } else {
        bar.println(line);
    }
}

/// Leaves the bars as they stand when the user stops it all: the terminal has put a `^C` behind them,
/// and they cannot be cleared any more.
pub fn freeze(are_hidden: bool, draw_to: impl FnOnce(ProgressDrawTarget)) {
    draw_to(ProgressDrawTarget::hidden());
    if !are_hidden {
        eprintln!();
    }
}

/// A number of bytes, for people.
pub fn size(bytes: u64) -> String {
    BinaryBytes(bytes).to_string()
}

/// How long so many bytes took, and how many that is in a second.
pub fn pace(bytes: u64, started: Instant) -> String {
    let seconds = started.elapsed().as_secs_f64();
    // A rate for people: what is lost of the number does not matter.
    let rate = bytes as f64 / seconds.max(0.001);
    format!("{seconds:.1} s, {}/s", size(rate as u64))
}

/// A number of things by their name, which takes an `s` where they are many.
pub fn count(number: usize, name: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {name}{s}", HumanCount(u64::try_from(number).unwrap_or(u64::MAX)))
}
