//! Compares cases with their accepted output. Reads, and never writes.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::{Error, Result};

use super::case::Case;
use super::difference::Difference;
use super::suite::{Place, strays};

/// Something that keeps a case from passing.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The output differs from the accepted one: expected against today's.
    Differs(Difference),
    /// No output was ever accepted: the input against today's output.
    Missing(Difference),
    /// Pending output lies about.
    Stale(Pending),
    /// Files or folders that belong to no case.
    Orphan(Vec<PathBuf>),
}

/// How pending output relates to what cleaning gives today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// Input, options or model changed since it was written: it can no longer be accepted.
    Outdated(PathBuf),
    /// It is accepted already, byte for byte; accepting again clears it away.
    Accepted(PathBuf),
}

/// What keeps the case at `place` from passing; nothing if it passes.
///
/// A case passes if cleaning its input gives the accepted output byte for byte, no pending output
/// lies beside it, and its folder holds nothing else. Pending output that equals today's is no
/// finding of its own where the accepted output is missing or differs: it is what can be accepted.
///
/// # Errors
/// As [`Case::read`], or if the folder or an output cannot be read.
pub fn check(place: &Place) -> Result<Vec<Finding>> {
    let folder = match place {
        Place::Case(folder) => folder,
        Place::Orphan(path) => return Ok(vec![Finding::Orphan(vec![path.clone()])]),
    };
    let case = Case::read(folder)?;
    let output = case.output()?;
    let expected = case.expected()?;
    let mut findings = Vec::new();
    match &expected {
        None => findings.push(Finding::Missing(Difference::of_input(&case, &output))),
        Some(expected) if *expected != output => {
            findings.push(Finding::Differs(Difference::of_expected(&case, expected, &output)));
        }
        Some(_) => {}
    }
    match case.pending()? {
        Some(pending) if pending != output => {
            findings.push(Finding::Stale(Pending::Outdated(case.pending_path())));
        }
        Some(_) if expected.is_some_and(|expected| expected == output) => {
            findings.push(Finding::Stale(Pending::Accepted(case.pending_path())));
        }
        _ => {}
    }
    let strays = strays(folder)?;
    if !strays.is_empty() {
        findings.push(Finding::Orphan(strays));
    }
    Ok(findings)
}

/// As [`check()`] for each place, in their order, `jobs` at a time (all cores by default).
///
/// # Errors
/// If the threads cannot be started. What fails in one place stands in its result and does not stop the others.
pub fn check_all(places: &[Place], jobs: Option<NonZeroUsize>) -> Result<Vec<Result<Vec<Finding>>>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, NonZeroUsize::get)).build();
    let pool = pool.map_err(|error| Error::invalid(error.to_string()).at("threads"))?;
    Ok(pool.install(|| places.par_iter().map(check).collect()))
}
