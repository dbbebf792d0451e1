//! Counts over all documents of a run, by reason.

use std::collections::BTreeMap;
use std::fmt;

use clap::ValueEnum;
use dechrome::Plan;
use dechrome::plan::Kind;
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

impl Stats {
    pub(crate) fn of(lines: &Lines<'_>, plan: &Plan) -> Self {
        let mut stats = Stats::default();
        stats.add(lines, plan);
        stats
    }

    pub(crate) fn add(&mut self, lines: &Lines<'_>, plan: &Plan) {
        self.documents += 1;
        self.mended += plan.joins.len();
        self.guarded += usize::from(plan.guard.is_some());
        for (_, verdict) in plan.verdicts.iter().enumerate().filter(|&(index, _)| !lines.is_blank(index)) {
            self.lines += 1;
            if let Some(kind) = verdict.reason() {
                *self.dropped.entry(kind).or_default() += 1;
            }
        }
    }

    pub(crate) fn show(&self, form: StatsForm) -> String {
        match form {
            StatsForm::Text => self.to_string(),
            StatsForm::Json => serde_json::to_string(self).unwrap_or_default(), // numbers and names cannot fail
        }
    }

    /// As `3 of 40 lines dropped, 2 breaks mended`.
    pub(crate) fn brief(&self) -> String {
        let dropped: usize = self.dropped.values().sum();
        format!("{dropped} of {} lines dropped, {} breaks mended", self.lines, self.mended)
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
        row("breaks mended", self.mended)
    }
}
