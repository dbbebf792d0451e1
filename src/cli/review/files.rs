//! `clean -i --review`: the changes of files one by one; what is accepted is made, the rest of each file stays.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;

use dechrome::corpus::Entry;
use dechrome::fsio::{self, NewFile};
use dechrome::report::Screen;
use dechrome::report::{Difference, Joins, Layout, unified};
use dechrome::review::{Change, Decision, Document, Session};
use dechrome::{Error, Result};

use super::super::args::{CiArgs, DecideArgs, FileArgs, ReadArgs, Results};
use super::super::input::Input;
use super::super::job::{Job, Manner, Planned, Texts, View};
use super::super::messages::Messages;
use super::super::outcome::Outcome;
use super::super::place::PackedFile;
use super::super::stream::{Out, unwritten};
use super::super::typed::command_without;
use super::{TaughtArgs, taught};

/// Unchanged lines around each change where there is no terminal to ask on.
const CONTEXT: usize = 3;
/// Nobody waits for more than one file.
const MANNER: Manner = Manner { threads: NonZeroUsize::MIN, size: None, texts: Texts::Whole };

#[derive(Debug, clap::Args)]
pub(crate) struct FileReviewArgs {
    /// Look at each change of the files and accept or reject it (? lists the keys); only what is accepted is changed, and
    /// the exit code is 1 if anything is left open. Without a terminal: show the changes and what to type
    #[arg(long, requires = "in_place", conflicts_with_all = ["removed", "report", "annotate", "stats"])]
    review: bool,
    #[command(flatten)]
    taught: TaughtArgs,
    #[command(flatten)]
    ci: CiArgs,
}

impl FileReviewArgs {
    /// Whether somebody is to be asked.
    ///
    /// # Errors
    /// If not, but options are given that say how.
    pub(crate) fn is_wanted(&self) -> Result<bool> {
        let idle = match (&self.taught.corrections, self.ci.is_typed()) {
            _ if self.review => return Ok(true),
            (Some(_), _) => "--corrections",
            (_, true) => "--ci",
            (None, false) => return Ok(false),
        };
        Err(Error::invalid_with_hint("says how to review, but nothing is reviewed", "-i --review does")
            .at(idle))
    }
}

/// What a review of files needs to know.
pub(crate) struct Files<'a> {
    pub(crate) found: &'a FileArgs,
    pub(crate) args: &'a FileReviewArgs,
    /// Of the name under which the original of each file stays.
    pub(crate) suffix: Option<&'a str>,
    pub(crate) read: &'a ReadArgs,
    pub(crate) decide: &'a DecideArgs,
    pub(crate) screen: Screen,
}

pub(crate) fn review(files: &Files<'_>, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let job = Job::new(files.read, files.decide, messages)?;
    if files.args.ci.told().is_some() || !super::is_possible() {
        return show(files, &job, out, messages);
    }
    let mut documents = Vec::new();
    let mut reviewed = Vec::new();
    let mut outcome = job.each(files.found.find(Results::default())?, &MANNER, out, |of_file, _| {
        let input = of_file.input().clone();
        let path = replaceable(&input)?;
        let mut view = Collected(Vec::new());
        let outcome = of_file.run(&mut view)?;
        let first = documents.len();
        documents.append(&mut view.0);
        reviewed.push(Reviewed { input, path, documents: first..documents.len() });
        Ok(outcome)
    });
    if documents.iter().all(|document| document.changes.is_empty()) {
        return Ok(outcome);
    }
    let mut session = Session::new(documents);
    super::run(&mut session, files.screen)?;
    for file in &reviewed {
        if let Err(error) = file.write(files, &session) {
            messages.error(&error);
            outcome = Outcome::Error;
        }
    }
    outcome = outcome.and(taught::write(
        &files.args.taught,
        &session,
        &files.decide.config_args().place(),
        messages,
    ));
    messages.progress(&told(&session));
    Ok(outcome.and(if session.open() > 0 { Outcome::Differences } else { Outcome::Done }))
}

