//! Corrections to a tuned model: the weights of some words in the first score move, everything else stays.
//!
//! A few documents say little about lines in general, but much about the lines that come back in documents like them.
//! So only pairs of words and whole lines are learnt, since single words stand in too many others, and of those only what
//! recurs or stands in a short line: what a paragraph says does not come back. Their weights are held near those of the
//! base (L2-SP: Li, Grandvalet and Davoine, 2018), and documents that come with the program go on having the scores of
//! the base (Li and Hoiem, 2016).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::rows::Row;
use super::{sample, shipped};
use crate::features::Page;
use crate::model::Model;
use crate::model::linear::{Linear, Table};
use crate::plan::{Basis, Plan};
use crate::text::Lines;

pub use super::shipped::HELD_OUT;

const RATE: f32 = 0.5;
/// Share of what was added that goes after each pass over all lines.
const SHRINK: f32 = 0.01;
const PASSES: usize = 30;
/// How much the documents that come with the program count, all together, of what all corrections do.
const ANCHORS: f32 = 4.0;
/// Most tokens of a line that may come back as a whole.
const SHORT: u32 = 12;
/// Steps below this change nothing.
const LEAST: f32 = 1e-6;

/// A document with the lines that somebody wants to stay and to go.
#[derive(Debug, Clone)]
pub struct Correction {
    page: Page,
    /// 1 content, 0 chrome; one a row.
    labels: Vec<f32>,
    /// How much each row counts; 0 where nobody has said what it is.
    weights: Vec<f32>,
    lines: usize,
}

impl Correction {
    /// Holds the document of a row against what the base makes of it. `None` where its main text does not stand in it.
    ///
    /// Lines that a rule, a profile or a convention about their kind decides are not learnt where the plan has them right.
    /// A main text that no person wrote is not taken for a correction: where it differs from the plan, only lines named in
    /// `with` and `without` count.
    pub fn new(row: &Row, plan: &Plan) -> Option<Self> {
        let sample = sample::label(row, 0)?;
        let (labels, mut weights) = (sample.labels, sample.weights);
        let named = sample::named(row, &Lines::new(row.rendering(0)?), &sample.page);
        let mut lines = 0;
        for (index, of_page) in sample.page.rows().iter().enumerate() {
            let verdict = plan.verdicts[of_page.line];
            let differs = verdict.is_content() != (labels[index] >= 0.5);
            let counts = if differs { row.gold.is_some() || named[index] } else { of_model(verdict.basis) };
            weights[index] *= f32::from(counts);
            lines += usize::from(differs && weights[index] > 0.0);
        }
        Some(Correction { page: sample.page, labels, weights, lines })
    }

    /// How many lines the base has wrong.
    pub fn lines(&self) -> usize {
        self.lines
    }
}

/// Whether a verdict rests on the scores of the model.
fn of_model(basis: Basis) -> bool {
    match basis {
        Basis::Score | Basis::Headline | Basis::Gap | Basis::Post | Basis::Group => true,
        Basis::Repeat | Basis::Kind | Basis::Rule | Basis::Profile => false,
        Basis::Blank | Basis::Guard | Basis::Unasked => false,
    }
}

/// What corrections make of a base: how much of it is used is yet to be decided.
#[derive(Debug, Clone)]
pub struct Tuned<'b> {
    base: &'b Model,
    /// What is added to the weight of each bucket of words, in log-odds.
    added: BTreeMap<usize, f32>,
}

