//! The explanation of a document as one JSON object.
//!
//! ```
//! use dechrome::report::explain::{Explained, json};
//! use dechrome::{Cleaner, rules::Rules, text::Lines};
//!
//! let (cleaner, rules) = (Cleaner::default(), Rules::default());
//! let lines = Lines::new("The hens laid well that spring.\n");
//! let plan = cleaner.plan(&lines);
//! let explained = Explained { document: "hens.txt", lines: &lines, plan: &plan, rules: &rules, told: &[] };
//! let mut out = Vec::new();
//! json::write(&explained, cleaner.evidence(&lines), [].into_iter(), &mut out)?;
//! let found: serde_json::Value = serde_json::from_slice(&out)?;
//! assert!(found["lines"][0]["why"].as_str().unwrap().starts_with("line 1 is kept"));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};

use serde::Serialize;

use super::Explained;
use super::families::shares;
use super::why::sentence;
use crate::plan::{Evidence, Guard, Label};

/// A document. Lines count from 1; `start` and `end` are bytes of its text in UTF-8, the byte order mark not counted.
/// Scores run from 0 to 1, contributions are in log-odds; both to four decimals.
#[derive(Serialize)]
struct Document<'a> {
    document: &'a str,
    /// Scores from this on are content, unless `basis` names something else.
    threshold: f64,
    /// `nothing-left` or `too-much` where the document is kept whole.
    guard: Option<&'a str>,
    lines: Vec<Line<'a>>,
    /// The mended breaks.
    joins: Vec<Join<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    line: usize,
    start: usize,
    end: usize,
    text: &'a str,
    /// `content` stays, `chrome` goes.
    label: &'a str,
    score: f64,
    /// The kind of line it is dropped as.
    reason: Option<&'a str>,
    /// What decided: `score`, `rule`, `kind` and so on.
    basis: &'a str,
    rule: Option<Rule<'a>>,
    /// Why, in a sentence.
    why: String,
    /// What each family of features contributes; they add up to the log-odds of the score.
    families: Vec<Contribution<'a>>,
    /// What each feature contributes, the strongest first.
    evidence: Vec<Contribution<'a>>,
}

/// The rule that told the label.
#[derive(Serialize)]
struct Rule<'a> {
    rule: String,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Join<'a> {
    /// The line above the break, and the one below it.
    lines: [usize; 2],
    start: usize,
    end: usize,
    /// What stands in the place of the bytes.
    separator: &'a str,
    score: f64,
    evidence: Vec<Contribution<'a>>,
}

#[derive(Serialize)]
struct Contribution<'a> {
    name: &'a str,
    contribution: f64,
}

/// Writes one object and a line feed. Its keys, with arrays in brackets:
///
/// `document`, `threshold`, `guard`, `lines` [`line`, `start`, `end`, `text`, `label` (`content` or `chrome`), `score`,
/// `reason`, `basis`, `rule` (null, or `rule` and `reason`), `why`, `families` [`name`, `contribution`], `evidence`
/// [`name`, `contribution`]], `joins` [`lines`, `start`, `end`, `separator`, `score`, `evidence` [`name`,
/// `contribution`]].
///
/// ```
/// # use dechrome::{Cleaner, report::explain::{Explained, json}, rules::Rules, text::Lines};
/// # let (cleaner, lines, rules) = (Cleaner::default(), Lines::new("Nobody fell in.\n"), Rules::default());
/// # let plan = cleaner.plan(&lines);
/// let explained = Explained { document: "pond.txt", lines: &lines, plan: &plan, rules: &rules, told: &[] };
/// let mut out = Vec::new();
/// json::write(&explained, cleaner.evidence(&lines), [].into_iter(), &mut out)?;
/// let found: serde_json::Value = serde_json::from_slice(&out)?;
/// let families = found["lines"][0]["families"].as_array().unwrap();
/// assert!(families.iter().any(|family| family["name"] == "length"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(
    explained: &Explained<'_>,
    evidence: impl Iterator<Item = Vec<Evidence>>,
    join_evidence: impl Iterator<Item = Vec<Evidence>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let evidence: Vec<Vec<Evidence>> = evidence.collect();
    let join_evidence: Vec<Vec<Evidence>> = join_evidence.collect();
    let lines = evidence.iter().enumerate().map(|(index, of_line)| line(explained, index, of_line));
    let joins = explained.plan.joins.iter().zip(&join_evidence).map(|(join, of_join)| Join {
        lines: [join.upper + 1, join.lower + 1],
        start: join.span.start,
        end: join.span.end,
        separator: join.separator.as_str(),
        score: rounded(join.score),
        evidence: strongest_first(of_join),
    });
    let document = Document {
        document: explained.document,
        threshold: rounded(explained.plan.threshold),
        guard: explained.plan.guard.map(|guard| match guard {
            Guard::NothingLeft => "nothing-left",
            Guard::TooMuch(_) => "too-much",
        }),
        lines: lines.collect(),
        joins: joins.collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn line<'a>(explained: &'a Explained<'a>, index: usize, evidence: &'a [Evidence]) -> Line<'a> {
    let verdict = explained.plan.verdicts[index];
    let span = explained.lines.span(index);
    let families = shares(evidence).into_iter().filter(|share| share.contribution != 0.0);
    Line {
        line: index + 1,
        start: span.start,
        end: span.end,
        text: explained.lines.line(index),
        label: if verdict.label == Label::Content { "content" } else { "chrome" },
        score: rounded(verdict.score),
        reason: verdict.reason().map(|kind| kind.as_str()),
        basis: verdict.basis.as_str(),
        rule: explained
            .rule(index)
            .map(|rule| Rule { rule: rule.to_string(), reason: rule.reason.as_deref() }),
        why: sentence(explained, index, evidence),
        families: families
            .map(|share| Contribution { name: share.family, contribution: rounded(share.contribution) })
            .collect(),
        evidence: strongest_first(evidence),
    }
}

fn strongest_first(evidence: &[Evidence]) -> Vec<Contribution<'_>> {
    let mut sorted: Vec<&Evidence> = evidence.iter().filter(|found| found.contribution != 0.0).collect();
    sorted.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
    let named = |found: &'_ Evidence| rounded(found.contribution);
    sorted
        .into_iter()
        .map(|found| Contribution { name: &found.feature, contribution: named(found) })
        .collect()
}

fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1e4).round() / 1e4
}
