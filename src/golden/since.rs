//! What changed since a text was accepted, as changes that can be decided about one by one.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Instant;

use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};

use super::difference::{PATIENCE, whole_lines};
use crate::pipeline::Cleaner;
use crate::plan::{Evidence, Plan};
use crate::render::render;
use crate::report::explain::named;
use crate::review::{Change, widened};
use crate::text::Lines;

/// An input with what cleaning gives today, and why.
pub(super) struct Today<'t> {
    lines: &'t Lines<'t>,
    plan: Plan,
    evidence: Vec<String>,
    join_evidence: Vec<String>,
    /// The lines of the input each line of the output is made of.
    sources: Vec<Range<usize>>,
}

impl<'t> Today<'t> {
    pub(super) fn new(cleaner: &Cleaner, lines: &'t Lines<'t>) -> Self {
        let plan = cleaner.plan(lines);
        let told = |evidence: Vec<Evidence>| named(&evidence);
        Today {
            evidence: cleaner.evidence(lines).map(told).collect(),
            join_evidence: cleaner.join_evidence(lines, &plan.joins).into_iter().map(told).collect(),
            sources: sources(&plan),
            lines,
            plan,
        }
    }

    /// What turns `accepted` into today's output: runs of lines that go now, each of one kind, and every other stretch
    /// of lines that differs.
    pub(super) fn since(&self, accepted: &str) -> Vec<Change> {
        let output = render(self.lines, &self.plan);
        let (old, new) = (whole_lines(accepted), whole_lines(&output));
        let deadline = Some(Instant::now() + PATIENCE);
        let mut changes = Vec::new();
        for op in capture_diff_slices_deadline(Algorithm::Patience, &old, &new, deadline) {
            let stretch = Stretch { old: &old, gone: op.old_range(), new: &new, come: op.new_range() };
            match op.tag() {
                DiffTag::Equal => {}
                DiffTag::Delete => changes.extend(self.dropped(&stretch)),
                DiffTag::Insert | DiffTag::Replace => changes.push(self.replaced(&stretch)),
            }
        }
        changes
    }

    /// One change for each run of lines that go for one reason; blank lines go with the run they stand in.
    fn dropped(&self, stretch: &Stretch<'_>) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        let mut unused = self.dropped_in(self.gap(&stretch.come));
        let mut first: Option<&'static str> = None; // the reason of the run so far, if a line with text has one
        for index in stretch.gone.clone() {
            let text = stretch.old[index].trim();
            let found = unused.iter().position(|&line| self.lines.line(line).trim() == text);
            let line = found.map(|found| unused.remove(found));
            let reason = (!text.is_empty()).then(|| self.reason(line));
            let goes_on = first.is_none() || reason.is_none() || reason == first;
            if !goes_on || changes.is_empty() {
                let start = stretch.start_of(index);
                changes.push(Change::plain(start..start, String::new(), "blank"));
            }
            if !goes_on {
                first = None;
            }
            first = first.or(reason);
            if let Some(change) = changes.last_mut() {
                change.span.end += stretch.old[index].len();
                change.reason = first.unwrap_or("blank");
                change.dropped.extend(reason.map(|_| text.to_owned()));
                self.weigh(change, line.filter(|_| reason.is_some()));
            }
        }
        changes
    }

    /// Lines that became others, or came.
    fn replaced(&self, stretch: &Stretch<'_>) -> Change {
        let start = stretch.start_of(stretch.gone.start);
        let gone: String = stretch.old[stretch.gone.clone()].concat();
        let come: String = stretch.new[stretch.come.clone()].concat();
        let mut change = Change::plain(start..start + gone.len(), come.clone(), "changed");
        let sources = self.sources.get(stretch.come.clone()).unwrap_or_default();
        change.reason = match stretch.gone.len().cmp(&stretch.come.len()) {
            _ if stretch.gone.is_empty() => "kept",
            _ if !same_letters(&gone, &come) => "changed",
            std::cmp::Ordering::Greater => "mended",
            std::cmp::Ordering::Less => "unmended",
            std::cmp::Ordering::Equal => "altered",
        };
        if change.reason == "mended" {
            for (join, why) in self.plan.joins.iter().zip(&self.join_evidence) {
                if sources.iter().any(|lines| lines.contains(&join.upper)) {
                    change.weigh(join.score, why);
                }
            }
            return change;
        }
        let kept = sources.iter().flat_map(Clone::clone).filter(|&line| !self.lines.is_blank(line));
        let old: HashSet<&str> = stretch.old[stretch.gone.clone()].iter().map(|line| line.trim()).collect();
        let dropped = self.dropped_in(self.gap(&stretch.come)).into_iter();
        let dropped = dropped.filter(|&line| old.contains(self.lines.line(line).trim()));
        kept.chain(dropped).for_each(|line| self.weigh(&mut change, Some(line)));
        change
    }

