//! The best run of lines: the contiguous stretch with the highest sum of scores, and how far each line is from it.

use super::columns::Columns;
use super::curves::ln_1p;
use super::page::Page;

const NAMES: [&str; 9] = [
    "inside",
    "far_above",
    "far_below",
    "barrier_above",
    "barrier_below",
    "good_above",
    "good_below",
    "share",
    "sum",
];

/// What a line must be worth to lengthen the run: a lenient and a strict price.
const PRICES: [(f32, &str); 2] = [(0.15, "run_"), (0.6, "strict_run_")];

pub(super) fn describe(page: &Page, score: &[f32], columns: &mut Columns<'_>) {
    let weight = |(score, tokens): (&f32, u32)| score * ln_1p(tokens).min(4.0);
    let weights: Vec<f32> = score.iter().zip(page.rows().iter().map(|row| row.tokens)).map(weight).collect();
    for (price, prefix) in PRICES {
        let values: Vec<f32> = weights.iter().map(|weight| weight - price).collect();
        columns.push(|k| format!("{prefix}{}", NAMES[k]), distances(&values).into_iter());
    }
}

struct Run {
    first: usize,
    last: usize,
    sum: f32,
}

/// The stretch with the highest sum (Kadane's algorithm); the first of equals.
fn best_run(values: &[f32]) -> Run {
    let mut best = Run { first: 0, last: 0, sum: f32::NEG_INFINITY };
    let (mut sum, mut first) = (0.0, 0);
    for (i, value) in values.iter().enumerate() {
        if sum <= 0.0 {
            (sum, first) = (0.0, i);
        }
        sum += value;
        if sum > best.sum {
            best = Run { first, last: i, sum };
        }
    }
    best
}

/// For each row: inside the run; how far above or below it; what bad and what good stands between; the run's weight.
fn distances(values: &[f32]) -> Vec<[f32; 9]> {
    let run = best_run(values);
    let good: f32 = values.iter().filter(|v| **v > 0.0).sum();
    let sum = run.sum.max(0.0);
    let (share, size) = (sum / (good + 1e-3), sum.ln_1p() / 5.0);
    let mut rows = vec![[0.0; 9]; values.len()];
    for row in &mut rows {
        row[7] = share;
        row[8] = size;
    }
    if values.is_empty() {
        return rows;
    }
    rows[run.first..=run.last].iter_mut().for_each(|row| row[0] = 1.0);
    let below = (run.last + 1..values.len()).collect::<Vec<_>>();
    let above = (0..run.first).rev().collect::<Vec<_>>();
    for (side, indexes) in [(1, above), (2, below)] {
        let (mut barrier, mut between) = (Sum::default(), Sum::default());
        for (far, &i) in indexes.iter().enumerate() {
            if values[i] < 0.0 {
                barrier.add(-values[i]);
            } else {
                between.add(values[i]);
            }
            rows[i][side] = ln_1p(far as u32 + 1) / 4.0;
            rows[i][side + 2] = barrier.log;
            rows[i][side + 4] = between.log;
        }
    }
    rows
}

/// A sum and a quarter of its log, taken only when it grows.
#[derive(Default)]
struct Sum {
    sum: f32,
    log: f32,
}

impl Sum {
    fn add(&mut self, value: f32) {
        self.sum += value;
        self.log = self.sum.ln_1p() / 4.0;
    }
}