/// Learns from corrections; the same ones in the same order give the same result.
///
/// Where the base has no line wrong there is nothing to learn, and nothing is added.
pub fn tune<'b>(base: &'b Model, corrections: &[&Correction]) -> Tuned<'b> {
    if corrections.iter().all(|correction| correction.lines == 0) {
        return Tuned { base, added: BTreeMap::new() };
    }
    let mask = base.content.words.weights.len() - 1;
    let mut added = movable(corrections, mask);
    let anchors = shipped::ANCHORS.map(|text| sample::measured(&Lines::new(text)));
    let lesson =
        |page, targets, weights| Lesson { page, scores: base.content.scores(page), targets, weights };
    let mut lessons: Vec<Lesson<'_>> =
        corrections.iter().map(|one| lesson(&one.page, one.labels.clone(), one.weights.clone())).collect();
    let taught: f32 = lessons.iter().flat_map(|lesson| &lesson.weights).sum();
    let rows: usize = anchors.iter().map(|page| page.rows().len()).sum();
    for page in &anchors {
        let targets = base.content.scores(page).into_iter().map(probability).collect();
        lessons.push(lesson(page, targets, vec![ANCHORS * taught / rows as f32; page.rows().len()]));
    }
    let count: usize = lessons.iter().map(|lesson| lesson.targets.len()).sum();
    let rate = RATE * count as f32 / (taught * (1.0 + ANCHORS)).max(LEAST);
    for _ in 0..PASSES {
        lessons.iter().for_each(|lesson| lesson.teach(&mut added, mask, rate));
        added.values_mut().for_each(|added| *added *= 1.0 - SHRINK);
    }
    Tuned { base, added }
}

/// The buckets whose weights may move, by nothing so far.
fn movable(corrections: &[&Correction], mask: usize) -> BTreeMap<usize, f32> {
    let (mut once, mut movable) = (HashSet::new(), BTreeMap::new());
    for Correction { page, weights, .. } in corrections {
        for (row, of_page) in page.rows().iter().enumerate().filter(|(row, _)| weights[*row] > 0.0) {
            let mut of_line: Vec<usize> = buckets(page, row, mask).collect();
            of_line.sort_unstable();
            of_line.dedup();
            for bucket in of_line {
                if !once.insert(bucket) || of_page.tokens <= SHORT {
                    movable.insert(bucket, 0.0);
                }
            }
        }
    }
    movable
}

/// Where the pairs of words of a row, and the whole of it, have their weights.
fn buckets(page: &Page, row: usize, mask: usize) -> impl Iterator<Item = usize> {
    page.hashes(row)[page.words(row).len()..].iter().map(move |&hash| hash as usize & mask)
}

impl Tuned<'_> {
    /// Whether nothing was learnt.
    pub fn is_base(&self) -> bool {
        self.added.is_empty()
    }

    /// The base with a share, 0 to 1, of what was learnt: what lies between a model and a tuned one trades what each is
    /// good at (Wortsman and others, 2022).
    pub fn model(&self, share: f32) -> Model {
        let Linear { features, bias, words } = &self.base.content;
        let mut weights = words.weights.to_vec();
        for (&bucket, &added) in &self.added {
            let weight = f32::from(weights[bucket] as i8) + added * share / words.scale;
            weights[bucket] = weight.round().clamp(-127.0, 127.0) as i8 as u8;
        }
        let words = Table { weights: Cow::Owned(weights), scale: words.scale };
        let content = Linear { features: features.clone(), bias: *bias, words };
        Model { content, ..self.base.clone() }
    }
}

/// The rows of a page, with what their first score should be.
struct Lesson<'p> {
    page: &'p Page,
    /// First scores by the base, in log-odds.
    scores: Vec<f32>,
    /// What they should be, as probabilities.
    targets: Vec<f32>,
    weights: Vec<f32>,
}

impl Lesson<'_> {
    /// One step down the logistic loss for each row.
    fn teach(&self, added: &mut BTreeMap<usize, f32>, mask: usize, rate: f32) {
        for row in (0..self.targets.len()).filter(|&row| self.weights[row] > 0.0) {
            let share = 1.0 / (self.page.hashes(row).len().max(1) as f32).sqrt();
            let moved: f32 = buckets(self.page, row, mask).filter_map(|bucket| added.get(&bucket)).sum();
            let found = probability(self.scores[row] + moved * share);
            let step = rate * (self.targets[row] - found) * self.weights[row] * share;
            if step.abs() > LEAST {
                buckets(self.page, row, mask).for_each(|bucket| {
                    added.entry(bucket).and_modify(|added| *added += step);
                });
            }
        }
    }
}

/// Log-odds to a probability.
fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
