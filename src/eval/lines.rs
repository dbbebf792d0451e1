//! Verdicts against labels, line by line: how well scores are calibrated, what a threshold keeps, and which lines
//! of a page went wrong.

use rayon::prelude::*;

use crate::pipeline::Cleaner;
use crate::text::Lines;
use crate::train::labelled_lines;
use crate::train::rows::{RENDERINGS, Row};

/// Bins that scores are counted in.
const FINE: usize = 200;
/// Bins of the calibration table.
const BINS: usize = 10;

/// Words of some lines: how many, the sum of their scores, how many are content.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// Words of all lines whose score falls into the bin.
    pub words: f64,
    score: f64,
    content: f64,
}

impl Bin {
    /// Mean score, 0 to 1.
    pub fn promised(&self) -> f64 {
        self.score / self.words.max(1.0)
    }

    /// Share of the words that are content, 0 to 1.
    pub fn found(&self) -> f64 {
        self.content / self.words.max(1.0)
    }

    fn sum<'b>(bins: impl IntoIterator<Item = &'b Bin>) -> Bin {
        bins.into_iter().fold(Bin::default(), |sum, bin| Bin {
            words: sum.words + bin.words,
            score: sum.score + bin.score,
            content: sum.content + bin.content,
        })
    }
}

/// The words of all labelled lines by their score.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored([Bin; FINE]);

impl Scored {
    /// Ten bins of scores, from the lowest: what was promised, and what was so.
    pub fn calibration(&self) -> Vec<Bin> {
        self.0.chunks(FINE / BINS).map(Bin::sum).collect()
    }

    /// Precision and recall, by words, of keeping the lines that score `threshold` (0 to 1) or more.
    pub fn cut(&self, threshold: f32) -> (f64, f64) {
        self.from((f64::from(threshold) * FINE as f64).round() as usize)
    }

    /// The best precision that keeps this share of the content, by words; both 0 to 1.
    pub fn precision_at(&self, recall: f64) -> f64 {
        (0..FINE).rev().map(|bin| self.from(bin)).find(|cut| cut.1 >= recall).map_or(0.0, |cut| cut.0)
    }

    fn from(&self, bin: usize) -> (f64, f64) {
        let (all, kept) = (Bin::sum(&self.0), Bin::sum(self.0.iter().skip(bin)));
        (kept.found(), kept.content / all.content.max(1.0))
    }
}

/// Scores of all lines of all renderings against their labels.
pub fn scored(rows: &[Row], cleaner: &Cleaner) -> Scored {
    let pages =
        rows.par_iter().flat_map_iter(|row| (0..RENDERINGS.len()).map(move |rendering| (row, rendering)));
    let of_page = |(row, rendering): (&Row, usize)| {
        let mut bins = [Bin::default(); FINE];
        let Some(text) = row.rendering(rendering) else { return bins };
        let plan = cleaner.plan(&Lines::new(text));
        for (line, words, content) in labelled_lines(row, rendering) {
            let score = f64::from(plan.verdicts[line].score);
            let bin = &mut bins[((score * FINE as f64) as usize).min(FINE - 1)];
            let words = words as f64;
            let line = Bin { words, score: score * words, content: if content { words } else { 0.0 } };
            *bin = Bin::sum([&*bin, &line]);
        }
        bins
    };
    let pages: Vec<[Bin; FINE]> = pages.map(of_page).collect();
    Scored(std::array::from_fn(|bin| Bin::sum(pages.iter().map(|page| &page[bin]))))
}

/// A line whose verdict is not its label.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    /// Number of the line, from 1.
    pub line: usize,
    /// Words of the line.
    pub words: usize,
    /// Its score, 0 to 1.
    pub score: f32,
    /// Whether it is content by its label; it was dropped then, and kept otherwise.
    pub is_content: bool,
    /// The line.
    pub text: String,
}

/// The mistakes on one rendering of a page, those of most words first.
pub fn mistakes(row: &Row, rendering: &str, cleaner: &Cleaner) -> Vec<Mistake> {
    let index = RENDERINGS.iter().position(|name| *name == rendering).unwrap_or(0);
    let lines = Lines::new(row.rendering(index).unwrap_or(""));
    let plan = cleaner.plan(&lines);
    let wrong = labelled_lines(row, index)
        .into_iter()
        .filter(|&(line, _, content)| plan.verdicts[line].is_content() != content);
    let mistake = |(line, words, is_content): (usize, usize, bool)| Mistake {
        line: line + 1,
        words,
        score: plan.verdicts[line].score,
        is_content,
        text: lines.line(line).trim().to_owned(),
    };
    let mut mistakes: Vec<Mistake> = wrong.map(mistake).collect();
    mistakes.sort_by_key(|mistake| std::cmp::Reverse(mistake.words));
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_keeps_what_scores_as_much_or_more() {
        let mut bins = [Bin::default(); FINE];
        let mut add = |score: f64, words: f64, content: f64| {
            bins[(score * FINE as f64) as usize] = Bin { words, score: score * words, content };
        };
        add(0.05, 50.0, 2.0);
        add(0.45, 20.0, 10.0);
        add(0.95, 100.0, 88.0);
        let scored = Scored(bins);
        assert_eq!(scored.cut(0.5), (0.88, 0.88));
        assert_eq!(scored.cut(0.0), (100.0 / 170.0, 1.0));
        assert_eq!(scored.precision_at(0.9), 98.0 / 120.0);
        let bins = scored.calibration();
        assert_eq!((bins.len(), bins[4].words, bins[4].found()), (10, 20.0, 0.5));
        assert!((bins[9].promised() - 0.95).abs() < 1e-9);
    }
}
