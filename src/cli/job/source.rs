//! Files cut into chunks that any thread can work on: whole files, and batches of the documents of one.

use std::io::BufRead;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dechrome::corpus::{Batch, Batches, Format, Reading};
use dechrome::{Error, Result, fsio};

use super::super::args::{By, Files, Found};
use super::super::input::Input;

/// How far into a file a NUL makes it binary, as ripgrep has it for files it finds.
const PROBE: usize = 1024;

/// A file being read.
#[derive(Debug)]
pub(crate) struct Source<W> {
    pub(crate) found: Found,
    /// Where its path led before it was read.
    pub(crate) end: Option<PathBuf>,
    pub(crate) reading: Reading,
    /// What works on its documents.
    pub(crate) worker: W,
    /// A bad row has ended it: no more is read, but what was read before is used.
    ended: AtomicBool,
    /// Nobody wants its documents any more.
    unwanted: AtomicBool,
}

impl<W> Source<W> {
    pub(crate) fn new(found: Found, reading: Reading, worker: W) -> Self {
        let (ended, unwanted) = (AtomicBool::new(false), AtomicBool::new(false));
        let end = match &found.input {
            Input::Standard => None,
            Input::File(path) => fsio::end(path),
        };
        Source { found, end, reading, worker, ended, unwanted }
    }

    /// A bad row ends it.
    pub(crate) fn stop(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    /// Nobody wants the rest.
    pub(crate) fn give_up(&self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_unwanted(&self) -> bool {
        self.unwanted.load(Ordering::Relaxed)
    }

    fn has_ended(&self) -> bool {
        self.is_unwanted() || self.ended.load(Ordering::Relaxed)
    }

    /// Opens the file, `None` if it was found in a folder and is binary.
    ///
    /// # Errors
    /// If it cannot be opened or read; the input is named in the message.
    pub(crate) fn open(&self) -> Result<Option<Box<dyn BufRead + Send>>> {
        let mut stream = self.found.input.open()?;
        if self.found.by == By::Name {
            return Ok(Some(stream));
        }
        let first = stream.fill_buf().map_err(|error| Error::io("read", error).at(&self.found.input))?;
        let binary = is_binary(first);
        Ok(Some(stream).filter(|_| !binary))
    }

    /// The content of the file, `None` if it was found in a folder and is binary.
    fn read(&self) -> Result<Option<Vec<u8>>> {
        let bytes = self.found.input.bytes()?;
        Ok(Some(bytes).filter(|bytes| self.found.by == By::Name || !is_binary(bytes)))
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    !wide && memchr::memchr(0, &bytes[..bytes.len().min(PROBE)]).is_some()
}

/// Some of a file.
pub(crate) struct Chunk<W> {
    pub(crate) source: Arc<Source<W>>,
    pub(crate) held: Held,
}

/// What a chunk holds.
pub(crate) enum Held {
    /// The whole file, yet to be read.
    File,
    /// Some of its documents, or why there are none.
    Batch(Result<Batch>),
    /// Nothing: the file is left out.
    Binary,
}

impl<W> Chunk<W> {
    /// Its documents, `None` if the file is left out as it is binary.
    ///
    /// # Errors
    /// If the file cannot be read; it is named in the message.
    pub(crate) fn batch(self) -> Result<Option<Batch>> {
        match self.held {
            Held::Batch(batch) => batch.map(Some),
            Held::File => Ok(self.source.read()?.map(Batch::of_whole)),
            Held::Binary => Ok(None),
        }
    }
}

/// The batches of a file, however it is packed.
type Stream = Batches<Box<dyn BufRead + Send>>;

/// The chunks of files, in order.
pub(crate) struct Cut<'a, W, B> {
    files: Files<'a>,
    /// Says how a file is read.
    begin: B,
    /// The stream being cut into batches.
    open: Option<(Arc<Source<W>>, Stream)>,
}

impl<'a, W, B: FnMut(Found) -> Result<Source<W>>> Cut<'a, W, B> {
    pub(crate) fn new(files: Files<'a>, begin: B) -> Self {
        Cut { files, begin, open: None }
    }

    fn begin(&mut self, found: Found) -> Result<Chunk<W>> {
        let source = Arc::new((self.begin)(found)?);
        if source.reading.format == Format::Text {
            return Ok(Chunk { source, held: Held::File });
        }
        Ok(match source.open() {
            Ok(Some(stream)) => {
                let batches = Batches::new(stream, source.reading.format);
                self.batch(source, batches)
            }
            Ok(None) => Chunk { source, held: Held::Binary },
            Err(error) => Chunk { source, held: Held::Batch(Err(error)) },
        })
    }

    /// The next batch of a stream.
    fn batch(&mut self, source: Arc<Source<W>>, mut batches: Stream) -> Chunk<W> {
        let batch = if source.has_ended() { Batch::none() } else { batches.next() };
        if batch.end.is_none() {
            self.open = Some((Arc::clone(&source), batches));
        }
        Chunk { source, held: Held::Batch(Ok(batch)) }
    }
}

impl<W, B: FnMut(Found) -> Result<Source<W>>> Iterator for Cut<'_, W, B> {
    type Item = Result<Chunk<W>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.open.take() {
            Some((source, batches)) => Some(Ok(self.batch(source, batches))),
            None => Some(self.files.next()?.and_then(|found| self.begin(found))),
        }
    }
}
