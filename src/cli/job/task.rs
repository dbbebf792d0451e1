//! What a job does on any thread: documents of a batch are planned, and long texts part after part.

use std::io::BufRead;
use std::sync::Arc;

use dechrome::corpus::{Batch, Entry};
use dechrome::pipeline::{Part, Parts};
use dechrome::text::{Encoding, End, Lines};
use dechrome::{Cleaner, Error, Plan, Result};

use super::super::args::OnError;
use super::super::config::of_source;
use super::source::{Chunk, Held, Source};

/// Something any thread can do.
pub(crate) enum Task {
    Chunk(Chunk<Cleaner>),
    /// What is left of a document.
    Rest(Arc<Source<Cleaner>>, Box<OpenParts>),
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
    pub(crate) source: Arc<Source<Cleaner>>,
    pub(crate) pieces: Vec<Piece>,
    /// How the file ends, if this is its last batch.
    pub(crate) end: Option<Result<()>>,
    /// Whether the file is left out, as it is binary.
    pub(crate) is_binary: bool,
}

impl MadeBatch {
    fn new(source: Arc<Source<Cleaner>>, pieces: Vec<Piece>, end: Option<Result<()>>) -> Self {
        MadeBatch { source, pieces, end, is_binary: false }
    }

    fn binary(source: Arc<Source<Cleaner>>) -> Self {
        MadeBatch { is_binary: true, ..MadeBatch::new(source, Vec::new(), Some(Ok(()))) }
    }

    /// The memory it holds, in bytes, about.
    pub(crate) fn weight(&self) -> usize {
        self.pieces.iter().map(Piece::weight).sum()
    }
}

impl Task {
    /// Reads and plans, after a bad row that stops the file no more of it; gives what is left of the task, too.
    pub(crate) fn make(self, texts: Texts, on_error: OnError) -> (MadeBatch, Option<Task>) {
        let chunk = match self {
            Task::Rest(source, parts) => return next_part(source, parts),
            Task::Chunk(Chunk { source, held: Held::File }) if in_parts(&source, texts) => {
                return first_part(source);
            }
            Task::Chunk(chunk) => chunk,
        };
        let source = Arc::clone(&chunk.source);
        let mut pieces = Vec::new();
        let end = match chunk.batch() {
            Ok(Some(batch)) => plan(batch, &source, on_error, &mut pieces),
            Ok(None) => return (MadeBatch::binary(source), None),
            Err(error) => Some(Err(error)),
        };
        (MadeBatch::new(source, pieces, end), None)
    }
}

/// Whether a text is planned in parts: not if that needs all of it beforehand, which cannot be read twice, or if what is
/// written comes back as what is yet to be read.
fn in_parts(source: &Source<Cleaner>, texts: Texts) -> bool {
    let Source { found, reading, worker: cleaner, .. } = source;
    let known = reading.encoding != Encoding::Guess || found.input.can_be_reopened();
    texts == Texts::InParts && cleaner.takes_parts() && known && !found.input.is_standard_output()
}

fn first_part(source: Arc<Source<Cleaner>>) -> (MadeBatch, Option<Task>) {
    let stream = source.found.input.settled(source.reading.encoding);
    let stream = stream.and_then(|encoding| Ok((source.open()?, encoding)));
    match stream {
        Ok((Some(stream), encoding)) => next_part(source, Box::new(Parts::new(stream, encoding))),
        Ok((None, _)) => (MadeBatch::binary(source), None),
        Err(error) => (MadeBatch::new(source, Vec::new(), Some(Err(error))), None),
    }
}

fn next_part(source: Arc<Source<Cleaner>>, mut parts: Box<OpenParts>) -> (MadeBatch, Option<Task>) {
    let part = if source.is_unwanted() { Ok(None) } else { parts.next(&source.worker) };
    match part.map_err(|error| error.at(&source.found.input)) {
        Ok(Some(part)) => {
            let rest = (part.end == End::More).then(|| Task::Rest(Arc::clone(&source), parts));
            let end = if rest.is_some() { None } else { Some(Ok(())) };
            (MadeBatch::new(source, vec![Piece::Part(part)], end), rest)
        }
        ended => (MadeBatch::new(source, Vec::new(), Some(ended.map(drop))), None),
    }
}

/// Plans the documents of a batch; gives how the file ends, if it does.
fn plan(
    mut batch: Batch,
    source: &Source<Cleaner>,
    on_error: OnError,
    pieces: &mut Vec<Piece>,
) -> Option<Result<()>> {
    let end = batch.end.take();
    if source.is_unwanted() {
        return end;
    }
    let parsed = batch.parse(&source.reading, |entry| {
        let plan = match &entry {
            Entry::Document(document) => {
                let cleaner = of_source(&source.worker, document);
                Some(cleaner.plan(&Lines::new(document.text())))
            }
            Entry::Other(_) | Entry::Bad(..) => None,
        };
        let stops = matches!(entry, Entry::Bad(..)) && on_error == OnError::Stop;
        if stops {
            source.stop();
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
