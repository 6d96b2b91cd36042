//! Ctrl-C, and what else ends a process on request.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use tokio::sync::Notify;

use super::clean_up;
use super::made::Made;
use super::report::tell;

/// Whether the run is to end.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// The exit code that says by what; 0 where it is not.
    code: AtomicU8,
    is_writing: AtomicBool,
    notify: Notify,
}

impl Interrupt {
    /// The exit code, if it is to end.
    pub fn code(&self) -> Option<u8> {
        Some(self.0.code.load(Ordering::SeqCst)).filter(|code| *code > 0)
    }

    /// Waits until it is to end.
    pub async fn wait(&self) {
        let notified = self.0.notify.notified();
        let mut notified = std::pin::pin!(notified);
        notified.as_mut().enable();
        if self.code().is_none() {
            notified.await;
        }
    }

    /// From here on there is nothing to clean up, and what was recorded is written.
    pub fn writes(&self) {
        self.0.is_writing.store(true, Ordering::SeqCst);
    }

    /// On the first signal a run ends and cleans up, or writes what it is writing; on the second it ends.
    pub async fn listen(self, mut signals: Signals, made: Made) {
        while let Some(code) = signals.next().await {
            if self.is_second(code) {
                let ids = made.ids();
                ids.iter().for_each(|id| tell(format!("The File {id} is still there: delete it.")));
                for operation in made.unsure() {
                    tell(clean_up::may_be_there(operation));
                }
                std::process::exit(code.into());
            }
            tell(match self.0.is_writing.load(Ordering::SeqCst) {
                true => "What was recorded is being written; Ctrl-C once more ends that.",
                false => {
                    "Stopping. What was made is deleted first; Ctrl-C once more leaves it there."
                }
            });
            self.0.notify.notify_waiters();
        }
    }

    /// Takes note of a signal, and tells whether it is not the first.
    fn is_second(&self, code: u8) -> bool {
        self.0.code.swap(code, Ordering::SeqCst) > 0
    }
}

/// What asks a process to end.
#[cfg(unix)]
pub struct Signals(Vec<(u8, tokio::signal::unix::Signal)>);

#[cfg(unix)]
impl Signals {
    /// Begins to listen. What is not listened for kills the process as ever.
    pub fn begin() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut all = Vec::new();
        for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
            let number = kind.as_raw_value();
            // Under nohup the end of the terminal is none of the process.
            if kind == SignalKind::hangup() && is_ignored(number) {
                continue;
            }
            // What a shell gives for a program that a signal has killed.
            let code = u8::try_from(128 + number).unwrap_or(u8::MAX);
            all.push((code, signal(kind)?));
        }
        Ok(Self(all))
    }

    async fn next(&mut self) -> Option<u8> {
        std::future::poll_fn(|context| {
            let mut all = self.0.iter_mut();
            match all.find_map(|(code, one)| one.poll_recv(context).is_ready().then_some(*code)) {
                Some(code) => std::task::Poll::Ready(Some(code)),
                None => std::task::Poll::Pending,
            }
        })
        .await
    }
}

/// Whether the process was started so that it ignores this signal, where the system says so.
#[cfg(unix)]
fn is_ignored(number: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    let place = u32::try_from(number - 1).ok();
    place.and_then(|place| 1_u64.checked_shl(place)).is_some_and(|bit| mask & bit != 0)
}

/// What asks a process to end.
#[cfg(not(unix))]
pub struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Begins to listen.
    pub fn begin() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Option<u8> {
        tokio::signal::ctrl_c().await.ok().map(|()| 130)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_signal_ends_a_run_whatever_it_does() {
        for is_writing in [false, true] {
            let interrupt = Interrupt::default();
            assert_eq!(interrupt.code(), None);
            if is_writing {
                interrupt.writes();
            }
            assert!(!interrupt.is_second(143), "a file that is half written is written to its end");
            assert_eq!(interrupt.code(), Some(143));
            assert!(interrupt.is_second(130));
        }
    }
}
