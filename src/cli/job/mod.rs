//! What `clean`, `diff` and `explain` have in common: documents in, a plan for each, to a view of it.

mod progress;
mod source;
mod task;

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use dechrome::corpus::ordered::Run;
use dechrome::corpus::{Document, Entry, Format};
use dechrome::pipeline::Part;
use dechrome::plan::{Evidence, Guard};
use dechrome::text::{End, Lines};
use dechrome::{Cleaner, Error, Plan, Result};

use super::args::{DecideArgs, FileArgs, Files, Found, OnError, OnGuard, ReadArgs};
use super::config::{Cleaners, of_source};
use super::input::Input;
use super::messages::Messages;
use super::outcome::Outcome;
use super::stream::Out;
use progress::Progress;
use task::{Made, MadeBatch, Piece, Task};

pub(crate) use source::{Chunk, Cut, Source};
pub(crate) use task::Texts;

/// What the arguments ask for, resolved.
pub(crate) struct Job<'a> {
    read: &'a ReadArgs,
    cleaners: Cleaners,
    on_guard: OnGuard,
    messages: &'a Messages,
}

/// A document with its plan.
pub(crate) struct Planned<'a> {
    pub(crate) input: &'a Input,
    pub(crate) document: &'a Document,
    pub(crate) lines: &'a Lines<'a>,
    pub(crate) plan: &'a Plan,
    /// What planned it, for what stands behind the plan.
    pub(crate) cleaner: &'a Cleaner,
    /// Where it stands, as in `rows.jsonl: line 3`.
    pub(crate) place: &'a str,
}

impl Planned<'_> {
    /// Its name in reports: a row's id, or where it stands; `-` is standard input.
    pub(crate) fn name(&self) -> &str {
        self.document.id().unwrap_or_else(|| name_of_file(self.place))
    }

    /// What stands behind the scores of its lines, and of its joins.
    pub(crate) fn evidence(&self) -> (impl Iterator<Item = Vec<Evidence>> + '_, Vec<Vec<Evidence>>) {
        (self.cleaner.evidence(self.lines), self.cleaner.join_evidence(self.lines, &self.plan.joins))
    }
}

/// The name in reports of a file that is one document.
fn name_of_file(place: &str) -> &str {
    if place == Input::Standard.to_string() { "-" } else { place }
}

/// A part of a document with its plan.
pub(crate) struct PlannedPart<'a> {
    pub(crate) part: &'a Part,
    /// The lines that its plan is for, and below them what its last join takes.
    pub(crate) lines: &'a Lines<'a>,
    pub(crate) cleaner: &'a Cleaner,
    /// Where the document stands.
    pub(crate) place: &'a str,
}

impl PlannedPart<'_> {
    /// The document's name in reports.
    pub(crate) fn name(&self) -> &str {
        name_of_file(self.place)
    }
}

/// What is made of the documents, on one thread and in order.
pub(crate) trait View {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()>;

    /// A part of a text, where the job is asked for [`Texts::InParts`]; one after another of each.
    fn part(&mut self, _planned: &PlannedPart<'_>) -> Result<()> {
        Ok(())
    }

    /// Bytes between documents, and rows that hold none.
    fn other(&mut self, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }
}

/// How a job is to be run.
pub(crate) struct Manner {
    pub(crate) threads: NonZeroUsize,
    /// The bytes of all files, if known.
    pub(crate) size: Option<u64>,
    pub(crate) texts: Texts,
}

impl Manner {
    /// As many threads as are asked for, or make sense for these files.
    pub(crate) fn of(files: &FileArgs, read: &ReadArgs, texts: Texts) -> Self {
        Manner { threads: files.threads(read), size: files.size(), texts }
    }
}

impl<'a> Job<'a> {
    /// # Errors
    /// If the arguments contradict each other.
    pub(crate) fn new(read: &'a ReadArgs, decide: &DecideArgs, messages: &'a Messages) -> Result<Self> {
        let cleaners = decide.cleaners()?;
        Ok(Job { read, cleaners, on_guard: decide.on_guard(), messages })
    }

