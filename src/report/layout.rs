//! What the reports for people share: how much stands around a change, how it looks, and whether there was one.

use super::screen::Screen;
use crate::plan::Plan;

/// How much of a document stands around its changes, and how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Unchanged lines before and after each change.
    pub context: usize,
    /// Colours and escapes; anything but [`Screen::PLAIN`] is for eyes and not for `patch`.
    pub screen: Screen,
    /// How mended breaks are shown.
    pub joins: Joins,
}

/// How a line that was mended is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// With the lines it was mended of, or with every break that is gone: nothing is left out.
    Whole,
    /// The mended line alone, behind a `~`. Nothing but white space and hyphens of divided words is gone.
    Folded,
}

/// Whether two texts are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// They are the same, or nothing of a document would change.
    None,
    /// They differ, or something would change.
    Some,
}

impl Difference {
    /// Whether a plan changes its document.
    pub fn of(plan: &Plan) -> Self {
        let changes = !plan.joins.is_empty() || plan.verdicts.iter().any(|verdict| !verdict.is_content());
        if changes { Difference::Some } else { Difference::None }
    }
}
