//! One record of a WET file, as Common Crawl writes them: a conversion's text is read and replaced, its length and
//! digests with it; every other byte stays as it is.

use std::io::{BufRead, Read};
use std::ops::Range;

use sha1::{Digest, Sha1};

use crate::error::{Error, Result};
use crate::fsio;

/// The longest header of a record, in bytes.
const HEADER_LIMIT: usize = 1 << 20;
/// What stands behind each block.
const END: &[u8] = b"\r\n\r\n";

/// A record as it was read, what ends it included.
#[derive(Debug)]
pub(super) struct Record {
    bytes: Vec<u8>,
    block: Range<usize>,
    /// Where it begins in the (uncompressed) stream.
    offset: u64,
}

/// A conversion record with its text.
#[derive(Debug)]
pub(super) struct Conversion {
    record: Record,
    fields: Vec<Field>,
}

/// A line of the header: the name and the value as spans of the record, without blanks around them.
#[derive(Debug)]
struct Field {
    name: Range<usize>,
    value: Range<usize>,
}

impl Record {
    /// Reads the record that begins at `offset` of the stream, `None` at its end.
    ///
    /// # Errors
    /// If reading fails, the bytes are no record, or the stream ends within one: with the record's offset.
    pub(super) fn read(source: &mut impl BufRead, offset: u64) -> Result<Option<Self>> {
        Self::read_whole(source, offset).map_err(|error| error.at(place(offset)))
    }

    fn read_whole(source: &mut impl BufRead, offset: u64) -> Result<Option<Self>> {
        let mut bytes = Vec::new();
        if !line(source, &mut bytes, offset)? {
            return Ok(None);
        }
        if !bytes.starts_with(b"WARC/") {
            return Err(Error::invalid("not a WARC record, which begins with WARC/"));
        }
        let mut start = bytes.len();
        loop {
            if !line(source, &mut bytes, offset)? {
                return Err(cut(offset + bytes.len() as u64));
            }
            if bytes[start..].trim_ascii().is_empty() {
                break;
            }
            start = bytes.len();
        }
        let head = bytes.len();
        let length = length(&bytes, &fields(&bytes))?;
        let wanted = length + END.len() as u64;
        let block = source.by_ref().take(wanted).read_to_end(&mut bytes);
        block.map_err(|error| Error::io("read", error))?;
        if ((bytes.len() - head) as u64) < wanted {
            return Err(cut(offset + bytes.len() as u64));
        }
        let block = head..bytes.len() - END.len();
        if &bytes[block.end..] != END {
            let what = format!("its block of {length} bytes does not end with two line ends");
            return Err(Error::invalid(what));
        }
        Ok(Some(Record { bytes, block, offset }))
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The record with its text, if it is a conversion to plain text; or itself.
    ///
    /// # Errors
    /// If the text is not UTF-8: with the record's bytes.
    pub(super) fn conversion(self) -> Result<Result<Conversion, Record>, (Error, Vec<u8>)> {
        let fields = fields(&self.bytes);
        let is = |name: &str, value: &str| {
            last(&self.bytes, &fields, name).is_some_and(|found| {
                let found = found.split(|&byte| byte == b';').next().unwrap_or(found);
                found.trim_ascii().eq_ignore_ascii_case(value.as_bytes())
            })
        };
        if !is("WARC-Type", "conversion") || !is("Content-Type", "text/plain") {
            return Ok(Err(self));
        }
        match std::str::from_utf8(&self.bytes[self.block.clone()]) {
            Ok(_) => Ok(Ok(Conversion { fields, record: self })),
            Err(error) => {
                let at = self.block.start + error.valid_up_to();
                let what = format!("byte 0x{:02X} at offset {at} of the record is not UTF-8", self.bytes[at]);
                Err((Error::invalid(what).at(place(self.offset)), self.bytes))
            }
        }
    }
}

impl Conversion {
    pub(super) fn weight(&self) -> usize {
        self.record.bytes.len()
    }

    pub(super) fn text(&self) -> &str {
        // Held to be UTF-8 when the record was read.
        std::str::from_utf8(&self.record.bytes[self.record.block.clone()]).unwrap_or_default()
    }

    /// The address of the page.
    pub(super) fn id(&self) -> Option<String> {
        let uri = last(&self.record.bytes, &self.fields, "WARC-Target-URI")?;
        Some(String::from_utf8_lossy(uri).trim_matches(['<', '>']).to_owned())
    }

