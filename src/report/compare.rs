//! What sets two texts apart, found by comparison: by line, and inside lines by word.

use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, DiffOp, DiffTag, InlineChange, TextDiff};

use super::rows::{Change, Mark, Piece, Row};

/// How closely two texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// Lines are the same or not.
    Lines,
    /// What sets a line apart from its counterpart is marked, word by word.
    Words,
}

/// The rows that make `new` of `old`, within `patience`; when that runs out they are more than they must be, and
/// words go unmarked, but they are still right.
pub fn compare<'t>(old: &'t str, new: &'t str, grain: Grain, patience: Duration) -> Vec<Row<'t>> {
    let deadline = Instant::now().checked_add(patience);
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Patience);
    if let Some(deadline) = deadline {
        config.deadline(deadline);
    }
    let diff = config.diff_slices(&old, &new);
    let mut rows = Vec::with_capacity(old.len().max(new.len()));
    for op in diff.ops() {
        if op.tag() == DiffTag::Equal || grain == Grain::Lines {
            push_lines(&old, &new, op, &mut rows);
        } else {
            rows.extend(diff.iter_inline_changes_deadline(op, deadline).map(|change| marked(&change)));
        }
    }
    number(&mut rows);
    rows
}

fn push_lines<'t>(old: &[&'t str], new: &[&'t str], op: &DiffOp, rows: &mut Vec<Row<'t>>) {
    let mut push = |change, texts: &[&'t str]| {
        rows.extend(texts.iter().map(|text| row(change, vec![Piece::plain(text)])));
    };
    match op.tag() {
        DiffTag::Equal => push(Change::Same, &old[op.old_range()]),
        _ => {
            push(Change::Gone, &old[op.old_range()]);
            push(Change::Come, &new[op.new_range()]);
        }
    }
}

fn marked(change: &InlineChange<'_, str>) -> Row<'static> {
    let (of_row, of_piece) = match change.tag() {
        ChangeTag::Equal => (Change::Same, Mark::Plain),
        ChangeTag::Delete => (Change::Gone, Mark::Gone),
        ChangeTag::Insert => (Change::Come, Mark::Come),
    };
    let pieces = change.values().iter().filter(|(_, text)| !text.is_empty()).map(|&(apart, text)| {
        let mark = if apart { of_piece } else { Mark::Plain };
        Piece { mark, text: text.to_owned().into() }
    });
    row(of_row, pieces.collect())
}

fn row(change: Change, pieces: Vec<Piece<'_>>) -> Row<'_> {
    Row { change, old: 0..0, new: 0..0, pieces, note: None }
}

/// Says of each row which lines of the two texts it stands for.
fn number(rows: &mut [Row<'_>]) {
    let (mut old, mut new) = (0, 0);
    for row in rows {
        let in_old = usize::from(row.change != Change::Come);
        let in_new = usize::from(row.change != Change::Gone);
        row.old = old..old + in_old;
        row.new = new..new + in_new;
        (old, new) = (row.old.end, row.new.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(5);

    fn pieces(rows: &[Row<'_>], change: Change, mark: Mark) -> Vec<String> {
        let of_change = rows.iter().filter(|row| row.change == change);
        let pieces = of_change.flat_map(|row| row.pieces.iter().filter(|piece| piece.mark == mark));
        pieces.map(|piece| piece.text.to_string()).collect()
    }

    #[test]
    fn words_are_marked_inside_lines() {
        let rows = compare("a\nthe sky is red\n", "a\nthe sky is blue\n", Grain::Words, PATIENCE);
        assert_eq!(pieces(&rows, Change::Same, Mark::Plain), ["a\n"]);
        assert_eq!(pieces(&rows, Change::Gone, Mark::Gone), ["red"]);
        assert_eq!(pieces(&rows, Change::Come, Mark::Come), ["blue"]);
        assert_eq!((rows[1].old.clone(), rows[1].new.clone()), (1..2, 1..1));
        assert_eq!((rows[2].old.clone(), rows[2].new.clone()), (2..2, 1..2));
    }

    #[test]
    fn both_texts_can_be_read_off_without_patience_too() {
        let old: String = (0..400).map(|n| format!("{} line\n", n * 7 % 31)).collect();
        let new: String = (0..400).map(|n| format!("{} line of it\n\n", n * 5 % 37)).collect();
        for grain in [Grain::Lines, Grain::Words] {
            for patience in [PATIENCE, Duration::ZERO] {
                let rows = compare(&old, &new, grain, patience);
                let read = |absent: Change| -> String {
                    rows.iter()
                        .filter(|row| row.change != absent)
                        .map(|row| row.old_text().into_owned())
                        .collect()
                };
                // A row of one text alone has no mark of the other, so that its old text is its whole text.
                let new_read: String =
                    rows.iter().filter(|row| row.change != Change::Gone).map(|row| row.new_text()).collect();
                assert!(read(Change::Come) == old && new_read == new, "{grain:?} {patience:?}");
            }
        }
    }
}
