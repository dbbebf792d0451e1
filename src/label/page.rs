//! Labels with the page: what a line's neighbours, its kind and the whole of the document change.

use super::blank;
use super::kind::{self, Scene};
use super::own;
use super::{Labels, Policy, Told, probability};
use std::borrow::Cow;
use std::ops::Range;

use crate::features::Page;
use crate::model::Scores;
use crate::plan::{Basis, Guard, Join, Kind, Label, Verdict};
use crate::rules::Action;
use crate::text::Lines;

/// Fewest tokens of the first paragraph, the one under the headline.
const PARAGRAPH: u32 = 10;
/// Least width of a line of prose, in columns.
const PROSE_WIDTH: f32 = 40.0;
/// Kinds that go by convention even where the score would keep them.
const DROPPED: [Kind; 2] = [Kind::Date, Kind::Byline];
/// How many rows above the first running text the document's date and byline may stand.
const ABOVE: usize = 8;
/// Fewest rows of a list or a table.
const LIST: usize = 3;
/// Longest gap, in rows, that stays between lines of running text.
const GAP: usize = 2;
/// Least probability of a line in such a gap.
const GAP_SCORE: f32 = 0.15;
/// A document of which fewer tokens than this are expected to be content among what would stay, and a smaller share,
/// is kept whole.
const LEAST: f32 = 8.0;
const LEAST_SHARE: f32 = 0.05;

/// Everything needed to judge the rows of one page.
pub(super) struct Judge<'j> {
    pub(super) lines: &'j Lines<'j>,
    pub(super) page: &'j Page,
    pub(super) scores: &'j Scores,
    pub(super) probabilities: &'j [f32],
    pub(super) policy: &'j Policy,
    pub(super) told: &'j [Told],
}

/// What is decided for one row, and by what.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Decision {
    pub(super) keep: bool,
    pub(super) basis: Basis,
}

