//! How a run ends, as an exit code, and how the endings of its parts add up.

use std::process::ExitCode;

/// Ordered by weight: of two outcomes the heavier one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// All was done, and where differences were asked for there are none.
    Done = 0,
    /// There are differences.
    Differences = 1,
    /// Something failed.
    Error = 2,
}

impl Outcome {
    /// The outcome of both: an error wins over differences, and these over being done.
    #[must_use]
    pub(crate) fn and(self, other: Outcome) -> Outcome {
        self.max(other)
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{self, Differences, Done, Error};

    #[test]
    fn an_error_wins_and_order_does_not_matter() {
        for (one, other, both) in [
            (Done, Done, Done),
            (Done, Differences, Differences),
            (Differences, Differences, Differences),
            (Done, Error, Error),
            (Differences, Error, Error),
            (Error, Error, Error),
        ] {
            assert_eq!((one.and(other), other.and(one)), (both, both));
        }
        assert_eq!([Done, Differences, Error].map(|outcome: Outcome| outcome as u8), [0, 1, 2]);
    }
}
