//! Set phrases: a line that is one from end to end, the lines that a header announces, consent dialogues, and the
//! buttons of a thread.

use super::own;
use super::page::{Decision, Judge};
use crate::features::Page;
use crate::plan::{Basis, Kind};

/// Share of a line that set phrases of one kind make up where they show that the page has chrome.
const NAMED: f32 = 0.6;
/// One line in this many may be a set phrase by chance.
const CHANCE: usize = 100;
/// Probability from which a line stays although it is a set phrase, or stands below a header that announces chrome.
const SURE: f32 = 0.97;
/// Fewest lines such as "Reply" on the page of a thread.
const BUTTONS: usize = 4;
/// Largest share of a thread's running text that stands above the first of them.
const THREAD: f32 = 0.4;
/// Least probability of a post.
const POST_SCORE: f32 = 0.2;
/// Rows of a consent dialogue above its buttons.
const DIALOGUE: usize = 6;

/// Whether more lines of a page are chrome by their words alone than a document without chrome may hold by chance.
pub(super) fn shows_chrome(page: &Page) -> bool {
    let rows = page.rows().len();
    let named = (0..rows).filter(|&row| page.phrase_most(row) >= NAMED).count();
    named * CHANCE > rows
}

impl Judge<'_> {
    /// A line that is a set phrase from end to end goes unless its score is sure; and so do, below the body, the lines
    /// that a header such as "Related articles" announces, up to the next running text.
    pub(super) fn drop_announced(&self, rows: &mut [Decision]) {
        let dropped = Decision { keep: false, basis: Basis::Kind };
        let mut below_body = false;
        let mut block = false;
        for (row, decision) in rows.iter_mut().enumerate() {
            let running = self.is_running(row);
            below_body |= running && decision.keep;
            let kind = own::whole(self.page, row, &self.text(row));
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
    pub(super) fn drop_consent(&self, rows: &mut [Decision]) {
        for button in (0..rows.len()).filter(|&row| self.is_consent_button(row)) {
            let above = (button.saturating_sub(DIALOGUE)..button).rev();
            for row in above.take_while(|&row| own::speaks_of_cookies(self.page, row, &self.text(row))) {
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
    pub(super) fn keep_posts(&self, rows: &mut [Decision]) {
        let is_button = |row: &usize| self.page.phrase_share(*row, Kind::Comments) >= own::WHOLE;
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
}