    fn reason(&self, line: Option<usize>) -> &'static str {
        let kind = line.and_then(|line| self.plan.verdicts[line].reason());
        kind.map_or("changed", |kind| kind.as_str())
    }

    fn weigh(&self, change: &mut Change, line: Option<usize>) {
        if let Some(line) = line {
            change.weigh(self.plan.verdicts[line].score, self.evidence.get(line).map_or("", String::as_str));
        }
    }

    /// The lines of the input between those of the output's lines around a stretch.
    fn gap(&self, come: &Range<usize>) -> Range<usize> {
        let from = come.start.checked_sub(1).and_then(|above| self.sources.get(above));
        let to = self.sources.get(come.end);
        from.map_or(0, |lines| lines.end)..to.map_or(self.lines.len(), |lines| lines.start)
    }

    fn dropped_in(&self, lines: Range<usize>) -> Vec<usize> {
        lines.filter(|&line| !self.plan.verdicts[line].is_content() && !self.lines.is_blank(line)).collect()
    }
}

impl Change {
    fn plain(span: Range<usize>, put: String, reason: &'static str) -> Change {
        Change { span, put, reason, dropped: Vec::new(), scores: None, why: String::new() }
    }

    fn weigh(&mut self, score: f32, why: &str) {
        if self.scores.is_none_or(|(_, most)| score > most) {
            why.clone_into(&mut self.why);
        }
        self.scores = Some(widened(self.scores, score));
    }
}

/// Lines of one text that stand where those of another stood.
struct Stretch<'a> {
    old: &'a [&'a str],
    gone: Range<usize>,
    new: &'a [&'a str],
    come: Range<usize>,
}

impl Stretch<'_> {
    /// The byte of the old text at which a line of it begins.
    fn start_of(&self, line: usize) -> usize {
        self.old[..line].iter().map(|line| line.len()).sum()
    }
}

fn same_letters(one: &str, other: &str) -> bool {
    let stays = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '\u{ad}' | '\u{2010}' | '>');
    one.chars().filter(stays).eq(other.chars().filter(stays))
}

fn sources(plan: &Plan) -> Vec<Range<usize>> {
    let mut sources: Vec<Range<usize>> = Vec::new();
    let mut joins = plan.joins.iter().peekable();
    let mut next = 0; // first line that is in no source yet
    for (index, verdict) in plan.verdicts.iter().enumerate() {
        if index < next || !verdict.is_content() {
            continue;
        }
        let mut last = index;
        while let Some(join) = joins.next_if(|join| join.upper == last) {
            last = join.lower;
        }
        next = last + 1;
        sources.push(index..next);
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Join, Kind, Label, Separator, Verdict};

    #[test]
    fn a_line_of_the_output_is_made_of_all_lines_that_its_joins_reach() {
        let verdict = |label| Verdict { label, score: 0.5, basis: Basis::Score };
        let mut verdicts = vec![verdict(Label::Content); 7];
        verdicts[4] = verdict(Label::Chrome(Kind::Nav));
        let join = |upper, lower| Join { upper, lower, span: 0..0, separator: Separator::Space, score: 1.0 };
        let joins = vec![join(0, 1), join(1, 3), join(5, 6)];
        let plan = Plan { verdicts, joins, threshold: 0.5, guard: None };
        assert_eq!(sources(&plan), [0..4, 5..7]);
        assert_eq!(sources(&Plan { joins: Vec::new(), ..plan }), [0..1, 1..2, 2..3, 3..4, 5..6, 6..7]);
    }

    #[test]
    fn a_change_shows_why_its_surest_line_is_content_and_all_its_scores() {
        let mut change = Change::plain(0..0, String::new(), "kept");
        for (score, why) in [(0.5, "first"), (0.2, "lowest"), (0.9, "surest"), (0.7, "last")] {
            change.weigh(score, why);
        }
        assert_eq!((change.why.as_str(), change.scores), ("surest", Some((0.2, 0.9))));
    }
}
