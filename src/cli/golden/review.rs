//! `golden review`: what changed in the output of golden cases, change by change.

use std::io::Write;

use dechrome::golden::{self, Case, Finding, Place, Review};
use dechrome::report::Screen;
use dechrome::review::Session;
use dechrome::{Error, Result};

use super::super::args::CiArgs;
use super::super::config;
use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::super::review::{self, TaughtArgs, taught};
use super::super::stream::{Out, unwritten};
use super::cases::CaseArgs;
use super::check::check_places;
use super::findings::{headline, show};

/// Look at what changed in the output of cases, and accept or reject each change
///
/// Changes are those from the accepted output (for a case without one: from its input) to what cleaning gives now. The
/// accepted output takes the accepted ones, so the case passes once all are; rejected and skipped ones go on to fail.
/// Refuses to write where input, options, outputs or model changed meanwhile. ? lists the keys. Without a
/// terminal, and on CI, nothing is written: the changes are shown with what to type, as by golden check. The
/// exit code is 0 if every case passes in the end, 1 if not, 2 if anything failed.
#[derive(Debug, clap::Args)]
pub(super) struct CaseReviewArgs {
    #[command(flatten)]
    cases: CaseArgs,
    #[command(flatten)]
    taught: TaughtArgs,
    #[command(flatten)]
    ci: CiArgs,
}

pub(super) fn run(
    args: &CaseReviewArgs,
    screen: Screen,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let places = args.cases.places()?;
    if args.ci.told().is_some() || !review::is_possible() {
        return check_places(&places, None, screen, out, messages);
    }
    let mut outcome = Outcome::Done;
    let mut reviews = Vec::new();
    for place in &places {
        match begin(place) {
            Ok(review) => reviews.extend(review),
            Err(error) => {
                messages.error(&error);
                outcome = Outcome::Error;
            }
        }
    }
    if !reviews.is_empty() {
        let documents = reviews.iter().map(|review| review.document().clone()).collect();
        let mut session = Session::new(documents);
        review::run(&mut session, screen)?;
        outcome = outcome.and(settle(&reviews, &session, messages));
        outcome = outcome.and(taught::write(&args.taught, &session, &config::nearest_or_here(), messages));
    }
    Ok(outcome.and(sum_up(&places, screen, out, messages)?))
}

fn begin(place: &Place) -> Result<Option<Review>> {
    match place {
        Place::Case(folder) => Review::of(Case::read(folder)?),
        Place::Orphan(_) => Ok(None), // told of at the end
    }
}

/// Writes what was decided about each case. One that fails is named and does not stop the others.
fn settle(reviews: &[Review], session: &Session, messages: &Messages) -> Outcome {
    let mut outcome = Outcome::Done;
    for (index, review) in reviews.iter().enumerate() {
        if let Err(error) = review.settle(&session.result(index), &session.decisions(index)) {
            messages.error(&error);
            outcome = Outcome::Error;
        }
    }
    outcome
}

/// Says how the cases stand now, without the changes somebody has just seen.
fn sum_up(places: &[Place], screen: Screen, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let (mut passed, mut failed) = (0, 0);
    let mut outcome = Outcome::Done;
    for (place, found) in places.iter().zip(golden::check_all(places, None)?) {
        let findings = found.unwrap_or_else(|error: Error| {
            messages.error(&error);
            outcome = Outcome::Error;
            Vec::new()
        });
        if findings.is_empty() {
            passed += 1;
            continue;
        }
        failed += 1;
        outcome = outcome.and(Outcome::Differences);
        let (seen, others): (Vec<Finding>, Vec<Finding>) = findings
            .into_iter()
            .partition(|finding| matches!(finding, Finding::Differs(_) | Finding::Missing(_)));
        if !seen.is_empty() {
            headline(place, "is not what cleaning gives", out).map_err(unwritten)?;
        }
        show(place, &others, screen, out).map_err(unwritten)?;
    }
    writeln!(out, "{passed} passed, {failed} failed").map_err(unwritten)?;
    Ok(outcome)
}
