//! What `clean`, `diff` and `explain` have in common: documents in, a plan for each, to a view of it.

use std::borrow::Cow;

use dechrome::corpus::{Document, Entry};
use dechrome::plan::{Evidence, Guard};
use dechrome::profile;
use dechrome::text::Lines;
use dechrome::{Cleaner, Error, Options, Plan, Result};

use super::args::{DecideArgs, OnError, OnGuard, ReadArgs};
use super::config::Cleaners;
use super::input::Input;
use super::messages::Messages;
use super::outcome::Outcome;

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
        match self.document.id() {
            Some(id) => id,
            None if self.place == Input::Standard.to_string() => "-",
            None => self.place,
        }
    }
}

impl Planned<'_> {
    /// What stands behind the scores of its lines, and of its joins.
    pub(crate) fn evidence(&self) -> (impl Iterator<Item = Vec<Evidence>> + '_, Vec<Vec<Evidence>>) {
        (self.cleaner.evidence(self.lines), self.cleaner.join_evidence(self.lines, &self.plan.joins))
    }
}

/// What is made of the documents.
pub(crate) trait View {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()>;

    /// Bytes between documents, and rows that hold none.
    fn other(&mut self, _bytes: &[u8]) -> Result<()> {
        Ok(())
    }
}

impl<'a> Job<'a> {
    /// # Errors
    /// If the arguments contradict each other.
    pub(crate) fn new(read: &'a ReadArgs, decide: &DecideArgs, messages: &'a Messages) -> Result<Self> {
        let cleaners = decide.cleaners()?;
        Ok(Job { read, cleaners, on_guard: decide.on_guard(), messages })
    }

    /// Shows the documents of `input` to `view`, in order.
    ///
    /// # Errors
    /// If reading fails, `view` does, or a bad row is to stop the file.
    pub(crate) fn run(&self, input: &Input, view: &mut impl View) -> Result<Outcome> {
        let mut outcome = Outcome::Done;
        let cleaner = self.cleaners.of(input)?;
        let mut reading = self.read.reading(input);
        reading.fields.source = self.cleaners.source_field().map(str::to_owned);
        input.entries(reading, |entry| {
            let bad = match entry {
                Entry::Other(bytes) => return view.other(&bytes),
                Entry::Bad(error, bytes) => Some((error, bytes)),
                Entry::Document(document) => self.document(input, &document, &cleaner, view)?,
            };
            match bad {
                None => Ok(()),
                Some((error, _)) if self.read.on_error() == OnError::Stop => Err(error),
                Some((error, bytes)) => {
                    self.messages.error(&error.at(input));
                    outcome = Outcome::Error;
                    view.other(&bytes)
                }
            }
        })?;
        Ok(outcome)
    }

    /// Gives the bytes of a document that the guard refuses, and why.
    fn document(
        &self,
        input: &Input,
        document: &Document,
        cleaner: &Cleaner,
        view: &mut impl View,
    ) -> Result<Option<(Error, Vec<u8>)>> {
        let line = document.line().map(|line| format!("line {line}"));
        let place = line.as_ref().map_or(input.to_string(), |line| format!("{input}: {line}"));
        let lines = Lines::new(document.text());
        let cleaner = &*of_source(cleaner, document);
        let plan = cleaner.plan(&lines);
        if let Some(what) = plan.guard.map(guarded) {
            match self.on_guard {
                OnGuard::Keep => self.messages.note(&place, || what),
                OnGuard::Warn => self.messages.warning(&place, &what),
                OnGuard::Error => {
                    let error = Error::invalid_with_hint(what, "--on-guard warn keeps it whole");
                    let mut bytes = Vec::new();
                    document.write(document.text(), &mut bytes)?;
                    return match line {
                        Some(line) => Ok(Some((error.at(line), bytes))),
                        None => Err(error),
                    };
                }
            }
        }
        view.document(&Planned { input, document, lines: &lines, plan: &plan, cleaner, place: &place })
            .map(|()| None)
    }
}

/// The cleaner with the part of its profile that is the document's.
fn of_source<'c>(cleaner: &'c Cleaner, document: &Document) -> Cow<'c, Cleaner> {
    match (&cleaner.options().profile, document.source()) {
        (Some(site), Some(source)) => {
            let profile = Some(site.of(&profile::host(source)));
            Cow::Owned(cleaner.with_options(Options { profile, ..cleaner.options().clone() }))
        }
        _ => Cow::Borrowed(cleaner),
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
