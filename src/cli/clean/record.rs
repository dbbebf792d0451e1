//! What `clean` records beside its results: what was removed, a page to look at, and counts.

use std::path::{Path, PathBuf};

use dechrome::fsio::{self, NewFile};
use dechrome::plan::Guard;
use dechrome::report::html::Page;
use dechrome::report::{Summary, removed};
use dechrome::text::{End, Lines};
use dechrome::{Cleaner, Plan, Result};

use super::super::input::Input;
use super::super::job::{Planned, PlannedPart};
use super::super::messages::Messages;
use super::super::stats::{Stats, StatsForm};
use super::results::{ResultArgs, overwritten};

/// What is recorded beside the results.
pub(super) struct Record<'a> {
    removed: Option<Removed>,
    report: Option<Report>,
    pub(super) annotates: bool,
    stats: Stats,
    /// How counts are printed, if they are.
    form: Option<StatsForm>,
    messages: &'a Messages,
}

impl<'a> Record<'a> {
    /// Begins the files that are asked for.
    pub(super) fn begin(args: &ResultArgs, messages: &'a Messages) -> Result<Self> {
        Ok(Record {
            removed: args.removed.as_deref().map(Removed::create).transpose()?,
            report: args.report.as_deref().map(Report::create).transpose()?,
            annotates: args.annotate,
            stats: Stats::default(),
            form: args.stats,
            messages,
        })
    }

    /// Neither record nor page may take the place of a document, which a list may name only now: they are given up.
    pub(super) fn spare(&mut self, input: &Input) -> Result<()> {
        let Input::File(path) = input else { return Ok(()) };
        if self.removed.take_if(|removed| fsio::is_same(path, &removed.path)).is_some() {
            return Err(overwritten("record").at(input));
        }
        match self.report.take_if(|report| fsio::is_same(path, &report.path)) {
            None => Ok(()),
            Some(_) => Err(overwritten("report").at(input)),
        }
    }

    /// What a plan does, in counts; empty where nobody is told of them, as they cost a look at every character.
    pub(super) fn summary(&self, lines: &Lines<'_>, plan: &Plan) -> Summary {
        if self.form.is_some() || self.annotates || self.messages.tells_notes() {
            Summary::of(lines, plan)
        } else {
            Summary::default()
        }
    }

    pub(super) fn add(&mut self, planned: &Planned<'_>, summary: &Summary) -> Result<()> {
        let Planned { lines, plan, cleaner, .. } = *planned;
        self.count(cleaner, lines, plan, summary);
        self.end(planned.place, summary, plan.guard);
        if let Some(Removed { file, .. }) = &mut self.removed {
            removed::write(planned.name(), lines, plan, file).map_err(|error| file.unwritten(error))?;
        }
        self.report.as_mut().map_or(Ok(()), |report| report.add(planned))
    }

    /// Adds a part of a document, of which `so_far` is told.
    pub(super) fn add_part(&mut self, planned: &PlannedPart<'_>, so_far: &mut Summary) -> Result<()> {
        let PlannedPart { part, lines, cleaner, .. } = *planned;
        let summary = self.summary(lines, &part.plan);
        self.count(cleaner, lines, &part.plan, &summary);
        so_far.add(&summary);
        if part.end == End::Last {
            self.end(planned.place, so_far, part.plan.guard);
        }
        let Some(Removed { file, .. }) = &mut self.removed else { return Ok(()) };
        let written = removed::write_part(planned.name(), part.start, lines, &part.plan, file);
        written.map_err(|error| file.unwritten(error))
    }

    /// Counts the lines that a plan is for.
    fn count(&mut self, cleaner: &Cleaner, lines: &Lines<'_>, plan: &Plan, summary: &Summary) {
        if self.form.is_some() {
            // Lines that rules match are looked for once more.
            self.stats.add_rules(&cleaner.options().rules, lines, plan.verdicts.len());
        }
        self.stats.add_lines(summary);
    }

    fn end(&mut self, place: &str, summary: &Summary, guard: Option<Guard>) {
        self.stats.add_document(guard);
        self.messages.note(place, || summary.to_string());
    }

    pub(super) fn finish(self) -> Result<()> {
        if let Some(form) = self.form {
            self.messages.summary(&self.stats.show(form));
        }
        self.removed.map_or(Ok(()), |removed| removed.file.commit())?;
        self.report.map_or(Ok(()), Report::finish)
    }
}

/// The record in the making.
struct Removed {
    file: NewFile,
    path: PathBuf,
}

impl Removed {
    fn create(path: &Path) -> Result<Self> {
        Ok(Removed { file: NewFile::create(path)?, path: path.to_owned() })
    }
}

/// The page in the making, and its file.
struct Report {
    page: Page,
    file: NewFile,
    path: PathBuf,
}

impl Report {
    fn create(path: &Path) -> Result<Self> {
        let mut file = NewFile::create(path)?;
        let page = Page::begin(&mut file).map_err(|error| file.unwritten(error))?;
        Ok(Report { page, file, path: path.to_owned() })
    }

    fn add(&mut self, planned: &Planned<'_>) -> Result<()> {
        let Report { page, file, .. } = self;
        let written = page.document(planned.name(), planned.lines, planned.plan, || planned.evidence(), file);
        written.map_err(|error| file.unwritten(error))
    }

    fn finish(mut self) -> Result<()> {
        self.page.finish(&mut self.file).map_err(|error| self.file.unwritten(error))?;
        self.file.commit()
    }
}
