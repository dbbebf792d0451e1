//! A plan as JSON: one object a document, on one line, for other programs.
//!
//! `docs/diff.schema.json` is its schema. `version` is 1 and changes when a field is renamed, goes or takes another
//! meaning; fields may come. Lines count from 1; `start` and `end` are bytes of the document's text in UTF-8, the byte order
//! mark not counted, and fall on character boundaries. Each line has its text without terminator, its `label` (`content`
//! stays, `chrome` goes), the `reason` it is dropped for or null, its `score` from 0 (chrome) to 1 (content) and the
//! `basis` of the verdict; each join the bytes that go from the end of line `upper` to the start of line `lower`, the
//! `separator` that stands in their place, and its score. `guard` is null, or why the document is kept whole. The
//! summary counts lines that are not blank.
//!
//! ```
//! use dechrome::report::json;
//! use dechrome::{Cleaner, text::Lines};
//!
//! let (lines, mut out) = (Lines::new("The hay was in before the storm.\n"), Vec::new());
//! json::write("hay.txt", &lines, &Cleaner::default().plan(&lines), &mut out)?;
//! let report: serde_json::Value = serde_json::from_slice(&out)?;
//! assert_eq!(report["lines"][0]["text"], "The hay was in before the storm.");
//! assert_eq!(report["lines"][0]["label"], "content");
//! # Ok::<(), std::io::Error>(())
//! ```

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::layout::Difference;
use super::rounded;
use super::summary::Summary;
use crate::plan::{Guard, Join, Kind, Plan};
use crate::text::Lines;

/// Changes when a field is renamed, goes or takes another meaning.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'t> {
    version: u32,
    document: &'t str,
    threshold: f64,
    guard: Option<GuardReport>,
    lines: Vec<LineReport<'t>>,
    joins: Vec<JoinReport>,
    summary: SummaryReport,
}

#[derive(Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum GuardReport {
    NothingLeft,
    TooMuch { share: f64 },
}

#[derive(Serialize)]
struct LineReport<'t> {
    line: usize,
    start: usize,
    end: usize,
    text: &'t str,
    label: &'static str,
    reason: Option<&'static str>,
    score: f64,
    basis: &'static str,
}

#[derive(Serialize)]
struct JoinReport {
    upper: usize,
    lower: usize,
    start: usize,
    end: usize,
    separator: &'static str,
    score: f64,
}

#[derive(Serialize)]
struct SummaryReport {
    lines: usize,
    dropped: usize,
    reasons: BTreeMap<&'static str, usize>,
    mended: usize,
}

/// Writes the plan of the document called `name`, whether or not it changes anything, on one line.
///
/// ```
/// # use dechrome::{Cleaner, report::{Difference, json}, text::Lines};
/// let (lines, mut out) = (Lines::new("Of hens\n\nThe hens laid well that spring.\n"), Vec::new());
/// let written = json::write("hens.txt", &lines, &Cleaner::default().plan(&lines), &mut out)?;
/// assert_eq!(written, Difference::None); // it is written all the same
/// assert!(out.starts_with(br#"{"version":1,"document":"hens.txt","#) && out.ends_with(b"}\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(name: &str, lines: &Lines<'_>, plan: &Plan, out: &mut impl Write) -> io::Result<Difference> {
    let summary = Summary::of(lines, plan);
    let report = Report {
        version: VERSION,
        document: name,
        threshold: rounded(plan.threshold),
        guard: plan.guard.map(guard),
        lines: (0..lines.len()).map(|index| line(lines, plan, index)).collect(),
        joins: plan.joins.iter().map(join).collect(),
        summary: SummaryReport {
            lines: summary.lines,
            dropped: summary.dropped_lines(),
            reasons: summary.by_id(),
            mended: summary.mended,
        },
    };
    serde_json::to_writer(&mut *out, &report)?;
    out.write_all(b"\n")?;
    Ok(Difference::of(plan))
}

fn guard(guard: Guard) -> GuardReport {
    match guard {
        Guard::NothingLeft => GuardReport::NothingLeft,
        Guard::TooMuch(share) => GuardReport::TooMuch { share: rounded(share) },
    }
}

fn line<'t>(lines: &Lines<'t>, plan: &Plan, index: usize) -> LineReport<'t> {
    let (span, verdict) = (lines.span(index), plan.verdicts[index]);
    LineReport {
        line: index + 1,
        start: span.start,
        end: span.end,
        text: lines.line(index),
        label: if verdict.is_content() { "content" } else { "chrome" },
        reason: verdict.reason().map(Kind::as_str),
        score: rounded(verdict.score),
        basis: verdict.basis.as_str(),
    }
}

fn join(join: &Join) -> JoinReport {
    JoinReport {
        upper: join.upper + 1,
        lower: join.lower + 1,
        start: join.span.start,
        end: join.span.end,
        separator: join.separator.as_str(),
        score: rounded(join.score),
    }
}
