//! `dechrome learn`: the lines that repeat across the documents of a site, counted into a profile.

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

use dechrome::corpus::ordered::Run;
use dechrome::corpus::{Batch, Entry, Reading};
use dechrome::profile::{self, Document, Profile};
use dechrome::text::Lines;
use dechrome::{Error, Result, fsio};

use super::args::{FileArgs, Files, Found, OnError, ReadArgs, Results};
use super::config::read_profile;
use super::input::Input;
use super::job::{Chunk, Cut, Source};
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};

/// Count in how many documents of a site each line stands, for clean --profile
///
/// Give it documents of one site: ten are good, three the least. The profile is JSON: for each line, in lower case and
/// with 0 for numbers, how many documents have it and where. It holds every line of the documents that has a letter, so
/// that profiles can be merged and a document is known again that was learnt from. Up to 524,288 different lines the
/// counts are exact; above, lines of the fewest documents are forgotten, and the profile says how many documents of a
/// line may be missing.
#[derive(Debug, clap::Args)]
pub(crate) struct LearnArgs {
    #[command(flatten)]
    files: FileArgs,
    /// Write the profile to FILE [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep a profile for each host, that of the address in this field of a JSONL row; clean reads the same field
    #[arg(long, value_name = "FIELD")]
    by_host: Option<String>,
    /// Read profiles, not documents, and add them up: the same as learning from all their documents at once, as long
    /// as all counts are exact
    #[arg(long, conflicts_with = "by_host")]
    merge: bool,
    /// Leave out lines of fewer than N documents: the file gets small, and is not for merging
    #[arg(long, value_name = "N", default_value = "1")]
    least: NonZeroU32,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) fn run(args: &LearnArgs, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let files = args.files.find(Results::default())?;
    let (mut profile, outcome) =
        if args.merge { (merged(files)?, Outcome::Done) } else { learnt(args, files, messages) };
    if args.least.get() > 1 {
        profile.forget_below(args.least.get());
    }
    match &args.output {
        Some(path) => fsio::write(path, profile.to_json().as_bytes())?,
        None => out.write_all(profile.to_json().as_bytes()).map_err(unwritten)?,
    }
    messages.note("profile", || format!("{} documents, {} lines", profile.documents(), profile.lines()));
    Ok(outcome)
}

/// A profile that misses what one of several holds would be a wrong one: the first that fails stops.
fn merged(files: Files<'_>) -> Result<Profile> {
    let read = |found: Result<Found>| match found?.input {
        Input::File(path) => read_profile(&path),
        input @ Input::Standard => {
            let bytes = fsio::read(io::stdin().lock(), profile::LIMIT);
            bytes.and_then(|bytes| Profile::from_json(&bytes)).map_err(|error| error.at(input))
        }
    };
    let mut profiles = files.map(read);
    let mut sum = profiles.next().transpose()?.unwrap_or_default();
    for profile in profiles {
        sum.merge(profile?)?;
    }
    Ok(sum)
}

/// Reads documents on all threads and counts them on one, in their order: so the profile is the same for any number of
/// threads also where lines are forgotten, or a bad row stops a file.
fn learnt(args: &LearnArgs, files: Files<'_>, messages: &Messages) -> (Profile, Outcome) {
    let begin = |found: Found| {
        let mut reading = args.read.reading(&found.input);
        reading.fields.source.clone_from(&args.by_host);
        Ok(Source::new(found, reading, ()))
    };
    let run = Run {
        threads: args.files.threads(&args.read),
        tasks: Cut::new(files, begin),
        work: |chunk: Result<Chunk<()>>| (chunk.map(Read::of), None),
        weight: |read: &Result<Read>| read.as_ref().map_or(0, Read::weight),
    };
    let profile = Profile::new(args.by_host.clone());
    let mut learning = Learning { profile, outcome: Outcome::Done, on_error: args.read.on_error(), messages };
    run.each(|results| {
        while let Some(read) = results.next() {
            match read {
                Ok(read) => learning.count(read),
                Err(error) => learning.fail(&error),
            }
        }
    });
    (learning.profile, learning.outcome)
}

/// What a chunk holds: documents, in order, and why some are none.
struct Read {
    source: Arc<Source<()>>,
    documents: Vec<Result<Document>>,
    /// Why the file ends here, if not as it should.
    end: Result<()>,
    /// Whether the file is left out, as it is binary.
    is_binary: bool,
}

impl Read {
    fn of(chunk: Chunk<()>) -> Self {
        let source = Arc::clone(&chunk.source);
        let mut read = Read { source, documents: Vec::new(), end: Ok(()), is_binary: false };
        match chunk.batch() {
            Ok(Some(batch)) => {
                let end = documents_of(batch, &read.source.reading, &mut read.documents);
                read.end = end.map_err(|error| error.at(&read.source.found.input));
            }
            Ok(None) => read.is_binary = true,
            Err(error) => read.end = Err(error),
        }
        read
    }

    fn weight(&self) -> usize {
        self.documents.iter().flatten().map(Document::weight).sum()
    }
}

/// A profile in the making.
struct Learning<'m> {
    profile: Profile,
    outcome: Outcome,
    on_error: OnError,
    messages: &'m Messages,
}

impl Learning<'_> {
    fn count(&mut self, read: Read) {
        let Read { source, documents, end, is_binary } = read;
        let input = &source.found.input;
        if is_binary {
            self.messages.left_out(input);
        }
        for document in documents {
            if source.is_unwanted() {
                return;
            }
            match document {
                Ok(document) => self.profile.add(&document),
                Err(error) => {
                    self.fail(&error.at(input));
                    if self.on_error == OnError::Stop {
                        source.give_up();
                    }
                }
            }
        }
        if let Err(error) = end {
            self.fail(&error);
        }
    }

    fn fail(&mut self, error: &Error) {
        self.messages.error(error);
        self.outcome = Outcome::Error;
    }
}

/// Gives how the batch ends.
fn documents_of(mut batch: Batch, reading: &Reading, documents: &mut Vec<Result<Document>>) -> Result<()> {
    let end = batch.end.take();
    batch.parse(reading, |entry| {
        match entry {
            Entry::Document(document) => {
                let source = document.source().map(profile::host).unwrap_or_default();
                documents.push(Ok(Document::new(&source, &Lines::new(document.text()))));
            }
            Entry::Bad(error, _) => documents.push(Err(error)),
            Entry::Other(_) => {}
        }
        true
    })?;
    end.unwrap_or(Ok(()))
}
