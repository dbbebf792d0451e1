//! Readers and writers that fail on call n, for every n: a failure is always told, and what was written or read before it is
//! the beginning of the whole.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it does not expect")]

use std::io::{self, BufRead, BufReader, Read, Write};

use dechrome::Cleaner;
use dechrome::corpus::{Batches, Entry, Fields, Format, Packer, Packing, Reading};
use dechrome::plan::Plan;
use dechrome::report::html::Page;
use dechrome::report::{Joins, Layout, Screen, Source};
use dechrome::report::{github, inline, json, junit, removed, sarif, side_by_side, unified};
use dechrome::text::{Encoding, Lines};

const PAGE: &str = "Home\nNews\nLog in\n\nThe ferry turned round when a passenger saw the\nwhale among the ropes. It took four hours to cut the\nanimal loose, and nobody on board complained.\n\nRelated articles\nScroll to top\n";

/// Takes some calls, and then fails for good. A call takes at most 7 bytes, so that there are many.
struct Failing<T> {
    inner: T,
    calls: usize,
}

impl<T> Failing<T> {
    fn call(&mut self) -> io::Result<()> {
        self.calls = self.calls.checked_sub(1).ok_or_else(|| io::Error::other("call n"))?;
        Ok(())
    }
}

impl Write for Failing<&mut Vec<u8>> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.call()?;
        self.inner.write(&bytes[..bytes.len().min(7)])
    }

    fn flush(&mut self) -> io::Result<()> {
        self.call()
    }
}

impl Read for Failing<&[u8]> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.call()?;
        let length = buffer.len().min(7);
        self.inner.read(&mut buffer[..length])
    }
}

/// Writes with every number of calls up to the one that is enough, which it gives.
fn fails_on_every_call(name: &str, write: impl Fn(&mut Failing<&mut Vec<u8>>) -> io::Result<()>) -> usize {
    let mut whole = Vec::new();
    write(&mut Failing { inner: &mut whole, calls: usize::MAX }).unwrap();
    // A page for browsers takes thousands of calls: after the first ones, every seventh.
    let mut calls = 0;
    loop {
        let mut bytes = Vec::new();
        let written = write(&mut Failing { inner: &mut bytes, calls });
        assert!(whole.starts_with(&bytes), "{name}: other bytes before call {calls}");
        match written {
            Ok(()) => {
                assert_eq!(bytes, whole, "{name}: the failure of call {calls} was kept quiet");
                return calls;
            }
            Err(error) => assert_eq!(error.to_string(), "call n", "{name}"),
        }
        calls += if calls < 500 { 1 } else { 7 };
    }
}

#[test]
fn every_report_tells_of_every_failed_write() {
    let lines = Lines::new(PAGE);
    let cleaner = Cleaner::default();
    let plan: &Plan = &cleaner.plan(&lines);
    assert!(!plan.joins.is_empty() && plan.verdicts.iter().any(|verdict| !verdict.is_content()));
    let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
    let source = Source { name: "a", file: Some("a"), row: None, offset: Some(0) };
    let calls = [
        fails_on_every_call("unified", |out| unified::write("a", &lines, plan, layout, out).map(drop)),
        fails_on_every_call("inline", |out| inline::write("a", &lines, plan, layout, out).map(drop)),
        fails_on_every_call("sides", |out| side_by_side::write("a", &lines, plan, 80, layout, out).map(drop)),
        fails_on_every_call("json", |out| json::write("a", &lines, plan, out).map(drop)),
        fails_on_every_call("github", |out| github::write(source, &lines, plan, out).map(drop)),
        fails_on_every_call("removed", |out| removed::write("a", &lines, plan, out)),
        fails_on_every_call("junit", |out| {
            junit::begin(out)?;
            junit::write(source, &lines, plan, out)?;
            junit::end(out)
        }),
        fails_on_every_call("sarif", |out| {
            let mut log = sarif::Log::default();
            log.begin(out)?;
            log.write(source, &lines, plan, out)?;
            log.end(out)
        }),
        fails_on_every_call("html", |out| {
            let mut page = Page::begin(out)?;
            let evidence = || (cleaner.evidence(&lines), cleaner.join_evidence(&lines, &plan.joins));
            page.document("a", &lines, plan, evidence, out)?;
            page.finish(out)
        }),
    ];
    assert!(calls.iter().all(|&calls| calls > 10), "{calls:?}");
}

#[test]
fn packed_files_tell_of_every_failed_write() {
    for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
        let calls = fails_on_every_call(&format!("{packing:?}"), |out| {
            let mut packer = Packer::new(packing, out)?;
            packer.write_all(PAGE.as_bytes())?;
            packer.part()?;
            packer.write_all(PAGE.as_bytes())?;
            packer.finish().map(drop)
        });
        assert!(calls > 5, "{packing:?}: {calls}");
    }
}

/// What a stream gave before it ended, and whether it ended well.
fn read(source: impl BufRead, format: Format) -> (Vec<u8>, bool) {
    let fields = Fields { text: "text".to_owned(), id: "id".to_owned(), source: None };
    let reading = Reading { format, encoding: Encoding::Unicode, fields };
    let mut out = Vec::new();
    let ended = Batches::new(source, format).each(&reading, |entry| {
        match entry {
            Entry::Document(document) => out.extend_from_slice(&document.bytes(document.text()).unwrap()),
            Entry::Other(bytes) | Entry::Bad(_, bytes) => out.extend(bytes),
        }
        true
    });
    (out, ended.is_ok())
}

#[test]
fn every_format_tells_of_every_failed_read() {
    let rows = format!("{}\n", serde_json::json!({"text": PAGE})).repeat(3);
    let record = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{PAGE}\r\n\r\n",
        PAGE.len()
    );
    for (format, whole) in [(Format::Text, PAGE), (Format::Jsonl, &*rows), (Format::Wet, &*record.repeat(3))]
    {
        for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
            let mut bytes = Vec::new();
            let mut packer = Packer::new(packing, &mut bytes).unwrap();
            packer.write_all(whole.as_bytes()).unwrap();
            packer.finish().unwrap();
            for calls in 0.. {
                let source = BufReader::with_capacity(16, Failing { inner: &*bytes, calls });
                let (out, ended) = match packing.unpack(source) {
                    Ok(source) => read(source, format),
                    Err(_) => (Vec::new(), false),
                };
                assert!(whole.as_bytes().starts_with(&out), "{format:?} {packing:?}, call {calls}");
                if ended {
                    assert_eq!(out, whole.as_bytes(), "{format:?} {packing:?}: call {calls} was kept quiet");
                    break;
                }
            }
        }
    }
}

/// Cut off after any byte, a packed file is an error, and never a shorter text.
#[test]
fn no_packed_file_may_end_early() {
    for packing in [Packing::Gzip, Packing::Zstd] {
        let mut bytes = Vec::new();
        let mut packer = Packer::new(packing, &mut bytes).unwrap();
        packer.write_all(PAGE.as_bytes()).unwrap();
        packer.finish().unwrap();
        for length in 1..bytes.len() {
            let unpacked = packing.unpack(&bytes[..length]);
            let ended = unpacked.is_ok_and(|source| read(source, Format::Text).1);
            assert!(!ended, "{packing:?}: {length} of {} bytes", bytes.len());
        }
    }
}
