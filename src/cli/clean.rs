//! `dechrome clean`: cleaned documents to standard output, into a folder, or in their own place.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dechrome::corpus::{Annotation, Packer, Packing};
use dechrome::fsio::{self, NewFile, Tree};
use dechrome::render::render_into;
use dechrome::report::removed;
use dechrome::{Error, Result};

use super::args::{DecideArgs, ReadArgs};
use super::files::FileArgs;
use super::input::Input;
use super::interrupt;
use super::job::{Documents, Job, Planned, View};
use super::messages::Messages;
use super::outcome::Outcome;
use super::stats::{Stats, StatsForm};
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
    /// Add to each JSONL row what became of it, as in "dechrome": {"kept": 20, "removed": 5, "share": 0.12, "reasons":
    /// {"nav": 5}}: lines kept and removed, the share of bytes removed, lines by reason
    #[arg(long)]
    annotate: bool,
    /// Print counts by reason to standard error at the end, as text or as json
    #[arg(long, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    #[arg(hide_possible_values = true)]
    stats: Option<StatsForm>,
}

fn suffix(typed: &str) -> Result<String> {
    if typed.contains(std::path::is_separator) {
        return Err(Error::invalid(format!("{typed:?} is not a suffix but a path")));
    }
    Ok(typed.to_owned())
}

pub(crate) fn run(args: &CleanArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let job = Job::new(&args.read, &args.decide, messages)?;
    if args.results.annotate && !args.read.may_have_rows() {
        let error = Error::invalid_with_hint("only rows can be annotated", "--format jsonl");
        return Err(error.at("--annotate"));
    }
    if args.results.writes() {
        interrupt::tidy_up()?;
    }
    let mut place = Place::new(&args.results)?;
    let mut record = Record {
        removed: args.results.removed.as_deref().map(NewFile::create).transpose()?,
        annotate: args.results.annotate,
        stats: Stats::default(),
        messages,
    };
    let folder = args.results.output_dir.clone();
    let files =
        args.files.find(move |path| folder.as_ref().is_some_and(|folder| fsio::is_same(path, folder)))?;
    let outcome = job.each(files, &args.files.manner(), out, |documents, out| {
        let mut cleaned = Cleaned::new(place.begin(documents, out)?, &mut record);
        let outcome = documents.run(&mut cleaned)?;
        cleaned.finish(outcome)
    });
    record.finish(args.results.stats)?;
    Ok(outcome)
}

impl ResultArgs {
    /// Whether any file is written.
    fn writes(&self) -> bool {
        self.in_place.is_some() || self.output_dir.is_some() || self.removed.is_some()
    }
}

/// Where cleaned files go.
enum Place {
    Standard,
    Own { suffix: Option<String> },
    Folder { tree: Tree, taken: HashSet<PathBuf> },
}

/// Where one cleaned file goes.
enum Sink<'o> {
    Standard(&'o mut Out),
    File(PackedFile),
    Own { file: PackedFile, path: PathBuf, suffix: Option<String> },
}

impl Place {
    fn new(args: &ResultArgs) -> Result<Self> {
        Ok(match (&args.in_place, &args.output_dir) {
            (Some(suffix), _) => {
                Place::Own { suffix: Some(suffix.clone()).filter(|suffix| !suffix.is_empty()) }
            }
            (None, Some(folder)) => Place::Folder { tree: Tree::create(folder)?, taken: HashSet::new() },
            (None, None) => Place::Standard,
        })
    }

    fn begin<'o>(&mut self, documents: &Documents<'_>, out: &'o mut Out) -> Result<Sink<'o>> {
        let input = documents.input();
        match (self, input) {
            (Place::Standard, _) => Ok(Sink::Standard(out)),
            (Place::Own { .. }, Input::Standard) => {
                Err(Error::invalid("cannot be replaced, only files can").at(input))
            }
            (Place::Own { suffix }, Input::File(path)) => {
                let file = PackedFile::new(NewFile::replace(path)?, path, documents)?;
                Ok(Sink::Own { file, path: path.clone(), suffix: suffix.clone() })
            }
            (Place::Folder { .. }, Input::Standard) => {
                Err(Error::invalid("has no name under which to put it into a folder").at(input))
            }
            (Place::Folder { tree, taken }, Input::File(path)) => mirror(tree, taken, path, documents),
        }
    }
}

fn mirror<'o>(
    tree: &mut Tree,
    taken: &mut HashSet<PathBuf>,
    path: &Path,
    documents: &Documents<'_>,
) -> Result<Sink<'o>> {
    let name = documents.name();
    if name.as_os_str().is_empty() {
        return Err(Error::invalid("has no file name").in_file(path));
    }
    let target = tree.path(name);
    if fsio::is_same(path, &target) {
        let hint = "--in-place replaces files";
        return Err(Error::invalid_with_hint("would be written over itself", hint).in_file(path));
    }
    if !taken.insert(name.to_owned()) {
        let what = format!("{} is written already from another file", target.display());
        return Err(Error::invalid(what).in_file(path));
    }
    PackedFile::new(tree.file(name)?, &target, documents).map(Sink::File)
}

/// A new file, compressed as its name says.
struct PackedFile {
    packer: Packer<NewFile>,
    path: PathBuf,
    /// Whether each record is to be unpacked by itself, as Common Crawl has it.
    in_parts: bool,
}

impl PackedFile {
    fn new(file: NewFile, path: &Path, documents: &Documents<'_>) -> Result<Self> {
        let packer = Packer::new(Packing::of(path), file);
        let packer = packer.map_err(|error| Error::io("write", error).in_file(path))?;
        Ok(PackedFile { packer, path: path.to_owned(), in_parts: documents.are_records() })
    }

    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        let mut written = self.packer.write_all(bytes);
        if self.in_parts {
            written = written.and_then(|()| self.packer.part());
        }
        written.map_err(|error| self.unwritten(error))
    }

    fn commit(self) -> Result<()> {
        let PackedFile { packer, path, .. } = self;
        packer.finish().map_err(|error| Error::io("write", error).in_file(path))?.commit()
    }

    fn unwritten(&self, error: io::Error) -> Error {
        Error::io("write", error).in_file(&self.path)
    }
}

/// What is recorded beside the results.
struct Record<'a> {
    removed: Option<NewFile>,
    annotate: bool,
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

    fn finish(self, stats: Option<StatsForm>) -> Result<()> {
        if let Some(form) = stats {
            self.messages.summary(&self.stats.show(form));
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
}

impl<'a, 'o, 'm> Cleaned<'a, 'o, 'm> {
    fn new(sink: Sink<'o>, record: &'a mut Record<'m>) -> Self {
        Cleaned { sink, record, changed: false, text: String::new() }
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
