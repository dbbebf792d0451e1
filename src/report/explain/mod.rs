//! Why each line of a document stays or goes, for people to read and for programs.
//!
//! ```
//! use dechrome::report::Screen;
//! use dechrome::report::explain::{self, Explained};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Skip to content
//!
//! The goats were driven up to the high meadow a month before their time.
//! ";
//! let (cleaner, lines) = (Cleaner::default(), Lines::new(text));
//! let plan = cleaner.plan(&lines);
//! let rules = &cleaner.options().rules;
//! let explained = Explained { document: "goats.txt", lines: &lines, plan: &plan, rules, told: &rules.told(&lines) };
//! let joins = cleaner.join_evidence(&lines, &plan.joins).into_iter();
//! let mut out = Vec::new();
//! explain::write(&explained, cleaner.evidence(&lines), joins, Screen::PLAIN, &mut out)?;
//! assert!(String::from_utf8_lossy(&out).contains("\n   1 drop "));
//! # Ok::<(), std::io::Error>(())
//! ```

mod families;
pub mod json;
#[doc(hidden)]
pub mod stages;
mod why;

use std::io::{self, Write};

use super::screen::{Role, Screen};
use crate::plan::{Basis, Evidence, Guard, Join, Label, Plan, Separator};
use crate::rules::{Rule, Rules, Told};
use crate::text::Lines;

/// How many features are named for a line, and as many against it.
const STRONGEST: usize = 3;

/// A document, what becomes of it, and the rules that had a say.
///
/// The evidence is given beside it, line after line, as a long document has much.
///
/// ```
/// # use dechrome::rules::{Action, Pattern, Rule, Rules, Scope};
/// # use dechrome::{Cleaner, Options, report::{Screen, explain::{self, Explained}}, text::Lines};
/// let rules = Rules::new(vec![Rule::new(Action::Keep, Pattern::phrase("Menu")?, Scope::Line)])?;
/// let cleaner = Cleaner::new(Options { rules: rules.clone(), ..Options::default() });
/// let lines = Lines::new("Menu\nSoup of the day\n");
/// let (plan, told) = (cleaner.plan(&lines), rules.told(&lines));
/// let explained = Explained { document: "inn.txt", lines: &lines, plan: &plan, rules: &rules, told: &told };
/// let mut out = Vec::new();
/// explain::write_why(&explained, 0, &[], Screen::PLAIN, &mut out).unwrap();
/// assert!(String::from_utf8_lossy(&out).contains("keep phrase \"Menu\" as a whole line"));
/// # Ok::<(), dechrome::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Explained<'a> {
    /// Its name.
    pub document: &'a str,
    /// Its lines.
    pub lines: &'a Lines<'a>,
    /// What becomes of them.
    pub plan: &'a Plan,
    /// The rules of the user.
    pub rules: &'a Rules,
    /// The lines whose labels they tell, in order.
    pub told: &'a [Told],
}

impl Explained<'_> {
    /// The rule that decided about a line, which counts from 0.
    fn rule(&self, line: usize) -> Option<&Rule> {
        let by_rule = self.plan.verdicts[line].basis == Basis::Rule;
        let told = self.told.binary_search_by_key(&line, |told| told.line).ok().filter(|_| by_rule)?;
        self.rules.get(self.told[told].rule)
    }
}

/// Writes the threshold, then a line for each line of the document: its number from 1, what becomes of it, its
/// score, the reason it is dropped for, what decided, and its text. Breaks that are mended stand between.
///
/// `evidence` gives the features of one line after another. The strongest for and against are named below the line, and
/// what its neighbours contribute; where there are none, nothing is. `join_evidence` gives the same for one join after
/// another. A rule that decided is named.
///
/// ```
/// # use dechrome::{Cleaner, report::{Screen, explain::{self, Explained}}, rules::Rules, text::Lines};
/// # let (cleaner, lines, rules) = (Cleaner::default(), Lines::new("Nobody fell in.\n"), Rules::default());
/// # let plan = cleaner.plan(&lines);
/// let explained = Explained { document: "pond.txt", lines: &lines, plan: &plan, rules: &rules, told: &[] };
/// let mut out = Vec::new();
/// explain::write(&explained, cleaner.evidence(&lines), [].into_iter(), Screen::PLAIN, &mut out)?;
/// let shown = String::from_utf8_lossy(&out);
/// assert!(shown.starts_with("content from a score of 0.") && shown.contains("\n   1 keep "));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(
    explained: &Explained<'_>,
    mut evidence: impl Iterator<Item = Vec<Evidence>>,
    mut join_evidence: impl Iterator<Item = Vec<Evidence>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let Explained { lines, plan, .. } = explained;
    let head = format!("content from a score of {:.2}{}", plan.threshold, guarded(plan.guard));
    writeln!(out, "{}", screen.paint(Role::Aside, &head))?;
    let width = lines.len().to_string().len().max(4);
    let mut joins = plan.joins.iter().peekable();
    for index in 0..lines.len() {
        writeln!(out, "{}", row(explained, index, width, screen))?;
        if let Some(rule) = explained.rule(index) {
            write_aside(&ruled(rule), width, screen, out)?;
        }
        write_evidence(&evidence.next().unwrap_or_default(), width, screen, out)?;
        if let Some(join) = joins.next_if(|join| join.upper == index) {
            let mended = format!("{:width$} join {:.2} {}", "", join.score, mending(lines, join));
            writeln!(out, "{}", screen.paint(Role::Added, &mended))?;
            write_evidence(&join_evidence.next().unwrap_or_default(), width, screen, out)?;
        }
    }
    Ok(())
}