fn told(session: &Session) -> String {
    let rejected = session.count(Decision::Rejected) + session.count(Decision::Kept);
    let edited = session.count(Decision::Edited);
    let edited = if edited > 0 { format!("{edited} edited, ") } else { String::new() };
    let (accepted, open) = (session.count(Decision::Accepted), session.open());
    format!("{accepted} accepted, {rejected} rejected, {edited}{open} open")
}

/// The path of a file that can be replaced: better known before somebody is asked than after.
fn replaceable(input: &Input) -> Result<PathBuf> {
    match input {
        Input::Standard => Err(Error::invalid("cannot be replaced, only files can").at(input)),
        Input::File(path) => NewFile::replace(path).map(|_| path.clone()),
    }
}

/// A file under review, and which of the session's documents it holds.
struct Reviewed {
    input: Input,
    path: PathBuf,
    documents: Range<usize>,
}

impl Reviewed {
    /// Replaces the file, if anything in it changes.
    fn write(&self, files: &Files<'_>, session: &Session) -> Result<()> {
        let base = |document: usize| &session.documents()[document].base;
        if self.documents.clone().all(|document| session.result(document) == *base(document)) {
            return Ok(());
        }
        let reading = files.read.reading(&self.input);
        let mut file = PackedFile::new(NewFile::replace(&self.path)?, &self.path, reading.format)?;
        let mut documents = self.documents.clone();
        self.input.entries(&reading, |entry| match entry {
            Entry::Other(other) | Entry::Bad(_, other) => file.append(&other),
            Entry::Document(document) => {
                let shown = documents.next().filter(|&shown| base(shown) == document.text());
                let shown = shown.ok_or_else(|| changed_since().in_file(&self.path))?;
                file.append(&document.bytes(&session.result(shown))?)
            }
        })?;
        if !documents.is_empty() {
            return Err(changed_since().in_file(&self.path));
        }
        let file = file.whole()?;
        files.suffix.map_or(Ok(()), |suffix| fsio::back_up(&self.path, suffix))?;
        file.commit()
    }
}

fn changed_since() -> Error {
    Error::invalid("changed since it was shown, so nothing is written")
}

/// The view that keeps what may change.
struct Collected(Vec<Document>);

impl View for Collected {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Planned { lines, plan, .. } = *planned;
        let changes = match Difference::of(plan) {
            Difference::None => Vec::new(),
            Difference::Some => {
                let (evidence, joins) = planned.evidence();
                Change::of_plan(lines, plan, evidence, joins)
            }
        };
        let base = planned.document.text().to_owned();
        self.0.push(Document { name: planned.name().to_owned(), base, changes });
        Ok(())
    }
}

/// Shows what could be decided, and what to type.
fn show(files: &Files<'_>, job: &Job<'_>, out: &mut Out, messages: &Messages) -> Result<Outcome> {
    let joins = if out.is_terminal() { Joins::Folded } else { Joins::Whole };
    let layout = Layout { context: CONTEXT, screen: files.screen, joins };
    let outcome = job.each(files.found.find(Results::default())?, &MANNER, out, |documents, out| {
        replaceable(documents.input())?;
        let mut view = Shown { out, layout, difference: Difference::None };
        let outcome = documents.run(&mut view)?;
        Ok(outcome.and(if view.difference == Difference::Some {
            Outcome::Differences
        } else {
            Outcome::Done
        }))
    });
    if outcome == Outcome::Differences {
        let all = command_without(&["--review", "--ci"]);
        let one = command_without(&["--ci"]);
        messages.summary(&format!("nothing is changed; to make all of these changes:\n  {all}\nto decide one by one, on a terminal:\n  {one}"));
    }
    Ok(outcome)
}

struct Shown<'o> {
    out: &'o mut Out,
    layout: Layout,
    difference: Difference,
}

impl View for Shown<'_> {
    fn document(&mut self, planned: &Planned<'_>) -> Result<()> {
        let written = unified::write(planned.name(), planned.lines, planned.plan, self.layout, self.out);
        if written.map_err(unwritten)? == Difference::Some {
            self.difference = Difference::Some;
        }
        Ok(())
    }
}