    /// Does `work` with the documents of each file, which are planned ahead on all threads. A file that fails is named
    /// and does not stop the others; when standard output takes no more, the rest is left.
    pub(crate) fn each(
        &self,
        files: Files<'_>,
        manner: &Manner,
        out: &mut Out,
        mut work: impl FnMut(&mut Documents<'_>, &mut Out) -> Result<Outcome>,
    ) -> Outcome {
        let run = Run {
            threads: manner.threads,
            tasks: Cut::new(files, |found| self.begin(found)).map(|chunk| chunk.map(Task::Chunk)),
            work: |task: Result<Task>| match task.map(|task| task.make(manner.texts, self.read.on_error())) {
                Ok((made, rest)) => (Ok(made), rest.map(Ok)),
                Err(error) => (Err(error), None),
            },
            weight: |made: &Made| made.as_ref().map_or(0, MadeBatch::weight),
        };
        let mut progress = Progress::begin(self.messages, manner.size);
        run.each(|results| {
            let mut outcome = Outcome::Done;
            let mut fetch = || {
                let made = results.next()?;
                progress.add(&made);
                Some(made)
            };
            while let Some(made) = fetch() {
                let done = made.and_then(|batch| self.file(batch, &mut fetch, out, &mut work));
                match done {
                    Ok(one) => outcome = outcome.and(one),
                    Err(_) if out.has_failed() => break,
                    Err(error) => {
                        self.messages.error(&error);
                        outcome = Outcome::Error;
                    }
                }
            }
            outcome
        })
    }

    /// How a file is read, and what plans its documents.
    fn begin(&self, found: Found) -> Result<Source<Cleaner>> {
        let mut reading = self.read.reading(&found.input);
        reading.fields.source = self.cleaners.source_field().map(str::to_owned);
        let cleaner = self.cleaners.of(&found.input)?.into_owned();
        Ok(Source::new(found, reading, cleaner))
    }

    /// Does the work with one file, from its first batch on.
    fn file(
        &self,
        first: MadeBatch,
        fetch: &mut dyn FnMut() -> Option<Made>,
        out: &mut Out,
        work: &mut impl FnMut(&mut Documents<'_>, &mut Out) -> Result<Outcome>,
    ) -> Result<Outcome> {
        if first.is_binary {
            self.messages.left_out(&first.source.found.input);
            return Ok(Outcome::Done);
        }
        let source = Arc::clone(&first.source);
        let mut documents = Documents { job: self, source, batch: Some(first), fetch, held: Vec::new() };
        let done = work(&mut documents, out);
        documents.give_up();
        done
    }

    /// Gives why the guard refuses a document.
    fn guard(&self, place: &str, plan: &Plan) -> Option<Error> {
        let what = guarded(plan.guard?);
        match self.on_guard {
            OnGuard::Keep => self.messages.note(place, || what),
            OnGuard::Warn => self.messages.warning(place, &what),
            OnGuard::Error => {
                return Some(Error::invalid_with_hint(what, "--on-guard warn keeps it whole"));
            }
        }
        None
    }
}

/// The documents of one file, as they come.
pub(crate) struct Documents<'r> {
    job: &'r Job<'r>,
    source: Arc<Source<Cleaner>>,
    /// The batch to be shown next; without it the file has ended.
    batch: Option<MadeBatch>,
    fetch: &'r mut dyn FnMut() -> Option<Made>,
    /// Parts of a document that may yet be refused.
    held: Vec<Part>,
}

impl Documents<'_> {
    pub(crate) fn input(&self) -> &Input {
        &self.source.found.input
    }

    /// Where the file's path led before it was read.
    pub(crate) fn end(&self) -> Option<&Path> {
        self.source.end.as_deref()
    }

    /// The file's path in a tree of results.
    pub(crate) fn name(&self) -> &Path {
        &self.source.found.name
    }

