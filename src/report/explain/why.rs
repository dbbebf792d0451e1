//! Why one line stays or goes, in a sentence.

use super::Explained;
use super::families::{Words, shares};
use crate::plan::{Basis, Evidence, Guard, Label, Verdict};

/// Families that are named at most.
const NAMED: usize = 3;
/// Least contribution of one that is named, in log-odds.
const WORTH: f32 = 0.1;

/// As in `line 12 is dropped as related (score 0.08, threshold 0.41): it is short and ends without a stop; its
/// neighbours are dropped too`. `line` counts from 0; `evidence` is that line's.
pub(super) fn sentence(explained: &Explained<'_>, line: usize, evidence: &[Evidence]) -> String {
    let verdict = explained.plan.verdicts[line];
    let what = match verdict.label {
        Label::Content => "is kept".to_owned(),
        Label::Chrome(kind) => format!("is dropped as {kind}"),
    };
    let number = line + 1;
    if verdict.basis == Basis::Blank {
        return format!("line {number} {what}: it is blank, and blank lines go with the lines around them");
    }
    if verdict.basis == Basis::Unasked {
        return format!("line {number} {what}: no line is to be dropped");
    }
    let (score, threshold) = (verdict.score, explained.plan.threshold);
    let head = format!("line {number} {what} (score {score:.2}, threshold {threshold:.2})");
    let cause = cause(explained, line, &verdict, evidence);
    match neighbours(explained, line) {
        Some(neighbours) => format!("{head}: {cause}; {neighbours}"),
        None => format!("{head}: {cause}"),
    }
}

fn cause(explained: &Explained<'_>, line: usize, verdict: &Verdict, evidence: &[Evidence]) -> String {
    let kept = verdict.is_content();
    let fixed = match (verdict.basis, kept) {
        (Basis::Score | Basis::Blank | Basis::Unasked, _) => return of_score(kept, evidence),
        (Basis::Rule, _) => return of_rule(explained, line),
        (Basis::Guard, _) => return of_guard(explained.plan.guard),
        (Basis::Headline, true) => "it is the headline above the first paragraph",
        (Basis::Headline, false) => "it stands above the headline and its score is not sure",
        (Basis::Profile, _) => "it stands in most other documents of its source, and its score is not sure",
        (Basis::Repeat, _) => "it is a copy of a line that stays",
        (Basis::Gap, _) => "it is a short gap in running text",
        (Basis::Post, _) => "it is a post of a thread that is the page",
        (Basis::Group, _) => "it belongs to a sentence or a list that is content on the mean",
        (Basis::Kind, true) => "lines of its kind are to be kept",
        (Basis::Kind, false) => {
            "lines of its kind, and those below a heading that announces them, go whatever their score"
        }
    };
    fixed.to_owned()
}

/// The strongest families that speak for what became of the line.
fn of_score(kept: bool, evidence: &[Evidence]) -> String {
    let mut found: Vec<(f32, &str)> = shares(evidence)
        .iter()
        .filter_map(|share| match share.words {
            Words::For(words) if kept => Some((share.contribution, words)),
            Words::Against(words) if !kept => Some((-share.contribution, words)),
            _ => None,
        })
        .collect();
    found.retain(|(strength, _)| *strength >= WORTH);
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let words: Vec<&str> = found.iter().take(NAMED).map(|(_, words)| *words).collect();
    match words.split_last() {
        None => "no evidence stands out".to_owned(),
        Some((last, [])) => format!("it {last}"),
        Some((last, rest)) => format!("it {} and {last}", rest.join(", ")),
    }
}

fn of_rule(explained: &Explained<'_>, line: usize) -> String {
    match explained.rule(line) {
        Some(rule) => {
            let reason = rule.reason.as_ref().map_or(String::new(), |reason| format!(" ({reason})"));
            format!("the rule {rule} says so{reason}")
        }
        None => "a rule says so".to_owned(),
    }
}

fn of_guard(guard: Option<Guard>) -> String {
    match guard {
        Some(Guard::TooMuch(share)) => {
            format!("the document is kept whole, as {:.0} % of its words would be dropped", share * 100.0)
        }
        _ => "the document is kept whole, as next to nothing would be left".to_owned(),
    }
}

/// What became of the nearest lines that are not blank.
fn neighbours(explained: &Explained<'_>, line: usize) -> Option<String> {
    let verdicts = &explained.plan.verdicts;
    let solid = |other: &usize| !explained.lines.is_blank(*other);
    let kept = |other: usize| verdicts[other].is_content();
    let above = (0..line).rfind(solid).map(kept);
    let below = (line + 1..verdicts.len()).find(solid).map(kept);
    let verb = |kept: bool| if kept { "stays" } else { "is dropped" };
    let too = |other: bool| if other == kept(line) { " too" } else { "" };
    match (above, below) {
        (None, None) => None,
        (Some(one), Some(other)) if one == other => {
            let verb = if one { "stay" } else { "are dropped" };
            Some(format!("its neighbours {verb}{}", too(one)))
        }
        (Some(one), Some(other)) => {
            Some(format!("the line above it {}, the one below {}", verb(one), verb(other)))
        }
        (Some(one), None) => Some(format!("the line above it {}{}", verb(one), too(one))),
        (None, Some(one)) => Some(format!("the line below it {}{}", verb(one), too(one))),
    }
}
