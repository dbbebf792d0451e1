//! Counts over all documents of a run, by reason.

use std::collections::BTreeMap;
use std::fmt;

use clap::ValueEnum;
use dechrome::plan::{Guard, Kind};
use dechrome::report::Summary;
use dechrome::rules::Rules;
use dechrome::text::Lines;
use serde::{Serialize, Serializer};

/// What became of the documents of a run. Blank lines are not counted.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    documents: usize,
    guarded: usize,
    summary: Summary,
    /// For each rule how many lines it matches, whether it tells their labels or another rule does.
    rules: Vec<(String, usize)>,
}

/// The same as JSON.
#[derive(Serialize)]
struct Counts<'s> {
    documents: usize,
    kept_whole: usize,
    lines: usize,
    #[serde(serialize_with = "by_id")]
    dropped: &'s BTreeMap<Kind, usize>,
    breaks_mended: usize,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "by_rule")]
    rules: &'s [(String, usize)],
}

/// How counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsForm {
    Text,
    Json,
}

fn by_id<S: Serializer>(dropped: &&BTreeMap<Kind, usize>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(dropped.iter().map(|(kind, count)| (kind.as_str(), count)))
}

fn by_rule<S: Serializer>(rules: &&[(String, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rules.iter().map(|(rule, count)| (rule, count)))
}

impl Stats {
    /// Adds a document.
    pub(crate) fn add_document(&mut self, guard: Option<Guard>) {
        self.documents += 1;
        self.guarded += usize::from(guard.is_some());
    }

    /// Adds lines of one, and the breaks below them.
    pub(crate) fn add_lines(&mut self, summary: &Summary) {
        self.summary.add(summary);
    }

    /// Counts which of the first `count` lines rules match; of all documents the rules must be the same.
    pub(crate) fn add_rules(&mut self, rules: &Rules, lines: &Lines<'_>, count: usize) {
        if self.rules.is_empty() {
            self.rules = rules.iter().map(|rule| (rule.to_string(), 0)).collect();
        }
        for found in rules.matches(lines).into_iter().filter(|found| found.line < count) {
            self.rules[found.rule].1 += 1;
        }
    }

    fn counts(&self) -> Counts<'_> {
        let Summary { lines, dropped, mended, .. } = &self.summary;
        Counts {
            documents: self.documents,
            kept_whole: self.guarded,
            lines: *lines,
            dropped,
            breaks_mended: *mended,
            rules: &self.rules,
        }
    }

    pub(crate) fn show(&self, form: StatsForm) -> String {
        match form {
            StatsForm::Text => self.to_string(),
            StatsForm::Json => serde_json::to_string(&self.counts()).unwrap_or_default(), // numbers and names cannot fail
        }
    }
}

/// A table of counts, the commonest reason first.
impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: usize| writeln!(f, "{name:<16}{count:>10}");
        row("documents", self.documents)?;
        row("  kept whole", self.guarded)?;
        row("lines", self.summary.lines)?;
        row("  dropped", self.summary.dropped_lines())?;
        for (kind, count) in self.summary.reasons() {
            row(&format!("    {kind}"), count)?;
        }
        row("breaks mended", self.summary.mended)?;
        if self.rules.is_empty() {
            return Ok(());
        }
        writeln!(f, "lines that rules match")?;
        for (rule, count) in &self.rules {
            let never = if *count == 0 { "  never in this run" } else { "" };
            writeln!(f, "{count:>10}  {rule}{never}")?;
        }
        Ok(())
    }
}