    /// How the file holds them.
    pub(crate) fn format(&self) -> Format {
        self.source.reading.format
    }

    /// Shows them to `view`, in order.
    ///
    /// # Errors
    /// If reading fails, `view` does, or a bad row is to stop the file.
    pub(crate) fn run(&mut self, view: &mut impl View) -> Result<Outcome> {
        let mut outcome = Outcome::Done;
        while let Some(batch) = self.batch.take() {
            let (pieces, end) = (batch.pieces, batch.end);
            if end.is_none() {
                self.fetch();
            }
            for piece in pieces {
                outcome = outcome.and(match piece {
                    Piece::Entry(entry, plan) => self.entry(entry, plan, view)?,
                    Piece::Part(part) => self.part(part, view)?,
                });
            }
            end.unwrap_or(Ok(()))?;
        }
        Ok(outcome)
    }

    fn fetch(&mut self) {
        self.batch = (self.fetch)().and_then(Result::ok);
    }

    /// Leaves what was not shown.
    fn give_up(&mut self) {
        self.source.give_up();
        while self.batch.take().is_some_and(|batch| batch.end.is_none()) {
            self.fetch();
        }
    }

    /// Shows a part of a document; of one that the guard may yet refuse none before it is known.
    fn part(&mut self, part: Part, view: &mut impl View) -> Result<Outcome> {
        let place = self.input().to_string();
        let may_be_refused = part.plan.guard.is_some() && self.job.on_guard == OnGuard::Error;
        if part.end == End::Last {
            if let Some(error) = self.job.guard(&place, &part.plan) {
                return Err(error.at(self.input()));
            }
        } else if may_be_refused {
            self.held.push(part);
            return Ok(Outcome::Done);
        }
        let cleaner = &self.source.worker;
        for part in self.held.drain(..).chain([part]) {
            let (part, lines) = (&part, &Lines::new(&part.text));
            view.part(&PlannedPart { part, lines, cleaner, place: &place })?;
        }
        Ok(Outcome::Done)
    }

    fn entry(&self, entry: Entry, plan: Option<Plan>, view: &mut impl View) -> Result<Outcome> {
        let refused = match (entry, plan) {
            (Entry::Document(document), Some(plan)) => self.document(&document, &plan, view)?,
            (Entry::Bad(error, bytes), _) => Some((error, bytes)),
            (Entry::Other(bytes), _) => return view.other(&bytes).map(|()| Outcome::Done),
            (Entry::Document(_), None) => None, // planned where it was parsed
        };
        match refused {
            None => Ok(Outcome::Done),
            Some((error, _)) if self.job.read.on_error() == OnError::Stop => Err(error.at(self.input())),
            Some((error, bytes)) => {
                self.job.messages.error(&error.at(self.input()));
                view.other(&bytes)?;
                Ok(Outcome::Error)
            }
        }
    }

    /// Gives the bytes of a document that the guard refuses, and why.
    fn document(
        &self,
        document: &Document,
        plan: &Plan,
        view: &mut impl View,
    ) -> Result<Option<(Error, Vec<u8>)>> {
        let (input, part) = (self.input(), document.part());
        let place = part.map_or_else(|| input.to_string(), |part| format!("{input}: {part}"));
        if let Some(error) = self.job.guard(&place, plan) {
            let Some(part) = part else { return Err(error.at(input)) };
            let bytes = document.bytes(document.text())?.into_owned();
            return Ok(Some((error.at(part), bytes)));
        }
        let lines = &Lines::new(document.text());
        let cleaner = &*of_source(&self.source.worker, document);
        view.document(&Planned { input, document, lines, plan, cleaner, place: &place }).map(|()| None)
    }
}

fn guarded(guard: Guard) -> String {
    match guard {
        Guard::NothingLeft => "kept whole, as next to nothing would be left".to_owned(),
        Guard::TooMuch(share) => {
            format!("kept whole, as {:.0} % of its words would be dropped", share * 100.0)
        }
    }
}
