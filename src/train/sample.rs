//! One rendering of a labelled page, ready to learn from.

use super::rows::Row;
use super::{align, convention};
use crate::features::Page;
use crate::merge::{self, Hyphens};
use crate::text::Lines;
use crate::text::words::{self, words};

/// What is added to a line's words and to a page's main text, so that neither a short line nor a short page counts
/// for nothing or for everything.
const LINE_WORDS: f32 = 1.5;
const PAGE_WORDS: f32 = 60.0;
/// Most that one page counts.
const PAGE_MOST: f32 = 6.0;
/// Pages whose perfect choice of lines scores a lower F1 than this do not hold their main text.
const USABLE: f32 = 0.6;
/// Least weight of a line that a person named as content or chrome.
const SNIPPET_WEIGHT: f32 = 0.05;

/// A page with a label and a weight for every row.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) page: Page,
    /// 1 content, 0 chrome, 0.5 undecided; one a row.
    pub(super) labels: Vec<f32>,
    /// How much each row counts; 0 not at all.
    pub(super) weights: Vec<f32>,
    /// Pages of one site share a number; no model is tested on a site it has seen.
    pub(super) site: u8,
}

/// Words of each row and which of them are content.
struct Aligned {
    words: Vec<u32>,
    matched: Vec<u32>,
    gold_words: usize,
}

impl Aligned {
    fn new(lines: &[Vec<String>], gold: &str) -> Self {
        let gold = words(gold);
        let matched = align::matches(lines, &gold);
        Aligned { words: lines.iter().map(|l| l.len() as u32).collect(), matched, gold_words: gold.len() }
    }

    fn is_content(&self, row: usize) -> bool {
        self.words[row] > 0 && self.matched[row] * 2 >= self.words[row]
    }

    /// F1 of the words of all rows that are content.
    fn best_f1(&self) -> f32 {
        let rows = (0..self.words.len()).filter(|&row| self.is_content(row));
        let (kept, hits) = rows.fold((0, 0), |(k, h), row| (k + self.words[row], h + self.matched[row]));
        2.0 * hits as f32 / (kept as f32 + self.gold_words as f32).max(1.0)
    }
}

/// Labels one rendering of a row; `None` if it has no such rendering, no labels, or no line.
pub(super) fn label(row: &Row, rendering: usize) -> Option<Sample> {
    label_text(row, row.rendering(rendering)?)
}

/// The same for a text of the row's page that stands nowhere in the corpus.
pub(super) fn label_text(row: &Row, text: &str) -> Option<Sample> {
    let main = row.gold.as_deref().or(row.silver.as_deref())?;
    let lines = Lines::new(text);
    let page = measured(&lines);
    if page.rows().is_empty() {
        return None;
    }
    let line_words: Vec<Vec<String>> = page.rows().iter().map(|r| words(lines.line(r.line))).collect();
    let aligned = Aligned::new(&line_words, main);
    let mut labels: Vec<f32> = (0..line_words.len()).map(|row| f32::from(aligned.is_content(row))).collect();
    let mut weights = weights(&aligned);
    if let (None, Some(second)) = (&row.gold, &row.silver2) {
        soften(&mut labels, &mut weights, &Aligned::new(&line_words, second));
    }
    mark_snippets(row, &lines, &page, &mut labels, &mut weights);
    convention::balance(row, &page, &labels, &mut weights);
    Some(Sample { page, labels, weights, site: row.site_byte(2) })
}

/// Which lines are content by the row's main text, with their words; `None` where that cannot be told.
pub(super) fn content_lines(row: &Row, rendering: usize) -> Option<Vec<(usize, usize, bool)>> {
    let lines = Lines::new(row.rendering(rendering)?);
    let filled: Vec<usize> = (0..lines.len()).filter(|&line| !lines.is_blank(line)).collect();
    let line_words: Vec<Vec<String>> = filled.iter().map(|&line| words(lines.line(line))).collect();
    let aligned = Aligned::new(&line_words, row.gold.as_deref()?);
    let told = aligned.best_f1() >= USABLE;
    let of = |(index, &line): (usize, &usize)| (line, line_words[index].len(), aligned.is_content(index));
    told.then(|| filled.iter().enumerate().map(of).collect())
}

/// The page as the classifier will see it, with the breaks that will be mended.
pub(super) fn measured(lines: &Lines<'_>) -> Page {
    Page::new(lines, &merge::joins(merge::Model::shipped(), lines, Hyphens::Mend))
}

fn weights(aligned: &Aligned) -> Vec<f32> {
    if aligned.best_f1() < USABLE {
        return vec![0.0; aligned.words.len()];
    }
    let page = aligned.gold_words as f32 + PAGE_WORDS;
    let mut weights: Vec<f32> =
        aligned.words.iter().map(|&words| (words as f32 + LINE_WORDS) / page).collect();
    let total: f32 = weights.iter().sum();
    let share = (PAGE_MOST / total.max(1e-6)).min(1.0);
    weights.iter_mut().for_each(|weight| *weight *= share);
    weights
}

/// Where two programs disagree a line is undecided and counts half.
fn soften(labels: &mut [f32], weights: &mut [f32], second: &Aligned) {
    for (row, (label, weight)) in labels.iter_mut().zip(weights).enumerate() {
        if f32::from(second.is_content(row)) != *label {
            *label = 0.5;
            *weight *= 0.5;
        }
    }
}

/// What a person named overrides what a program chose.
fn mark_snippets(row: &Row, lines: &Lines<'_>, page: &Page, labels: &mut [f32], weights: &mut [f32]) {
    if row.gold.is_some() {
        return;
    }
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded: Vec<String> = page.rows().iter().map(|r| fold(lines.line(r.line))).collect();
    for (snippets, label) in [(&row.with, 1.0), (&row.without, 0.0)] {
        for snippet in snippets.iter().flatten().map(|snippet| fold(snippet)).filter(|s| !s.is_empty()) {
            for (i, line) in folded.iter().enumerate() {
                if line.contains(&snippet) || (line.chars().count() > 12 && snippet.contains(line.as_str())) {
                    labels[i] = label;
                    weights[i] = weights[i].max(SNIPPET_WEIGHT);
                }
            }
        }
    }
}

/// Which rows of a page a person named as content or chrome.
pub(super) fn named(row: &Row, lines: &Lines<'_>, page: &Page) -> Vec<bool> {
    let mut weights = vec![0.0; page.rows().len()];
    mark_snippets(row, lines, page, &mut vec![0.0; weights.len()], &mut weights);
    weights.into_iter().map(|weight| weight > 0.0).collect()
}

/// The main text by itself, all of it content: a document that is clean already must stay as it is.
pub(super) fn main_alone(row: &Row) -> Option<Sample> {
    let lines = Lines::new(row.gold.as_deref()?);
    let page = measured(&lines);
    let count = page.rows().len();
    let line_words: Vec<u32> =
        page.rows().iter().map(|row| words::count(lines.line(row.line)) as u32).collect();
    let gold_words = line_words.iter().sum::<u32>() as usize;
    let aligned = Aligned { matched: line_words.clone(), words: line_words, gold_words };
    let mut weights = weights(&aligned);
    let labels = vec![1.0; count];
    convention::balance(row, &page, &labels, &mut weights);
    (count > 0).then_some(Sample { page, labels, weights, site: row.site_byte(2) })
}
