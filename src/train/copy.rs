//! Changed copies of pages: the main text alone, or with less chrome around it than the page had.
//!
//! Without them a model that has seen only whole pages drops lines of documents that are clean already.

use super::random::Random;
use super::sample::{Sample, measured};
use crate::features::Page;
use crate::plan::Kind;
use crate::text::Lines;

/// Rows of a block of chrome.
const BLOCK_LEAST: usize = 3;
const BLOCK_MOST: usize = 50;
/// Kinds of headers that open one.
const BLOCKS: [Kind; 3] = [Kind::Related, Kind::Comments, Kind::Newsletter];

/// Copies of `sample`, made from the same text with lines left out; none where too little is content.
pub(super) fn changed(sample: &Sample, text: &str, seed: u64) -> Vec<Sample> {
    let content: Vec<bool> = sample.labels.iter().map(|&label| label >= 0.5).collect();
    let ends = content.iter().position(|&c| c).zip(content.iter().rposition(|&c| c));
    let Some((first, last)) = ends.filter(|(first, last)| first < last) else { return Vec::new() };
    let mut random = Random::new(seed);
    let little = match random.below(4) {
        0 => content.clone(),
        1 => with_few(&content, first, last, &mut random),
        2 => trimmed(content.len(), first, last, &mut random),
        _ => without_runs(&content, &mut random),
    };
    let block = with_block(&content, last, &sample.page, &mut random);
    let copies = [Some(little), block].into_iter().flatten();
    copies.map(|kept| subset(sample, text, &kept)).collect()
}

/// The content and one block of chrome below it: related articles, a footer, comments. It begins at a header half of
/// the time, where there is one.
fn with_block(content: &[bool], last: usize, page: &Page, random: &mut Random) -> Option<Vec<bool>> {
    let below: Vec<usize> = (last + 1..content.len()).collect();
    if below.len() < BLOCK_LEAST {
        return None;
    }
    let is_header = |row: &&usize| BLOCKS.iter().any(|&kind| page.phrase_share(**row, kind) >= 0.6);
    let headers: Vec<usize> = below.iter().filter(is_header).copied().collect();
    let from = if headers.is_empty() || random.unit() < 0.5 {
        below[random.below(below.len() - BLOCK_LEAST + 1)]
    } else {
        headers[random.below(headers.len())]
    };
    let length = BLOCK_LEAST + random.below(BLOCK_MOST - BLOCK_LEAST);
    let mut kept = content.to_vec();
    kept.iter_mut().skip(from).take(length).for_each(|kept| *kept = true);
    Some(kept)
}

/// The content and one to three lines of chrome from its ends.
fn with_few(content: &[bool], first: usize, last: usize, random: &mut Random) -> Vec<bool> {
    let mut outside: Vec<usize> = (first.saturating_sub(6)..first).chain(last + 1..content.len()).collect();
    random.shuffle(&mut outside);
    let mut kept = content.to_vec();
    let many = 1 + random.below(3);
    outside.into_iter().take(many).for_each(|row| kept[row] = true);
    kept
}

/// The stretch from first to last content with a few lines around it.
fn trimmed(rows: usize, first: usize, last: usize, random: &mut Random) -> Vec<bool> {
    let from = first.saturating_sub(random.below(6));
    let to = (last + 1 + random.below(12)).min(rows);
    (0..rows).map(|row| (from..to).contains(&row)).collect()
}

/// The content with some of the runs of chrome, or pieces of them.
fn without_runs(content: &[bool], random: &mut Random) -> Vec<bool> {
    let mut kept = content.to_vec();
    let share = [0.2, 0.5, 0.8][random.below(3)];
    let mut start = 0;
    for run in content.chunk_by(|a, b| a == b) {
        let (from, to) = (start, start + run.len());
        start = to;
        if run[0] || random.unit() >= share {
            continue;
        }
        let (from, to) = if random.unit() < 0.5 {
            (from, to)
        } else {
            let length = 1 + random.below(run.len());
            let from = from + random.below(run.len() - length + 1);
            (from, from + length)
        };
        kept[from..to].fill(true);
    }
    kept
}

/// The text without the lines that are not kept, measured anew; blank lines stay.
fn subset(sample: &Sample, text: &str, kept: &[bool]) -> Sample {
    let lines = Lines::new(text);
    let mut dropped = vec![false; lines.len()];
    for (row, &kept) in sample.page.rows().iter().zip(kept) {
        dropped[row.line] = !kept;
    }
    let rest: String =
        (0..lines.len()).filter(|&line| !dropped[line]).map(|line| &text[lines.span(line).whole()]).collect();
    let choose = |values: &[f32]| {
        values.iter().zip(kept).filter(|(_, kept)| **kept).map(|(value, _)| *value).collect()
    };
    Sample {
        page: measured(&Lines::new(&rest)),
        labels: choose(&sample.labels),
        weights: choose(&sample.weights),
        site: sample.site,
    }
}
