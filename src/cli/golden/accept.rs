//! `golden accept`: what cleaning gives now becomes the accepted output.

use std::io::Write;

use dechrome::golden::{self, Accepted, Case, Place};
use dechrome::{Error, Result};

use super::super::args::CiArgs;
use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::super::stream::{Out, unwritten};
use super::cases::{CaseArgs, permit_writing};
use super::findings::{extent, headline};

/// Make what cleaning gives now the accepted output of cases
///
/// Refuses where pending output is not what cleaning gives now: input, options or model have changed since somebody
/// saw it. The accepted output is replaced in one step, then the pending one is removed. Refuses on CI.
#[derive(Debug, clap::Args)]
pub(super) struct AcceptArgs {
    #[command(flatten)]
    cases: CaseArgs,
    #[command(flatten)]
    ci: CiArgs,
}

pub(super) fn run(args: &AcceptArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    permit_writing(&args.ci, "accept")?;
    let (mut accepted, mut before) = (0, 0);
    let mut outcome = Outcome::Done;
    for place in args.cases.places()? {
        match accept_one(&place) {
            Ok(Accepted::Before) => before += 1,
            Ok(Accepted::First(difference) | Accepted::Changed(difference)) => {
                accepted += 1;
                headline(&place, &format!("accepted, {}", extent("changing", &difference)), out)
                    .map_err(unwritten)?;
            }
            Err(error) => {
                outcome = Outcome::Error;
                messages.error(&error);
            }
        }
    }
    writeln!(out, "{accepted} accepted, {before} as before").map_err(unwritten)?;
    Ok(outcome)
}

fn accept_one(place: &Place) -> Result<Accepted> {
    match place {
        Place::Case(folder) => golden::accept(&Case::read(folder)?),
        Place::Orphan(path) => Err(Error::invalid("belongs to no golden case").in_file(path)),
    }
}
