//! Documents with broken and unbroken text to the merger's model.

use std::collections::HashSet;
use std::path::PathBuf;

use super::breaking::{self, Row};
use super::logistic::{self, Example, Fitting};
use super::rows::{self, Fold, Row as Page};
use crate::error::Result;
use crate::merge::{self, model};
use crate::text::Lines;

/// Whether the break after each line is spurious; `None` where the texts do not tell.
pub(super) fn spurious(lines: &Lines<'_>, gold: &str) -> Vec<Option<bool>> {
    let is_quoted = lines.text().matches("\n>").count() > 2;
    let unquoted = |line: &'_ str| -> usize { if is_quoted { merge::quote_prefix(line) } else { 0 } };
    let gold_lines = Lines::new(gold);
    let mut marks: Vec<(char, bool)> = Vec::new(); // a character of the unbroken text, whether it ends its line
    for line in gold_lines.iter() {
        let before = marks.len();
        marks.extend(line[unquoted(line)..].chars().filter(|c| !c.is_whitespace()).map(|c| (c, false)));
        if marks.len() > before {
            let last = marks.len() - 1;
            marks[last].1 = true;
        }
    }
    let mut at = 0;
    let mut found = Vec::with_capacity(lines.len());
    for line in lines.iter() {
        let chars: Vec<char> = line[unquoted(line)..].chars().filter(|c| !c.is_whitespace()).collect();
        for (nth, &c) in chars.iter().enumerate() {
            if marks.get(at).is_some_and(|mark| mark.0 == c) {
                at += 1;
            } else if nth + 1 < chars.len() || !matches!(c, '-' | '\u{ad}' | '\u{2010}' | '\u{2011}') {
                found.resize(lines.len(), None);
                return found;
            }
        }
        found.push(if chars.is_empty() { None } else { marks.get(at.wrapping_sub(1)).map(|mark| !mark.1) });
    }
    found
}

const FITTING: Fitting = Fitting { rounds: 10, rate: 0.15, lasso: 4.0, ridge: 4.0 };

/// Thresholds in steps, by context: wrapped, ragged, plain, over a blank line. Gluing two sentences is worse than
/// leaving one broken: all but the last lie nearly 1 log-odds above where F1 is best.
const THRESHOLDS: [i64; 4] = [184, 152, 216, 128];

/// How much an example of a page we broke ourselves counts beside one of the corpus.
const MADE_WEIGHT: f32 = 0.4;

/// What the merger is fitted to.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Corpus of joins: rows with `id`, `kind`, `text` and `gold`, the same text without spurious breaks.
    pub joins: PathBuf,
    /// Corpora of labelled pages, in any number: their main text is broken in several ways to learn from.
    pub pages: Vec<PathBuf>,
    /// Leaves out every so many rows of `joins`, from the fold's index on.
    pub holdout: Option<Fold>,
}

/// Fits the merger's model to labelled documents and writes it as JSON, the same bytes for the same input.
///
/// Pages that share their id with a row left out are left out too.
///
/// # Errors
/// A corpus cannot be read, or has a row that is not of its form.
pub fn train(sources: &Sources) -> Result<String> {
    let rows: Vec<Row> = rows::read(&sources.joins)?;
    let is_held = |index: usize| {
        sources.holdout.is_some_and(|fold| index % usize::from(fold.count) == usize::from(fold.index))
    };
    let held: HashSet<&str> = rows
        .iter()
        .enumerate()
        .filter(|&(index, _)| is_held(index))
        .map(|(_, row)| row.id.as_str())
        .collect();
    let mut examples = Vec::new();
    for (_, row) in rows.iter().enumerate().filter(|&(index, row)| !is_held(index) && is_sound(row)) {
        examples.extend(examples_of(row, 1.0));
    }
    for corpus in &sources.pages {
        let pages: Vec<Page> = rows::read(corpus)?;
        for page in pages.iter().filter(|page| !held.contains(page.id.as_str())) {
            examples.extend(page.rows().iter().flat_map(|row| examples_of(row, MADE_WEIGHT)));
        }
    }
    Ok(to_json(&logistic::fit(&examples, model::FEATURES, FITTING)))
}

/// Whether a text that counts as unbroken is: some pages of the corpus were broken before it was made.
fn is_sound(row: &Row) -> bool {
    !row.kind.starts_with("clean")
        || breaking::is_intact(&row.gold.split('\n').map(str::trim).collect::<Vec<_>>())
}

pub(super) fn to_json(fitted: &logistic::Fitted) -> String {
    let steps = |weight: f64| (weight * f64::from(model::SCALE)).round() as i64;
    let weights: Vec<i64> = fitted.weights.iter().map(|&weight| steps(weight)).collect();
    let file = model::ModelFile::new(steps(fitted.bias), THRESHOLDS, &weights);
    let mut json = serde_json::to_string(&file).unwrap_or_default();
    json.push('\n');
    json
}

/// The labelled breaks of one row.
fn examples_of(row: &Row, weight: f32) -> Vec<Example> {
    let lines = Lines::new(&row.text);
    let spurious = spurious(&lines, &row.gold);
    let labelled = merge::candidates(&lines).into_iter().filter_map(|candidate| {
        let is_positive = spurious[candidate.upper]?;
        let features = model::features(&candidate.values).map(|feature| feature as u32).collect();
        Some(Example { features, is_positive, weight })
    });
    labelled.collect()
}
