//! Verdicts against labels, line by line: how well scores are calibrated, and which lines of a page went wrong.

use rayon::prelude::*;

use crate::pipeline::Cleaner;
use crate::text::Lines;
use crate::train::labelled_lines;
use crate::train::rows::{RENDERINGS, Row};

/// Bins of the calibration table.
const BINS: usize = 10;

/// One bin of scores: what was promised, and what was so. All by words.
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
}

/// Scores of all lines of all renderings in ten bins against their labels.
pub fn calibration(rows: &[Row], cleaner: &Cleaner) -> [Bin; BINS] {
    let pages =
        rows.par_iter().flat_map_iter(|row| (0..RENDERINGS.len()).map(move |rendering| (row, rendering)));
    let of_page = |(row, rendering): (&Row, usize)| {
        let mut bins = [Bin::default(); BINS];
        let Some(text) = row.rendering(rendering) else { return bins };
        let plan = cleaner.plan(&Lines::new(text));
        for (line, words, content) in labelled_lines(row, rendering) {
            let score = f64::from(plan.verdicts[line].score);
            let bin = &mut bins[((score * BINS as f64) as usize).min(BINS - 1)];
            bin.words += words as f64;
            bin.score += score * words as f64;
            bin.content += f64::from(u8::from(content)) * words as f64;
        }
        bins
    };
    let pages: Vec<[Bin; BINS]> = pages.map(of_page).collect();
    pages.iter().fold([Bin::default(); BINS], |mut sum, page| {
        for (sum, bin) in sum.iter_mut().zip(page) {
            sum.words += bin.words;
            sum.score += bin.score;
            sum.content += bin.content;
        }
        sum
    })
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
