//! `dechrome learn`: the lines that repeat across the documents of a site, counted into a profile.

use std::io::{self, Write};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dechrome::corpus::ordered::Run;
use dechrome::corpus::{Batch, Batches, Entry, Format, Reading};
use dechrome::profile::{self, Document, Profile};
use dechrome::text::Lines;
use dechrome::{Error, Result, fsio};

use super::args::{OnError, ReadArgs};
use super::config::read_profile;
use super::files::{FileArgs, Files, Found, Results};
use super::input::Input;
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::{Out, unwritten};
use super::task::{Stream, Texts};

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
    let mut profile = Profile::new(args.by_host.clone());
    let mut outcome = Outcome::Done;
    let mut failed = |error: &Error| {
        messages.error(error);
        outcome = Outcome::Error;
    };
    let run = Run {
        threads: args.files.manner(&args.read, Texts::Whole).threads,
        tasks: Tasks { args, files, open: None },
        work: |task: Result<Task>| (task.map(Task::read), None),
        weight: |read: &Result<Read>| read.as_ref().map_or(0, Read::weight),
    };
    run.each(|results| {
        while let Some(read) = results.next() {
            match read {
                Ok(read) => read.count(args.read.on_error(), &mut profile, &mut failed),
                Err(error) => failed(&error),
            }
        }
    });
    (profile, outcome)
}

/// What a batch holds: documents, in order, and why some are none.
struct Read {
    file: Arc<File>,
    documents: Vec<Result<Document>>,
    /// Why the file ends here, if not as it should.
    end: Result<()>,
}

impl Read {
    fn weight(&self) -> usize {
        self.documents.iter().flatten().map(Document::weight).sum()
    }

    fn count(self, on_error: OnError, profile: &mut Profile, failed: &mut impl FnMut(&Error)) {
        for document in self.documents {
            if self.file.has_ended() {
                return;
            }
            match document {
                Ok(document) => profile.add(&document),
                Err(error) => {
                    failed(&error.at(&self.file.input));
                    self.file.ended.store(on_error == OnError::Stop, Ordering::Relaxed);
                }
            }
        }
        if let Err(error) = self.end {
            failed(&error);
        }
    }
}

/// A file that is being read.
struct File {
    input: Input,
    reading: Reading,
    /// A bad row has ended it; only the thread that counts says so.
    ended: AtomicBool,
}

impl File {
    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }
}

/// Something any thread can do.
enum Task {
    /// A file that is one document, yet to be read.
    Whole(Arc<File>),
    /// Some documents of one.
    Batch(Arc<File>, Batch),
}

/// Files cut into tasks, in order.
struct Tasks<'a> {
    args: &'a LearnArgs,
    files: Files<'a>,
    /// The stream being cut.
    open: Option<(Arc<File>, Stream)>,
}

impl Tasks<'_> {
    fn begin(&mut self, input: Input) -> Result<Task> {
        let mut reading = self.args.read.reading(&input);
        reading.fields.source.clone_from(&self.args.by_host);
        let format = reading.format;
        let file = Arc::new(File { input, reading, ended: AtomicBool::new(false) });
        if format == Format::Text && file.input != Input::Standard {
            return Ok(Task::Whole(file));
        }
        let batches = Batches::new(file.input.open()?, format);
        Ok(self.batch(file, batches))
    }

    fn batch(&mut self, file: Arc<File>, mut batches: Stream) -> Task {
        let batch = if file.has_ended() { Batch::none() } else { batches.next() };
        if batch.end.is_none() {
            self.open = Some((Arc::clone(&file), batches));
        }
        Task::Batch(file, batch)
    }
}

impl Iterator for Tasks<'_> {
    type Item = Result<Task>;

    fn next(&mut self) -> Option<Result<Task>> {
        match self.open.take() {
            Some((file, batches)) => Some(Ok(self.batch(file, batches))),
            None => Some(self.files.next()?.and_then(|found| self.begin(found.input))),
        }
    }
}

impl Task {
    fn read(self) -> Read {
        let (file, batch) = match self {
            Task::Batch(file, batch) => (file, Ok(batch)),
            Task::Whole(file) => {
                let bytes = file.input.bytes();
                (file, bytes.map(Batch::of_whole))
            }
        };
        let mut documents = Vec::new();
        let end = batch.and_then(|batch| {
            let end = documents_of(batch, &file.reading, &mut documents);
            end.map_err(|error| error.at(&file.input))
        });
        Read { file, documents, end }
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
