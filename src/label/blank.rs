//! Blank lines go with the lines around them.

use crate::features::Page;
use crate::plan::{Basis, Verdict};
use crate::text::Lines;

/// Where lines were dropped between two that stay, the longest run of blank lines there stays, the first of
/// equals; at the document's ends none does. Elsewhere all blank lines stay.
pub(super) fn drop(lines: &Lines<'_>, page: &Page, kept: &[bool], verdicts: &mut [Verdict]) {
    let line = |row: usize| page.rows()[row].line;
    let mut start = 0;
    while start < kept.len() {
        let end = start + kept[start..].iter().take_while(|&&stays| stays == kept[start]).count();
        if !kept[start] {
            let from = if start == 0 { 0 } else { line(start - 1) + 1 };
            let to = if end == kept.len() { lines.len() } else { line(end) };
            let inside = start > 0 && end < kept.len();
            drop_blank_runs(&mut verdicts[from..to], inside);
        }
        start = end;
    }
}

/// Drops the blank lines among dropped lines, but for the longest run where the stretch stands between content.
fn drop_blank_runs(verdicts: &mut [Verdict], inside: bool) {
    let is_blank = |v: &Verdict| v.basis == Basis::Blank;
    let mut runs = Vec::new();
    let mut start = 0;
    for run in verdicts.chunk_by(|a, b| is_blank(a) == is_blank(b)) {
        if is_blank(&run[0]) {
            runs.push(start..start + run.len());
        }
        start += run.len();
    }
    let longest = runs.iter().map(|run| run.len()).max().filter(|_| inside);
    let stays = runs.iter().position(|run| Some(run.len()) == longest);
    for (_, run) in runs.into_iter().enumerate().filter(|(index, _)| Some(*index) != stays) {
        let beside = verdicts[..run.start].last().or(verdicts[run.end..].first()).copied();
        if let Some(Verdict { label, score, .. }) = beside {
            verdicts[run].fill(Verdict { label, score, basis: Basis::Blank });
        }
    }
}
