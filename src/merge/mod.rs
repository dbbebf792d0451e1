//! Which line breaks are spurious, and what stands in their place.
//!
//! Vetoes first, then one sum of weights over named features against a threshold, then the separator.
//!
//! ```
//! use dechrome::pipeline::Drop;
//! use dechrome::{Cleaner, Options};
//!
//! let mender = Cleaner::new(Options { drop: Drop::Nothing, ..Options::default() });
//! let wrapped = "When the tide had gone out the boats lay on the sand, and the\nchildren walked round them.\n";
//! assert_eq!(mender.clean(wrapped), wrapped.replacen('\n', " ", 1));
//!
//! let list = "salt\nrope\nlamp oil\n"; // no sentence: its breaks are real
//! assert_eq!(mender.clean(list), list);
//! ```

mod chars;
mod document;
pub(crate) mod fields;
mod format;
mod joint;
mod layout;
mod marks;
pub(crate) mod model;
mod rounds;
mod scan;
mod usage;
mod values;
mod veto;
mod words;

pub(crate) use chars::columns;
#[doc(hidden)]
pub use model::Model;
pub(crate) use scan::quote_prefix;

use crate::plan::Join;
use crate::text::Lines;
use document::Document;
use values::Values;

/// Whether hyphens at a mended line end may be deleted.
///
/// ```
/// use dechrome::merge::Hyphens;
/// use dechrome::pipeline::Drop;
/// use dechrome::{Cleaner, Options};
///
/// let text = "Nobody was late that week. It was the mice, says the clockmaker, who has seen this be-
/// fore in the church of the next village.
/// ";
/// let mended = |hyphens| {
///     Cleaner::new(Options { drop: Drop::Nothing, hyphens, ..Options::default() }).clean(text)
/// };
/// assert!(mended(Hyphens::Mend).contains("seen this before in"));
/// assert!(mended(Hyphens::Keep).contains("seen this be-fore in"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hyphens {
    /// Delete those that only divide a word at the line's end.
    #[default]
    Mend,
    /// Keep every hyphen.
    Keep,
}

/// The breaks of the document that are spurious, in order.
///
/// The span of a join holds white space, at most one hyphen before it and, within a quote level, quote marks after
/// it. No two overlap. The joins of the mended text are none; a document where that takes more than three rounds has
/// none itself. CRLF and LF give the same joins. Linear time; neither fails nor panics.
#[doc(hidden)]
pub fn joins(model: &Model, lines: &Lines<'_>, hyphens: Hyphens) -> Vec<Join> {
    rounds::joins(model, lines, hyphens)
}

/// Why one break is mended or not.
#[derive(Debug, Clone, PartialEq)]
#[doc(hidden)]
pub struct Explanation {
    /// Log-odds that the break is spurious: the sum of all contributions.
    pub score: f32,
    /// The break is mended where the score is above this.
    pub threshold: f32,
    /// Whether a rule keeps the break whatever its score.
    pub vetoed: bool,
    /// The features of the break by name with their log-odds, strongest first; "bias" is the score of no feature.
    pub evidence: Vec<(String, f32)>,
}

/// Explains breaks of one document.
#[doc(hidden)]
pub struct Explainer<'m, 'l> {
    model: &'m Model,
    document: Document<'l>,
}

impl std::fmt::Debug for Explainer<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Explainer").finish_non_exhaustive()
    }
}

impl<'m, 'l> Explainer<'m, 'l> {
    /// Looks at the whole of a document once.
    pub fn new(model: &'m Model, lines: &'l Lines<'_>) -> Self {
        Explainer { model, document: Document::new(lines) }
    }

    /// The evidence on the break below line `upper`, an index into the lines.
    ///
    /// `None` where the line is blank or the last one with text. It explains the first round: a break that becomes
    /// spurious only once others are mended shows as one that stays.
    pub fn explain(&self, upper: usize) -> Option<Explanation> {
        let document = &self.document;
        let at = document.scans.binary_search_by_key(&upper, |scan| scan.index).ok()?;
        document.scans.get(at + 1)?;
        let values = Values::of(document, at);
        let mut evidence = self.model.contributions(&values);
        evidence.push(("bias".to_owned(), self.model.bias()));
        evidence.sort_by_key(|(_, weight)| -weight.abs());
        let score: i32 = evidence.iter().map(|(_, weight)| weight).sum();
        Some(Explanation {
            score: score as f32 / model::SCALE,
            threshold: self.model.threshold(values::context(document, at)) as f32 / model::SCALE,
            vetoed: veto::is_vetoed(document, at),
            evidence: evidence
                .into_iter()
                .map(|(name, weight)| (name, weight as f32 / model::SCALE))
                .collect(),
        })
    }
}

/// A break that no rule keeps, as training sees it.
pub(crate) struct Candidate {
    /// The line above it.
    pub(crate) upper: usize,
    pub(crate) values: Values,
}

/// Every break of a document that the model decides.
pub(crate) fn candidates(lines: &Lines<'_>) -> Vec<Candidate> {
    let document = Document::new(lines);
    let breaks = 0..document.scans.len().saturating_sub(1);
    let open = breaks.filter(|&at| !veto::is_vetoed(&document, at));
    open.map(|at| Candidate { upper: document.scans[at].index, values: Values::of(&document, at) }).collect()
}
