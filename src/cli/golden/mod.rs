//! `dechrome golden`: documents held against the output somebody has accepted for them. Each of its verbs has a file.

mod accept;
mod add;
mod cases;
mod check;
mod findings;
mod review;

use dechrome::Result;

use super::args::MannerArgs;
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::Out;

/// Check cleaning against golden cases: documents with the output accepted for them
///
/// A case is a folder with input.txt, the accepted expected.txt, and case.toml, which says why the case exists.
/// Output that nobody has accepted yet lies beside them as expected.txt.new.
#[derive(Debug, clap::Args)]
#[command(subcommand_value_name = "VERB", subcommand_help_heading = "Verbs")]
pub(crate) struct GoldenArgs {
    #[command(subcommand)]
    verb: GoldenVerb,
}

#[derive(Debug, clap::Subcommand)]
enum GoldenVerb {
    Check(check::CheckArgs),
    Review(review::CaseReviewArgs),
    Accept(accept::AcceptArgs),
    Add(add::AddArgs),
}

pub(crate) fn run(
    args: &GoldenArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let screen = manner.screen(out);
    match &args.verb {
        GoldenVerb::Check(args) => check::run(args, screen, out, messages),
        GoldenVerb::Review(args) => review::run(args, screen, out, messages),
        GoldenVerb::Accept(args) => accept::run(args, out, messages),
        GoldenVerb::Add(args) => add::run(args, screen, out, messages),
    }
}
