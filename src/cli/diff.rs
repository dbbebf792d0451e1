//! `dechrome diff`: what cleaning would change.

use std::path::{Path, PathBuf};

use dechrome::render::render;
use dechrome::report::{Difference, Joins, Layout, Summary};
use dechrome::text::{Encoding, Text};
use dechrome::{Result, fsio};

use super::args::{DecideArgs, FileArgs, MannerArgs, ReadArgs, Results};
use super::job::{Job, Manner, Planned, Texts, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::report::{FormArgs, Report};
use super::stream::{Out, unwritten};

/// Show what clean would change, as a unified diff or in another form, and change nothing
///
/// GNU patch applies the unified diff of a text file to it, and patch -R gives the original back, byte for byte. Mended
/// breaks are part of it: the broken lines go, the mended one comes. Behind each @@ stands what goes, by reason; on a
/// terminal or in colour, also behind each dropped line, with its score, which patch would not take.
/// The diff is UTF-8, whatever the encoding of the document. The exit code is 0 if there is nothing to change, 1 if
/// there is, and 2 if anything failed.
#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    form: FormArgs,
    /// Unchanged lines to show around each change
    #[arg(long, value_name = "N", default_value_t = 3)]
    context: usize,
    /// Show mended breaks also where they are folded to the mended line behind a ~: in the styles inline and
    /// side-by-side, and in unified on a terminal; in a file or a pipe unified always has them, as patch needs them
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
    let mut report = args.form.report(out);
    let joins = if args.show_joins || !report.folds(out) { Joins::Whole } else { Joins::Folded };
    let layout = Layout { context: args.context, screen: manner.screen(out), joins };
    let against = args.against.as_deref().map(|path| Other::read(path, args.read.encoding())).transpose()?;
    if against.is_some() {
        report.compares()?;
    }
    report.begin(out);
    let files = args.files.find(Results::default())?;
    let outcome =
        job.each(files, &Manner::of(&args.files, &args.read, Texts::Whole), out, |documents, out| {
            let against = against.as_ref();
            let difference = Difference::None;
            let mut view = Diff { out, report: &mut report, layout, against, messages, difference };
            let outcome = documents.run(&mut view)?;
            match view.difference {
                Difference::Some if !args.exit_zero => Ok(outcome.and(Outcome::Differences)),
                _ => Ok(outcome),
            }
        });
    report.end(out);
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
    report: &'o mut Report,
    layout: Layout,
    against: Option<&'a Other>,
    messages: &'a Messages,
    difference: Difference,
}

impl View for Diff<'_, '_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = *planned;
        let written = match self.against {
            None => self.report.document(planned, self.layout, self.out),
            Some(Other { name, text }) => {
                let cleaned = render(lines, plan);
                self.report.compared([name, planned.name()], [text, &cleaned], self.layout, self.out)
            }
        };
        if written.map_err(unwritten)? == Difference::Some {
            self.difference = Difference::Some;
        }
        self.messages.note(planned.place, || Summary::of(lines, plan).to_string());
        Ok(())
    }
}
