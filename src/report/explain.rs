//! Why each line of a document stays or goes, for people to read.

use std::io::{self, Write};

use super::screen::{Role, Screen};
use crate::plan::{Evidence, Guard, Join, Label, Plan, Separator};
use crate::text::Lines;

/// How many features are named for a line, and as many against it.
const STRONGEST: usize = 3;

/// Writes the threshold, then a line for each line of the document: its number from 1, what becomes of it, its
/// score, the reason it is dropped for, what decided, and its text. Breaks that are mended stand between.
///
/// `evidence` gives the features of one line after another. The strongest for and against are named below the line;
/// where there are none, nothing is. `join_evidence` gives the same for one join after another.
///
/// # Errors
/// If a write fails.
pub fn write(
    lines: &Lines<'_>,
    plan: &Plan,
    evidence: impl IntoIterator<Item = Vec<Evidence>>,
    join_evidence: impl IntoIterator<Item = Vec<Evidence>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let head = format!("content from a score of {:.2}{}", plan.threshold, guarded(plan.guard));
    writeln!(out, "{}", screen.paint(Role::Aside, &head))?;
    let width = lines.len().to_string().len().max(4);
    let mut joins = plan.joins.iter().peekable();
    let (mut evidence, mut join_evidence) = (evidence.into_iter(), join_evidence.into_iter());
    for index in 0..lines.len() {
        writeln!(out, "{}", row(lines, plan, index, width, screen))?;
        write_evidence(evidence.next(), width, screen, out)?;
        if let Some(join) = joins.next_if(|join| join.upper == index) {
            let mended = format!("{:width$} join {:.2} {}", "", join.score, mending(lines, join));
            writeln!(out, "{}", screen.paint(Role::Added, &mended))?;
            write_evidence(join_evidence.next(), width, screen, out)?;
        }
    }
    Ok(())
}

fn write_evidence(
    evidence: Option<Vec<Evidence>>,
    width: usize,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    match evidence.filter(|evidence| !evidence.is_empty()) {
        Some(evidence) => {
            writeln!(out, "{:width$}       {}", "", screen.paint(Role::Aside, &strongest(&evidence)))
        }
        None => Ok(()),
    }
}

fn guarded(guard: Option<Guard>) -> String {
    match guard {
        None => String::new(),
        Some(Guard::NothingLeft) => ", but kept whole: next to nothing would be left".to_owned(),
        Some(Guard::TooMuch(share)) => {
            format!(", but kept whole: {:.0} % of its words would be dropped", share * 100.0)
        }
    }
}

fn row(lines: &Lines<'_>, plan: &Plan, index: usize, width: usize, screen: Screen) -> String {
    let verdict = plan.verdicts[index];
    let (what, reason, role) = match verdict.label {
        Label::Content => ("keep", "-", None),
        Label::Chrome(kind) => ("drop", kind.as_str(), Some(Role::Removed)),
    };
    let text = screen.show(lines.line(index));
    let basis = verdict.basis.as_str();
    let row = format!("{:>width$} {what} {:.2} {reason:<10} {basis:<8} {text}", index + 1, verdict.score);
    let row = row.trim_end();
    role.map_or_else(|| row.to_owned(), |role| screen.paint(role, row))
}

fn mending(lines: &Lines<'_>, join: &Join) -> &'static str {
    let letters_go = lines.text()[join.span.clone()].chars().any(|c| !c.is_whitespace());
    match (join.separator, letters_go) {
        (Separator::Space, _) => "with the next line, with a space between",
        (Separator::Nothing, false) => "with the next line, with nothing between",
        (Separator::Nothing, true) => "with the next line, without the hyphen",
    }
}

/// As `for long-line +1.20, full-stop +0.80; against digits -0.30`.
pub(crate) fn strongest(evidence: &[Evidence]) -> String {
    let mut sorted: Vec<&Evidence> = evidence.iter().collect();
    sorted.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    let side = |name: &str, wanted: fn(f32) -> bool| {
        let of_side = sorted.iter().filter(|evidence| wanted(evidence.contribution)).take(STRONGEST);
        let named = of_side.map(|evidence| format!("{} {:+.2}", evidence.feature, evidence.contribution));
        let named: Vec<String> = named.collect();
        if named.is_empty() { None } else { Some(format!("{name} {}", named.join(", "))) }
    };
    let sides: Vec<String> =
        [side("for", |c| c > 0.0), side("against", |c| c < 0.0)].into_iter().flatten().collect();
    sides.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Kind, Verdict};

    fn evidence(feature: &str, contribution: f32) -> Evidence {
        Evidence { feature: feature.to_owned(), contribution }
    }

    #[test]
    fn a_line_a_line_with_its_joins_and_evidence() {
        let lines = Lines::new("Home\nre-\nturn\n\n");
        let verdict = |label, score, basis| Verdict { label, score, basis };
        let verdicts = vec![
            verdict(Label::Chrome(Kind::Nav), 0.031, Basis::Score),
            verdict(Label::Content, 0.98, Basis::Group),
            verdict(Label::Content, 0.5, Basis::Score),
            verdict(Label::Content, 0.5, Basis::Blank),
        ];
        let join = Join { upper: 1, lower: 2, span: 7..9, separator: Separator::Nothing, score: 0.9 };
        let plan = Plan { verdicts, joins: vec![join], threshold: 0.354, guard: None };
        let features = ["a", "b", "c", "d"].map(|name| evidence(name, 0.25));
        let shown = [vec![evidence("short", -2.0), evidence("capital", 0.5)], features.to_vec()];
        let mut out = Vec::new();
        let of_join = [vec![evidence("upper hyphen", 3.0)]];
        write(&lines, &plan, shown, of_join, Screen::PLAIN, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "content from a score of 0.35
   1 drop 0.03 nav        score    Home
           for capital +0.50; against short -2.00
   2 keep 0.98 -          group    re-
           for a +0.25, b +0.25, c +0.25
     join 0.90 with the next line, without the hyphen
           for upper hyphen +3.00
   3 keep 0.50 -          score    turn
   4 keep 0.50 -          blank
"
        );
    }
}
