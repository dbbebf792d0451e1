//! `dechrome diff`: what cleaning would change.

use std::path::{Path, PathBuf};
use std::time::Duration;

use dechrome::render::render;
use dechrome::report::unified::{self, Difference, Joins, Layout};
use dechrome::text::{Encoding, Text};
use dechrome::{Result, fsio};

use super::args::{DecideArgs, MannerArgs, ReadArgs};
use super::files::FileArgs;
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

pub(crate) fn run(
    args: &DiffArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    let job = Job::new(&args.read, &args.decide, messages)?;
    let joins = if args.show_joins || !out.is_terminal() { Joins::Whole } else { Joins::Folded };
    let layout = Layout { context: args.context, screen: manner.screen(out), joins };
    let against = args.against.as_deref().map(|path| Other::read(path, args.read.encoding())).transpose()?;
    let files = args.files.find(|_| false)?;
    let outcome = job.each(files, &args.files.manner(), out, |documents, out| {
        let mut view = Diff { out, layout, against: against.as_ref(), difference: Difference::None };
        let outcome = documents.run(&mut view)?;
        match view.difference {
            Difference::Some if !args.exit_zero => Ok(outcome.and(Outcome::Differences)),
            _ => Ok(outcome),
        }
    });
    Ok(outcome)
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
