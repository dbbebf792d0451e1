//! `dechrome clean`: cleaned documents to standard output, into a folder, or in their own place.

use std::io::Write;
use std::path::{Path, PathBuf};

use dechrome::corpus::Annotation;
use dechrome::fsio::{self, NewFile};
use dechrome::plan::Guard;
use dechrome::render::{Rendering, render_into};
use dechrome::report::html::Page;
use dechrome::report::{Summary, removed, screen};
use dechrome::text::{End, Lines, Rewriter, Source};
use dechrome::{Cleaner, Error, Plan, Result};

use super::args::{DecideArgs, MannerArgs, ReadArgs};
use super::files::{FileArgs, Found, Results};
use super::input::Input;
use super::interrupt;
use super::job::{Job, Planned, PlannedPart, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::place::{Content, Place, Sink};
use super::review::{self, FileReviewArgs, Files};
use super::stats::{Stats, StatsForm};
use super::stream::{Out, unwritten};
use super::task::Texts;

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

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Results")]
struct ResultArgs {
    /// Replace each file by its cleaned form, in one step and only if it changes; with a suffix, as in
    /// --in-place=.bak, the original stays beside it under that name, which must be free
    #[arg(short, long, value_name = "SUFFIX", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(value_parser = suffix)]
    in_place: Option<String>,
    /// Write each cleaned file into this folder: files named under their own names, those of a folder or a list with
    /// their path below it; two files of one name are an error, and nothing is written outside the folder
    #[arg(short, long, value_name = "DIR", conflicts_with = "in_place")]
    output_dir: Option<PathBuf>,
    /// Also write everything removed, dropped lines and mended breaks, to FILE, one JSON object a line: with the
    /// output it holds all that was read but white space
    #[arg(long, value_name = "FILE")]
    removed: Option<PathBuf>,
    /// Also write a page for a browser to FILE, with the original beside the result, the reason and score of each line
    /// and the evidence behind it; one file, which loads nothing
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Add to each JSONL row what became of it, as in "dechrome": {"kept": 20, "removed": 5, "share": 0.12, "reasons":
    /// {"nav": 5}}: lines kept and removed, the share of bytes removed, lines by reason
    #[arg(long)]
    annotate: bool,
    /// Print counts by reason to standard error at the end, and how many lines each rule matches, as text or as json
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    stats: Option<StatsForm>,
    /// Print the options in force for each FILE as TOML, as dechrome.toml takes them, and clean nothing
    #[arg(long, conflicts_with_all = ["in_place", "output_dir", "removed", "report", "annotate", "stats"])]
    dump_config: bool,
}

fn suffix(typed: &str) -> Result<String> {
    if typed.contains(std::path::is_separator) {
        return Err(Error::invalid(format!("{typed:?} is not a suffix but a path")));
    }
    Ok(typed.to_owned())
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
    let mut record = Record {
        removed: args.results.removed.as_deref().map(Removed::create).transpose()?,
        report: args.results.report.as_deref().map(Report::create).transpose()?,
        annotate: args.results.annotate,
        stats: Stats::default(),
        rules: if args.results.stats.is_some() { RuleCounts::Wanted } else { RuleCounts::Unwanted },
        messages,
    };
    let files = args.files.find(args.results.places())?;
    let outcome =
        job.each(files, &args.files.manner(&args.read, args.results.texts()), out, |documents, out| {
            record.spare(documents.input())?;
            let mut cleaned = Cleaned::new(place.begin(documents, out)?, &mut record);
            let outcome = documents.run(&mut cleaned)?;
            cleaned.finish(outcome)
        });
    record.finish(args.results.stats)?;
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

impl ResultArgs {
    /// Whether any file is written.
    fn writes(&self) -> bool {
        let beside = self.removed.is_some() || self.report.is_some();
        self.in_place.is_some() || self.output_dir.is_some() || beside
    }

    /// The evidence behind a plan is that of the whole document.
    fn texts(&self) -> Texts {
        if self.report.is_some() { Texts::Whole } else { Texts::InParts }
    }

    /// What is written beside the results, by what it is called.
    fn beside(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let files = [("record", &self.removed), ("report", &self.report)];
        files.into_iter().filter_map(|(what, path)| Some((what, path.as_deref()?)))
    }

    fn places(&self) -> Results {
        let files = self.beside().map(|(_, path)| path.to_owned()).collect();
        Results { folder: self.output_dir.clone(), files }
    }

    /// Neither record nor report may take the place of a document, or of each other: nothing is begun then.
    fn spare(&self, named: &[PathBuf]) -> Result<()> {
        for (what, path) in self.beside() {
            if let Some(input) = named.iter().find(|input| fsio::is_same(input, path)) {
                return Err(overwritten(what).in_file(input));
            }
        }
        match (&self.removed, &self.report) {
            (Some(removed), Some(report)) if removed == report || fsio::is_same(removed, report) => {
                Err(Error::invalid("is to hold the record, so the report cannot be written to it")
                    .in_file(report))
            }
            _ => Ok(()),
        }
    }
}

fn overwritten(what: &str) -> Error {
    Error::invalid(format!("is to be read, so the {what} cannot be written to it"))
}

/// What is recorded beside the results.
struct Record<'a> {
    removed: Option<Removed>,
    report: Option<Report>,
    annotate: bool,
    stats: Stats,
    rules: RuleCounts,
    messages: &'a Messages,
}

/// Whether the lines that rules match are counted, for which they are looked for once more.
#[derive(PartialEq)]
enum RuleCounts {
    Wanted,
    Unwanted,
}

impl Record<'_> {
    /// Neither record nor page may take the place of a document, which a list may name only now: they are given up.
    fn spare(&mut self, input: &Input) -> Result<()> {
        let Input::File(path) = input else { return Ok(()) };
        if self.removed.take_if(|removed| fsio::is_same(path, &removed.path)).is_some() {
            return Err(overwritten("record").at(input));
        }
        match self.report.take_if(|report| fsio::is_same(path, &report.path)) {
            None => Ok(()),
            Some(_) => Err(overwritten("report").at(input)),
        }
    }

    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, cleaner, .. } = *planned;
        let summary = self.count(cleaner, lines, plan);
        self.end(planned.place, &summary, plan.guard);
        if let Some(Removed { file, .. }) = &mut self.removed {
            removed::write(planned.name(), lines, plan, file).map_err(|error| file.unwritten(error))?;
        }
        self.report.as_mut().map_or(Ok(()), |report| report.add(planned))
    }

    /// Adds a part of a document, of which `so_far` is told.
    fn add_part(&mut self, planned: &PlannedPart<'_>, so_far: &mut Summary) -> Result<()> {
        let PlannedPart { part, lines, cleaner, .. } = *planned;
        so_far.add(&self.count(cleaner, lines, &part.plan));
        if part.end == End::Last {
            self.end(planned.place, so_far, part.plan.guard);
        }
        let Some(Removed { file, .. }) = &mut self.removed else { return Ok(()) };
        let written = removed::write_part(planned.name(), part.start, lines, &part.plan, file);
        written.map_err(|error| file.unwritten(error))
    }

    /// Counts the lines that a plan is for.
    fn count(&mut self, cleaner: &Cleaner, lines: &Lines<'_>, plan: &Plan) -> Summary {
        if self.rules == RuleCounts::Wanted {
            self.stats.add_rules(&cleaner.options().rules, lines, plan.verdicts.len());
        }
        let summary = Summary::of(lines, plan);
        self.stats.add_lines(&summary);
        summary
    }

    fn end(&mut self, place: &str, summary: &Summary, guard: Option<Guard>) {
        self.stats.add_document(guard);
        self.messages.note(place, || summary.to_string());
    }

    fn finish(self, stats: Option<StatsForm>) -> Result<()> {
        if let Some(form) = stats {
            self.messages.summary(&self.stats.show(form));
        }
        self.removed.map_or(Ok(()), |removed| removed.file.commit())?;
        self.report.map_or(Ok(()), Report::finish)
    }
}

/// The record in the making.
struct Removed {
    file: NewFile,
    path: PathBuf,
}

impl Removed {
    fn create(path: &Path) -> Result<Self> {
        Ok(Removed { file: NewFile::create(path)?, path: path.to_owned() })
    }
}

/// The page in the making, and its file.
struct Report {
    page: Page,
    file: NewFile,
    path: PathBuf,
}

impl Report {
    fn create(path: &Path) -> Result<Self> {
        let mut file = NewFile::create(path)?;
        let page = Page::begin(&mut file).map_err(|error| file.unwritten(error))?;
        Ok(Report { page, file, path: path.to_owned() })
    }

    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Report { page, file, .. } = self;
        let written = page.document(planned.name(), planned.lines, planned.plan, || planned.evidence(), file);
        written.map_err(|error| file.unwritten(error))
    }

    fn finish(mut self) -> Result<()> {
        self.page.finish(&mut self.file).map_err(|error| self.file.unwritten(error))?;
        self.file.commit()
    }
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
        if self.record.annotate {
            bytes = document.annotated(&self.text, &Annotation::of(lines, plan))?;
            self.changed = self.changed || bytes != document.bytes(document.text())?;
        }
        self.sink.write(&bytes)?;
        self.record.add(planned)
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
