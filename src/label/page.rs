//! Labels with the page: what a line's neighbours, its kind and the whole of the document change.

use super::kind::{self, Scene};
use super::{Labels, Policy};
use std::ops::Range;

use crate::features::Page;
use crate::model::Scores;
use crate::plan::{Basis, Guard, Join, Kind, Label, Verdict};
use crate::text::Lines;

/// Fewest tokens of the first paragraph, the one under the headline.
const PARAGRAPH: u32 = 10;
/// How many rows above the first paragraph the headline may stand.
const HEAD: usize = 8;
/// Least width of a line of prose, in columns.
const PROSE_WIDTH: f32 = 40.0;
/// How many rows above the headline are looked at.
const ABOVE: usize = 10;
/// Least share of a headline's words that stand in the page's best lines.
const SUBJECT: f32 = 0.5;
/// Kinds that go by convention even where the score would keep them.
const DROPPED: [Kind; 2] = [Kind::Date, Kind::Byline];
/// Probability from which a line may be the headline whatever its words.
const HEADLINE_SCORE: f32 = 0.2;
/// Share of a line that set phrases of one kind make up where they show that the page has chrome.
const NAMED: f32 = 0.6;
/// Probability from which a line stays although it is a set phrase, or stands below a header that announces chrome.
const SURE: f32 = 0.97;
/// The same for a line above the headline.
const SURE_BANNER: f32 = 0.9;
/// Fewest lines such as "Reply" on the page of a thread, and the share of the line that the phrase must be.
const BUTTONS: usize = 4;
const WHOLE: f32 = 0.9;
/// Largest share of a thread's running text that stands above the first of them.
const THREAD: f32 = 0.4;
/// Least probability of a post.
const POST_SCORE: f32 = 0.2;
/// Rows of a consent dialogue above its buttons.
const DIALOGUE: usize = 6;
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
}

/// What is decided for one row, and by what.
#[derive(Clone, Copy, PartialEq)]
struct Decision {
    keep: bool,
    basis: Basis,
}