/// Writes in a sentence or two why `line`, which counts from 0, stays or goes; `evidence` is that line's. Panics if
/// there is no such line.
///
/// ```
/// # use dechrome::{Cleaner, report::{Screen, explain::{self, Explained}}, rules::Rules, text::Lines};
/// # let text = "Skip to content
/// #
/// # The goats were driven up to the high meadow a month before their time.
/// # ";
/// # let (cleaner, lines, rules) = (Cleaner::default(), Lines::new(text), Rules::default());
/// # let plan = cleaner.plan(&lines);
/// let explained = Explained { document: "goats.txt", lines: &lines, plan: &plan, rules: &rules, told: &[] };
/// let of_line = cleaner.evidence(&lines).next().unwrap_or_default();
/// let mut out = Vec::new();
/// explain::write_why(&explained, 0, &of_line, Screen::PLAIN, &mut out)?;
/// assert!(out.starts_with(b"line 1 is dropped as nav (score 0."));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write_why(
    explained: &Explained<'_>,
    line: usize,
    evidence: &[Evidence],
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "{}", screen.show(&why::sentence(explained, line, evidence)))
}

fn write_aside(text: &str, width: usize, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:width$}       {}", "", screen.paint(Role::Aside, &screen.show(text)))
}

fn write_evidence(
    evidence: &[Evidence],
    width: usize,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    if evidence.is_empty() {
        return Ok(());
    }
    write_aside(&named(evidence), width, screen, out)
}

