//! A document's lines and its [`Plan`] to the cleaned text.

use crate::plan::Plan;
use crate::text::Lines;

/// The cleaned text: the input without its chrome lines, with the mended breaks mended.
///
/// Everything else is copied byte for byte, line terminators included. Linear time.
pub fn render(lines: &Lines<'_>, plan: &Plan) -> String {
    let mut out = String::with_capacity(lines.text().len());
    render_into(lines, plan, &mut out);
    out
}

/// As [`render`], appended to a buffer of the caller.
pub fn render_into(lines: &Lines<'_>, plan: &Plan, out: &mut String) {
    Rendering::default().part(lines, plan, out);
}

/// Renders a document that comes in parts.
#[derive(Debug, Clone, Default)]
pub struct Rendering {
    /// How many bytes of the next part a mended break has taken already.
    taken: usize,
}

impl Rendering {
    /// Appends the cleaned text of the next part, whose lines are those that `plan` has a verdict for. Below them `lines`
    /// must hold as much as the last mended break takes of the part that follows.
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
