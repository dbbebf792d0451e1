//! What may change in a document: runs of dropped lines and mended breaks, each to be decided by itself.

use std::ops::Range;

use crate::plan::{Evidence, Join, Kind, Plan};
use crate::report::explain::named;
use crate::text::Lines;

/// The reason of a mended break.
pub(crate) const MENDED: &str = "mended";

/// A text and what may change in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What it is called on the screen.
    pub name: String,
    /// The text nothing is changed in yet.
    pub base: String,
    /// In the order of the text; their spans do not overlap.
    pub changes: Vec<Change>,
}

/// One change to a text, which can be made or left out whatever becomes of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The bytes that go.
    pub span: Range<usize>,
    /// What comes in their place.
    pub put: String,
    /// Why: the id of a kind of line, or a word for what is no dropped line, as in `mended`.
    pub reason: &'static str,
    /// The texts of the lines that are dropped, blank ones left out; none where the change is of another sort.
    pub dropped: Vec<String>,
    /// The least and the greatest score of the lines or breaks concerned, from 0 to 1, if they have any.
    pub scores: Option<(f32, f32)>,
    /// The named evidence for and against, of the line with the greatest score.
    pub why: String,
}

impl Document {
    /// The base with the changes made that `made` names by their number from 0.
    pub fn with(&self, made: impl Fn(usize) -> bool) -> String {
        let mut text = String::with_capacity(self.base.len());
        let mut at = 0;
        for (_, change) in self.changes.iter().enumerate().filter(|&(index, _)| made(index)) {
            text.push_str(&self.base[at..change.span.start]);
            text.push_str(&change.put);
            at = change.span.end;
        }
        text.push_str(&self.base[at..]);
        text
    }
}

impl Change {
    /// The changes a plan makes to its document: one for each run of dropped lines of one kind and one for each mended
    /// break. All of them made, the text is [`render`](crate::render::render)'s; none made, it is the document's.
    ///
    /// Blank lines go with the run they stand in. `evidence` and `join_evidence` are those of the lines and of the
    /// joins of the plan, one after another.
    pub fn of_plan(
        lines: &Lines<'_>,
        plan: &Plan,
        evidence: impl IntoIterator<Item = Vec<Evidence>>,
        join_evidence: impl IntoIterator<Item = Vec<Evidence>>,
    ) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        let mut joins = plan.joins.iter().zip(join_evidence).peekable();
        let mut run = Run::default();
        let mut evidence = evidence.into_iter();
        let mut mended = 0; // end of the last mended break, which may hold blank lines
        for (index, verdict) in plan.verdicts.iter().enumerate() {
            let evidence = evidence.next().unwrap_or_default();
            match verdict.reason() {
                Some(_) if lines.span(index).start < mended => {}
                Some(kind) => {
                    let kind = (!lines.is_blank(index)).then_some(kind);
                    if run.is_other(kind) {
                        changes.extend(run.end(lines));
                    }
                    run.add(index, kind, verdict.score, &evidence);
                }
                None => changes.extend(run.end(lines)),
            }
            if let Some((join, evidence)) = joins.next_if(|(join, _)| join.upper == index) {
                mended = join.span.end;
                changes.push(Change::of_join(join, &evidence));
            }
        }
        changes.extend(run.end(lines));
        changes
    }

    fn of_join(join: &Join, evidence: &[Evidence]) -> Change {
        Change {
            span: join.span.clone(),
            put: join.separator.as_str().to_owned(),
            reason: MENDED,
            dropped: Vec::new(),
            scores: Some((join.score, join.score)),
            why: named(evidence),
        }
    }
}

/// Dropped lines that go together, as far as they are known.
#[derive(Default)]
struct Run {
    range: Option<Range<usize>>,
    kind: Option<Kind>,
    scores: Option<(f32, f32)>,
    why: String,
}

impl Run {
    /// Whether a line of this kind, or a blank one, begins another run.
    fn is_other(&self, kind: Option<Kind>) -> bool {
        matches!((self.kind, kind), (Some(one), Some(other)) if one != other)
    }

    fn add(&mut self, line: usize, kind: Option<Kind>, score: f32, evidence: &[Evidence]) {
        self.range = Some(self.range.as_ref().map_or(line, |range| range.start)..line + 1);
        let Some(kind) = kind else { return };
        self.kind = Some(kind);
        if self.scores.is_none_or(|(_, most)| score > most) {
            self.why = named(evidence);
        }
        self.scores = Some(widened(self.scores, score));
    }

