//! What became of a document, as a field of its row.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::Summary;

/// What became of a document. Blank lines are not counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Annotation {
    /// Lines that stay.
    kept: usize,
    /// Lines dropped.
    removed: usize,
    /// The share of the characters, white space left out, that stands in dropped lines, 0 to 1.
    share: f64,
    /// Lines dropped, by reason.
    reasons: BTreeMap<&'static str, usize>,
}

impl Annotation {
    /// The field's name in a row.
    pub const FIELD: &'static str = "dechrome";

    /// What a summary says, as a row does.
    pub fn of(summary: &Summary) -> Self {
        let removed = summary.dropped_lines();
        Annotation {
            kept: summary.lines - removed,
            removed,
            share: (summary.removed_share() * 1e4).round() / 1e4, // more decimals would only be noise
            reasons: summary.by_id(),
        }
    }

    /// Appends it as JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        // Numbers and plain names: neither they nor a vector can fail.
        let _ = serde_json::to_writer(out, self);
    }
}
