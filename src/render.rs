//! A document's lines and its [`Plan`] to the cleaned text. With a plan of other lines it may panic.
//!
//! ```
//! use dechrome::{Cleaner, render::render, text::Lines};
//!
//! let text = "Subscribe to our newsletter
//!
//! The first swifts came back to the tower on Sunday, nine days later than
//! last year. They found it painted.
//! ";
//! let lines = Lines::new(text);
//! let plan = Cleaner::default().plan(&lines);
//! assert_eq!(
//!     render(&lines, &plan),
//!     "The first swifts came back to the tower on Sunday, nine days later than last year. They found it painted.\n"
//! );
//! ```

use crate::plan::Plan;
use crate::text::Lines;

/// The cleaned text: the input without its chrome lines, with the mended breaks mended.
///
/// Everything else is copied byte for byte, line terminators included. Linear time.
///
/// ```
/// # use dechrome::plan::{Basis, Kind, Label, Plan, Verdict};
/// # use dechrome::{render::render, text::Lines};
/// let verdict = |label| Verdict { label, score: 0.5, basis: Basis::Rule };
/// let verdicts = vec![verdict(Label::Chrome(Kind::Nav)), verdict(Label::Content)];
/// let plan = Plan { verdicts, joins: Vec::new(), threshold: 0.5, guard: None };
/// assert_eq!(render(&Lines::new("Menu\r\n  Soup of the day\r\n"), &plan), "  Soup of the day\r\n");
/// ```
pub fn render(lines: &Lines<'_>, plan: &Plan) -> String {
    let mut out = String::with_capacity(lines.text().len());
    render_into(lines, plan, &mut out);
    out
}

/// As [`render`], appended to a buffer of the caller.
///
/// ```
/// # use dechrome::{Cleaner, render::render_into, text::Lines};
/// let cleaner = Cleaner::default();
/// let mut all = String::new();
/// for text in ["The hens laid well that spring.\n", "In autumn they did not.\n"] {
///     let lines = Lines::new(text);
///     render_into(&lines, &cleaner.plan(&lines), &mut all);
/// }
/// assert_eq!(all, "The hens laid well that spring.\nIn autumn they did not.\n");
/// ```
pub fn render_into(lines: &Lines<'_>, plan: &Plan, out: &mut String) {
    Rendering::default().part(lines, plan, out);
}

/// Renders a document that comes in parts.
///
/// ```
/// # use dechrome::{Cleaner, pipeline::Parts, render::Rendering, text::{Encoding, Lines}};
/// let cleaner = Cleaner::default();
/// let mut parts = Parts::new(&b"The hay was in before the storm.\n"[..], Encoding::Unicode);
/// let mut rendering = Rendering::default(); // one for each document
/// let mut cleaned = String::new();
/// while let Some(part) = parts.next(&cleaner)? {
///     rendering.part(&Lines::new(&part.text), &part.plan, &mut cleaned);
/// }
/// assert_eq!(cleaned, "The hay was in before the storm.\n");
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Rendering {
    /// How many bytes of the next part a mended break has taken already.
    taken: usize,
}

impl Rendering {
    /// Appends the cleaned text of the next part, whose lines are those that `plan` has a verdict for. Below them `lines`
    /// must hold as much as the last mended break takes of the part that follows.
    ///
    /// ```
    /// # use dechrome::plan::{Basis, Join, Label, Plan, Separator, Verdict};
    /// # use dechrome::{render::Rendering, text::Lines};
    /// # let verdicts = vec![Verdict { label: Label::Content, score: 0.9, basis: Basis::Score }];
    /// # let plan = |joins| Plan { verdicts: verdicts.clone(), joins, threshold: 0.5, guard: None };
    /// // The break below the first part takes the indent of the second.
    /// let join = Join { upper: 0, lower: 1, span: 5..8, separator: Separator::Space, score: 0.9 };
    /// let (mut rendering, mut cleaned) = (Rendering::default(), String::new());
    /// rendering.part(&Lines::new("a sea\n  "), &plan(vec![join]), &mut cleaned);
    /// rendering.part(&Lines::new("  of fog\n"), &plan(vec![]), &mut cleaned);
    /// assert_eq!(cleaned, "a sea of fog\n");
    /// ```
    pub fn part(&mut self, lines: &Lines<'_>, plan: &Plan, out: &mut String) {
        let text = lines.text();
        let mut joins = plan.joins.iter().peekable();
        let mut at = self.taken; // first byte not yet copied or skipped
        for (index, verdict) in plan.verdicts.iter().enumerate() {
            let span = lines.span(index);
            if !verdict.is_content() {
                at = at.max(span.next);
                continue;
            }
            match joins.next_if(|join| join.upper == index) {
                Some(join) => {
                    out.push_str(&text[at.max(span.start)..join.span.start]);
                    out.push_str(join.separator.as_str());
                    at = join.span.end;
                }
                None if at < span.next => {
                    out.push_str(&text[at.max(span.start)..span.next]);
                    at = span.next;
                }
                None => {} // a blank line inside a mended break
            }
        }
        let end = plan.verdicts.len().checked_sub(1).map_or(0, |last| lines.span(last).next);
        self.taken = at.saturating_sub(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Join, Kind, Label, Separator, Verdict};

    fn plan(labels: &[Label], joins: Vec<Join>) -> Plan {
        let verdict = |&label| Verdict { label, score: 0.5, basis: Basis::Score };
        Plan { verdicts: labels.iter().map(verdict).collect(), joins, threshold: 0.5, guard: None }
    }

    fn join(upper: usize, lower: usize, span: std::ops::Range<usize>, separator: Separator) -> Join {
        Join { upper, lower, span, separator, score: 1.0 }
    }

    #[test]
    fn nothing_decided_changes_nothing() {
        let text = "a\r\n\n b \nc";
        assert_eq!(render(&Lines::new(text), &plan(&[Label::Content; 4], vec![])), text);
    }

    #[test]
    fn chrome_goes_with_its_terminator() {
        let lines = Lines::new("a\nmenu\r\nb");
        let labels = [Label::Content, Label::Chrome(Kind::Nav), Label::Content];
        assert_eq!(render(&lines, &plan(&labels, vec![])), "a\nb");
    }

    #[test]
    fn joins_replace_their_span_over_blank_lines_and_in_chains() {
        let lines = Lines::new("re-\nturn to \n\n  the sea\nhome");
        let joins = vec![join(0, 1, 2..4, Separator::Nothing), join(1, 3, 11..16, Separator::Space)];
        assert_eq!(render(&lines, &plan(&[Label::Content; 5], joins)), "return to the sea\nhome");
    }
}
