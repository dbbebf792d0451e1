//! Which cases are meant: as they are typed, and as one would type them.

use std::path::{Path, PathBuf};

use dechrome::golden::{self, Place};
use dechrome::{Error, Result};

use super::super::args::CiArgs;
use super::super::typed::quoted;

/// Where cases are if nothing else is said.
pub(super) const SUITE: &str = "golden";

#[derive(Debug, clap::Args)]
pub(super) struct CaseArgs {
    /// Names of cases in golden/, folders of cases, or folders that hold cases [default: all in golden/]
    #[arg(value_name = "CASE")]
    cases: Vec<PathBuf>,
}

impl CaseArgs {
    /// # Errors
    /// If one is none of these, or a folder holds no case.
    pub(super) fn places(&self) -> Result<Vec<Place>> {
        if self.cases.is_empty() {
            return golden::find(Path::new(SUITE));
        }
        let mut places = Vec::new();
        for what in &self.cases {
            places.extend(golden::locate(Path::new(SUITE), what)?);
        }
        Ok(places)
    }
}

/// What stands for a place on the command line: the name of a case in the default suite, any other's path.
pub(super) fn typed(place: &Place) -> String {
    match place.path().parent() {
        Some(parent) if parent == Path::new(SUITE) => quoted(Path::new(&place.name())),
        _ => quoted(place.path()),
    }
}

/// # Errors
/// If this is CI.
pub(super) fn permit_writing(ci: &CiArgs, verb: &str) -> Result<()> {
    let Some(place) = ci.told() else { return Ok(()) };
    let hint = "dechrome golden check compares without writing";
    Err(Error::invalid_with_hint(format!("golden {verb} writes nothing on CI"), hint).at(place))
}
