//! `dechrome clean`: cleaned documents to standard output, into a folder, or in their own place.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use dechrome::fsio::{self, NewFile};
use dechrome::render::render_into;
use dechrome::report::removed;
use dechrome::{Error, Result};

use super::args::{DecideArgs, FileArgs, MannerArgs, ReadArgs};
use super::input::{self, Input};
use super::job::{Job, Planned, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::review::{self, FileReviewArgs, Files};
use super::stats::Stats;
use super::stream::Out;

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
    /// Print counts by reason to standard error at the end
    #[arg(long)]
    stats: bool,
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
    if args.review.is_wanted()? {
        let suffix = args.results.in_place.as_deref().filter(|suffix| !suffix.is_empty());
        let (read, decide, screen) = (&args.read, &args.decide, manner.screen(out));
        let files = Files { inputs: args.files.inputs(), args: &args.review, suffix, read, decide, screen };
        return review::files(&files, out, messages);
    }
    let job = Job::new(&args.read, &args.decide, messages)?;
    let mut place = Place::new(&args.results)?;
    let mut record = Record {
        removed: args.results.removed.as_deref().map(NewFile::create).transpose()?,
        stats: Stats::default(),
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
    stats: Stats,
    messages: &'a Messages,
}

impl Record<'_> {
    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = planned;
        self.stats.add(lines, plan);
        self.messages.note(planned.place, || Stats::of(lines, plan).brief());
        match &mut self.removed {
            None => Ok(()),
            Some(file) => {
                let written = removed::write(planned.name(), lines, plan, file);
                written.map_err(|error| file.unwritten(error))
            }
        }
    }

    fn finish(self, with_stats: bool) -> Result<()> {
        if with_stats {
            self.messages.summary(&self.stats.to_string());
        }
        self.removed.map_or(Ok(()), NewFile::commit)
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
