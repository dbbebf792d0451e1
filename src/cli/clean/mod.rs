//! `dechrome clean`: cleaned documents to standard output, into a folder, or in their own place.

mod record;
mod results;

use std::io::Write;

use dechrome::corpus::Annotation;
use dechrome::render::{Rendering, render_into};
use dechrome::report::{Summary, screen};
use dechrome::text::{Rewriter, Source};
use dechrome::{Error, Result};

use super::args::{DecideArgs, FileArgs, Found, MannerArgs, ReadArgs, Results};
use super::interrupt;
use super::job::{Job, Manner, Planned, PlannedPart, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::place::{Content, Place, Sink};
use super::review::{self, FileReviewArgs, Files};
use super::stream::{Out, unwritten};
use record::Record;
use results::ResultArgs;

/// Clean documents: drop their chrome lines and mend their hard line breaks
///
/// Cleaned documents go to standard output, one after another as with cat, each in the encoding and with the line
/// endings it came with. dechrome diff shows beforehand what would go, --review asks about each change, and --removed keeps
/// what went. The exit code is 0 whether or not anything was removed, and 2 if anything failed; a file
/// that fails does not stop the others.
#[derive(Debug, clap::Args)]
pub(crate) struct CleanArgs {
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    results: ResultArgs,
    #[command(flatten, next_help_heading = "Review")]
    review: FileReviewArgs,
    #[command(flatten)]
    read: ReadArgs,
    #[command(flatten)]
    decide: DecideArgs,
}

pub(crate) fn run(
    args: &CleanArgs,
    manner: &MannerArgs,
    out: &mut Out,
    messages: &Messages,
) -> Result<Outcome> {
    if args.results.dump_config {
        return dump_config(args, out);
    }
    if args.review.is_wanted()? {
        let suffix = args.results.in_place.as_deref().filter(|suffix| !suffix.is_empty());
        let (read, decide, screen) = (&args.read, &args.decide, manner.screen(out));
        let files = Files { found: &args.files, args: &args.review, suffix, read, decide, screen };
        return review::files(&files, out, messages);
    }
    let job = Job::new(&args.read, &args.decide, messages)?;
    if args.results.annotate && !args.read.may_have_rows() {
        let error = Error::invalid_with_hint("only rows can be annotated", "--format jsonl");
        return Err(error.at("--annotate"));
    }
    if args.results.writes() {
        args.results.spare(args.files.named())?;
        interrupt::tidy_up()?;
    }
    let mut place = Place::new(args.results.in_place.as_deref(), args.results.output_dir.as_deref())?;
    let mut record = Record::begin(&args.results, messages)?;
    let files = args.files.find(args.results.places())?;
    let outcome =
        job.each(files, &Manner::of(&args.files, &args.read, args.results.texts()), out, |documents, out| {
            record.spare(documents.input())?;
            let mut cleaned = Cleaned::new(place.begin(documents, out)?, &mut record);
            let outcome = documents.run(&mut cleaned)?;
            cleaned.finish(outcome)
        });
    record.finish()?;
    Ok(outcome)
}

/// The options in force for each file; of several, each is named above them.
fn dump_config(args: &CleanArgs, out: &mut Out) -> Result<Outcome> {
    let config = args.decide.config()?;
    let found = args.files.find(Results::default())?.collect::<Result<Vec<Found>>>()?;
    for (index, Found { input, .. }) in found.iter().enumerate() {
        let head = if index == 0 { "" } else { "\n" };
        let name = screen::escape(&input.to_string()).into_owned();
        let name = if found.len() > 1 { format!("{head}# {name}\n") } else { String::new() };
        write!(out, "{name}{}", config.dump(input)?).map_err(unwritten)?;
    }
    Ok(Outcome::Done)
}

/// The view that is the cleaned file.
struct Cleaned<'a, 'o, 'm> {
    sink: Sink<'o>,
    record: &'a mut Record<'m>,
    changed: bool,
    text: String,
    parts: InParts,
}

/// What lies between the parts of a document.
#[derive(Default)]
struct InParts {
    rendering: Rendering,
    rewriter: Option<Rewriter>,
    summary: Summary,
}

impl<'a, 'o, 'm> Cleaned<'a, 'o, 'm> {
    fn new(sink: Sink<'o>, record: &'a mut Record<'m>) -> Self {
        Cleaned { sink, record, changed: false, text: String::new(), parts: InParts::default() }
    }

    fn finish(self, outcome: Outcome) -> Result<Outcome> {
        self.sink.finish(if self.changed { Content::New } else { Content::AsBefore })?;
        Ok(outcome)
    }
}

impl View for Cleaned<'_, '_, '_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { document, lines, plan, .. } = *planned;
        self.text.clear();
        render_into(lines, plan, &mut self.text);
        let mut bytes = document.bytes(&self.text)?;
        self.changed |= self.text != document.text();
        let summary = self.record.summary(lines, plan);
        if self.record.annotates {
            bytes = document.annotated(&self.text, &Annotation::of(&summary))?;
            self.changed = self.changed || bytes != document.bytes(document.text())?;
        }
        self.sink.write(&bytes)?;
        self.record.add(planned, &summary)
    }

    fn part(&mut self, planned: &PlannedPart<'_>) -> Result<()> {
        let PlannedPart { part, lines, .. } = *planned;
        let InParts { rendering, rewriter, summary } = &mut self.parts;
        self.text.clear();
        rendering.part(lines, &part.plan, &mut self.text);
        let rewriter = rewriter.get_or_insert_with(|| Rewriter::new(part.form));
        let changed = part.is_changed();
        let bytes = rewriter.part(&self.text, Source { changed, legacy: &part.legacy, end: part.end })?;
        self.changed |= changed;
        self.sink.write(&bytes)?;
        self.record.add_part(planned, summary)
    }

    fn other(&mut self, bytes: &[u8]) -> Result<()> {
        self.sink.write(bytes)
    }
}