impl Judge<'_> {
    pub(super) fn judge(&self, alone: Vec<bool>, threshold: f32, joins: &[Join]) -> Labels {
        let mut rows: Vec<Decision> =
            alone.into_iter().map(|keep| Decision { keep, basis: Basis::Score }).collect();
        self.keep_groups(&mut rows, threshold, joins);
        self.keep_lists(&mut rows, threshold);
        self.keep_gaps(&mut rows);
        self.keep_posts(&mut rows);
        self.keep_symbols(&mut rows);
        self.drop_announced(&mut rows);
        self.drop_consent(&mut rows);
        self.obey(&mut rows);
        let headline = self.keep_headline(&mut rows);
        self.obey(&mut rows); // a copy of the headline may be told to stay
        let kept: Vec<bool> = rows.iter().map(|row| row.keep).collect();
        let first = (0..rows.len()).find(|&row| rows[row].keep && self.is_running(row));
        let body = kept.iter().position(|&kept| kept);
        let scene = Scene { lines: self.lines, page: self.page, kept: &kept, body, headline, first };
        let mut kinds = kind::kinds(&scene);
        for told in self.told.iter().filter(|told| told.basis == Basis::Profile) {
            let kind = &mut kinds[told.row];
            *kind = kind.filter(|kind| *kind != Kind::Chrome).or(Some(Kind::Profile));
        }
        self.apply_conventions(&mut rows, &kinds);
        let guard = self.guard(&rows);
        if guard.is_some() {
            rows.fill(Decision { keep: true, basis: Basis::Guard });
        }
        Labels { verdicts: self.verdicts(&rows, &kinds), threshold, guard }
    }

    /// Rows whose labels are told have these, whatever else speaks for or against them.
    fn obey(&self, rows: &mut [Decision]) {
        for &Told { row, action, basis } in self.told {
            rows[row] = Decision { keep: action == Action::Keep, basis };
        }
    }

    /// Whether the label of a row is told.
    pub(super) fn is_told(&self, row: usize) -> bool {
        self.told.binary_search_by_key(&row, |told| told.row).is_ok()
    }

    /// The lines of a mended sentence stay together where its words on the mean are content.
    fn keep_groups(&self, rows: &mut [Decision], threshold: f32, joins: &[Join]) {
        let row_of = |line| self.page.rows().binary_search_by_key(&line, |row| row.line).ok();
        let mut joins = joins.iter().peekable();
        while let Some(first) = joins.next() {
            let mut last = first;
            while let Some(next) = joins.next_if(|next| next.upper == last.lower) {
                last = next;
            }
            let (Some(from), Some(to)) = (row_of(first.upper), row_of(last.lower)) else { continue };
            self.keep_together(rows, from..to + 1, threshold);
        }
    }

    /// The items of a list and the rows of a table stay together where their words on the mean are content.
    fn keep_lists(&self, rows: &mut [Decision], threshold: f32) {
        for list in self.page.lists().into_iter().filter(|list| list.len() >= LIST) {
            self.keep_together(rows, list, threshold);
        }
    }

    fn keep_together(&self, rows: &mut [Decision], range: Range<usize>, threshold: f32) {
        if self.mean_probability(range.clone()) >= threshold {
            keep(&mut rows[range], Basis::Group);
        }
    }

    /// Mean over the tokens of some rows.
    fn mean_probability(&self, rows: Range<usize>) -> f32 {
        let size = |row: usize| self.page.rows()[row].tokens as f32;
        let all: f32 = rows.clone().map(size).sum();
        rows.map(|row| size(row) * self.probabilities[row]).sum::<f32>() / all.max(1.0)
    }

    /// A line without letters and digits stays where the lines on both sides do: a rule of a table, a fence of code.
    fn keep_symbols(&self, rows: &mut [Decision]) {
        let mut start = 0;
        while start < rows.len() {
            let length = (start..rows.len()).take_while(|&row| self.page.is_symbols(row)).count();
            let end = start + length;
            let inside =
                length > 0 && start > 0 && end < rows.len() && rows[start - 1].keep && rows[end].keep;
            if inside {
                keep(&mut rows[start..end], Basis::Gap);
            }
            start = end.max(start + 1);
        }
    }

    /// A line or two between paragraphs stay, if they are not surely chrome.
    fn keep_gaps(&self, rows: &mut [Decision]) {
        let mut start = 0;
        while start < rows.len() {
            let length = rows[start..].iter().take_while(|row| row.keep == rows[start].keep).count();
            let end = start + length;
            let inside = !rows[start].keep && length <= GAP && start > 0 && end < rows.len();
            if inside && self.is_running(start - 1) && self.is_running(end) {
                let unsure = self.probabilities[start..end].iter().all(|&p| p >= GAP_SCORE);
                if unsure {
                    rows[start..end].fill(Decision { keep: true, basis: Basis::Gap });
                }
            }
            start = end;
        }
    }

    pub(super) fn is_running(&self, row: usize) -> bool {
        let goes_on = self.page.goes_on(row) && !self.page.has_short_date(row); // as a line of date and source may
        let ends = self.page.ends_sentence(row) || goes_on || self.page.lacks_stops(row);
        self.is_long(row) && ends
    }

    pub(super) fn is_long(&self, row: usize) -> bool {
        self.page.rows()[row].tokens >= PARAGRAPH && self.page.width(row) >= PROSE_WIDTH
    }

    pub(super) fn text(&self, row: usize) -> Cow<'_, str> {
        own::text(self.lines, self.page, row)
    }

    /// Kinds of line go or stay by convention, and by the user's word above all.
    fn apply_conventions(&self, rows: &mut [Decision], kinds: &[Option<Kind>]) {
        let document = self.document(rows);
        let untold = rows.iter_mut().enumerate().filter(|(_, decision)| decision.basis != Basis::Rule);
        for (row, decision) in untold {
            let asked = |list: &[Kind]| kinds[row].is_some_and(|kind| list.contains(&kind));
            let of_document = !asked(&DROPPED) || document.contains(&row);
            if asked(&self.policy.keep) && of_document {
                if !decision.keep {
                    *decision = Decision { keep: true, basis: Basis::Kind };
                }
            } else if (asked(&self.policy.drop) || asked(&DROPPED)) && decision.keep {
                *decision = Decision { keep: false, basis: Basis::Kind };
            }
        }
    }

    /// The rows from the head of the document to its last running text: a date or a byline there is its own, not that
    /// of a teaser or a comment.
    fn document(&self, rows: &[Decision]) -> Range<usize> {
        let is_body = |row: &usize| rows[*row].keep && self.is_running(*row);
        let first = (0..rows.len()).find(is_body).unwrap_or(0);
        let last = (0..rows.len()).rfind(is_body).unwrap_or(rows.len());
        first.saturating_sub(ABOVE)..last
    }

    fn guard(&self, rows: &[Decision]) -> Option<Guard> {
        let size = |row: usize| self.page.rows()[row].tokens as f32;
        let all: f32 = (0..rows.len()).map(size).sum();
        let kept = || (0..rows.len()).filter(|&row| rows[row].keep);
        let expected: f32 = kept().map(|row| size(row) * self.probabilities[row]).sum();
        let removed = 1.0 - kept().map(size).sum::<f32>() / all.max(1.0);
        if kept().count() < rows.len() && expected < LEAST && expected <= LEAST_SHARE * all {
            return Some(Guard::NothingLeft);
        }
        self.policy.max_removed.filter(|&most| removed > most).map(|_| Guard::TooMuch(removed))
    }

    /// Verdicts of all lines; a blank line goes with the lines around it.
    fn verdicts(&self, rows: &[Decision], kinds: &[Option<Kind>]) -> Vec<Verdict> {
        let blank = Verdict { label: Label::Content, score: 1.0, basis: Basis::Blank };
        let mut verdicts = vec![blank; self.lines.len()];
        for (index, (row, decision)) in self.page.rows().iter().zip(rows).enumerate() {
            let label = match decision {
                Decision { keep: true, .. } => Label::Content,
                Decision { basis: Basis::Repeat, .. } => Label::Chrome(Kind::Repeat),
                Decision { basis: Basis::Rule, .. } => Label::Chrome(Kind::Rule),
                _ => Label::Chrome(kinds[index].unwrap_or(Kind::Chrome)),
            };
            let score = probability(self.scores.content[index]);
            verdicts[row.line] = Verdict { label, score, basis: decision.basis };
        }
        let kept: Vec<bool> = rows.iter().map(|row| row.keep).collect();
        blank::drop(self.lines, self.page, &kept, &mut verdicts);
        verdicts
    }
}

/// Keeps those of the rows that are dropped so far.
fn keep(rows: &mut [Decision], basis: Basis) {
    rows.iter_mut().filter(|row| !row.keep).for_each(|row| *row = Decision { keep: true, basis });
}
