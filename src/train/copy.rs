//! Changed copies of pages: the main text alone, or with less chrome around it than the page had.
//!
//! Without them a model that has seen only whole pages drops lines of documents that are clean already.

use super::random::Random;
use super::sample::{Sample, measured};
use crate::text::Lines;

/// A copy of `sample`, made from the same text with lines left out; `None` where too little is content.
pub(super) fn changed(sample: &Sample, text: &str, seed: u64) -> Option<Sample> {
    let content: Vec<bool> = sample.labels.iter().map(|&label| label >= 0.5).collect();
    let first = content.iter().position(|&c| c)?;
    let last = content.iter().rposition(|&c| c)?;
    if content.iter().filter(|&&c| c).count() < 2 {
        return None;
    }
    let mut random = Random::new(seed);
    let kept = match random.below(4) {
        0 => content,
        1 => with_few(&content, first, last, &mut random),
        2 => trimmed(content.len(), first, last, &mut random),
        _ => without_runs(&content, &mut random),
    };
    Some(subset(sample, text, &kept))
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