    /// Appends the record with `cleaned` as its text, and with the length and the digests that go with it.
    pub(super) fn write(&self, cleaned: &str, out: &mut Vec<u8>) {
        let Record { bytes, block, .. } = &self.record;
        if cleaned == self.text() {
            out.extend_from_slice(bytes);
            return;
        }
        let mut digest = None;
        let mut at = 0;
        for field in &self.fields {
            let name = &bytes[field.name.clone()];
            let value = if name.eq_ignore_ascii_case(b"Content-Length") {
                cleaned.len().to_string()
            } else if [&b"WARC-Block-Digest"[..], b"WARC-Payload-Digest"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
            {
                digest.get_or_insert_with(|| sha1_of(cleaned.as_bytes())).clone()
            } else {
                continue;
            };
            out.extend_from_slice(&bytes[at..field.value.start]);
            out.extend_from_slice(value.as_bytes());
            at = field.value.end;
        }
        out.extend_from_slice(&bytes[at..block.start]);
        out.extend_from_slice(cleaned.as_bytes());
        out.extend_from_slice(END);
    }
}

pub(super) fn place(offset: u64) -> String {
    format!("record at offset {offset}")
}

/// Appends a line; gives `false` at the end of the stream.
fn line(source: &mut impl BufRead, bytes: &mut Vec<u8>, offset: u64) -> Result<bool> {
    let limit = (HEADER_LIMIT - bytes.len().min(HEADER_LIMIT)) as u64;
    let read =
        source.by_ref().take(limit).read_until(b'\n', bytes).map_err(|error| Error::io("read", error))?;
    if bytes.len() >= HEADER_LIMIT {
        return Err(Error::invalid(format!("its header is longer than the limit of {HEADER_LIMIT} bytes")));
    }
    if read > 0 && !bytes.ends_with(b"\n") {
        let foreign = !bytes.starts_with(b"WARC/") && !b"WARC/".starts_with(bytes);
        return Err(if foreign {
            Error::invalid("not a WARC record, which begins with WARC/")
        } else {
            cut(offset + bytes.len() as u64)
        });
    }
    Ok(read > 0)
}

fn cut(offset: u64) -> Error {
    Error::invalid(format!("the file ends within it, at offset {offset}"))
}

/// The lines of a header that have a name.
fn fields(bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', bytes) {
        let line = &bytes[start..end];
        if start > 0 && line.trim_ascii().is_empty() {
            break; // the block follows
        }
        if let Some(colon) = memchr::memchr(b':', line).filter(|_| !line.starts_with(b" ")) {
            let value = &line[colon + 1..];
            let blank = value.len() - value.trim_ascii_start().len();
            let first = start + colon + 1 + blank;
            fields.push(Field { name: start..start + colon, value: first..first + value.trim_ascii().len() });
        }
        start = end + 1;
    }
    fields
}

fn last<'b>(bytes: &'b [u8], fields: &[Field], name: &str) -> Option<&'b [u8]> {
    let is_named = |field: &&Field| bytes[field.name.clone()].eq_ignore_ascii_case(name.as_bytes());
    fields.iter().rev().find(is_named).map(|field| &bytes[field.value.clone()])
}

fn length(bytes: &[u8], fields: &[Field]) -> Result<u64> {
    let value = last(bytes, fields, "Content-Length").ok_or_else(|| Error::invalid("no Content-Length"))?;
    let value = String::from_utf8_lossy(value);
    match value.parse::<u64>() {
        Ok(length) if length <= fsio::DOCUMENT_LIMIT => Ok(length),
        Ok(length) => {
            let limit = fsio::DOCUMENT_LIMIT;
            Err(Error::invalid(format!("its length of {length} bytes is over the limit of {limit}")))
        }
        Err(_) => Err(Error::invalid(format!("its Content-Length {value:?} is not a number"))),
    }
}

/// The digest as Common Crawl spells it: SHA-1 in base 32 (RFC 4648), whose 160 bits need no padding.
fn sha1_of(bytes: &[u8]) -> String {
    let mut text = "sha1:".to_owned();
    for group in Sha1::digest(bytes).chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        let letters = (0..8).rev().map(|i| (bits >> (5 * i) & 31) as u8);
        text.extend(letters.map(|i| char::from(if i < 26 { b'A' + i } else { b'2' + i - 26 })));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://holm.example/\r\n\
                        content-type: text/plain; charset=utf-8\r\n";

    fn record(block: &str) -> String {
        let digest = sha1_of(block.as_bytes());
        let length = block.len();
        format!(
            "{HEAD}WARC-Block-Digest:{digest}\r\nContent-Length: {length} \r\nX: a:b\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn read(bytes: &str) -> Result<Option<Record>> {
        Record::read(&mut bytes.as_bytes(), 0)
    }

    fn conversion(bytes: &str) -> Conversion {
        read(bytes).unwrap().unwrap().conversion().unwrap().unwrap()
    }

    #[test]
    fn digests_are_those_of_common_crawl() {
        assert_eq!(sha1_of(b""), "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
        assert_eq!(sha1_of(b"abc"), "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
    }

    #[test]
    fn length_and_digest_go_with_the_text() {
        let one = conversion(&record("Home\nThe ferry turned.\n"));
        assert_eq!(
            (one.text(), one.id().as_deref()),
            ("Home\nThe ferry turned.\n", Some("http://holm.example/"))
        );
        let written = |cleaned: &str| {
            let mut out = Vec::new();
            one.write(cleaned, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(one.text()), record(one.text()));
        for cleaned in ["", "The ferry turned.\n", "é"] {
            assert_eq!(written(cleaned), record(cleaned));
        }
    }

    #[test]
    fn other_records_have_no_text() {
        for (from, to) in [("conversion", "warcinfo"), ("text/plain", "text/html")] {
            let other = read(&record("a").replace(from, to)).unwrap().unwrap();
            assert!(other.conversion().unwrap().is_err(), "{to}");
        }
    }

    #[test]
    fn what_is_no_record_is_named() {
        let message = |bytes: &str| read(bytes).unwrap_err().to_string();
        let whole = record("text");
        for cut in [1, 4, 12, 80, whole.len() - 10, whole.len() - 1] {
            let says = format!("record at offset 0: the file ends within it, at offset {cut}");
            assert_eq!(message(&whole[..cut]), says);
        }
        let no_record = "record at offset 0: not a WARC record, which begins with WARC/";
        assert_eq!([message("Home\nNews\n"), message("Home"), message("\r\n")], [no_record; 3]);
        assert_eq!(message("WARC/1.0\r\n\r\n"), "record at offset 0: no Content-Length");
        assert_eq!(
            message("WARC/1.0\r\nContent-Length: -1\r\n\r\n"),
            "record at offset 0: its Content-Length \"-1\" is not a number"
        );
        assert_eq!(
            message("WARC/1.0\r\nContent-Length: 1\r\n\r\nab\r\n\r\n"),
            "record at offset 0: its block of 1 bytes does not end with two line ends"
        );
        assert!(read("").unwrap().is_none());
    }
}
