//! Where documents come from: files and standard input, one after another.

use std::fmt;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use dechrome::corpus::{Entries, Entry, Format, Reading};
use dechrome::{Result, fsio};

use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::Out;

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    Standard,
    File(PathBuf),
}

impl From<&Path> for Input {
    fn from(path: &Path) -> Self {
        if path == Path::new("-") { Input::Standard } else { Input::File(path.to_owned()) }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Standard => f.write_str("standard input"),
            Input::File(path) => path.display().fmt(f),
        }
    }
}

impl Input {
    /// The format its extension stands for.
    pub(crate) fn format(&self) -> Format {
        let Input::File(path) = self else { return Format::Text };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if ["jsonl", "ndjson"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            Format::Jsonl
        } else {
            Format::Text
        }
    }

    /// Reads everything in it, entry by entry.
    ///
    /// # Errors
    /// If it cannot be opened or read, or `work` fails; the input is named in the message.
    pub(crate) fn entries(&self, reading: Reading, work: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        let done = match self {
            Input::Standard => drain(io::stdin().lock(), reading, work),
            Input::File(path) => return self.file_entries(path, reading, work),
        };
        done.map_err(|error| error.at(self))
    }

    fn file_entries(
        &self,
        path: &Path,
        reading: Reading,
        work: impl FnMut(Entry) -> Result<()>,
    ) -> Result<()> {
        let file = fsio::open(path)?; // names the file itself
        drain(BufReader::with_capacity(1 << 16, file), reading, work).map_err(|error| error.at(self))
    }
}

fn drain(source: impl BufRead, reading: Reading, mut work: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let mut entries = Entries::new(source, reading);
    while let Some(entry) = entries.next()? {
        work(entry)?;
    }
    Ok(())
}

/// Does `work` for each input. One that fails is named and does not stop the others; when standard output takes
/// no more, the rest is left.
pub(crate) fn each(
    inputs: &[Input],
    out: &mut Out,
    messages: &Messages,
    mut work: impl FnMut(&Input, &mut Out) -> Result<Outcome>,
) -> Outcome {
    let mut outcome = Outcome::Done;
    for input in inputs {
        match work(input, out) {
            Ok(one) => outcome = outcome.and(one),
            Err(_) if out.has_failed() => break,
            Err(error) => {
                messages.error(&error);
                outcome = Outcome::Error;
            }
        }
    }
    outcome
}
