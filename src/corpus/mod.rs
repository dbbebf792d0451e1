//! Many documents from one stream, in order, and each cleaned text back into the form it came in.

mod jsonl;

use std::io::BufRead;

pub use jsonl::Fields;
use jsonl::Row;

use crate::error::{Error, Result};
use crate::fsio;
use crate::text::{Encoding, Text};

/// How a stream holds documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The whole stream is one document.
    Text,
    /// Each line is a JSON object, one of whose fields is a document.
    Jsonl,
}

/// How to read documents out of a stream.
#[derive(Debug, Clone)]
pub struct Reading {
    /// How the stream holds them.
    pub format: Format,
    /// The encoding of a stream that is one document; JSON is UTF-8.
    pub encoding: Encoding,
    /// Which fields of a row hold the document and its name.
    pub fields: Fields,
}

/// One step through a stream. Writing every entry in order writes the stream.
#[derive(Debug)]
pub enum Entry {
    /// A document.
    Document(Document),
    /// Bytes that hold no document, as an empty line between rows.
    Other(Vec<u8>),
    /// A row that is not as it must be: why, and its bytes.
    Bad(Error, Vec<u8>),
}

/// A document and the form it came in.
#[derive(Debug)]
pub struct Document {
    id: Option<String>,
    source: Option<String>,
    line: Option<usize>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Whole(Text),
    Row(Row),
}

impl Document {
    /// The value of a row's id field.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The value of a row's source field.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// The line of the stream it stands in, from 1, if it is a row.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// Its text.
    pub fn text(&self) -> &str {
        match &self.form {
            Form::Whole(text) => &text.text,
            Form::Row(row) => row.text(),
        }
    }

    /// How many bytes of the stream stand before its text, where its bytes are those of the stream: not in a row, nor
    /// in another encoding than UTF-8.
    pub fn offset(&self) -> Option<usize> {
        match &self.form {
            Form::Whole(text) => text.utf8_offset(),
            Form::Row(_) => None,
        }
    }

    /// Appends the document with `cleaned` as its text, all else as it came in; with the text it came with, the
    /// very bytes it came in.
    ///
    /// # Errors
    /// If `cleaned` holds a character the document's encoding lacks.
    pub fn write(&self, cleaned: &str, out: &mut Vec<u8>) -> Result<()> {
        match &self.form {
            Form::Whole(text) => out.extend_from_slice(&text.encode(cleaned)?),
            Form::Row(row) => row.write(cleaned, out),
        }
        Ok(())
    }
}

/// Reads the entries of a stream, one after another, in memory bounded by the largest.
#[derive(Debug)]
pub struct Entries<R> {
    source: R,
    reading: Reading,
    line: usize,
    done: bool,
}

impl<R: BufRead> Entries<R> {
    /// Nothing is read yet.
    pub fn new(source: R, reading: Reading) -> Self {
        Entries { source, reading, line: 0, done: false }
    }

    /// The next entry, `None` after the last.
    ///
    /// # Errors
    /// If reading fails, a document is longer than [`fsio::DOCUMENT_LIMIT`], or a stream that is one document
    /// does not decode. Nothing can be read after an error.
    #[expect(clippy::should_implement_trait, reason = "an iterator may not stop at its first error")]
    pub fn next(&mut self) -> Result<Option<Entry>> {
        if self.done {
            return Ok(None);
        }
        let entry = match self.reading.format {
            Format::Text => self.whole().map(Some),
            Format::Jsonl => self.row(),
        };
        self.done = self.reading.format == Format::Text || !matches!(entry, Ok(Some(_)));
        entry
    }

    fn whole(&mut self) -> Result<Entry> {
        let bytes = fsio::read(&mut self.source, fsio::DOCUMENT_LIMIT)?;
        let text = Text::decode(bytes, self.reading.encoding)?;
        Ok(Entry::Document(Document { id: None, source: None, line: None, form: Form::Whole(text) }))
    }

    fn row(&mut self) -> Result<Option<Entry>> {
        self.line += 1;
        let place = format!("line {}", self.line);
        let bytes = fsio::read_line(&mut self.source, fsio::DOCUMENT_LIMIT).map_err(|e| e.at(&place))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        if bytes.trim_ascii().is_empty() {
            return Ok(Some(Entry::Other(bytes)));
        }
        Ok(Some(match Row::parse(bytes, &self.reading.fields) {
            Ok(mut row) => {
                let (id, source, line) = (row.take_id(), row.take_source(), Some(self.line));
                Entry::Document(Document { id, source, line, form: Form::Row(row) })
            }
            Err((error, bytes)) => Entry::Bad(error.at(&place), bytes),
        }))
    }
}
