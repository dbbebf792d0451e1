//! The order of the stages and nothing else.

use std::sync::Arc;

use crate::features::Page;
use crate::features::context;
use crate::label::{self, Labels, Policy};
use crate::merge::{self, Explainer, Hyphens};
use crate::model::Model;
use crate::plan::{Basis, Evidence, Join, Label, Plan, Verdict};
use crate::render::render;
use crate::rules::{Action, Rules, Told};
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
    /// How strict the labels are, and which kinds of line the user keeps or drops.
    pub policy: Policy,
    /// Phrases and regexes by which the user keeps or drops lines.
    pub rules: Rules,
}

/// The first score of a line that a rule keeps, in log-odds; of one that it drops, as much below nothing.
const TOLD: f32 = 4.0;

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

/// Plans and cleans documents with one model and one set of options.
#[derive(Debug, Clone, Default)]
pub struct Cleaner {
    options: Options,
    model: Option<Arc<Model>>,
}

impl Cleaner {
    /// A cleaner with the shipped model.
    pub fn new(options: Options) -> Self {
        Cleaner { options, model: None }
    }

    /// A cleaner with a model of the caller's.
    pub fn with_model(options: Options, model: Model) -> Self {
        Cleaner { options, model: Some(Arc::new(model)) }
    }

    /// A cleaner with the same model and other options.
    #[must_use]
    pub fn with_options(&self, options: Options) -> Self {
        Cleaner { options, model: self.model.clone() }
    }

    /// What is asked of it.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Decides which lines and which line breaks of a document stay.
    ///
    /// Nothing is rewritten here: the result is a [`Plan`], one verdict per line and one per mended
    /// break. Offsets are bytes and fall on character boundaries; scores run from 0 (surely chrome)
    /// to 1 (surely content). The verdict depends on neighbours, so two halves planned apart may
    /// differ from the whole. Linear time and memory. Neither fails nor panics.
    pub fn plan(&self, lines: &Lines<'_>) -> Plan {
        let mut joins = match (self.options.drop, self.options.merge) {
            (Drop::Nothing, Merge::Nothing) => Vec::new(),
            _ => self.joins(lines),
        };
        match self.options.drop {
            Drop::Nothing => {
                let verdict = Verdict { label: Label::Content, score: 1.0, basis: Basis::Unasked };
                Plan { verdicts: vec![verdict; lines.len()], joins, threshold: 0.0, guard: None }
            }
            Drop::Chrome => {
                // Lines are judged with their joins in view also where no break is to be mended.
                let page = Page::new(lines, &joins);
                let told = self.told(lines, &page);
                let scores = self.model().scores_told(&page, &first_scores(&told));
                let Labels { verdicts, threshold, guard } =
                    label::label(lines, &page, &scores, &joins, &self.options.policy, &told);
                let mends = self.options.merge == Merge::Breaks && guard.is_none();
                let stays = |line: usize| mends && verdicts[line].is_content();
                joins.retain(|join| stays(join.upper) && stays(join.lower));
                Plan { verdicts, joins, threshold, guard }
            }
        }
    }

    /// Why each line has its score: for one line after another, the named features with what each contributes, in
    /// log-odds.
    ///
    /// The contributions of a line add up to the log-odds of its score; what is there without any input is named
    /// `rest`. A blank line has none, and nor has any line where no line is judged.
    pub fn evidence(&self, lines: &Lines<'_>) -> impl Iterator<Item = Vec<Evidence>> + use<> {
        let mut rows = Vec::new();
        if self.options.drop == Drop::Chrome {
            let page = Page::new(lines, &self.joins(lines));
            let told = first_scores(&self.told(lines, &page));
            let found = self.model().contributions(&page, &told);
            rows = page.rows().iter().map(|row| row.line).zip(found).collect();
        }
        let names = context::names();
        let mut rows = rows.into_iter().peekable();
        (0..lines.len()).map(move |line| {
            let Some((_, found)) = rows.next_if(|(judged, _)| *judged == line) else { return Vec::new() };
            let values = found.values.into_iter().zip(found.deviations);
            let named = names.iter().cloned().zip(values).zip(found.inputs);
            let inputs = named.map(|((feature, (value, deviation)), contribution)| Evidence {
                feature,
                value,
                deviation,
                contribution,
            });
            let rest =
                Evidence { feature: "rest".to_owned(), value: 1.0, deviation: 0.0, contribution: found.rest };
            inputs.chain([rest]).collect()
        })
    }

    /// Why each break of a plan is mended: for one join after another, the named features with what each contributes, in
    /// log-odds; what is there without any is named `bias`.
    ///
    /// They are those of the first round of mending; a break that was spurious only once others were mended has none.
    pub fn join_evidence(&self, lines: &Lines<'_>, joins: &[Join]) -> Vec<Vec<Evidence>> {
        let explainer = Explainer::new(merge::Model::shipped(), lines);
        let of_join = |join: &Join| {
            let found = explainer.explain(join.upper).filter(|found| found.score > found.threshold);
            let named = found.map_or_else(Vec::new, |found| found.evidence);
            let named = named.into_iter();
            named
                .map(|(feature, contribution)| Evidence { feature, value: 1.0, deviation: 0.0, contribution })
                .collect()
        };
        joins.iter().map(of_join).collect()
    }

    /// The model; the shipped one is not read before a line is to be judged.
    fn model(&self) -> &Model {
        self.model.as_deref().unwrap_or_else(|| Model::shipped())
    }

    /// The rows whose labels the rules tell.
    fn told(&self, lines: &Lines<'_>, page: &Page) -> Vec<(usize, Action)> {
        let row_of = |line| page.rows().binary_search_by_key(&line, |row| row.line).ok();
        let told = self.options.rules.told(lines).into_iter();
        told.filter_map(|Told { line, action, .. }| Some((row_of(line)?, action))).collect()
    }

    fn joins(&self, lines: &Lines<'_>) -> Vec<Join> {
        merge::joins(merge::Model::shipped(), lines, self.options.hyphens)
    }

    /// The cleaned text of `text`: [`Cleaner::plan`], then [`render`].
    pub fn clean(&self, text: &str) -> String {
        let lines = Lines::new(text);
        render(&lines, &self.plan(&lines))
    }
}

/// What the neighbours of told rows see of them.
fn first_scores(told: &[(usize, Action)]) -> Vec<(usize, f32)> {
    told.iter().map(|&(row, action)| (row, if action == Action::Keep { TOLD } else { -TOLD })).collect()
}
