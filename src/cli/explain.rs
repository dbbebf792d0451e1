//! `dechrome explain`: why each line stays or goes.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use dechrome::Result;
use dechrome::report::{Screen, explain, screen};

use super::args::{DecideArgs, MannerArgs, ReadArgs};
use super::files::Found;
use super::job::{Job, Manner, Planned, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Explain for each line of a document why it stays or goes
///
/// Each line comes with its number, what becomes of it (keep or drop), its score from 0 (chrome) to 1 (content), the
/// reason it is dropped for, what decided, and its text; mended breaks stand between the lines.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// File to read; - or none reads standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    decide: DecideArgs,
}

pub(crate) fn run(
    args: &ExplainArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let job = Job::new(&args.read, &args.decide, messages)?;
    let file = Found::named(args.file.as_deref().unwrap_or(Path::new("-")));
    let screen = manner.screen(out);
    let manner = Manner { threads: NonZeroUsize::MIN, size: None };
    Ok(job.each(Box::new(std::iter::once(Ok(file))), &manner, out, |documents, out| {
        documents.run(&mut Explanation { out, screen })
    }))
}

struct Explanation<'o> {
    out: &'o mut Out,
    screen: Screen,
}

impl View for Explanation<'_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        if planned.document.part().is_some() {
            writeln!(self.out, "{}:", screen::escape(planned.name())).map_err(unwritten)?;
        }
        let evidence = planned.cleaner.evidence(planned.lines);
        let joins = planned.cleaner.join_evidence(planned.lines, &planned.plan.joins);
        explain::write(planned.lines, planned.plan, evidence, joins, self.screen, self.out).map_err(unwritten)
    }
}
