//! `clean_batch`: documents in, one Arrow struct out.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, LargeStringBuilder, StringBuilder, StringLikeArrayBuilder, StringViewBuilder,
};
use arrow_array::{Array, ArrayRef, Float32Array, Int64Array, ListArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_pyarrow::ToPyArrow;
use arrow_schema::{DataType, Field, Fields};
use dechrome::render::render_into;
use dechrome::text::Lines;
use dechrome::{Cleaner, Plan};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::plan::{CodePoints, removed_share};
use crate::texts::Texts;

/// Most dropped lines of a batch: the offsets of their reasons are of 32 bits.
const MOST_REMOVED: usize = 1 << 27;
/// Documents between two looks for Ctrl-C.
const ROUND: usize = 64;

/// What spans count.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Unit {
    Bytes,
    CodePoints,
}

impl Unit {
    /// # Errors
    /// `ValueError` if there is none of this name.
    pub(crate) fn from_name(name: &str) -> PyResult<Self> {
        match name {
            "bytes" => Ok(Unit::Bytes),
            "code_points" => Ok(Unit::CodePoints),
            _ => Err(PyValueError::new_err(format!(
                "spans is {name:?}, it takes \"bytes\" or \"code_points\""
            ))),
        }
    }
}

/// Cleans all documents without the interpreter's lock.
///
/// # Errors
/// `ValueError` if the result does not fit its type, or what a signal handler raises.
pub(crate) fn clean<'py>(
    cleaner: &Cleaner,
    texts: &Texts,
    unit: Unit,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let cleaned = py.detach(|| match texts.data_type() {
        DataType::LargeUtf8 => clean_into(cleaner, texts, unit, LargeStringBuilder::new()),
        DataType::Utf8View => clean_into(cleaner, texts, unit, StringViewBuilder::new()),
        _ => {
            fits(texts)?;
            clean_into(cleaner, texts, unit, StringBuilder::new())
        }
    })?;
    cleaned.to_data().to_pyarrow(py)
}

/// Cleaning makes no text longer, so what the offsets of the input can count, those of the result can.
fn fits(texts: &Texts) -> PyResult<()> {
    let bytes: usize = texts.iter().flatten().map(str::len).sum();
    if i32::try_from(bytes).is_ok() {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "the texts hold {bytes} bytes, above the {} of a string array: pass large_string, or fewer at a time",
        i32::MAX
    )))
}

fn clean_into<B: StringLikeArrayBuilder + ArrayBuilder>(
    cleaner: &Cleaner,
    texts: &Texts,
    unit: Unit,
    mut cleaned: B,
) -> PyResult<StructArray> {
    let mut removed = Removed::default();
    let mut shares = Vec::with_capacity(texts.len());
    let mut text = String::new();
    for (index, document) in texts.iter().enumerate() {
        if index % ROUND == ROUND - 1 {
            Python::attach(|py| py.check_signals())?;
        }
        match document {
            Some(document) => {
                let lines = Lines::new(document);
                let plan = cleaner.plan(&lines);
                text.clear();
                render_into(&lines, &plan, &mut text);
                cleaned.append_value(&text);
                shares.push(Some(removed_share(&lines, &plan)));
                removed.add(&lines, &plan, unit)?;
            }
            None => {
                cleaned.append_null();
                shares.push(None);
            }
        }
        removed.lengths.push(removed.scores.len() - removed.total);
        removed.total = removed.scores.len();
    }
    let text = ArrayBuilder::finish(&mut cleaned);
    let shares = Float32Array::from(shares);
    let nulls = shares.nulls().cloned();
    Ok(structure(
        [
            ("text", text),
            ("removed_share", Arc::new(shares)),
            ("removed", Arc::new(removed.finish(nulls.clone()))),
        ],
        nulls,
    ))
}

/// The dropped lines of all documents so far, column by column.
#[derive(Default)]
struct Removed {
    lines: Vec<i64>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    reasons: StringBuilder,
    scores: Vec<f32>,
    /// How many each document has.
    lengths: Vec<usize>,
    /// Their sum.
    total: usize,
}

impl Removed {
    fn add(&mut self, lines: &Lines<'_>, plan: &Plan, unit: Unit) -> PyResult<()> {
        let mut points = CodePoints::new(lines.text());
        let mut place = |offset| match unit {
            Unit::Bytes => offset as i64,
            Unit::CodePoints => points.before(offset) as i64,
        };
        for (index, verdict) in plan.verdicts.iter().enumerate() {
            let Some(reason) = verdict.reason().filter(|_| !lines.is_blank(index)) else { continue };
            let span = lines.span(index);
            self.lines.push(index as i64 + 1);
            self.starts.push(place(span.start));
            self.ends.push(place(span.end));
            self.reasons.append_value(reason.as_str());
            self.scores.push(verdict.score);
        }
        if self.scores.len() > MOST_REMOVED {
            let what = format!("more than {MOST_REMOVED} lines are dropped: clean fewer documents at a time");
            return Err(PyValueError::new_err(what));
        }
        Ok(())
    }

    fn finish(mut self, nulls: Option<NullBuffer>) -> ListArray {
        let rows = structure(
            [
                ("line", Arc::new(Int64Array::from(self.lines)) as ArrayRef),
                ("start", Arc::new(Int64Array::from(self.starts))),
                ("end", Arc::new(Int64Array::from(self.ends))),
                ("reason", Arc::new(self.reasons.finish())),
                ("score", Arc::new(Float32Array::from(self.scores))),
            ],
            None,
        );
        let item = Arc::new(Field::new("item", rows.data_type().clone(), true));
        ListArray::new(item, OffsetBuffer::from_lengths(self.lengths), Arc::new(rows), nulls)
    }
}

fn structure<const N: usize>(columns: [(&str, ArrayRef); N], nulls: Option<NullBuffer>) -> StructArray {
    let fields = columns.each_ref().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    StructArray::new(Fields::from(fields.to_vec()), columns.map(|(_, array)| array).to_vec(), nulls)
}
