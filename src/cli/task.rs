//! The pieces a job is done in: files are cut into batches of documents, and long documents into parts, which any thread
//! reads and plans.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dechrome::corpus::{Batch, Batches, Entry, Format, Reading};
use dechrome::pipeline::{Part, Parts};
use dechrome::text::{Encoding, End, Lines};
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
    /// What is left of a document.
    Rest(Box<OpenParts>),
    /// Some of its documents, or why there are none.
    Batch(Result<Batch>),
    Binary,
}

type OpenParts = Parts<Box<dyn BufRead + Send>>;

/// How a text that is a file of its own is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texts {
    /// As a whole.
    Whole,
    /// Part after part, wherever the options permit that: of a long text no more is held at a time.
    InParts,
}

/// A batch of planned documents, or what cannot even be listed.
pub(crate) type Made = Result<MadeBatch>;

/// Something to be shown.
pub(crate) enum Piece {
    /// A document with its plan, or what is none.
    Entry(Entry, Option<Plan>),
    /// A part of the document that the file is.
    Part(Part),
}

impl Piece {
    /// The memory it holds, in bytes, about.
    fn weight(&self) -> usize {
        let of_plan = |plan: &Plan| plan.verdicts.len() * 12 + plan.joins.len() * 48;
        match self {
            Piece::Entry(Entry::Document(document), plan) => {
                document.weight() + plan.as_ref().map_or(0, of_plan)
            }
            Piece::Entry(Entry::Other(bytes) | Entry::Bad(_, bytes), _) => bytes.len(),
            Piece::Part(part) => part.text.len() + part.legacy.len() + of_plan(&part.plan),
        }
    }
}

pub(crate) struct MadeBatch {
    pub(crate) source: Arc<Source>,
    pub(crate) pieces: Vec<Piece>,
    /// How the file ends, if this is its last batch.
    pub(crate) end: Option<Result<()>>,
    /// Whether the file is left out, as it is binary.
    pub(crate) is_binary: bool,
}

impl MadeBatch {
    fn new(source: Arc<Source>, pieces: Vec<Piece>, end: Option<Result<()>>) -> Self {
        MadeBatch { source, pieces, end, is_binary: false }
    }

    fn binary(source: Arc<Source>) -> Self {
        MadeBatch { is_binary: true, ..MadeBatch::new(source, Vec::new(), Some(Ok(()))) }
    }

    /// The memory it holds, in bytes, about.
    pub(crate) fn weight(&self) -> usize {
        self.pieces.iter().map(Piece::weight).sum()
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

/// The batches of a file, however it is packed.
pub(crate) type Stream = Batches<Box<dyn BufRead + Send>>;

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
        if reading.format == Format::Text {
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
    /// Reads and plans, after a bad row that stops the file no more of it; gives what is left of the task, too.
    pub(crate) fn make(self, texts: Texts, on_error: OnError) -> (MadeBatch, Option<Task>) {
        let Task { source, raw } = self;
        let batch = match raw {
            Raw::Batch(batch) => batch,
            Raw::Binary => return (MadeBatch::binary(source), None),
            Raw::Rest(parts) => return next_part(source, parts),
            Raw::File if in_parts(&source, texts) => return first_part(source),
            Raw::File => match read(&source.found) {
                Ok(Some(bytes)) => Ok(Batch::of_whole(bytes)),
                Ok(None) => return (MadeBatch::binary(source), None),
                Err(error) => Err(error),
            },
        };
        let mut pieces = Vec::new();
        let end =
            batch.map_or_else(|error| Some(Err(error)), |batch| plan(batch, &source, on_error, &mut pieces));
        (MadeBatch::new(source, pieces, end), None)
    }
}

/// Whether a text is planned in parts: not if that needs all of it beforehand, which cannot be read twice, or if what is
/// written comes back as what is yet to be read.
fn in_parts(source: &Source, texts: Texts) -> bool {
    let Source { found, reading, cleaner, .. } = source;
    let known = reading.encoding != Encoding::Guess || found.input.can_be_reopened();
    texts == Texts::InParts && cleaner.takes_parts() && known && !found.input.is_standard_output()
}

fn first_part(source: Arc<Source>) -> (MadeBatch, Option<Task>) {
    let stream = source.found.input.settled(source.reading.encoding);
    let stream = stream.and_then(|encoding| Ok((open(&source.found)?, encoding)));
    match stream {
        Ok((Some(stream), encoding)) => next_part(source, Box::new(Parts::new(stream, encoding))),
        Ok((None, _)) => (MadeBatch::binary(source), None),
        Err(error) => (MadeBatch::new(source, Vec::new(), Some(Err(error))), None),
    }
}

fn next_part(source: Arc<Source>, mut parts: Box<OpenParts>) -> (MadeBatch, Option<Task>) {
    let part = if source.is_unwanted() { Ok(None) } else { parts.next(&source.cleaner) };
    match part.map_err(|error| error.at(&source.found.input)) {
        Ok(Some(part)) => {
            let rest =
                (part.end == End::More).then(|| Task { source: Arc::clone(&source), raw: Raw::Rest(parts) });
            let end = if rest.is_some() { None } else { Some(Ok(())) };
            (MadeBatch::new(source, vec![Piece::Part(part)], end), rest)
        }
        ended => (MadeBatch::new(source, Vec::new(), Some(ended.map(drop))), None),
    }
}

/// Plans the documents of a batch; gives how the file ends, if it does.
fn plan(mut batch: Batch, source: &Source, on_error: OnError, pieces: &mut Vec<Piece>) -> Option<Result<()>> {
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
        pieces.push(Piece::Entry(entry, plan));
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
    let bytes = found.input.bytes()?;
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
