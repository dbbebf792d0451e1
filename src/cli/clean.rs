//! `dechrome clean`: cleaned documents to standard output, into a folder, or in their own place.

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use dechrome::fsio::{self, NewFile};
use dechrome::render::render_into;
use dechrome::report::html::Page;
use dechrome::report::{removed, screen};
use dechrome::{Error, Result};

use super::args::{DecideArgs, FileArgs, MannerArgs, ReadArgs};
use super::input::{self, Input};
use super::job::{Job, Planned, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::review::{self, FileReviewArgs, Files};
use super::stats::Stats;
use super::stream::{Out, unwritten};

/// Clean documents: drop their chrome lines and mend their hard line breaks
///
/// Cleaned documents go to standard output, one after another as with cat, each in the encoding and with the line
/// endings it came with. The exit code is 0 whether or not anything was removed, and 2 if anything failed; a file
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
    /// Write each cleaned file into this folder, under its own name; two files of one name are an error
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
    /// Print counts by reason to standard error at the end, and how many lines each rule matches
    #[arg(long)]
    stats: bool,
    /// Print the options in force for each FILE as TOML, as dechrome.toml takes them, and clean nothing
    #[arg(long, conflicts_with_all = ["in_place", "output_dir", "removed", "report", "stats"])]
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
        let files = Files { inputs: args.files.inputs(), args: &args.review, suffix, read, decide, screen };
        return review::files(&files, out, messages);
    }
    let job = Job::new(&args.read, &args.decide, messages)?;
    if let Some(report) = &args.results.report {
        refuse_input(report, &args.files.inputs())?;
    }
    let mut place = Place::new(&args.results)?;
    let mut record = Record {
        removed: args.results.removed.as_deref().map(NewFile::create).transpose()?,
        report: args.results.report.as_deref().map(Report::create).transpose()?,
        stats: Stats::default(),
        rules: if args.results.stats { RuleCounts::Wanted } else { RuleCounts::Unwanted },
        messages,
    };
    let outcome = input::each(&args.files.inputs(), out, messages, |input, out| {
        let mut cleaned = Cleaned::new(place.begin(input, out)?, &mut record);
        let outcome = job.run(input, &mut cleaned)?;
        cleaned.finish(outcome)
    });
    record.finish(args.results.stats)?;
    Ok(outcome)
}

/// A page must not take the place of a document.
fn refuse_input(report: &Path, inputs: &[Input]) -> Result<()> {
    let is_report = |input: &Input| matches!(input, Input::File(path) if fsio::is_same(path, report));
    if inputs.iter().any(is_report) {
        return Err(Error::invalid("is to be read, so the report cannot be written to it").in_file(report));
    }
    Ok(())
}

/// The options in force for each file; of several, each is named above them.
fn dump_config(args: &CleanArgs, out: &mut Out) -> Result<Outcome> {
    let config = args.decide.config()?;
    let inputs = args.files.inputs();
    for (index, input) in inputs.iter().enumerate() {
        let head = if index == 0 { "" } else { "\n" };
        let name = screen::escape(&input.to_string()).into_owned();
        let name = if inputs.len() > 1 { format!("{head}# {name}\n") } else { String::new() };
        write!(out, "{name}{}", config.dump(input)?).map_err(unwritten)?;
    }
    Ok(Outcome::Done)
}

/// Where cleaned files go.
enum Place {
    Standard,
    Own { suffix: Option<String> },
    Folder { folder: PathBuf, taken: HashSet<PathBuf> },
}

/// Where one cleaned file goes.
enum Sink<'o> {
    Standard(&'o mut Out),
    File(NewFile),
    Own { file: NewFile, path: PathBuf, suffix: Option<String> },
}

impl Place {
    fn new(args: &ResultArgs) -> Result<Self> {
        Ok(match (&args.in_place, &args.output_dir) {
            (Some(suffix), _) => {
                Place::Own { suffix: Some(suffix.clone()).filter(|suffix| !suffix.is_empty()) }
            }
            (None, Some(folder)) => {
                fsio::create_folder(folder)?;
                Place::Folder { folder: folder.clone(), taken: HashSet::new() }
            }
            (None, None) => Place::Standard,
        })
    }

