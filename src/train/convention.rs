//! Corpora disagree about what is content. This file says how much each corpus counts, and where it has no say.
//!
//! Some corpora count bylines, dates and comments among the content, others do not. Lines of these kinds are left
//! out of training where the corpus holds them to be content, so that the model learns one convention; what becomes
//! of such lines is the user's choice.

use super::rows::Row;
use crate::features::Page;

/// How much the pages of a source count.
fn share(row: &Row) -> f32 {
    match row.source.as_deref() {
        None => 2.0,
        Some("dragnet") => 0.5,
        Some(_) => 1.0,
    }
}

/// Sources whose main text begins with the title, the byline and the date.
const WITH_HEAD: [&str; 2] = ["dragnet", "cleaneval-dev"];
/// Fewest tokens of a line of running text.
const RUNNING: u32 = 10;
/// How many rows above the first paragraph are its head.
const HEAD: usize = 10;

/// Sets the weights of lines that the conventions of the row's source say nothing about to 0.
pub(super) fn balance(row: &Row, page: &Page, labels: &[f32], weights: &mut [f32]) {
    let share = share(row);
    weights.iter_mut().for_each(|weight| *weight *= share);
    let Some(source) = row.source.as_deref().filter(|source| WITH_HEAD.contains(source)) else { return };
    let is_paragraph = |i: &usize| labels[*i] >= 0.5 && page.rows()[*i].tokens >= RUNNING;
    let ended = |i: &usize| is_paragraph(i) && page.ends_sentence(*i);
    if let Some(first) = (0..labels.len()).find(ended) {
        mask_head(first, page, labels, weights);
    }
    if source == "dragnet" {
        let behind = (0..labels.len()).rfind(is_paragraph).map_or(labels.len(), |last| last + 1);
        for i in behind..labels.len() {
            if labels[i] < 0.5 && page.rows()[i].tokens >= 8 {
                weights[i] = 0.0; // comments, most of them
            }
        }
    }
}

/// Of the content lines above the first paragraph only the title counts: the longest that holds no date.
fn mask_head(first: usize, page: &Page, labels: &[f32], weights: &mut [f32]) {
    let head: Vec<usize> = (first.saturating_sub(HEAD)..first).filter(|&i| labels[i] >= 0.5).collect();
    let may_be_title = |i: &&usize| !page.has_date(**i) && page.rows()[**i].tokens >= 3;
    let length = |i: &&usize| page.width(**i) as u64;
    let title = head.iter().filter(may_be_title).max_by_key(length).copied();
    for i in head.into_iter().filter(|&i| Some(i) != title) {
        weights[i] = 0.0;
    }
}
