//! Scores to labels: each line alone first, then with its page, then the reason why it is dropped. What the user
//! asks of them is a [`Policy`].
//!
//! ```
//! use dechrome::label::Policy;
//! use dechrome::plan::Kind;
//! use dechrome::{Cleaner, Options};
//!
//! let policy = Policy { keep: vec![Kind::Date], ..Policy::default() };
//! let dated = Cleaner::new(Options { policy, ..Options::default() });
//! let text = "The slow ferry
//!
//! 12 March 2024
//!
//! The ferry to Holm takes an hour longer this spring, because its second engine is being mended in the yard.
//!
//! Its captain asks for patience and serves coffee.
//! ";
//! assert_eq!(dated.clean(text), text);
//! assert!(!Cleaner::default().clean(text).contains("March"));
//! ```

mod alone;
mod blank;
mod headline;
mod kind;
mod own;
mod page;
mod phrase;

use crate::features::Page;
use crate::model::Scores;
use crate::plan::{Basis, Guard, Join, Kind, Verdict};
use crate::rules::Action;
use crate::text::Lines;

use alone::{alone, best_threshold};

/// What the user asks of the labels.
///
/// ```
/// use dechrome::label::Policy;
/// use dechrome::plan::{Basis, Kind};
/// use dechrome::text::Lines;
/// use dechrome::{Cleaner, Options};
///
/// let policy = Policy { threshold: Some(Policy::DROP_MORE), keep: vec![Kind::Share], ..Policy::default() };
/// let lines = Lines::new("Share on Facebook\n\nThe bakery on Mill Lane opens again in May, with a new oven.\n");
/// let plan = Cleaner::new(Options { policy, ..Options::default() }).plan(&lines);
/// assert_eq!(plan.threshold, Policy::DROP_MORE);
/// assert_eq!((plan.verdicts[0].is_content(), plan.verdicts[0].basis), (true, Basis::Kind));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Scores at or above this, from 0 to 1, are content; `None`: what is best for the page.
    pub threshold: Option<f32>,
    /// Kinds of line that stay whatever their score.
    pub keep: Vec<Kind>,
    /// Kinds of line that go whatever their score.
    pub drop: Vec<Kind>,
    /// Largest share of the words (0 to 1) that may go; above it the document is kept whole.
    pub max_removed: Option<f32>,
}

impl Policy {
    /// The threshold of a user who would rather keep chrome than lose content.
    pub const KEEP_MORE: f32 = 0.18;
    /// The threshold of a user who would rather lose content than keep chrome.
    pub const DROP_MORE: f32 = 0.62;
}

/// Labels of a document's lines.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// One verdict a line, blank lines included.
    pub verdicts: Vec<Verdict>,
    /// The threshold that was used, from 0 to 1.
    pub threshold: f32,
    /// Set when the document is kept whole against the scores.
    pub guard: Option<Guard>,
}

/// A row whose label is told, not judged.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Index of the row, from 0.
    pub row: usize,
    /// What becomes of it.
    pub action: Action,
    /// Who says so: [`Basis::Rule`] is obeyed whatever the row is; with another basis, kinds that the user keeps stay.
    pub basis: Basis,
}

/// Labels every line of a document; the labels of the rows in `told`, which are in order, are not judged.
///
/// For all other rows a told one is surely content or surely chrome; its verdict has the score of the model all the same.
#[doc(hidden)]
pub fn label(
    lines: &Lines<'_>,
    page: &Page,
    scores: &Scores,
    joins: &[Join],
    policy: &Policy,
    told: &[Told],
) -> Labels {
    let mut probabilities: Vec<f32> = scores.content.iter().map(|score| probability(*score)).collect();
    for &Told { row, action, .. } in told {
        probabilities[row] = if action == Action::Keep { 1.0 } else { 0.0 };
    }
    let tokens: Vec<f32> = page.rows().iter().map(|row| row.tokens as f32).collect();
    let threshold = policy.threshold.unwrap_or_else(|| {
        let best = best_threshold(&probabilities, &tokens);
        if phrase::shows_chrome(page) { best } else { best * CLEAN }
    });
    let alone = alone(&probabilities, threshold);
    let judge = page::Judge { lines, page, scores, probabilities: &probabilities, policy, told };
    judge.judge(alone, threshold, joins)
}

/// What the threshold is multiplied with where no line of the document is chrome by its words: it is clean already
/// more often than not, and each line that goes is more likely somebody's text.
const CLEAN: f32 = 0.35;

/// Log-odds to a probability.
fn probability(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