impl Judge<'_> {
    pub(super) fn judge(&self, alone: Vec<bool>, threshold: f32, joins: &[Join]) -> Labels {
        let mut rows: Vec<Decision> =
            alone.into_iter().map(|keep| Decision { keep, basis: Basis::Score }).collect();
        self.keep_groups(&mut rows, threshold, joins);
        self.keep_gaps(&mut rows);
        self.keep_posts(&mut rows);
        self.keep_symbols(&mut rows);
        self.drop_announced(&mut rows);
        self.drop_consent(&mut rows);
        let headline = self.keep_headline(&mut rows);
        let kept: Vec<bool> = rows.iter().map(|row| row.keep).collect();
        let first = (0..rows.len()).find(|&row| rows[row].keep && self.is_running(row));
        let body = kept.iter().position(|&kept| kept);
        let scene = Scene { lines: self.lines, page: self.page, kept: &kept, body, headline, first };
        let kinds = kind::kinds(&scene);
        self.apply_conventions(&mut rows, &kinds);
        let guard = self.guard(&rows);
        if guard.is_some() {
            rows.fill(Decision { keep: true, basis: Basis::Guard });
        }
        Labels { verdicts: self.verdicts(&rows, &kinds), threshold, guard }
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
            if self.mean_probability(from..to + 1) >= threshold {
                let dropped = rows[from..=to].iter_mut().filter(|row| !row.keep);
                dropped.for_each(|row| *row = Decision { keep: true, basis: Basis::Group });
            }
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
                let dropped = rows[start..end].iter_mut().filter(|row| !row.keep);
                dropped.for_each(|row| *row = Decision { keep: true, basis: Basis::Gap });
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

    /// A line that is a set phrase from end to end goes unless its score is sure; and so do, below the body, the lines
    /// that a header such as "Related articles" announces, up to the next running text.
    fn drop_announced(&self, rows: &mut [Decision]) {
        let dropped = Decision { keep: false, basis: Basis::Kind };
        let mut below_body = false;
        let mut block = false;
        for (row, decision) in rows.iter_mut().enumerate() {
            let running = self.is_running(row);
            below_body |= running && decision.keep;
            let kind = kind::whole(self.page, row, self.text(row));
            block = match kind {
                Some(Kind::Related | Kind::Newsletter) => below_body,
                _ => block && !running,
            };
            if decision.keep && (kind.is_some() || block) && self.probabilities[row] < SURE {
                *decision = dropped;
            }
        }
    }

    /// The sentences of a consent dialogue go with its buttons: the lines right above them that speak of cookies.
    fn drop_consent(&self, rows: &mut [Decision]) {
        for button in (0..rows.len()).filter(|&row| self.is_consent_button(row)) {
            let above = (button.saturating_sub(DIALOGUE)..button).rev();
            for row in above.take_while(|&row| kind::speaks_of_cookies(self.text(row))) {
                if rows[row].keep && self.probabilities[row] < SURE {
                    rows[row] = Decision { keep: false, basis: Basis::Kind };
                }
            }
        }
    }

    /// As "Accept all cookies"; the word "Cookies" alone may be a heading of recipes.
    fn is_consent_button(&self, row: usize) -> bool {
        self.page.rows()[row].tokens >= 2 && self.page.phrase_share(row, Kind::Cookie) >= NAMED
    }

    /// Where a thread is the page, its posts stay unless their scores are low: most of the running text stands below the
    /// first of several lines such as "Reply" and "Quote". Under an article comments are the smaller part.
    fn keep_posts(&self, rows: &mut [Decision]) {
        let is_button = |row: &usize| self.page.phrase_share(*row, Kind::Comments) >= WHOLE;
        let buttons: Vec<usize> = (0..rows.len()).filter(is_button).take(BUTTONS).collect();
        let size = |row: usize| if self.is_running(row) { self.page.rows()[row].tokens as f32 } else { 0.0 };
        let all: f32 = (0..rows.len()).map(size).sum();
        let above: f32 = buttons.first().map_or(all, |&first| (0..first).map(size).sum());
        if buttons.len() < BUTTONS || above > THREAD * all {
            return;
        }
        for (row, decision) in rows.iter_mut().enumerate() {
            if !decision.keep && self.is_running(row) && self.probabilities[row] >= POST_SCORE {
                *decision = Decision { keep: true, basis: Basis::Post };
            }
        }
    }

    fn is_running(&self, row: usize) -> bool {
        let ends = self.page.ends_sentence(row) || self.page.goes_on(row) || self.page.lacks_stops(row);
        self.is_long(row) && ends
    }

    fn is_long(&self, row: usize) -> bool {
        self.page.rows()[row].tokens >= PARAGRAPH && self.page.width(row) >= PROSE_WIDTH
    }

    /// The headline above the first paragraph stays, once; its row.
    fn keep_headline(&self, rows: &mut [Decision]) -> Option<usize> {
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

    /// Whether a row has the form of a headline, and its words, its score or its place speak for it.
    fn may_be_headline(&self, row: usize, first: usize) -> bool {
        let text = self.text(row);
        let length = self.page.width(row);
        let ended = self.page.ends_sentence(row) && !text.ends_with(['?', '!', '？', '！']);
        (20.0..=200.0).contains(&length)
            && self.page.rows()[row].tokens >= 3
            && !ended
            && !self.page.has_bullet(row)
            && !self.page.goes_on(row)
            && kind::own(self.page, row, text).is_none()
            && (self.scores.subject[row] >= SUBJECT
                || self.probabilities[row] >= HEADLINE_SCORE
                || self.stands_as_headline(row, first))
    }

    /// Whether a row is followed, up to the first paragraph, only by what stands under headlines: dates, bylines, share
    /// links and other lines that show what they are, and single words.
    fn stands_as_headline(&self, row: usize, first: usize) -> bool {
        let is_aside = |row: usize| {
            self.page.rows()[row].tokens <= 2 || kind::own(self.page, row, self.text(row)).is_some()
        };
        self.page.rows()[row].tokens >= 4 && (row + 1..first).all(is_aside)
    }

    fn text(&self, row: usize) -> &str {
        self.lines.line(self.page.rows()[row].line).trim()
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

    /// Kinds of line go or stay by convention, and by the user's word above all.
    fn apply_conventions(&self, rows: &mut [Decision], kinds: &[Option<Kind>]) {
        for (row, decision) in rows.iter_mut().enumerate() {
            let asked = |list: &[Kind]| kinds[row].is_some_and(|kind| list.contains(&kind));
            if asked(&self.policy.keep) {
                if !decision.keep {
                    *decision = Decision { keep: true, basis: Basis::Kind };
                }
            } else if (asked(&self.policy.drop) || asked(&DROPPED)) && decision.keep {
                *decision = Decision { keep: false, basis: Basis::Kind };
            }
        }
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
                _ => Label::Chrome(kinds[index].unwrap_or(Kind::Chrome)),
            };
            verdicts[row.line] = Verdict { label, score: self.probabilities[index], basis: decision.basis };
        }
        self.drop_blanks(rows, &mut verdicts);
        verdicts
    }

    /// Where lines were dropped between two that stay, the longest run of blank lines there stays, the first of
    /// equals; at the document's ends none does. Elsewhere all blank lines stay.
    fn drop_blanks(&self, rows: &[Decision], verdicts: &mut [Verdict]) {
        let line = |row: usize| self.page.rows()[row].line;
        let mut start = 0;
        while start < rows.len() {
            let end = start + rows[start..].iter().take_while(|row| row.keep == rows[start].keep).count();
            if !rows[start].keep {
                let from = if start == 0 { 0 } else { line(start - 1) + 1 };
                let to = if end == rows.len() { self.lines.len() } else { line(end) };
                let inside = start > 0 && end < rows.len();
                drop_blank_runs(&mut verdicts[from..to], inside);
            }
            start = end;
        }
    }
}

/// Whether any line of a page is chrome by its words alone.
pub(super) fn shows_chrome(page: &Page) -> bool {
    (0..page.rows().len()).any(|row| page.phrase_most(row) >= NAMED)
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
    for (index, run) in runs.into_iter().enumerate().filter(|(index, _)| Some(*index) != stays) {
        let _ = index;
        let beside = verdicts[..run.start].last().or(verdicts[run.end..].first()).copied();
        if let Some(Verdict { label, score, .. }) = beside {
            verdicts[run].fill(Verdict { label, score, basis: Basis::Blank });
        }
    }
}
