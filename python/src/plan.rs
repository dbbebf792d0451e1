//! `Plan`, `Line` and `Join`: plain values, with places in bytes and in code points.

use dechrome::plan::{self, Guard, Verdict};
use dechrome::report::Summary;
use dechrome::text::Lines;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Everything decided about one document.
#[pyclass(frozen, get_all, module = "dechrome")]
pub(crate) struct Plan {
    /// One ``Line`` for each line of the document, blank ones included, in order.
    lines: Py<PyTuple>,
    /// One ``Join`` for each mended break, in order.
    joins: Py<PyTuple>,
    /// The cleaned text.
    text: String,
    /// Scores at or above it, from 0 to 1, are content, unless the line's ``basis`` says otherwise.
    threshold: f32,
    /// ``"nothing-left"`` or ``"too-much"`` if the document is kept whole although the scores say otherwise, else ``None``.
    guard: Option<&'static str>,
    /// The share of the document's characters, white space left out, that stand in dropped lines, from 0 to 1.
    removed_share: f32,
}

/// One line and what becomes of it.
#[pyclass(frozen, get_all, module = "dechrome")]
pub(crate) struct Line {
    /// From 1.
    number: usize,
    /// Without its terminator.
    text: String,
    /// Whether it stays.
    is_content: bool,
    /// The kind of a dropped line, as in ``"nav"``; ``None`` if it stays.
    reason: Option<&'static str>,
    /// From 0, surely chrome, to 1, surely content.
    score: f32,
    /// What decided: ``"score"``, ``"kind"``, ``"rule"`` and so on.
    basis: &'static str,
    /// Where its text begins: bytes of the document in UTF-8, from 0.
    byte_start: usize,
    /// Where its text ends, before its terminator, in bytes.
    byte_end: usize,
    /// Where its text begins: code points, as Python's strings count, from 0.
    char_start: usize,
    /// Where its text ends, in code points.
    char_end: usize,
}

/// A mended break: what goes between two lines, and what stands in its place.
#[pyclass(frozen, get_all, module = "dechrome")]
pub(crate) struct Join {
    /// Number of the line above the break, from 1.
    upper: usize,
    /// Number of the line below it.
    lower: usize,
    /// What stands in place of the span: a space or nothing.
    separator: &'static str,
    /// From 0, a real break, to 1, surely spurious.
    score: f32,
    /// Where the span that goes begins: bytes of the document in UTF-8, from 0.
    byte_start: usize,
    /// Where it ends, in bytes.
    byte_end: usize,
    /// Where it begins: code points, from 0.
    char_start: usize,
    /// Where it ends, in code points.
    char_end: usize,
}

/// The share of a document's characters, white space left out, that stand in dropped lines, from 0 to 1.
pub(crate) fn removed_share(lines: &Lines<'_>, plan: &plan::Plan) -> f32 {
    Summary::of(lines, plan).removed_share() as f32
}

/// Turns byte offsets that do not fall into code points, counting each stretch of the text once.
pub(crate) struct CodePoints<'t> {
    text: &'t str,
    bytes: usize,
    chars: usize,
}

impl<'t> CodePoints<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        CodePoints { text, bytes: 0, chars: 0 }
    }

    /// Code points before `offset`, a character boundary that lies at or behind all asked before.
    pub(crate) fn before(&mut self, offset: usize) -> usize {
        self.chars += self.text[self.bytes..offset].chars().count();
        self.bytes = offset;
        self.chars
    }
}

impl Plan {
    pub(crate) fn new(py: Python<'_>, lines: &Lines<'_>, plan: &plan::Plan, text: String) -> PyResult<Self> {
        let mut points = CodePoints::new(lines.text());
        let of_line = |(index, verdict)| Line::new(lines, index, verdict, &mut points);
        let all: Vec<Line> = plan.verdicts.iter().enumerate().map(of_line).collect();
        let mut points = CodePoints::new(lines.text());
        let joins: Vec<Join> = plan.joins.iter().map(|join| Join::new(join, &mut points)).collect();
        Ok(Plan {
            lines: PyTuple::new(py, all)?.unbind(),
            joins: PyTuple::new(py, joins)?.unbind(),
            text,
            threshold: plan.threshold,
            guard: plan.guard.map(|guard| match guard {
                Guard::NothingLeft => "nothing-left",
                Guard::TooMuch(_) => "too-much",
            }),
            removed_share: removed_share(lines, plan),
        })
    }
}

impl Line {
    fn new(lines: &Lines<'_>, index: usize, verdict: &Verdict, points: &mut CodePoints<'_>) -> Self {
        let span = lines.span(index);
        Line {
            number: index + 1,
            text: lines.line(index).to_owned(),
            is_content: verdict.is_content(),
            reason: verdict.reason().map(plan::Kind::as_str),
            score: verdict.score,
            basis: verdict.basis.as_str(),
            byte_start: span.start,
            byte_end: span.end,
            char_start: points.before(span.start),
            char_end: points.before(span.end),
        }
    }
}

impl Join {
    fn new(join: &plan::Join, points: &mut CodePoints<'_>) -> Self {
        Join {
            upper: join.upper + 1,
            lower: join.lower + 1,
            separator: join.separator.as_str(),
            score: join.score,
            byte_start: join.span.start,
            byte_end: join.span.end,
            char_start: points.before(join.span.start),
            char_end: points.before(join.span.end),
        }
    }
}

#[pymethods]
impl Plan {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (lines, joins) = (self.lines.bind(py).as_any().len()?, self.joins.bind(py).as_any().len()?);
        Ok(format!(
            "<dechrome.Plan of {lines} lines, {joins} joins, removed_share {:.2}>",
            self.removed_share
        ))
    }
}

#[pymethods]
impl Line {
    fn __repr__(&self) -> String {
        format!(
            "<dechrome.Line {} {} {:.2} {:?}>",
            self.number,
            self.reason.unwrap_or("content"),
            self.score,
            self.text
        )
    }
}

#[pymethods]
impl Join {
    fn __repr__(&self) -> String {
        format!("<dechrome.Join {} {} {:.2} {:?}>", self.upper, self.lower, self.score, self.separator)
    }
}
