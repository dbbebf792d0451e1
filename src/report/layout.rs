//! What the reports for people share: how much stands around a change, how it looks, and whether there was one.

use super::screen::Screen;
use crate::plan::Plan;

/// How much of a document stands around its changes, and how it looks.
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::report::{Joins, Layout, Screen, unified};
///
/// let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Whole };
/// let text = "The bell weighs nine tons, and took three days to hang.
///
/// Related articles
/// The pier is painted
/// A seal in the marina
/// ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// unified::write("bell.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
/// assert!(!String::from_utf8_lossy(&out).contains("nine tons")); // no line that stays is shown
/// # Ok::<(), std::io::Error>(())
/// ```
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
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::report::{Joins, Layout, Screen, unified};
///
/// # let text = "Share on Facebook
/// #
/// # The ferry to Holm did not leave on Monday, as the harbour was
/// # frozen over. It will try again when the ice has gone.
/// # ";
/// let lines = Lines::new(text);
/// let plan = Cleaner::default().plan(&lines);
/// let show = |joins| {
///     let (mut out, layout) = (Vec::new(), Layout { context: 0, screen: Screen::PLAIN, joins });
///     unified::write("ferry.txt", &lines, &plan, layout, &mut out).map(|_| String::from_utf8_lossy(&out).into_owned())
/// };
/// assert!(show(Joins::Whole)?.contains("\n-frozen over."));
/// assert!(show(Joins::Folded)?.contains("\n~The ferry to Holm did not leave on Monday, as the harbour was frozen"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// With the lines it was mended of, or with every break that is gone: nothing is left out.
    Whole,
    /// The mended line alone, behind a `~`. Nothing but white space and hyphens of divided words is gone.
    Folded,
}

/// Whether two texts are the same.
///
/// ```
/// # use dechrome::{Cleaner, report::{Difference, json}, text::Lines};
/// let (lines, mut out) = (Lines::new("The hens laid well that spring.\n"), Vec::new());
/// let exit_code = match json::write("hens.txt", &lines, &Cleaner::default().plan(&lines), &mut out)? {
///     Difference::None => 0,
///     Difference::Some => 1,
/// };
/// assert_eq!(exit_code, 0);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// They are the same, or nothing of a document would change.
    None,
    /// They differ, or something would change.
    Some,
}

impl Difference {
    /// Whether a plan changes its document.
    ///
    /// ```
    /// # use dechrome::{Cleaner, report::Difference, text::Lines};
    /// let of = |text| Difference::of(&Cleaner::default().plan(&Lines::new(text)));
    /// assert_eq!(of("Skip to content\n\nThe goats were driven up a month before their time.\n"), Difference::Some);
    /// assert_eq!(of("The goats were driven up a month before their time.\n"), Difference::None);
    /// ```
    pub fn of(plan: &Plan) -> Self {
        let changes = !plan.joins.is_empty() || plan.verdicts.iter().any(|verdict| !verdict.is_content());
        if changes { Difference::Some } else { Difference::None }
    }
}
