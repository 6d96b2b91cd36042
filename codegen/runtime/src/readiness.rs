//! Answers that may not be there yet.

/// What an operation answers whose success may be "not yet".
///
/// ```
/// use vrchat_files_runtime::Readiness;
///
/// let answer: Readiness<u32> = Readiness::Pending;
/// assert_eq!(answer.ready(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Readiness<T> {
    /// The answer.
    Ready(T),
    /// The service has accepted the question and has no answer yet: ask again later.
    Pending,
}

impl<T> Readiness<T> {
    /// The answer, if it is there.
    pub fn ready(self) -> Option<T> {
        match self {
            Self::Ready(answer) => Some(answer),
            Self::Pending => None,
        }
    }

    /// Whether the answer is there.
    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready(_))
    }

    /// Whether it is not there yet.
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Pending)
    }
}
