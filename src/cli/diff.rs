//! `dechrome diff`: what cleaning would change.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use dechrome::render::render;
use dechrome::report::html::Page;
use dechrome::report::unified::{self, Difference, Joins, Layout};
use dechrome::text::{Encoding, Text};
use dechrome::{Error, Result, fsio};

use super::args::{DecideArgs, FileArgs, MannerArgs, ReadArgs};
use super::input;
use super::job::{Job, Planned, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// How long two texts are compared before the difference may be longer than it must be.
const PATIENCE: Duration = Duration::from_secs(2);

/// Show what clean would change, as a unified diff, and change nothing
///
/// GNU patch applies the diff of a text file to it, and patch -R gives the original back, byte for byte. Mended
/// breaks are part of it: the broken lines go, the mended one comes. Behind each @@ stands what goes, by reason.
/// The diff is UTF-8, whatever the encoding of the document. The exit code is 0 if there is nothing to change, 1 if
/// there is, and 2 if anything failed.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    files: FileArgs,
    /// How to show it: unified, or html for a page that a browser shows without a network, with the score of each line
    /// and the evidence behind it; its documents are shown whole
    #[arg(long, value_name = "STYLE", default_value = "unified", hide_possible_values = true)]
    style: Style,
    /// Unchanged lines to show around each change
    #[arg(long, value_name = "N", default_value_t = 3)]
    context: usize,
    /// Show mended breaks whole also on a terminal, where they are folded to the mended line behind a ~; in a file or a
    /// pipe they are always whole, as patch needs them
    #[arg(long)]
    show_joins: bool,
    /// Show instead how the cleaned text differs from FILE, what is only in FILE with a minus
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Exit with 0 also if there are differences
    #[arg(long)]
    exit_zero: bool,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    decide: DecideArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    Unified,
    Html,
}

pub(crate) fn run(
    args: &DiffArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let job = Job::new(&args.read, &args.decide, messages)?;
    if args.style == Style::Html {
        return page(args, &job, out, messages);
    }
    let joins = if args.show_joins || !out.is_terminal() { Joins::Whole } else { Joins::Folded };
    let layout = Layout { context: args.context, screen: manner.screen(out), joins };
    let against = args.against.as_deref().map(|path| Other::read(path, args.read.encoding())).transpose()?;
    let outcome = input::each(&args.files.inputs(), out, messages, |input, out| {
        let mut view = Diff { out, layout, against: against.as_ref(), difference: Difference::None };
        let outcome = job.run(input, &mut view)?;
        Ok(outcome.and(outcome_of(view.difference, args)))
    });
    Ok(outcome)
}

fn page(args: &DiffArgs, job: &Job<'_>, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    if args.against.is_some() {
        return Err(Error::invalid("shows plans, and no other file beside them").at("--style html"));
    }
    // What fails on standard output is said once, at the end of the run.
    let Ok(mut page) = Page::begin(out) else { return Ok(Outcome::Done) };
    let outcome = input::each(&args.files.inputs(), out, messages, |input, out| {
        let mut view = Paged { out, page: &mut page, difference: Difference::None };
        let outcome = job.run(input, &mut view)?;
        Ok(outcome.and(outcome_of(view.difference, args)))
    });
    let _ = page.finish(out);
    Ok(outcome)
}

fn outcome_of(difference: Difference, args: &DiffArgs) -> Outcome {
    match difference {
        Difference::Some if !args.exit_zero => Outcome::Differences,
        _ => Outcome::Done,
    }
}

/// The file that cleaned texts are compared with.
struct Other {
    name: String,
    text: String,
}

impl Other {
    fn read(path: &Path, encoding: Encoding) -> Result<Self> {
        let bytes = fsio::read(fsio::open(path)?, fsio::DOCUMENT_LIMIT);
        let text =
            bytes.and_then(|bytes| Text::decode(bytes, encoding)).map_err(|error| error.in_file(path))?;
        Ok(Other { name: path.display().to_string(), text: text.text })
    }
}

struct Diff<'a, 'o> {
    out: &'o mut Out,
    layout: Layout,
    against: Option<&'a Other>,
    difference: Difference,
}

impl View for Diff<'_, '_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = *planned;
        let written = match self.against {
            None => unified::write(planned.name(), lines, plan, self.layout, self.out),
            Some(Other { name, text }) => {
                let names = [name, planned.name()];
                unified::compare(names, text, &render(lines, plan), PATIENCE, self.layout, self.out)
            }
        };
        if written.map_err(unwritten)? == Difference::Some {
            self.difference = Difference::Some;
        }
        Ok(())
    }
}

struct Paged<'a, 'o> {
    out: &'o mut Out,
    page: &'a mut Page,
    difference: Difference,
}

impl View for Paged<'_, '_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = *planned;
        self.page
            .document(planned.name(), lines, plan, || planned.evidence(), self.out)
            .map_err(unwritten)?;
        if !plan.joins.is_empty() || plan.verdicts.iter().any(|verdict| !verdict.is_content()) {
            self.difference = Difference::Some;
        }
        Ok(())
    }
}
