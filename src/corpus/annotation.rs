//! What became of a document, as a field of its row.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::Plan;
use crate::text::Lines;

/// What became of a document. Blank lines are not counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Annotation {
    /// Lines that stay.
    kept: usize,
    /// Lines dropped.
    removed: usize,
    /// The share of the lines' bytes that is dropped, 0 to 1.
    share: f64,
    /// Lines dropped, by reason.
    reasons: BTreeMap<&'static str, usize>,
}

impl Annotation {
    /// The field's name in a row.
    pub const FIELD: &'static str = "dechrome";

    /// What a plan makes of a document.
    pub fn of(lines: &Lines<'_>, plan: &Plan) -> Self {
        let mut annotation = Annotation { kept: 0, removed: 0, share: 0.0, reasons: BTreeMap::new() };
        let (mut dropped, mut all) = (0, 0);
        for (index, verdict) in plan.verdicts.iter().enumerate().filter(|&(index, _)| !lines.is_blank(index))
        {
            let length = lines.line(index).len();
            all += length;
            match verdict.reason() {
                None => annotation.kept += 1,
                Some(kind) => {
                    dropped += length;
                    annotation.removed += 1;
                    *annotation.reasons.entry(kind.as_str()).or_default() += 1;
                }
            }
        }
        // To four decimals: more would only be noise.
        annotation.share = (dropped as f64 / (all as f64).max(1.0) * 1e4).round() / 1e4;
        annotation
    }

    /// Appends it as JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        // Numbers and plain names: neither they nor a vector can fail.
        let _ = serde_json::to_writer(out, self);
    }
}