    /// The change the lines make, if there are any; the run is empty afterwards.
    fn end(&mut self, lines: &Lines<'_>) -> Option<Change> {
        let Run { range, kind, scores, why } = std::mem::take(self);
        let range = range?;
        let texts = range.clone().filter(|&line| !lines.is_blank(line));
        Some(Change {
            span: lines.span(range.start).start..lines.span(range.end - 1).next,
            put: String::new(),
            reason: kind.unwrap_or(Kind::Chrome).as_str(),
            dropped: texts.map(|line| lines.line(line).to_owned()).collect(),
            scores,
            why,
        })
    }
}

/// A range of scores with one more in it.
pub(crate) fn widened(scores: Option<(f32, f32)>, score: f32) -> (f32, f32) {
    scores.map_or((score, score), |(least, most)| (least.min(score), most.max(score)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::{Basis, Label, Separator, Verdict};
    use crate::render::render;

    fn planned(text: &str, labels: &[Option<Kind>], joins: Vec<Join>) -> (Plan, Document) {
        let lines = Lines::new(text);
        let verdict = |(line, kind): (usize, &Option<Kind>)| Verdict {
            label: kind.map_or(Label::Content, Label::Chrome),
            score: line as f32 / 10.0,
            basis: Basis::Score,
        };
        let verdicts = labels.iter().enumerate().map(verdict).collect();
        let plan = Plan { verdicts, joins, threshold: 0.5, guard: None };
        let evidence = |name: &str| {
            vec![Evidence { feature: name.to_owned().into(), value: 1.0, deviation: 0.0, contribution: 1.0 }]
        };
        let of_lines = (0..lines.len()).map(|line| evidence(&format!("line-{line}")));
        let of_joins = plan.joins.iter().map(|_| evidence("hyphen"));
        let changes = Change::of_plan(&lines, &plan, of_lines, of_joins);
        (plan, Document { name: "a".to_owned(), base: text.to_owned(), changes })
    }

    #[test]
    fn runs_of_one_kind_and_single_breaks_are_changes() {
        let (nav, date) = (Some(Kind::Nav), Some(Kind::Date));
        let text = "Home\n\nNews\nMay 1\nre-\n\nturn\nof\nMenu";
        let join = |upper, lower, span, separator| Join { upper, lower, span, separator, score: 0.75 };
        let joins = vec![join(4, 6, 19..22, Separator::Nothing), join(6, 7, 26..27, Separator::Space)];
        let labels = [nav, nav, nav, date, None, nav, None, None, nav];
        let (plan, document) = planned(text, &labels, joins);
        let told: Vec<(&str, &[String])> =
            document.changes.iter().map(|change| (change.reason, &change.dropped[..])).collect();
        let [home, may, menu] =
            [&["Home", "News"][..], &["May 1"], &["Menu"]].map(|l| l.iter().map(|&l| l.to_owned()).collect());
        let (home, may, menu): (Vec<String>, Vec<String>, Vec<String>) = (home, may, menu);
        let expected: [(&str, &[String]); 5] =
            [("nav", &home), ("date", &may), ("mended", &[]), ("mended", &[]), ("nav", &menu)];
        assert_eq!(told, expected);
        assert_eq!(document.changes[0].scores, Some((0.0, 0.2)));
        assert_eq!(document.changes[0].why, "for line-2 +1.00");
        assert_eq!(document.changes[2].why, "for hyphen +1.00");
        assert_eq!(document.with(|_| true), render(&Lines::new(text), &plan));
        assert_eq!(document.with(|index| index == 2), text.replace("re-\n\nturn", "return"));
    }

    proptest! {
        #[test]
        fn all_changes_make_the_cleaned_text_and_none_the_document(
            rows in prop::collection::vec(("[ab]{0,3}", 0..3usize, "\n|\r\n"), 0..12)
        ) {
            let text: String = rows.iter().map(|(line, _, end)| format!("{line}{end}")).collect();
            let kinds = [None, Some(Kind::Nav), Some(Kind::Date)];
            let labels: Vec<Option<Kind>> = rows.iter().map(|&(_, kind, _)| kinds[kind]).collect();
            let lines = Lines::new(&text);
            let joins = (1..labels.len())
                .filter(|&lower| labels[lower].is_none() && labels[lower - 1].is_none())
                .map(|lower| {
                    let span = lines.span(lower - 1).end..lines.span(lower).start;
                    Join { upper: lower - 1, lower, span, separator: Separator::Space, score: 1.0 }
                })
                .collect();
            let (plan, document) = planned(&text, &labels, joins);
            prop_assert_eq!(document.with(|_| true), render(&lines, &plan));
            prop_assert_eq!(document.with(|_| false), text);
        }
    }
}