/// As in `by keep phrase "Correction:": ours`.
fn ruled(rule: &Rule) -> String {
    let reason = rule.reason.as_ref().map_or(String::new(), |reason| format!(": {reason}"));
    format!("by {rule}{reason}")
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

fn row(explained: &Explained<'_>, index: usize, width: usize, screen: Screen) -> String {
    let verdict = explained.plan.verdicts[index];
    let (what, reason, role) = match verdict.label {
        Label::Content => ("keep", "-", None),
        Label::Chrome(kind) => ("drop", kind.as_str(), Some(Role::Removed)),
    };
    let text = screen.show(explained.lines.line(index));
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

/// The features that speak most for content or for mending, then those that speak most against, the strongest first.
pub(super) fn strongest(evidence: &[Evidence]) -> [Vec<&Evidence>; 2] {
    let mut sorted: Vec<&Evidence> = evidence.iter().collect();
    sorted.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    let sides: [fn(f32) -> bool; 2] = [|c| c > 0.0, |c| c < 0.0];
    sides.map(|wanted| {
        let of_side = sorted.iter().filter(|evidence| wanted(evidence.contribution));
        of_side.take(STRONGEST).copied().collect()
    })
}

/// As `for long-line +1.20, full-stop +0.80; against digits -0.30; neighbours +0.45`.
pub(crate) fn named(evidence: &[Evidence]) -> String {
    let side = |(name, side): (&str, Vec<&Evidence>)| {
        let named = side.iter().map(|evidence| format!("{} {:+.2}", evidence.feature, evidence.contribution));
        let named: Vec<String> = named.collect();
        if named.is_empty() { None } else { Some(format!("{name} {}", named.join(", "))) }
    };
    let around = families::shares(evidence).into_iter().find(|share| share.family == families::NEIGHBOURS);
    let around = around.filter(|share| share.contribution != 0.0);
    let around = around.map(|share| format!("neighbours {:+.2}", share.contribution));
    let sides = ["for", "against"].into_iter().zip(strongest(evidence)).filter_map(side);
    sides.chain(around).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Kind, Verdict};
    use crate::rules::{Action, Pattern, Scope};

    fn evidence(feature: &str, deviation: f32, contribution: f32) -> Evidence {
        Evidence { feature: feature.to_owned().into(), value: 0.5, deviation, contribution }
    }

    fn verdict(label: Label, score: f32, basis: Basis) -> Verdict {
        Verdict { label, score, basis }
    }

    #[test]
    fn a_line_a_line_with_its_joins_and_evidence() {
        let lines = Lines::new("Home\nre-\nturn\n\nAd: tea\n");
        let verdicts = vec![
            verdict(Label::Chrome(Kind::Nav), 0.031, Basis::Score),
            verdict(Label::Content, 0.98, Basis::Group),
            verdict(Label::Content, 0.5, Basis::Score),
            verdict(Label::Content, 0.5, Basis::Blank),
            verdict(Label::Chrome(Kind::Rule), 0.75, Basis::Rule),
        ];
        let join = Join { upper: 1, lower: 2, span: 7..9, separator: Separator::Nothing, score: 0.9 };
        let plan = Plan { verdicts, joins: vec![join], threshold: 0.354, guard: None };
        let mut rule = Rule::new(Action::Drop, Pattern::phrase("ad:").unwrap(), Scope::Prefix);
        rule.reason = Some("sold".to_owned());
        let rules = Rules::new(vec![rule]).unwrap();
        let told = rules.told(&lines);
        let explained = Explained { document: "d", lines: &lines, plan: &plan, rules: &rules, told: &told };
        let features = ["a", "b", "c", "d"].map(|name| evidence(name, 1.0, 0.25));
        let shown =
            [vec![evidence("score_above_1", 1.0, -2.0), evidence("capital", 1.0, 0.5)], features.to_vec()];
        let of_join = [vec![evidence("upper hyphen", 0.0, 3.0)]];
        let mut out = Vec::new();
        write(&explained, shown.into_iter(), of_join.into_iter(), Screen::PLAIN, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "content from a score of 0.35
   1 drop 0.03 nav        score    Home
           for capital +0.50; against score_above_1 -2.00; neighbours -2.00
   2 keep 0.98 -          group    re-
           for a +0.25, b +0.25, c +0.25
     join 0.90 with the next line, without the hyphen
           for upper hyphen +3.00
   3 keep 0.50 -          score    turn
   4 keep 0.50 -          blank
   5 drop 0.75 rule       rule     Ad: tea
           by drop phrase \"ad:\" at the start of a line: sold
"
        );
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one table")]
    fn a_sentence_says_why() {
        let lines = Lines::new("Tea\nCake\n\nIt rained.\nAd: tea\n");
        let verdicts = vec![
            verdict(Label::Chrome(Kind::Nav), 0.081, Basis::Score),
            verdict(Label::Chrome(Kind::Related), 0.6, Basis::Kind),
            verdict(Label::Content, 0.5, Basis::Blank),
            verdict(Label::Content, 0.9, Basis::Score),
            verdict(Label::Chrome(Kind::Rule), 0.9, Basis::Rule),
        ];
        let plan = Plan { verdicts, joins: vec![], threshold: 0.41, guard: None };
        let rules =
            Rules::new(vec![Rule::new(Action::Drop, Pattern::phrase("ad:").unwrap(), Scope::Contains)]);
        let rules = rules.unwrap();
        let told = rules.told(&lines);
        let explained = Explained { document: "d", lines: &lines, plan: &plan, rules: &rules, told: &told };
        let of = |line, evidence: &[Evidence]| why::sentence(&explained, line, evidence);
        let short = [
            evidence("log_chars", -2.0, -1.0),
            evidence("chars_to_3", 2.0, -0.5),
            evidence("ends_sentence", -0.5, -0.75),
            evidence("shape_run", 1.0, -0.5),
            evidence("score", 1.0, 2.0),
        ];
        assert_eq!(
            of(0, &short),
            "line 1 is dropped as nav (score 0.08, threshold 0.41): it is short, ends without a stop and stands in a row \
             of lines like it; the line below it is dropped too"
        );
        assert_eq!(
            of(1, &[]),
            "line 2 is dropped as related (score 0.60, threshold 0.41): lines of its kind, and those below a heading that \
             announces them, go whatever their score; the line above it is dropped, the one below stays"
        );
        assert_eq!(of(2, &[]), "line 3 is kept: it is blank, and blank lines go with the lines around them");
        assert_eq!(
            of(3, &short),
            "line 4 is kept (score 0.90, threshold 0.41): it has words and a form that content has; its neighbours are \
             dropped"
        );
        assert_eq!(
            of(4, &[]),
            "line 5 is dropped as rule (score 0.90, threshold 0.41): the rule drop phrase \"ad:\" says so; the line above \
             it stays"
        );
    }
}