    fn begin<'o>(&mut self, input: &Input, out: &'o mut Out) -> Result<Sink<'o>> {
        match (self, input) {
            (Place::Standard, _) => Ok(Sink::Standard(out)),
            (Place::Own { .. }, Input::Standard) => {
                Err(Error::invalid("cannot be replaced, only files can").at(input))
            }
            (Place::Own { suffix }, Input::File(path)) => {
                let file = NewFile::replace(path)?;
                Ok(Sink::Own { file, path: path.clone(), suffix: suffix.clone() })
            }
            (Place::Folder { .. }, Input::Standard) => {
                Err(Error::invalid("has no name under which to put it into a folder").at(input))
            }
            (Place::Folder { folder, taken }, Input::File(path)) => mirror(folder, taken, path),
        }
    }
}

fn mirror<'o>(folder: &Path, taken: &mut HashSet<PathBuf>, path: &Path) -> Result<Sink<'o>> {
    let name = path.file_name().ok_or_else(|| Error::invalid("has no file name").in_file(path))?;
    let target = folder.join(name);
    if fsio::is_same(path, &target) {
        let hint = "--in-place replaces files";
        return Err(Error::invalid_with_hint("would be written over itself", hint).in_file(path));
    }
    if !taken.insert(target.clone()) {
        let what = format!("{} is written already from another file", target.display());
        return Err(Error::invalid(what).in_file(path));
    }
    NewFile::create(&target).map(Sink::File)
}

/// What is recorded beside the results.
struct Record<'a> {
    removed: Option<NewFile>,
    report: Option<Report>,
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
    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = planned;
        self.stats.add(lines, plan);
        if self.rules == RuleCounts::Wanted {
            self.stats.add_rules(&planned.cleaner.options().rules, lines);
        }
        self.messages.note(planned.place, || Stats::of(lines, plan).brief());
        if let Some(file) = &mut self.removed {
            removed::write(planned.name(), lines, plan, file).map_err(|error| file.unwritten(error))?;
        }
        self.report.as_mut().map_or(Ok(()), |report| report.add(planned))
    }

    fn finish(self, with_stats: bool) -> Result<()> {
        if with_stats {
            self.messages.summary(&self.stats.to_string());
        }
        self.removed.map_or(Ok(()), NewFile::commit)?;
        self.report.map_or(Ok(()), Report::finish)
    }
}

/// The page in the making, and its file.
struct Report {
    page: Page,
    file: NewFile,
}

impl Report {
    fn create(path: &Path) -> Result<Self> {
        let mut file = NewFile::create(path)?;
        let page = Page::begin(&mut file).map_err(|error| file.unwritten(error))?;
        Ok(Report { page, file })
    }

    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Report { page, file } = self;
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
    bytes: Vec<u8>,
}

impl<'a, 'o, 'm> Cleaned<'a, 'o, 'm> {
    fn new(sink: Sink<'o>, record: &'a mut Record<'m>) -> Self {
        Cleaned { sink, record, changed: false, text: String::new(), bytes: Vec::new() }
    }

    fn finish(self, outcome: Outcome) -> Result<Outcome> {
        match self.sink {
            Sink::Standard(_) => {}
            Sink::File(file) => file.commit()?,
            Sink::Own { .. } if !self.changed => {}
            Sink::Own { file, path, suffix } => {
                suffix.map_or(Ok(()), |suffix| fsio::back_up(&path, &suffix))?;
                file.commit()?;
            }
        }
        Ok(outcome)
    }
}

impl View for Cleaned<'_, '_, '_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        self.text.clear();
        render_into(planned.lines, planned.plan, &mut self.text);
        self.changed |= self.text != planned.document.text();
        self.bytes.clear();
        planned.document.write(&self.text, &mut self.bytes)?;
        self.sink.write(&self.bytes)?;
        self.record.add(planned)
    }

    fn other(&mut self, bytes: &[u8]) -> Result<()> {
        self.sink.write(bytes)
    }
}

impl Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Sink::Standard(out) => out.document(bytes),
            Sink::File(file) | Sink::Own { file, .. } => file.append(bytes),
        }
    }
}
