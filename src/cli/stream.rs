//! Standard output, and how a run ends when it does not take what is written.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use dechrome::report::screen;
use dechrome::{Error, Result};

use super::messages::Messages;
use super::outcome::Outcome;

/// Standard output, buffered. After a failed write nothing more is written.
pub(crate) struct Out {
    buffer: BufWriter<StdoutLock<'static>>,
    failure: Option<io::Error>,
    terminal: bool,
}

impl Out {
    pub(crate) fn new() -> Self {
        let stdout = io::stdout().lock();
        Out {
            terminal: stdout.is_terminal(),
            buffer: BufWriter::with_capacity(1 << 16, stdout),
            failure: None,
        }
    }

    /// Whether a person is reading.
    pub(crate) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Whether a write has failed, so that going on makes no sense.
    pub(crate) fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// Writes a document: byte for byte, but for terminals with control characters spelt out.
    pub(crate) fn document(&mut self, bytes: &[u8]) -> Result<()> {
        let written = match self.terminal.then(|| String::from_utf8_lossy(bytes)) {
            Some(text) => self.write_all(screen::escape_lines(&text).as_bytes()),
            None => self.write_all(bytes),
        };
        written.map_err(unwritten)
    }

    /// Flushes and gives the run's outcome: a reader who closed the pipe had enough, any other failure to write
    /// is an error.
    pub(crate) fn end(mut self, outcome: Outcome, messages: &Messages) -> Outcome {
        let flushed = self.flush();
        match self.failure.or(flushed.err()) {
            None => outcome,
            Some(failure) if failure.kind() == io::ErrorKind::BrokenPipe => outcome,
            Some(failure) => {
                messages.error(&unwritten(failure));
                Outcome::Error
            }
        }
    }

    fn latch<T>(&mut self, written: io::Result<T>) -> io::Result<T> {
        written.map_err(|error| {
            let kind = error.kind();
            self.failure.get_or_insert(error);
            kind.into()
        })
    }
}

/// What a failed write to standard output is called.
pub(crate) fn unwritten(error: io::Error) -> Error {
    Error::io("write", error).at("standard output")
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.buffer.write(bytes);
        self.latch(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Some(failure) = &self.failure {
            return Err(failure.kind().into());
        }
        let flushed = self.buffer.flush();
        self.latch(flushed)
    }
}
