//! `golden check`: whether cleaning gives what was accepted.

use std::io::Write;
use std::num::NonZeroUsize;

use dechrome::Result;
use dechrome::golden::{self, Place};
use dechrome::report::Screen;

use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::super::stream::{Out, unwritten};
use super::cases::CaseArgs;
use super::findings::show;

/// Compare what cleaning gives now with the accepted output, and write nothing
///
/// Lines with - are in the accepted output (for a case without one: in its input), lines with + are what cleaning
/// gives now. The exit code is 0 if every case passes; 1 if one differs, has no accepted output or stale pending
/// output, or something in the folder belongs to no case; 2 if a case cannot be read.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    cases: CaseArgs,
    /// Check N cases at a time; what is printed is the same for any N [default: as many as there are cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Exit with 0 also if a case does not pass
    #[arg(long)]
    exit_zero: bool,
}

pub(super) fn run(args: &CheckArgs, screen: Screen, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let outcome = check_places(&args.cases.places()?, args.jobs, screen, out, messages)?;
    Ok(if args.exit_zero && outcome == Outcome::Differences { Outcome::Done } else { outcome })
}

/// Checks cases and prints what was found, in their order.
pub(super) fn check_places(
    places: &[Place],
    jobs: Option<NonZeroUsize>,
    screen: Screen,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let (mut passed, mut failed) = (0, 0);
    let mut outcome = Outcome::Done;
    for (place, found) in places.iter().zip(golden::check_all(places, jobs)?) {
        match found {
            Ok(findings) if findings.is_empty() => passed += 1,
            Ok(findings) => {
                failed += 1;
                outcome = outcome.and(Outcome::Differences);
                show(place, &findings, screen, out).map_err(unwritten)?;
            }
            Err(error) => {
                failed += 1;
                outcome = Outcome::Error;
                messages.error(&error);
            }
        }
    }
    writeln!(out, "{passed} passed, {failed} failed").map_err(unwritten)?;
    Ok(outcome)
}
