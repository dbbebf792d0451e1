//! Which line breaks are spurious, and what stands in their place.

use crate::plan::Join;
use crate::text::Lines;

/// Whether hyphens at a mended line end may be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hyphens {
    /// Delete those that only divide a word at the line's end.
    #[default]
    Mend,
    /// Keep every hyphen.
    Keep,
}

/// The breaks of the document that are spurious, in order.
pub fn joins(_lines: &Lines<'_>, _hyphens: Hyphens) -> Vec<Join> {
    Vec::new()
}
