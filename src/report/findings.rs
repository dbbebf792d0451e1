//! What a plan changes, as findings: what the reports for continuous integration list.
//!
//! A reader wants to look at a menu once, so lines dropped one after another for one reason are one finding, blank lines
//! among them; so are the breaks of one mended line.

use std::ops::Range;

use super::rows::{Change, MENDED, Note, Row, planned};
use super::summary::counted;
use crate::plan::{Kind, Plan};
use crate::text::Lines;

/// Where a document comes from, for reports that point at files.
///
/// ```
/// # use dechrome::{Cleaner, text::Lines};
/// use dechrome::report::{Source, github};
///
/// let row = Source { name: "pages.jsonl:7", file: Some("pages.jsonl"), row: Some(7), offset: None };
/// let text = "Skip to content
///
/// The goats were driven up to the high meadow a month before their time.
/// ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// github::write(row, &lines, &Cleaner::default().plan(&lines), &mut out)?;
/// assert!(out.starts_with(b"::warning file=pages.jsonl,line=7,endLine=7,title=nav::pages.jsonl:7: line 1: "));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The file it stands in; standard input has none.
    pub file: Option<&'a str>,
    /// The line of the file that holds all of it, from 1, if one does.
    pub row: Option<usize>,
    /// How many bytes of the file stand before its text, where its lines and bytes are those of the file.
    pub offset: Option<usize>,
}

/// Lines that would go, or become one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    pub(super) rule: Rule,
    /// Lines, counted from 0.
    pub(super) lines: Range<usize>,
    /// The first of them that is not blank, where one is not.
    pub(super) first: usize,
    /// How many of them are not blank, or how many breaks are mended.
    pub(super) count: usize,
    /// The lowest and the highest score.
    pub(super) scores: [f32; 2],
}

/// Why something is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Dropped(Kind),
    Mended,
}

impl Rule {
    pub(super) fn all() -> impl Iterator<Item = Rule> {
        Kind::ALL.iter().copied().map(Rule::Dropped).chain([Rule::Mended])
    }

    pub(super) fn id(self) -> &'static str {
        match self {
            Rule::Dropped(kind) => kind.as_str(),
            Rule::Mended => MENDED,
        }
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Rule::Dropped(kind) => kind.description(),
            Rule::Mended => "Line breaks inside sentences.",
        }
    }
}

impl Finding {
    /// As in `8 lines would be dropped as nav, scored 0.00 to 0.20`.
    pub(super) fn message(&self) -> String {
        let [low, high] = self.scores.map(|score| format!("{score:.2}"));
        let scores = if low == high { low } else { format!("{low} to {high}") };
        match self.rule {
            Rule::Dropped(kind) if self.count > 0 => {
                format!("{} would be dropped as {kind}, scored {scores}", counted(self.count, "line"))
            }
            Rule::Dropped(_) => format!("{} would be dropped", counted(self.lines.len(), "blank line")),
            Rule::Mended => format!("{} would be mended, scored {scores}", counted(self.count, "break")),
        }
    }

    /// All bytes that go, the last terminator included.
    pub(super) fn whole(&self, lines: &Lines<'_>) -> Range<usize> {
        lines.span(self.lines.start).start..lines.span(self.lines.end - 1).next
    }

    /// The bytes to look at: from the first line that is not blank to the end of the last line's text.
    pub(super) fn span(&self, lines: &Lines<'_>) -> Range<usize> {
        lines.span(self.first).start..lines.span(self.lines.end - 1).end
    }

    fn of(row: &Row<'_>, plan: &Plan) -> Option<Finding> {
        let (rule, count, score) = match (row.change, row.note) {
            (Change::Gone, Some(Note::Dropped(kind, score))) => (Rule::Dropped(kind), 1, score),
            (Change::Mended, Some(Note::Mended(breaks, score))) => (Rule::Mended, breaks, score),
            (Change::Gone, _) => {
                let verdict = plan.verdicts[row.old.start];
                (Rule::Dropped(verdict.reason()?), 0, verdict.score)
            }
            _ => return None,
        };
        Some(Finding { rule, lines: row.old.clone(), first: row.old.start, count, scores: [score; 2] })
    }

    /// Whether `next` goes on with this one, so that both are one.
    fn takes(&mut self, next: &Finding) -> bool {
        let blank = self.count == 0 || next.count == 0;
        let dropped = matches!((self.rule, next.rule), (Rule::Dropped(_), Rule::Dropped(_)));
        if self.lines.end != next.lines.start || !dropped || !(blank || self.rule == next.rule) {
            return false;
        }
        self.lines.end = next.lines.end;
        match (self.count, next.count) {
            (_, 0) => {}
            (0, _) => {
                (self.rule, self.first, self.scores) = (next.rule, next.first, next.scores);
            }
            _ => {
                let [low, high] = self.scores;
                self.scores = [low.min(next.scores[0]), high.max(next.scores[1])];
            }
        }
        self.count += next.count;
        true
    }
}

/// What a plan changes, in the document's order. Linear time.
pub(super) fn findings(lines: &Lines<'_>, plan: &Plan) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for finding in planned(lines, plan).iter().filter_map(|row| Finding::of(row, plan)) {
        if !findings.last_mut().is_some_and(|last| last.takes(&finding)) {
            findings.push(finding);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Label, Verdict};

    #[test]
    fn a_menu_is_one_finding_with_the_blank_lines_in_it() {
        let lines = Lines::new("\nHome\n\nNews\n9 May\nbody\n\nend\n");
        let (nav, date) = (Label::Chrome(Kind::Nav), Label::Chrome(Kind::Date));
        let labels = [nav, nav, nav, nav, date, Label::Content, nav, Label::Content];
        let verdict = |(index, &label): (usize, &Label)| {
            let basis = if lines.is_blank(index) { Basis::Blank } else { Basis::Score };
            Verdict { label, score: index as f32 / 10.0, basis }
        };
        let verdicts = labels.iter().enumerate().map(verdict).collect();
        let plan = Plan { verdicts, joins: vec![], threshold: 0.5, guard: None };
        let found: Vec<(Range<usize>, String)> = findings(&lines, &plan)
            .iter()
            .map(|found| (found.first..found.lines.end, found.message()))
            .collect();
        assert_eq!(
            found,
            [
                (1..4, "2 lines would be dropped as nav, scored 0.10 to 0.30".to_owned()),
                (4..5, "1 line would be dropped as date, scored 0.40".to_owned()),
                (6..7, "1 blank line would be dropped".to_owned()),
            ]
        );
    }
}
