//! A stream in batches of some hundred kilobytes: cut apart by one thread, parsed by any.

use std::io::{BufRead, Read};

use super::jsonl::Row;
use super::wet::Record;
use super::{Document, Entry, Form, Format, Part, Reading};
use crate::error::{Error, Result};
use crate::fsio;
use crate::text::Text;

/// A batch ends with the row or record that makes it this long, in bytes.
const BATCH: usize = 1 << 17;

/// The batches of a stream, one after another, in memory bounded by the largest document.
#[derive(Debug)]
pub struct Batches<R> {
    source: R,
    format: Format,
    /// The line of the next row.
    line: usize,
    /// The offset of the next record.
    offset: u64,
}

/// Some documents as they stand in the stream.
#[derive(Debug)]
pub struct Batch {
    raw: Raw,
    /// How the stream ends, if this is its last batch.
    pub end: Option<Result<()>>,
}

#[derive(Debug)]
enum Raw {
    Whole(Vec<u8>),
    Rows { bytes: Vec<u8>, line: usize },
    Records(Vec<Record>),
}

impl<R: BufRead> Batches<R> {
    /// Nothing is read yet.
    pub fn new(source: R, format: Format) -> Self {
        Batches { source, format, line: 1, offset: 0 }
    }

    /// The next batch; after the one with an end there is none to be asked for. A stream that fails still gives what
    /// was read before.
    #[expect(clippy::should_implement_trait, reason = "the last batch says so itself")]
    pub fn next(&mut self) -> Batch {
        match self.format {
            Format::Text => match fsio::read(&mut self.source, fsio::DOCUMENT_LIMIT) {
                Ok(bytes) => Batch::of_whole(bytes),
                Err(error) => Batch { end: Some(Err(error)), ..Batch::none() },
            },
            Format::Jsonl => self.rows(),
            Format::Wet => self.records(),
        }
    }

    /// Reads the entries of all batches, in order, as long as `work` wants more: for one thread alone.
    ///
    /// # Errors
    /// If the stream fails or ends where it must not, or a text does not decode; what stands before was given then.
    pub fn each(mut self, reading: &Reading, mut work: impl FnMut(Entry) -> bool) -> Result<()> {
        let mut wanted = true;
        loop {
            let mut batch = self.next();
            let end = batch.end.take();
            batch.parse(reading, |entry| {
                wanted = work(entry);
                wanted
            })?;
            match end {
                _ if !wanted => return Ok(()),
                Some(end) => return end,
                None => {}
            }
        }
    }

    fn rows(&mut self) -> Batch {
        let mut bytes = Vec::with_capacity(BATCH + BATCH / 4);
        let line = self.line;
        let end = self.fill(&mut bytes);
        self.line += memchr::memchr_iter(b'\n', &bytes).count();
        let end = end.map_err(|error| error.at(Part::Line(self.line)));
        Batch { raw: Raw::Rows { bytes, line }, end: ended(end) }
    }

    /// Reads whole rows; gives whether there are more.
    fn fill(&mut self, bytes: &mut Vec<u8>) -> Result<bool> {
        let unread = |error| Error::io("read", error);
        let read = (&mut self.source).take(BATCH as u64).read_to_end(bytes).map_err(unread)?;
        if read == BATCH && !bytes.ends_with(b"\n") {
            bytes.extend(fsio::read_line(&mut self.source, fsio::DOCUMENT_LIMIT)?);
        }
        Ok(read == BATCH && !self.source.fill_buf().map_err(unread)?.is_empty())
    }

    fn records(&mut self) -> Batch {
        let mut records = Vec::new();
        let mut length = 0;
        let end = loop {
            match Record::read(&mut self.source, self.offset) {
                Ok(None) => break Some(Ok(())),
                Err(error) => break Some(Err(error)),
                Ok(Some(record)) => {
                    length += record.len();
                    self.offset += record.len() as u64;
                    records.push(record);
                }
            }
            if length >= BATCH {
                break None;
            }
        };
        Batch { raw: Raw::Records(records), end }
    }
}

fn ended(more: Result<bool>) -> Option<Result<()>> {
    match more {
        Ok(true) => None,
        Ok(false) => Some(Ok(())),
        Err(error) => Some(Err(error)),
    }
}

