//! The headline above the first paragraph: it stays, once, and what stands above it goes.

use super::own;
use super::page::{Decision, Judge};
use crate::plan::Basis;

/// How many rows above the first paragraph the headline may stand.
const HEAD: usize = 8;
/// How many rows above the headline are looked at.
const ABOVE: usize = 10;
/// Least share of a headline's words that stand in the page's best lines.
const SUBJECT: f32 = 0.5;
/// Probability from which a line may be the headline whatever its words.
const HEADLINE_SCORE: f32 = 0.2;
/// Probability from which a line above the headline stays.
const SURE_BANNER: f32 = 0.9;

impl Judge<'_> {
    /// The headline above the first paragraph stays, once; its row.
    pub(super) fn keep_headline(&self, rows: &mut [Decision]) -> Option<usize> {
        let first = (0..rows.len()).find(|&row| rows[row].keep && self.is_running(row))?;
        let head = first.saturating_sub(HEAD)..first;
        let length = |row: usize| self.page.rows()[row].tokens.min(12) as f32 / 24.0;
        let evidence = |row: usize| self.scores.subject[row] + 2.0 * self.probabilities[row] + length(row);
        let candidates = head.filter(|&row| self.may_be_headline(row, first));
        let headline = candidates.max_by(|&a, &b| evidence(a).total_cmp(&evidence(b)))?;
        if !rows[headline].keep {
            rows[headline] = Decision { keep: true, basis: Basis::Headline };
        }
        for copy in (0..first).filter(|&row| row != headline && self.same_text(row, headline)) {
            rows[copy] = Decision { keep: false, basis: Basis::Repeat };
        }
        self.drop_above(headline, rows);
        Some(headline)
    }

    /// Above the headline stand banners, breadcrumbs and menus: what is not running text goes unless its score is sure.
    fn drop_above(&self, headline: usize, rows: &mut [Decision]) {
        let is_prose = |row: usize| rows[row].keep && self.is_long(row);
        if (0..headline).any(is_prose) {
            return;
        }
        let above = headline.saturating_sub(ABOVE)..headline;
        for (row, decision) in rows.iter_mut().enumerate().take(above.end).skip(above.start) {
            if decision.keep && self.probabilities[row] < SURE_BANNER {
                *decision = Decision { keep: false, basis: Basis::Headline };
            }
        }
    }

    /// Whether a row has the form of a headline, and its words, its score or its place speak for it. One whose label is
    /// told needs no such rule, and should not take the place of the headline.
    fn may_be_headline(&self, row: usize, first: usize) -> bool {
        let text = self.text(row);
        let length = self.page.width(row);
        let ended = self.page.ends_sentence(row) && !text.ends_with(['?', '!', '？', '！']);
        !self.is_told(row)
            && (20.0..=200.0).contains(&length)
            && self.page.rows()[row].tokens >= 3
            && !ended
            && !self.page.has_bullet(row)
            && !self.page.goes_on(row)
            && !text.contains("://")
            && own::own(self.page, row, &text).is_none()
            && (self.scores.subject[row] >= SUBJECT
                || self.probabilities[row] >= HEADLINE_SCORE
                || self.stands_as_headline(row, first))
    }

    /// Whether a row is followed, up to the first paragraph, only by what stands under headlines: dates, bylines, share
    /// links and other lines that show what they are, and single words.
    fn stands_as_headline(&self, row: usize, first: usize) -> bool {
        let is_aside = |row: usize| {
            self.page.rows()[row].tokens <= 2 || own::own(self.page, row, &self.text(row)).is_some()
        };
        self.page.rows()[row].tokens >= 4 && (row + 1..first).all(is_aside)
    }

    fn same_text(&self, a: usize, b: usize) -> bool {
        let rows = self.page.rows();
        let text = |row: usize| self.lines.line(rows[row].line).split_whitespace();
        rows[a].key == rows[b].key
            && text(a)
                .flat_map(str::chars)
                .flat_map(char::to_lowercase)
                .eq(text(b).flat_map(str::chars).flat_map(char::to_lowercase))
    }
}
