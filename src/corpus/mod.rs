//! Many documents from one stream, in order, and each cleaned text back into the form it came in.

mod annotation;
mod batch;
mod jsonl;
pub mod ordered;
mod packing;
mod wet;

use std::borrow::Cow;
use std::fmt;

pub use annotation::Annotation;
pub use batch::{Batch, Batches};
pub use jsonl::Fields;
use jsonl::Row;
pub use packing::{Packer, Packing};
use wet::Conversion;

use crate::error::{Error, Result};
use crate::text::{Encoding, Text};

/// How a stream holds documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The whole stream is one document.
    Text,
    /// Each line is a JSON object, one of whose fields is a document.
    Jsonl,
    /// WARC records, of which the conversions to plain text are documents, as in Common Crawl's WET files.
    Wet,
}

/// How to read documents out of a stream.
#[derive(Debug, Clone)]
pub struct Reading {
    /// How the stream holds them.
    pub format: Format,
    /// The encoding of a stream that is one document; JSON and WET are UTF-8.
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
    /// A row or a record that is not as it must be: why, and its bytes.
    Bad(Error, Vec<u8>),
}

/// A document and the form it came in.
#[derive(Debug)]
pub struct Document {
    id: Option<String>,
    source: Option<String>,
    part: Option<Part>,
    form: Form,
}

/// Where in its stream a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The number of its line, from 1.
    Line(usize),
    /// The offset of its record in the uncompressed stream, in bytes.
    Record(u64),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Line(line) => write!(f, "line {line}"),
            Part::Record(offset) => f.write_str(&wet::place(*offset)),
        }
    }
}

#[derive(Debug)]
enum Form {
    Whole(Text),
    Row(Row),
    Conversion(Conversion),
}

impl Document {
    /// The value of a row's id field, or the address of a record's page.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The value of a row's source field.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Where it stands, if it is one of several in its stream.
    pub fn part(&self) -> Option<Part> {
        self.part
    }

    /// Its text.
    pub fn text(&self) -> &str {
        match &self.form {
            Form::Whole(text) => &text.text,
            Form::Row(row) => row.text(),
            Form::Conversion(conversion) => conversion.text(),
        }
    }

    /// How many bytes of the stream stand before its text, where its bytes are those of the stream: not in a row or a
    /// record, nor in another encoding than UTF-8.
    pub fn offset(&self) -> Option<usize> {
        match &self.form {
            Form::Whole(text) => text.utf8_offset(),
            Form::Row(_) | Form::Conversion(_) => None,
        }
    }

    /// The document with `cleaned` as its text, all else as it came in; with the text it came with, the very bytes it
    /// came in.
    ///
    /// # Errors
    /// If `cleaned` holds a character the document's encoding lacks.
    pub fn bytes<'a>(&'a self, cleaned: &'a str) -> Result<Cow<'a, [u8]>> {
        let mut out = Vec::new();
        match &self.form {
            Form::Whole(text) => return text.encode(cleaned),
            Form::Row(row) => row.write(cleaned, None, &mut out),
            Form::Conversion(conversion) => conversion.write(cleaned, &mut out),
        }
        Ok(out.into())
    }

    /// As [`Document::bytes`], with what became of it as a field of its row, where it is one.
    ///
    /// # Errors
    /// As [`Document::bytes`].
    pub fn annotated<'a>(&'a self, cleaned: &'a str, annotation: &Annotation) -> Result<Cow<'a, [u8]>> {
        let Form::Row(row) = &self.form else { return self.bytes(cleaned) };
        let mut out = Vec::new();
        row.write(cleaned, Some(annotation), &mut out);
        Ok(out.into())
    }

    /// The memory it holds, in bytes, about.
    pub fn weight(&self) -> usize {
        match &self.form {
            Form::Whole(text) => text.text.len(),
            Form::Row(row) => row.weight(),
            Form::Conversion(conversion) => conversion.weight(),
        }
    }
}
