//! Breaks that are never mended, whatever the score.

use super::chars::is_unspaced;
use super::document::Document;
use super::layout::Mode;
use super::scan::{End, Scan, Start};

/// Whether the break below scan `at` must stay.
pub(super) fn is_vetoed(document: &Document<'_>, at: usize) -> bool {
    let (upper, lower) = (&document.scans[at], &document.scans[at + 1]);
    document.keeps_its_breaks
        || lower.blanks >= Scan::MANY_BLANKS
        || lower.start == Start::Bullet
        || lower.text.starts_with('>')
        || upper.quotes != lower.quotes
        || upper.marks.is_table()
        || lower.marks.is_table()
        || lower.marks.is_stamped()
        || is_code(document, at)
        || is_wordless(upper, lower)
        || (lower.blanks > 0 && is_finished(upper))
        || (lower.blanks == 0 && is_verse(document, at))
        || has_room(document, upper, lower)
}

/// Whether a line of Chinese or Japanese ends well before the others: such text breaks anywhere, so a line with room for
/// more characters ends where it is meant to.
fn has_room(document: &Document<'_>, upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
    document.layout.mode == Mode::Wrapped
        && upper.width + ROOM < document.layout.wrap
        && upper.end == End::Wide
        && upper.text.ends_with(is_unspaced) // not Korean, whose words have spaces between them
        && lower.text.starts_with(is_unspaced)
}

/// Columns of four characters: marks that begin no line may take two of them along.
const ROOM: u32 = 8;

fn is_code(document: &Document<'_>, at: usize) -> bool {
    let both = document.scans[at].marks.is_code() && document.scans[at + 1].marks.is_code();
    both || document.code_around(at) >= 0.5 || document.is_source()
}

/// Whether one of the lines holds neither letter nor digit, a closing mark alone apart.
fn is_wordless(upper: &Scan<'_>, lower: &Scan<'_>) -> bool {
    let is_tail = lower.start == Start::Continuing
        && lower.text.chars().nth(2).is_none()
        && !lower.text.starts_with([']', '}']);
    !upper.marks.is_alphanumeric() || (!lower.marks.is_alphanumeric() && !is_tail)
}

fn is_finished(upper: &Scan<'_>) -> bool {
    matches!(upper.end, End::Stop | End::StopClosed | End::Ordinal | End::Colon)
}

/// Whether the lines around are verse: a run of short lines that each start with a capital and break early.
fn is_verse(document: &Document<'_>, at: usize) -> bool {
    let block = document.block(at);
    document.layout.mode != Mode::Wrapped
        && block.lines >= 4
        && block.capitals >= 0.8
        && block.widest <= 75
        && block.fitting > 0.5
        && document.scans[at + 1].start != Start::Continuing
}
