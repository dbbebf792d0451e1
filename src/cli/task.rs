//! The pieces a job is done in: files are cut into batches of documents, which any thread reads and plans.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dechrome::corpus::{Batch, Batches, Entry, Format, Packing, Reading};
use dechrome::text::Lines;
use dechrome::{Cleaner, Error, Plan, Result, fsio};

use super::args::{OnError, ReadArgs};
use super::config::Cleaners;
use super::files::{By, Files, Found};
use super::input::Input;
use super::job::of_source;

/// How far into a file a NUL makes it binary, as ripgrep has it for files it finds.
const PROBE: usize = 1024;

/// A file being read.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) found: Found,
    /// Where its path led before it was read.
    pub(crate) end: Option<PathBuf>,
    pub(crate) reading: Reading,
    /// What plans its documents.
    pub(crate) cleaner: Cleaner,
    /// A bad row has ended it: no more is read, but what was read before is planned.
    ended: AtomicBool,
    /// Nobody wants its documents any more.
    unwanted: AtomicBool,
}

impl Source {
    fn new(found: Found, reading: Reading, cleaner: Cleaner) -> Self {
        let (ended, unwanted) = (AtomicBool::new(false), AtomicBool::new(false));
        let end = match &found.input {
            Input::Standard => None,
            Input::File(path) => fsio::end(path),
        };
        Source { found, end, reading, cleaner, ended, unwanted }
    }

    /// Nobody wants the rest.
    pub(crate) fn give_up(&self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }

    fn is_unwanted(&self) -> bool {
        self.unwanted.load(Ordering::Relaxed)
    }

    fn has_ended(&self) -> bool {
        self.is_unwanted() || self.ended.load(Ordering::Relaxed)
    }
}

/// Something any thread can do.
pub(crate) struct Task {
    source: Arc<Source>,
    raw: Raw,
}

enum Raw {
    /// The whole file, yet to be read.
    File,
    /// Some of its documents, or why there are none.
    Batch(Result<Batch>),
    Binary,
}

/// A batch of planned documents, or what cannot even be listed.
pub(crate) type Made = Result<MadeBatch>;

pub(crate) struct MadeBatch {
    pub(crate) source: Arc<Source>,
    /// What it holds; a plan for each document.
    pub(crate) entries: Vec<(Entry, Option<Plan>)>,
    /// How the file ends, if this is its last batch.
    pub(crate) end: Option<Result<()>>,
    /// Whether the file is left out, as it is binary.
    pub(crate) is_binary: bool,
}

impl MadeBatch {
    fn binary(source: Arc<Source>) -> Self {
        MadeBatch { source, entries: Vec::new(), end: Some(Ok(())), is_binary: true }
    }

    /// The memory it holds, in bytes, about.
    pub(crate) fn weight(&self) -> usize {
        let weight = |(entry, plan): &(Entry, Option<Plan>)| match (entry, plan) {
            (Entry::Document(document), Some(plan)) => {
                document.weight() + plan.verdicts.len() * 12 + plan.joins.len() * 48
            }
            (Entry::Document(document), None) => document.weight(),
            (Entry::Other(bytes) | Entry::Bad(_, bytes), _) => bytes.len(),
        };
        self.entries.iter().map(weight).sum()
    }
}

/// The tasks of a job, in order.
pub(crate) struct Tasks<'a> {
    files: Files<'a>,
    read: &'a ReadArgs,
    cleaners: &'a Cleaners,
    /// The stream being cut into batches.
    open: Option<(Arc<Source>, Stream)>,
}

type Stream = Batches<Box<dyn BufRead + Send>>;

impl<'a> Tasks<'a> {
    pub(crate) fn new(files: Files<'a>, read: &'a ReadArgs, cleaners: &'a Cleaners) -> Self {
        Tasks { files, read, cleaners, open: None }
    }

