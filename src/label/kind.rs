//! What kind of line each row is: the reason a person would give for dropping it.

use crate::features::Page;
use crate::plan::Kind;
use crate::text::Lines;

/// Share of a line that set phrases must make up to name its kind by themselves.
const PHRASE: f32 = 0.34;

/// The kinds of a page's rows, where the evidence names one.
pub(super) struct Kinds(Vec<Option<Kind>>);

impl Kinds {
    /// Looks at every row; `kept` tells which rows are content so far.
    pub(super) fn of(
        _lines: &Lines<'_>,
        page: &Page,
        headline: Option<usize>,
        _kept: impl Fn(usize) -> bool,
    ) -> Self {
        let mut kinds: Vec<Option<Kind>> = (0..page.rows().len()).map(|row| own_kind(page, row)).collect();
        if let Some(row) = headline {
            kinds[row] = Some(Kind::Title);
        }
        Kinds(kinds)
    }

    pub(super) fn kind(&self, row: usize) -> Option<Kind> {
        self.0[row]
    }
}

fn own_kind(page: &Page, row: usize) -> Option<Kind> {
    if page.is_symbols(row) {
        return Some(Kind::Symbol);
    }
    if let Some((kind, _)) = page.phrase(row).filter(|&(_, share)| share >= PHRASE) {
        return Some(kind);
    }
    page.has_short_date(row).then_some(Kind::Date)
}
