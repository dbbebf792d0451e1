//! Counts over all documents of a run, by reason.

use std::collections::BTreeMap;
use std::fmt;

use clap::ValueEnum;
use dechrome::plan::{Guard, Kind};
use dechrome::report::Summary;
use dechrome::rules::Rules;
use dechrome::text::Lines;
use serde::{Serialize, Serializer};

/// What became of the documents of a run, or of one of them. Blank lines are not counted.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Stats {
    documents: usize,
    #[serde(rename = "kept_whole")]
    guarded: usize,
    lines: usize,
    #[serde(serialize_with = "by_id")]
    dropped: BTreeMap<Kind, usize>,
    #[serde(rename = "breaks_mended")]
    mended: usize,
    /// For each rule how many lines it matches, whether it tells their labels or another rule does.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "by_rule")]
    rules: Vec<(String, usize)>,
}

/// How counts are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsForm {
    Text,
    Json,
}

fn by_id<S: Serializer>(dropped: &BTreeMap<Kind, usize>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(dropped.iter().map(|(kind, count)| (kind.as_str(), count)))
}

fn by_rule<S: Serializer>(rules: &[(String, usize)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rules.iter().map(|(rule, count)| (rule, count)))
}

impl Stats {
    /// Adds a document.
    pub(crate) fn add_document(&mut self, guard: Option<Guard>) {
        self.documents += 1;
        self.guarded += usize::from(guard.is_some());
    }

    /// Adds lines of one, and the breaks below them.
    pub(crate) fn add_lines(&mut self, Summary { lines, dropped, mended, .. }: &Summary) {
        self.lines += lines;
        self.mended += mended;
        for (&kind, count) in dropped {
            *self.dropped.entry(kind).or_default() += count;
        }
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

    pub(crate) fn show(&self, form: StatsForm) -> String {
        match form {
            StatsForm::Text => self.to_string(),
            StatsForm::Json => serde_json::to_string(self).unwrap_or_default(), // numbers and names cannot fail
        }
    }
}

/// A table of counts, the commonest reason first.
impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut row = |name: &str, count: usize| writeln!(f, "{name:<16}{count:>10}");
        row("documents", self.documents)?;
        row("  kept whole", self.guarded)?;
        row("lines", self.lines)?;
        row("  dropped", self.dropped.values().sum())?;
        let mut reasons: Vec<(&Kind, &usize)> = self.dropped.iter().collect();
        reasons.sort_by_key(|&(_, &count)| std::cmp::Reverse(count));
        for (kind, &count) in reasons {
            row(&format!("    {kind}"), count)?;
        }
        row("breaks mended", self.mended)?;
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
