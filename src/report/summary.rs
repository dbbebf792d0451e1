//! What a document loses, counted by reason.

use std::collections::BTreeMap;
use std::fmt;

use crate::plan::{Kind, Plan};
use crate::text::Lines;

/// What becomes of a document, in counts. Blank lines are not counted.
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::report::Summary;
///
/// let text = "The bell weighs nine tons, and took three days to hang.
///
/// Related articles
/// The pier is painted
/// A seal in the marina
/// ";
/// let lines = Lines::new(text);
/// let summary = Summary::of(&lines, &Cleaner::default().plan(&lines));
/// assert_eq!(summary.to_string(), "3 of 4 lines dropped (related 3)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// Lines of the document.
    pub lines: usize,
    /// Lines dropped, by kind.
    pub dropped: BTreeMap<Kind, usize>,
    /// Breaks mended.
    pub mended: usize,
    /// Characters of the document, white space left out.
    pub size: usize,
    /// Those of them that stand in dropped lines.
    pub removed: usize,
}

impl Summary {
    /// Counts what a plan makes of a document.
    ///
    /// ```
    /// # use dechrome::{Cleaner, report::Summary, text::Lines};
    /// let lines = Lines::new("Fähre\n\nNach Holm\n");
    /// let summary = Summary::of(&lines, &Cleaner::default().plan(&lines));
    /// assert_eq!((summary.lines, summary.size), (2, 13)); // "ä" is one character
    /// ```
    pub fn of(lines: &Lines<'_>, plan: &Plan) -> Self {
        let mut summary = Summary { mended: plan.joins.len(), ..Summary::default() };
        for (index, verdict) in plan.verdicts.iter().enumerate().filter(|&(index, _)| !lines.is_blank(index))
        {
            let size = lines.line(index).chars().filter(|c| !c.is_whitespace()).count();
            summary.lines += 1;
            summary.size += size;
            if let Some(kind) = verdict.reason() {
                *summary.dropped.entry(kind).or_default() += 1;
                summary.removed += size;
            }
        }
        summary
    }

    /// Adds the counts of another part of the document.
    ///
    /// ```
    /// # use dechrome::report::Summary;
    /// let part = |lines, size, removed| Summary { lines, size, removed, ..Summary::default() };
    /// let mut whole = part(900, 40_000, 4_000);
    /// whole.add(&part(100, 10_000, 1_000));
    /// assert_eq!((whole.lines, whole.removed_share()), (1_000, 0.1));
    /// ```
    pub fn add(&mut self, part: &Summary) {
        self.lines += part.lines;
        self.mended += part.mended;
        self.size += part.size;
        self.removed += part.removed;
        for (&kind, count) in &part.dropped {
            *self.dropped.entry(kind).or_default() += count;
        }
    }

    /// The number of lines dropped.
    ///
    /// ```
    /// # use dechrome::{plan::Kind, report::Summary};
    /// let dropped = [(Kind::Nav, 4), (Kind::Legal, 1)].into();
    /// assert_eq!(Summary { dropped, ..Summary::default() }.dropped_lines(), 5);
    /// ```
    pub fn dropped_lines(&self) -> usize {
        self.dropped.values().sum()
    }

    /// The share of the document's characters, white space left out, that stands in dropped lines, 0 to 1.
    ///
    /// ```
    /// # use dechrome::report::Summary;
    /// assert_eq!(Summary { size: 200, removed: 50, ..Summary::default() }.removed_share(), 0.25);
    /// assert_eq!(Summary::default().removed_share(), 0.0); // of an empty document
    /// ```
    pub fn removed_share(&self) -> f64 {
        self.removed as f64 / self.size.max(1) as f64
    }

    /// The number of lines dropped, by the id of their kind.
    pub(crate) fn by_id(&self) -> BTreeMap<&'static str, usize> {
        self.dropped.iter().map(|(kind, &count)| (kind.as_str(), count)).collect()
    }

    /// The kinds of the dropped lines with their counts, the commonest first.
    ///
    /// ```
    /// # use dechrome::{plan::Kind, report::Summary};
    /// let dropped = [(Kind::Nav, 1), (Kind::Legal, 3)].into();
    /// let summary = Summary { dropped, ..Summary::default() };
    /// assert_eq!(summary.reasons(), [(Kind::Legal, 3), (Kind::Nav, 1)]);
    /// ```
    pub fn reasons(&self) -> Vec<(Kind, usize)> {
        let mut reasons: Vec<(Kind, usize)> =
            self.dropped.iter().map(|(&kind, &count)| (kind, count)).collect();
        reasons.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        reasons
    }
}

/// As in `3 of 40 lines dropped (nav 2, date 1), 2 breaks mended`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dropped = self.dropped_lines();
        write!(f, "{dropped} of {} dropped", counted(self.lines, "line"))?;
        let reasons: Vec<String> =
            self.reasons().iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        if !reasons.is_empty() {
            write!(f, " ({})", reasons.join(", "))?;
        }
        match self.mended {
            0 => Ok(()),
            breaks => write!(f, ", {} mended", counted(breaks, "break")),
        }
    }
}

/// As in `1 line` and `2 lines`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_reason_comes_first() {
        let dropped = BTreeMap::from([(Kind::Nav, 1), (Kind::Related, 3)]);
        let summary = Summary { lines: 9, dropped, mended: 1, ..Summary::default() };
        assert_eq!(summary.to_string(), "4 of 9 lines dropped (related 3, nav 1), 1 break mended");
        assert_eq!(Summary { lines: 1, ..Summary::default() }.to_string(), "0 of 1 line dropped");
    }

    #[test]
    fn what_is_removed_is_counted_in_characters_whatever_they_take_in_bytes() {
        let lines = Lines::new("Über uns\n \n春の海 ひねもす\n");
        let mut plan = crate::Cleaner::default().plan(&lines);
        for (line, kind) in [(0, Some(Kind::Nav)), (1, Some(Kind::Nav)), (2, None)] {
            plan.verdicts[line].label = kind.map_or(crate::plan::Label::Content, crate::plan::Label::Chrome);
        }
        let summary = Summary::of(&lines, &plan);
        assert_eq!((summary.removed, summary.size, summary.dropped_lines()), (7, 14, 1));
        assert!((summary.removed_share() - 0.5).abs() < 1e-9);
        assert_eq!(Summary::default().removed_share(), 0.0);
    }
}
