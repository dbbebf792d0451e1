//! The data of one document, as the page's script reads it: an entry of the index, and the whole plan with its text.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::plan::{Basis, Evidence, Guard, Join, Label, Plan};
use crate::report::Summary;
use crate::report::explain::strongest;
use crate::text::Lines;

/// What the index says of a document.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    name: &'a str,
    lines: usize,
    dropped: usize,
    mended: usize,
    size: usize,
    removed: usize,
    /// Dropped lines by reason.
    reasons: BTreeMap<&'static str, usize>,
    guard: Option<Kept>,
}

/// Why a document was kept whole.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kept {
    NothingLeft,
    /// The share of words (0 to 1) that would have gone.
    TooMuch(f32),
}

impl From<Guard> for Kept {
    fn from(guard: Guard) -> Self {
        match guard {
            Guard::NothingLeft => Kept::NothingLeft,
            Guard::TooMuch(share) => Kept::TooMuch(share),
        }
    }
}

impl<'a> Entry<'a> {
    pub(super) fn new(name: &'a str, lines: &Lines<'_>, plan: &Plan) -> Self {
        let summary = Summary::of(lines, plan);
        let dropped = summary.dropped_lines();
        let reasons = summary.by_id();
        let Summary { lines, mended, size, removed, .. } = summary;
        Entry { name, lines, dropped, mended, size, removed, reasons, guard: plan.guard.map(Kept::from) }
    }
}

/// A document with its plan, one column an array: `label[i]` stands for the line `lines[i]`.
#[derive(Serialize)]
pub(super) struct Whole<'a> {
    /// With their terminators: put together they are the document.
    lines: Vec<&'a str>,
    /// The labels and bases that come up, which `label` and `basis` count from 0.
    labels: Vec<&'static str>,
    bases: Vec<&'static str>,
    label: Vec<usize>,
    basis: Vec<usize>,
    score: Vec<f32>,
    joins: Vec<Mended>,
    threshold: f32,
    guard: Option<Kept>,
    evidence: Option<Grounds>,
}

/// A join: upper and lower line from 0, first byte of its span and the byte behind it, what stands in its place, its
/// score, and how many UTF-16 units of the upper line's end (terminator included) and of the lower line's start go.
#[derive(Serialize)]
struct Mended(usize, usize, usize, usize, &'static str, f32, usize, usize);

/// The strongest evidence for lines and joins, in their order: number of a feature, its contribution in hundredths,
/// number of the next, and so on; those that speak for content or mending first.
#[derive(Serialize)]
pub(super) struct Grounds {
    lines: Vec<Vec<i64>>,
    joins: Vec<Vec<i64>>,
}

/// The names of features, numbered in the order they come up.
#[derive(Debug, Default)]
pub(super) struct Features {
    numbers: HashMap<String, usize>,
}

/// Numbers things from 0 as they come up.
fn number<T: PartialEq>(known: &mut Vec<T>, new: T) -> usize {
    known.iter().position(|one| *one == new).unwrap_or_else(|| {
        known.push(new);
        known.len() - 1
    })
}

impl<'a> Whole<'a> {
    pub(super) fn new(lines: &Lines<'a>, plan: &Plan, evidence: Option<Grounds>) -> Self {
        let text = lines.text();
        let (mut labels, mut bases) = (vec!["content"], vec![Basis::Score.as_str()]);
        let label = plan.verdicts.iter().map(|verdict| match verdict.label {
            Label::Content => 0,
            Label::Chrome(kind) => number(&mut labels, kind.as_str()),
        });
        let label = label.collect();
        let basis = plan.verdicts.iter().map(|verdict| number(&mut bases, verdict.basis.as_str())).collect();
        Whole {
            lines: (0..lines.len()).map(|index| &text[lines.span(index).whole()]).collect(),
            labels,
            bases,
            label,
            basis,
            score: plan.verdicts.iter().map(|verdict| verdict.score).collect(),
            joins: plan.joins.iter().map(|join| mended(lines, join)).collect(),
            threshold: plan.threshold,
            guard: plan.guard.map(Kept::from),
            evidence,
        }
    }
}

fn mended(lines: &Lines<'_>, join: &Join) -> Mended {
    let Join { upper, lower, ref span, separator, score } = *join;
    let units = |from: usize, to: usize| lines.text()[from..to.max(from)].encode_utf16().count();
    let tail = units(span.start, lines.span(upper).next);
    let head = units(lines.span(lower).start, span.end);
    Mended(upper, lower, span.start, span.end, separator.as_str(), score, tail, head)
}

impl Grounds {
    pub(super) fn new(
        lines: impl IntoIterator<Item = Vec<Evidence>>,
        joins: impl IntoIterator<Item = Vec<Evidence>>,
        features: &mut Features,
    ) -> Self {
        let mut ground = |evidence: Vec<Evidence>| features.ground(&evidence);
        let lines = lines.into_iter().map(&mut ground).collect();
        Grounds { lines, joins: joins.into_iter().map(ground).collect() }
    }
}

impl Features {
    fn ground(&mut self, evidence: &[Evidence]) -> Vec<i64> {
        let mut ground = Vec::new();
        for Evidence { feature, contribution, .. } in strongest(evidence).into_iter().flatten() {
            // Contributions are a few units of log-odds: the cast cuts nothing off.
            ground.extend([self.number(feature) as i64, (contribution * 100.0).round() as i64]);
        }
        ground
    }

    fn number(&mut self, name: &str) -> usize {
        if let Some(&known) = self.numbers.get(name) {
            return known;
        }
        self.numbers.insert(name.to_owned(), self.numbers.len());
        self.numbers.len() - 1
    }

    /// All names, by number.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<(&str, usize)> = self.numbers.iter().map(|(name, &at)| (&**name, at)).collect();
        names.sort_unstable_by_key(|&(_, at)| at);
        names.into_iter().map(|(name, _)| name).collect()
    }
}