impl Batch {
    /// A stream that is one document.
    pub fn of_whole(bytes: Vec<u8>) -> Self {
        Batch { raw: Raw::Whole(bytes), end: Some(Ok(())) }
    }

    /// The end of a stream whose rest nobody wants.
    pub fn none() -> Self {
        Batch { raw: Raw::Records(Vec::new()), end: Some(Ok(())) }
    }

    /// Parses the batch and gives its entries to `take` until that gives `false`.
    ///
    /// # Errors
    /// If a stream that is one document does not decode.
    pub fn parse(self, reading: &Reading, mut take: impl FnMut(Entry) -> bool) -> Result<()> {
        match self.raw {
            Raw::Whole(bytes) => {
                let text = Text::decode(bytes, reading.encoding)?;
                take(Entry::Document(Document {
                    id: None,
                    source: None,
                    part: None,
                    form: Form::Whole(text),
                }));
            }
            Raw::Rows { bytes, line } => {
                let rows = bytes.split_inclusive(|&byte| byte == b'\n').zip(line..);
                rows.map(|(row, line)| of_row(row, line, reading)).all(take);
            }
            Raw::Records(records) => drop(records.into_iter().map(of_record).all(take)),
        }
        Ok(())
    }
}

fn of_row(bytes: &[u8], line: usize, reading: &Reading) -> Entry {
    if bytes.trim_ascii().is_empty() {
        return Entry::Other(bytes.to_vec());
    }
    let part = Part::Line(line);
    match Row::parse(bytes.to_vec(), &reading.fields) {
        Ok(mut row) => {
            let (id, source) = (row.take_id(), row.take_source());
            Entry::Document(Document { id, source, part: Some(part), form: Form::Row(row) })
        }
        Err((error, bytes)) => Entry::Bad(error.at(part), bytes),
    }
}

fn of_record(record: Record) -> Entry {
    let part = Part::Record(record.offset());
    match record.conversion() {
        Ok(Ok(conversion)) => {
            let id = conversion.id();
            Entry::Document(Document {
                id,
                source: None,
                part: Some(part),
                form: Form::Conversion(conversion),
            })
        }
        Ok(Err(other)) => Entry::Other(other.into_bytes()),
        Err((error, bytes)) => Entry::Bad(error, bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Fields;
    use crate::text::Encoding;
    use proptest::prelude::*;

    /// Writes every entry of a stream.
    fn written(bytes: &[u8], format: Format) -> (Vec<u8>, usize) {
        let fields = Fields { text: "text".to_owned(), id: "id".to_owned(), source: None };
        let reading = Reading { format, encoding: Encoding::Unicode, fields };
        let (mut out, mut batches) = (Vec::new(), 0);
        let mut stream = Batches::new(bytes, format);
        loop {
            let mut batch = stream.next();
            let end = batch.end.take();
            let take = |entry| {
                match entry {
                    Entry::Document(document) => {
                        out.extend_from_slice(&document.bytes(document.text()).unwrap())
                    }
                    Entry::Other(bytes) | Entry::Bad(_, bytes) => out.extend(bytes),
                }
                true
            };
            batch.parse(&reading, take).unwrap();
            batches += 1;
            if let Some(end) = end {
                end.unwrap();
                return (out, batches);
            }
        }
    }

    #[test]
    fn batches_end_with_rows() {
        let row = "{\"text\":\"".to_owned() + &"a".repeat(1000) + "\"}\n";
        for rows in [0, 1, 129, 130, 131, 132, 1000] {
            let bytes = row.repeat(rows);
            let (out, batches) = written(bytes.as_bytes(), Format::Jsonl);
            assert_eq!(out, bytes.as_bytes());
            assert_eq!(batches, rows.div_ceil(BATCH.div_ceil(row.len())).max(1), "{rows}");
        }
        let exact = "\n".repeat(BATCH);
        assert_eq!(written(exact.as_bytes(), Format::Jsonl), (exact.into_bytes(), 1));
    }

    proptest! {
        #[test]
        fn any_rows_pass_through(rows in proptest::collection::vec("\\PC{0,20}|\\{\"text\": *\"[a-z\\\\u0041]{0,9}\"\\}|\r?", 0..12)) {
            let bytes = rows.join("\n").into_bytes();
            prop_assert_eq!(written(&bytes, Format::Jsonl).0, bytes);
        }
    }
}
