//! Where documents come from: files and standard input, and which form they have.

use std::fmt;
#[cfg(unix)]
use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use dechrome::corpus::{Batches, Entry, Format, Packing, Reading};
use dechrome::text::{self, Encoding};
use dechrome::{Error, Result, fsio};

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
    /// The format its extension stands for, that of compression not counted.
    pub(crate) fn format(&self) -> Format {
        let Input::File(path) = self else { return Format::Text };
        let inner = path.with_extension("");
        let path = if self.packing() == Packing::Plain { path } else { &inner };
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Format::Jsonl,
            "wet" => Format::Wet,
            _ => Format::Text,
        }
    }

    /// How its extension says it is compressed.
    pub(crate) fn packing(&self) -> Packing {
        match self {
            Input::Standard => Packing::Plain,
            Input::File(path) => Packing::of(path),
        }
    }

    /// Opens it, unpacked: a file by its extension, standard input by its first bytes.
    ///
    /// # Errors
    /// If it cannot be opened; the input is named in the message.
    pub(crate) fn open(&self) -> Result<Box<dyn BufRead + Send>> {
        let unpacked = match self {
            Input::Standard => {
                let mut source = BufReader::with_capacity(1 << 16, io::stdin());
                let mark = source.fill_buf().map(Packing::by_mark);
                mark.and_then(|packing| packing.unpack(source))
            }
            Input::File(path) => {
                let file = fsio::open(path)?; // names the file itself
                self.packing().unpack(BufReader::with_capacity(1 << 16, file))
            }
        };
        unpacked.map_err(|error| Error::io("read", error).at(self))
    }

    /// All its bytes, unpacked.
    ///
    /// # Errors
    /// If it cannot be opened or read, or is larger than a document may be; the input is named in the message.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        match self {
            Input::File(path) if self.packing() == Packing::Plain => {
                fsio::read_file(path, fsio::DOCUMENT_LIMIT)
            }
            _ => fsio::read(self.open()?, fsio::DOCUMENT_LIMIT).map_err(|error| error.at(self)),
        }
    }

    /// Whether it can be opened again, and has the same content then.
    pub(crate) fn can_be_reopened(&self) -> bool {
        matches!(self, Input::File(path) if path.is_file())
    }

    /// Whether it is the file that standard output is appended to.
    #[cfg(unix)]
    pub(crate) fn is_standard_output(&self) -> bool {
        use std::os::fd::AsFd;
        use std::os::unix::fs::MetadataExt;
        let Input::File(path) = self else { return false };
        let about = io::stdout().as_fd().try_clone_to_owned().and_then(|fd| File::from(fd).metadata());
        let is_same = |out: &Metadata, file: &Metadata| (out.dev(), out.ino()) == (file.dev(), file.ino());
        about.is_ok_and(|out| out.is_file() && path.metadata().is_ok_and(|file| is_same(&out, &file)))
    }

    /// Where files have no numbers it cannot be known.
    #[cfg(not(unix))]
    pub(crate) fn is_standard_output(&self) -> bool {
        false
    }

    /// The encoding it is to be read in: what is to be guessed is guessed, for which it is read once or twice.
    ///
    /// # Errors
    /// If it cannot be opened or read, which is said of the input.
    pub(crate) fn settled(&self, encoding: Encoding) -> Result<Encoding> {
        if encoding != Encoding::Guess {
            return Ok(encoding);
        }
        if text::is_unicode(self.open()?).map_err(|error| error.at(self))? {
            return Ok(Encoding::Unicode);
        }
        text::guess(self.open()?).map_err(|error| error.at(self))
    }

    /// Reads everything in it, entry by entry.
    ///
    /// # Errors
    /// If it cannot be opened or read, which is said of the input, or if `work` fails.
    pub(crate) fn entries(&self, reading: &Reading, mut work: impl FnMut(Entry) -> Result<()>) -> Result<()> {
        let mut worked = Ok(());
        let read = Batches::new(self.open()?, reading.format).each(reading, |entry| {
            worked = work(entry);
            worked.is_ok()
        });
        read.map_err(|error| error.at(self))?;
        worked
    }
}