    fn begin(&mut self, found: Found) -> Result<Task> {
        let mut reading = self.read.reading(&found.input);
        reading.fields.source = self.cleaners.source_field().map(str::to_owned);
        let cleaner = self.cleaners.of(&found.input)?.into_owned();
        let source = Arc::new(Source::new(found, reading, cleaner));
        let Source { found, reading, .. } = &*source;
        if reading.format == Format::Text && found.input != Input::Standard {
            return Ok(Task { source, raw: Raw::File });
        }
        Ok(match open(found) {
            Ok(Some(stream)) => {
                let batches = Batches::new(stream, reading.format);
                self.batch(source, batches)
            }
            Ok(None) => Task { source, raw: Raw::Binary },
            Err(error) => Task { source, raw: Raw::Batch(Err(error)) },
        })
    }

    /// The next batch of a stream.
    fn batch(&mut self, source: Arc<Source>, mut batches: Stream) -> Task {
        let batch = if source.has_ended() { Batch::none() } else { batches.next() };
        if batch.end.is_none() {
            self.open = Some((Arc::clone(&source), batches));
        }
        Task { source, raw: Raw::Batch(Ok(batch)) }
    }
}

impl Iterator for Tasks<'_> {
    type Item = Result<Task>;

    fn next(&mut self) -> Option<Result<Task>> {
        match self.open.take() {
            Some((source, batches)) => Some(Ok(self.batch(source, batches))),
            None => Some(self.files.next()?.and_then(|found| self.begin(found))),
        }
    }
}

impl Task {
    /// Reads and plans; after a bad row that stops the file, no more of it.
    pub(crate) fn make(self, on_error: OnError) -> MadeBatch {
        let Task { source, raw } = self;
        let batch = match raw {
            Raw::Batch(batch) => batch,
            Raw::File => match read(&source.found) {
                Ok(Some(bytes)) => Ok(Batch::of_whole(bytes)),
                Ok(None) => return MadeBatch::binary(source),
                Err(error) => Err(error),
            },
            Raw::Binary => return MadeBatch::binary(source),
        };
        let mut entries = Vec::new();
        let end =
            batch.map_or_else(|error| Some(Err(error)), |batch| plan(batch, &source, on_error, &mut entries));
        MadeBatch { source, entries, end, is_binary: false }
    }
}

/// Plans the documents of a batch; gives how the file ends, if it does.
fn plan(
    mut batch: Batch,
    source: &Source,
    on_error: OnError,
    entries: &mut Vec<(Entry, Option<Plan>)>,
) -> Option<Result<()>> {
    let end = batch.end.take();
    if source.is_unwanted() {
        return end;
    }
    let parsed = batch.parse(&source.reading, |entry| {
        let plan = match &entry {
            Entry::Document(document) => {
                let cleaner = of_source(&source.cleaner, document);
                Some(cleaner.plan(&Lines::new(document.text())))
            }
            Entry::Other(_) | Entry::Bad(..) => None,
        };
        let stops = matches!(entry, Entry::Bad(..)) && on_error == OnError::Stop;
        if stops {
            source.ended.store(true, Ordering::Relaxed);
        }
        entries.push((entry, plan));
        !stops
    });
    let named = |error: Error| error.at(&source.found.input);
    match parsed {
        Ok(()) => end.map(|end| end.map_err(named)),
        Err(error) => Some(Err(named(error))),
    }
}

/// The content of a file, `None` if it was found in a folder and is binary.
fn read(found: &Found) -> Result<Option<Vec<u8>>> {
    let bytes = match &found.input {
        Input::File(path) if found.input.packing() == Packing::Plain => {
            fsio::read_file(path, fsio::DOCUMENT_LIMIT)?
        }
        input => fsio::read(input.open()?, fsio::DOCUMENT_LIMIT).map_err(|error| error.at(input))?,
    };
    Ok(Some(bytes).filter(|bytes| found.by == By::Name || !is_binary(bytes)))
}

/// Opens a file, `None` if it was found in a folder and is binary.
fn open(found: &Found) -> Result<Option<Box<dyn BufRead + Send>>> {
    let mut stream = found.input.open()?;
    if found.by == By::Name {
        return Ok(Some(stream));
    }
    let first = stream.fill_buf().map_err(|error| Error::io("read", error).at(&found.input))?;
    let binary = is_binary(first);
    Ok(Some(stream).filter(|_| !binary))
}

fn is_binary(bytes: &[u8]) -> bool {
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !wide && memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_some()
}
