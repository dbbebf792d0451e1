//! Turns today's output of a case into its accepted output.

use crate::error::{Error, Result};
use crate::fsio;

use super::case::Case;
use super::difference::Difference;

/// What accepting did.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// Nothing: this output was accepted before. Pending output that says the same is cleared away.
    Before,
    /// The first output of the case was accepted: the input against it.
    First(Difference),
    /// Another output than before was accepted: the old one against it.
    Changed(Difference),
}

/// Accepts the output of `case`: writes it as the expected one, atomically, then removes the pending one.
///
/// Cleans the input again. Where the pending output, which is what somebody has seen, differs from
/// what comes out, nothing is written: input, options or model have changed since.
///
/// # Errors
/// If pending output is outdated, or a file cannot be read or written.
pub fn accept(case: &Case) -> Result<Accepted> {
    let output = case.output()?;
    let pending = case.pending()?;
    if pending.as_ref().is_some_and(|pending| *pending != output) {
        let path = case.pending_path();
        let what = "not what cleaning gives now: input, options or model changed since it was written";
        let hint = format!(
            "rm '{}' clears it away, dechrome golden check shows what cleaning gives",
            path.display()
        );
        return Err(Error::invalid_with_hint(what, hint).in_file(path));
    }
    let accepted = match case.expected()? {
        Some(expected) if expected == output => Accepted::Before,
        Some(expected) => Accepted::Changed(Difference::of_expected(case, &expected, &output)),
        None => Accepted::First(Difference::of_input(case, &output)),
    };
    if accepted != Accepted::Before {
        fsio::write(&case.expected_path(), &output)?;
    }
    if pending.is_some() {
        fsio::remove(&case.pending_path())?;
    }
    Ok(accepted)
}
