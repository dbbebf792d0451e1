//! From the lines that rules match to all those they speak of.

use std::ops::Range;

use super::{Begun, Match, Reach, Rules};
use crate::text::Lines;

/// The matches, and the lines they reach, in the order of lines and then of rules; `start` is the number of the first
/// line in the document, above which rules may have begun to reach below.
pub(super) fn reached(
    rules: &Rules,
    lines: &Lines<'_>,
    start: usize,
    begun: &mut Begun,
    matches: Vec<Match>,
) -> Vec<Match> {
    let reaches: Vec<Reach> = rules.iter().map(|rule| rule.reach).collect();
    if reaches.iter().all(|reach| *reach == Reach::Line) {
        return matches;
    }
    begun.0.resize(reaches.len(), None);
    // Per rule what is reached already: below its first match, above its last, one block after another.
    let mut done: Vec<Option<Range<usize>>> = vec![None; reaches.len()];
    let mut all = Vec::new();
    for (rule, done) in done.iter_mut().enumerate() {
        if let Some(first) = begun.0[rule] {
            let range = first.saturating_sub(start).min(lines.len())..lines.len();
            all.extend(range.clone().map(|line| Match { line, rule }));
            *done = Some(range);
        }
    }
    for &Match { line, rule } in &matches {
        let range = match reaches[rule] {
            Reach::Line => line..line + 1,
            Reach::Above => 0..line + 1,
            Reach::Below => {
                begun.0[rule].get_or_insert(start + line);
                line..lines.len()
            }
            Reach::Block => block(lines, line, done[rule].as_ref()),
        };
        let from = done[rule].as_ref().map_or(range.start, |done| done.end.max(range.start));
        all.extend((from..range.end).map(|line| Match { line, rule }));
        done[rule] = Some(range.start..range.end.max(from));
    }
    all.sort_unstable();
    all
}

/// The lines around one up to the nearest blank ones; those of the block before need not be found again.
fn block(lines: &Lines<'_>, line: usize, before: Option<&Range<usize>>) -> Range<usize> {
    if let Some(before) = before.filter(|before| before.contains(&line)) {
        return before.clone();
    }
    let start = (0..line).rev().take_while(|&above| !lines.is_blank(above)).count();
    let end = (line..lines.len()).take_while(|&below| !lines.is_blank(below)).count();
    line - start..line + end
}

#[cfg(test)]
mod tests {
    use crate::rules::{Action, Begun, Pattern, Reach, Rule, Rules, Scope, Told};
    use crate::text::Lines;

    fn told(reaches: &[(&str, Reach)], text: &str) -> Vec<(usize, usize)> {
        let rule = |&(phrase, reach): &(&str, Reach)| Rule {
            reach,
            ..Rule::new(Action::Drop, Pattern::phrase(phrase).unwrap(), Scope::Line)
        };
        let rules = Rules::new(reaches.iter().map(rule).collect()).unwrap();
        rules.told(&Lines::new(text)).into_iter().map(|told| (told.line, told.rule)).collect()
    }

    #[test]
    fn rules_reach_below_from_one_part_into_the_next() {
        let text = "a\nx\nb\ny\n\nx\nc\n";
        let lines = Lines::new(text);
        let rule = |phrase, reach| Rule {
            reach,
            ..Rule::new(Action::Drop, Pattern::phrase(phrase).unwrap(), Scope::Line)
        };
        let rules =
            Rules::new(vec![rule("b", Reach::Line), rule("x", Reach::Below), rule("y", Reach::Below)])
                .unwrap();
        let whole = rules.told(&lines);
        for size in 1..4 {
            let (mut begun, mut parts) = (Begun::default(), Vec::new());
            for start in (0..lines.len()).step_by(size) {
                let end = (start + size).min(lines.len());
                let from = start.saturating_sub(2); // parts may overlap
                let told = rules.told_in_part(&lines.part(from..end), from, &mut begun);
                let told = told.into_iter().map(|told| Told { line: told.line + from, ..told });
                parts.extend(told.filter(|told| told.line >= start));
            }
            assert_eq!(parts, whole, "{size}");
        }
    }

    #[test]
    fn a_rule_reaches_the_block_all_above_and_all_below() {
        let text = "a\nx\nb\n\nc\nx\nx\n";
        let lines = |reach| told(&[("x", reach)], text).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines(Reach::Line), [1, 5, 6]);
        assert_eq!(lines(Reach::Block), [0, 1, 2, 4, 5, 6]);
        assert_eq!(lines(Reach::Above), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(lines(Reach::Below), [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            told(&[("c", Reach::Above), ("a", Reach::Below)], "a\nb\nc\n\n"),
            [(0, 0), (1, 0), (2, 0), (3, 1)]
        );
    }
}
