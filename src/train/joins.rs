//! Documents with broken and unbroken text to the merger's model.

use std::path::Path;

use serde::Deserialize;

use super::logistic::{self, Example, Fitting};
use super::rows::{self, Fold};
use crate::error::Result;
use crate::merge::{self, model};
use crate::text::Lines;

/// A row of a corpus of joins.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) kind: String,
    /// The text with spurious breaks.
    pub(super) text: String,
    /// The same text without them.
    pub(super) gold: String,
}

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

const FITTING: Fitting = Fitting { rounds: 5, rate: 0.08, lasso: 1.0, ridge: 2.0 };

/// Thresholds in steps, by context.
const THRESHOLDS: [i64; 4] = [96, 128, 160, 128];

/// Fits the merger's model to the rows of a corpus, and writes it as JSON.
///
/// Every row whose index falls into `holdout` is left out.
///
/// # Errors
/// The corpus cannot be read.
pub fn train(corpus: &Path, holdout: Option<Fold>) -> Result<String> {
    let rows: Vec<Row> = rows::read(corpus)?;
    let kept = rows.iter().enumerate().filter(|(index, _)| {
        holdout.is_none_or(|fold| index % usize::from(fold.count) != usize::from(fold.index))
    });
    let examples: Vec<Example> =
        kept.flat_map(|(_, row)| examples(row)).map(|(_, example)| example).collect();
    let references: Vec<&Example> = examples.iter().collect();
    let fitted = logistic::fit(&references, model::FEATURES, FITTING);
    Ok(to_json(&fitted))
}

pub(super) fn to_json(fitted: &logistic::Fitted) -> String {
    let steps = |weight: f64| (weight * f64::from(model::SCALE)).round() as i64;
    let weights: Vec<i64> = fitted.weights.iter().map(|&weight| steps(weight)).collect();
    let file = model::ModelFile::new(steps(fitted.bias), THRESHOLDS, &weights);
    let mut json = serde_json::to_string_pretty(&file).unwrap_or_default();
    json.push('\n');
    json
}

/// The labelled breaks of one row, each with its context.
pub(super) fn examples(row: &Row) -> Vec<(usize, Example)> {
    let lines = Lines::new(&row.text);
    let spurious = spurious(&lines, &row.gold);
    let candidates = merge::candidates(&lines);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let is_positive = spurious[candidate.upper]?;
            let features = model::features(&candidate.values).map(|feature| feature as u32).collect();
            Some((candidate.context, Example { features, is_positive, weight: 1.0 }))
        })
        .collect()
}
