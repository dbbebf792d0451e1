//! The page's subject: which share of a line's words also stand in the page's best lines.

use super::context::{Columns, CommonWords, average_above, average_below};
use super::own::at;
use super::page::Page;

/// Buckets of the vocabulary of the best lines.
const BUCKETS: usize = 8192;
/// Lines with fewer tokens give no vocabulary.
const FEWEST: u32 = 6;

pub(super) fn describe(page: &Page, score: &[f32], common: CommonWords<'_>, columns: &mut Columns<'_>) {
    let rows = overlap(page, &in_core(page, score), common);
    columns.push_all("core_", ["share", "hits", "misses", "inside"], &rows);
    let mut average = vec![0.0; rows.len()];
    for (k, name) in ["share", "hits"].into_iter().enumerate() {
        let channel: Vec<f32> = rows.iter().map(|row| row[k]).collect();
        for decay in [0.5, 0.85] {
            average_above(&channel, decay, &mut average);
            columns.push(|| format!("core_{name}_mean_above_{decay}"), average.iter().copied());
            average_below(&channel, decay, &mut average);
            columns.push(|| format!("core_{name}_mean_below_{decay}"), average.iter().copied());
        }
    }
}

/// The best rows by their own and their neighbours' scores, up to a third of the page's tokens.
fn in_core(page: &Page, score: &[f32]) -> Vec<bool> {
    let count = score.len();
    let (mut above, mut below) = (vec![0.0; count], vec![0.0; count]);
    average_above(score, 0.8, &mut above);
    average_below(score, 0.8, &mut below);
    let rank = |i: &usize| score[*i] + above[*i] + below[*i];
    let mut order: Vec<usize> = (0..count).filter(|&i| page.rows()[i].tokens >= FEWEST).collect();
    order.sort_by(|a, b| rank(b).total_cmp(&rank(a)));
    let tokens: f32 = page.rows().iter().map(|row| row.tokens as f32).sum();
    let mut left = (0.35 * tokens).clamp(60.0, 250.0);
    let mut inside = vec![false; count];
    for row in order {
        inside[row] = true;
        left -= page.rows()[row].tokens as f32;
        if left <= 0.0 {
            break;
        }
    }
    inside
}

/// Share of the row's rarer words that stand in the core, logs of the words that do and do not, whether it is core.
fn overlap(page: &Page, inside: &[bool], common: CommonWords<'_>) -> Vec<[f32; 4]> {
    let mut uses = vec![0u16; BUCKETS];
    let bucket = |hash: u32| (hash >> 5) as usize & (BUCKETS - 1);
    let words = |row: usize| subject_words(page, row).iter().copied().filter(|&hash| !common.contains(hash));
    for row in (0..inside.len()).filter(|&row| inside[row]) {
        for hash in words(row) {
            let uses = &mut uses[bucket(hash)];
            *uses = uses.saturating_add(1);
        }
    }
    let of = |row: usize| {
        let own = u16::from(inside[row]);
        let (mut hits, mut all) = (0.0f32, 0.0f32);
        for hash in words(row) {
            all += 1.0;
            hits += f32::from(uses[bucket(hash)] > own);
        }
        let share = if all > 0.0 { hits / all } else { 0.0 };
        [share, hits.ln_1p() / 2.0, (all - hits).ln_1p() / 2.0, f32::from(inside[row])]
    };
    (0..inside.len()).map(of).collect()
}

/// What stands for a row's subject: its words, or in scripts without spaces its pairs of characters.
fn subject_words(page: &Page, row: usize) -> &[u32] {
    let words = page.words(row);
    if page.own(row)[at::mostly_cjk] > 0.0 && words.len() > 1 {
        // pairs stand behind the words, the first of them with the line's start
        &page.hashes(row)[words.len() + 1..2 * words.len()]
    } else {
        words
    }
}
