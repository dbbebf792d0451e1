//! The page's subject: which share of a line's words also stand in the page's best lines.

use super::columns::{Columns, SIDES, means_around};
use super::curves::ln_1p;
use super::own::at;
use super::page::Page;

/// Words too common to tell one page's subject from another's: a bit each for 2^18 token hashes.
#[derive(Debug, Clone, Copy)]
pub struct CommonWords<'m>(pub &'m [u8]);

impl CommonWords<'_> {
    /// Number of buckets.
    pub const BUCKETS: usize = 1 << 18;

    /// The bucket of a token's hash.
    pub fn bucket(hash: u32) -> usize {
        hash as usize & (Self::BUCKETS - 1)
    }

    pub(crate) fn contains(&self, hash: u32) -> bool {
        let bucket = Self::bucket(hash);
        self.0.get(bucket / 8).is_some_and(|byte| byte >> (bucket % 8) & 1 == 1)
    }
}

/// Buckets of the vocabulary of the best lines.
const BUCKETS: usize = 8192;
/// Lines with fewer tokens give no vocabulary.
const FEWEST: u32 = 6;

pub(super) fn describe(page: &Page, score: &[f32], common: CommonWords<'_>, columns: &mut Columns<'_>) {
    let rows = overlap(page, &in_core(page, score), common);
    columns.push(|k| format!("core_{}", ["share", "hits", "misses", "inside"][k]), rows.iter().copied());
    const DECAYS: [f32; 2] = [0.5, 0.85];
    let name = |k: usize| {
        let (what, side) = (["share", "hits"][k / 4], SIDES[k % 2]);
        format!("core_{what}_mean_{side}_{}", DECAYS[k / 2 % 2])
    };
    let values = rows.iter().map(|&[share, hits, ..]| [share, share, hits, hits]);
    let [near, far] = DECAYS;
    columns.push(name, means_around::<4, 8>([near, far, near, far], values).into_iter());
}

/// The best rows by their own and their neighbours' scores, up to a third of the page's tokens.
fn in_core(page: &Page, score: &[f32]) -> Vec<bool> {
    let count = score.len();
    let around = means_around::<1, 2>([0.8], score.iter().map(|&score| [score]));
    let rank = |i: &usize| score[*i] + around[*i][0] + around[*i][1];
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
        let (mut hits, mut all) = (0, 0);
        for hash in words(row) {
            all += 1;
            hits += u32::from(uses[bucket(hash)] > own);
        }
        let share = if all > 0 { hits as f32 / all as f32 } else { 0.0 };
        [share, ln_1p(hits) / 2.0, ln_1p(all - hits) / 2.0, f32::from(inside[row])]
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
