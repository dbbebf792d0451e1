//! Repeated shapes: runs and periods of lines that look alike, as card lists and tables have them, and lists as a whole.

use super::columns::Columns;
use super::curves::ln_1p;
use super::own::at;
use super::page::Page;

/// Rows on each side in which periods are looked for.
const REACH: usize = 8;
/// Longest period, in rows.
const LAGS: usize = 4;

pub(super) fn describe(page: &Page, score: &[f32], columns: &mut Columns<'_>) {
    let shapes: Vec<u16> = page.rows().iter().map(|row| row.shape).collect();
    let widths: Vec<f32> = page.column(at::log_width).collect();
    let runs = runs(&shapes);
    let equal: [Vec<u32>; LAGS] = std::array::from_fn(|at| equal_before(&shapes, at + 1));
    let step = |a: Option<&f32>, b: f32| a.map_or(1.0, |a| ((a - b).abs() * 6.0).min(3.0) / 3.0);
    let row = |i: usize| {
        let alike: [f32; LAGS] = std::array::from_fn(|at| alike(&equal[at], i, at + 1));
        let above = step(i.checked_sub(1).and_then(|a| widths.get(a)), widths[i]);
        let below = step(widths.get(i + 1), widths[i]);
        [runs[i], alike[0], alike[1..].iter().copied().fold(0.0, f32::max), above, below]
    };
    let names = ["run", "period_1", "period_2_to_4", "step_above", "step_below"];
    columns.push(|k| format!("shape_{}", names[k]), (0..shapes.len()).map(row));
    columns.push(|k| format!("list_{}", ["score", "rows"][k]), lists(page, score).into_iter());
}

/// For the items of a list and the rows of a table: the mean score of all of them, and how many they are.
fn lists(page: &Page, score: &[f32]) -> Vec<[f32; 2]> {
    let mut rows = vec![[0.0; 2]; score.len()];
    for list in page.lists().into_iter().filter(|list| list.len() > 1) {
        let mean = score[list.clone()].iter().sum::<f32>() / list.len() as f32;
        let length = ln_1p(list.len() as u32) / 5.0;
        rows[list].fill([mean, length]);
    }
    rows
}

/// Length of the run of equal shapes each row stands in, in tenths, at most 1.
fn runs(shapes: &[u16]) -> Vec<f32> {
    shapes
        .chunk_by(|a, b| a == b)
        .flat_map(|run| std::iter::repeat_n(run.len().min(10) as f32 / 10.0, run.len()))
        .collect()
}

/// For each row the number of rows before it that have the same shape as the one `lag` rows below them.
fn equal_before(shapes: &[u16], lag: usize) -> Vec<u32> {
    let mut count = 0;
    let pairs = shapes.iter().zip(shapes.get(lag..).unwrap_or_default());
    let counts = pairs.map(|(a, b)| {
        count += u32::from(a == b);
        count
    });
    std::iter::once(0).chain(counts).collect()
}

/// Share of the pairs `lag` rows apart around row `i` that have the same shape, from [`equal_before`] with that lag.
fn alike(equal: &[u32], i: usize, lag: usize) -> f32 {
    let from = i.saturating_sub(REACH);
    let to = (equal.len() - 1).min((i + REACH + 1).saturating_sub(lag));
    if to <= from { 0.0 } else { (equal[to] - equal[from]) as f32 / (to - from) as f32 }
}
