//! The side-by-side diff: the original on the left, the cleaned text on the right, in the columns of a terminal.
//!
//! ```
//! use dechrome::report::{Joins, Layout, Screen, side_by_side};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Skip to content
//!
//! The goats were driven up to the high meadow a month before their time.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! let layout = Layout { context: 1, screen: Screen::PLAIN, joins: Joins::Folded };
//! side_by_side::write("goats.txt", &lines, &Cleaner::default().plan(&lines), 60, layout, &mut out)?;
//! let shown = String::from_utf8_lossy(&out);
//! assert!(shown.lines().all(|row| row.chars().count() <= 60));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};
use std::time::Duration;

use super::columns::{Fitted, Strip};
use super::compare::{Grain, compare as compare_texts};
use super::layout::{Difference, Joins, Layout};
use super::rows::{Change, Mark, Note, Row, difference, hunks, planned, split_terminator};
use super::screen::Role;
use super::summary::{Summary, counted};
use crate::plan::Plan;
use crate::text::Lines;

/// The narrowest a side is made, however narrow the terminal.
const NARROWEST: usize = 12;

/// Writes what cleaning changes in the document called `name`, in rows of `width` columns: the original left, what is
/// left of it right; where nothing is, the reason and the score instead. A summary by reason ends it.
///
/// What goes or comes is wrapped, what stays is cut to one row; so are mended lines, unless they are to be shown whole.
/// Control and bidi characters are always spelt out and tabs are spaces, as nothing would stay in its column. Terminals
/// that set text from right to left may show the sides of such a row exchanged. Linear time.
///
/// ```
/// # use dechrome::{Cleaner, report::{Joins, Layout, Screen, side_by_side}, text::Lines};
/// # let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Folded };
/// # let text = "Home
/// # News
/// # Sport
/// # Contact
/// #
/// # The millpond froze in the night, and nobody fell in.
/// # ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// side_by_side::write("pond.txt", &lines, &Cleaner::default().plan(&lines), 60, layout, &mut out)?;
/// assert!(out.ends_with(b"4 of 5 lines dropped (nav 4)\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(
    name: &str,
    lines: &Lines<'_>,
    plan: &Plan,
    width: usize,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let rows = planned(lines, plan);
    let shown = write_rows([name, "cleaned"], &rows, width, layout, out)?;
    if shown == Difference::Some {
        writeln!(out, "{}", layout.screen.paint(Role::Aside, &Summary::of(lines, plan).to_string()))?;
    }
    Ok(shown)
}

/// Writes how `new` differs from `old`, with what sets a line apart from its counterpart marked word by word; `names`
/// are theirs, in the same order.
///
/// Found by comparison, within `patience`; when that runs out the diff is still right, but longer than it must be.
///
/// ```
/// # use std::time::Duration;
/// # use dechrome::report::{Difference, Joins, Layout, Screen, side_by_side};
/// # let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Whole };
/// let (names, texts, mut out) = (["old.txt", "new.txt"], ["Fog\nEbb\n", "Fog\nFlood\n"], Vec::new());
/// let found = side_by_side::compare(names, texts, Duration::from_secs(1), 40, layout, &mut out)?;
/// assert_eq!(found, Difference::Some);
/// assert_eq!(String::from_utf8_lossy(&out).lines().count(), 2); // the names, and the one row that differs
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn compare(
    names: [&str; 2],
    [old, new]: [&str; 2],
    patience: Duration,
    width: usize,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    write_rows(names, &compare_texts(old, new, Grain::Words, patience), width, layout, out)
}

fn write_rows(
    names: [&str; 2],
    rows: &[Row<'_>],
    width: usize,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let hunks = hunks(rows, layout.context);
    let Some(last) = rows.last().filter(|_| !hunks.is_empty()) else { return Ok(Difference::None) };
    let table = Table::new(width, last.old.end.max(last.new.end), layout);
    let [left, right] = names.map(|name| table.cut(None, &Strip::new(name, Some(Role::Name))));
    table.write(&left, ' ', &right, out)?;
    for (index, hunk) in hunks.iter().enumerate() {
        if index > 0 {
            writeln!(out, "{}", layout.screen.paint(Role::Aside, "..."))?;
        }
        for group in rows[hunk.clone()].chunk_by(is_replaced) {
            table.write_group(group, out)?;
        }
    }
    Ok(difference(&hunks))
}

/// Whether two rows belong to lines that are replaced by others.
fn is_replaced(one: &Row<'_>, next: &Row<'_>) -> bool {
    let change = |row: &Row<'_>| if row.note.is_some() { None } else { Some(row.change) };
    matches!(
        (change(one), change(next)),
        (Some(Change::Gone), Some(Change::Gone | Change::Come)) | (Some(Change::Come), Some(Change::Come))
    )
}

/// A row of one side: the line's number, where one starts, and text.
type Cell = (Option<usize>, Fitted);

/// The columns of both sides.
struct Table {
    layout: Layout,
    /// Of a side's text.
    side: usize,
    /// Of line numbers.
    number: usize,
}

impl Table {
    fn new(width: usize, lines: usize, layout: Layout) -> Self {
        let number = lines.to_string().len().max(3);
        let taken = 2 * (number + 1) + 3; // numbers with a space behind them, the sign with one on either side
        Table { layout, side: (width.saturating_sub(taken) / 2).max(NARROWEST), number }
    }

    fn cut(&self, line: Option<usize>, strip: &Strip<'_>) -> Vec<Cell> {
        vec![(line, strip.cut(self.side, self.layout.screen))]
    }

    fn wrapped(&self, line: Option<usize>, strip: &Strip<'_>) -> Vec<Cell> {
        let rows = strip.wrapped(self.side, self.layout.screen).into_iter().enumerate();
        rows.map(|(index, row)| (line.filter(|_| index == 0), row)).collect()
    }

    /// Writes one row, or lines that go with those that come in their place.
    fn write_group(&self, group: &[Row<'_>], out: &mut impl Write) -> io::Result<()> {
        let come = group.iter().position(|row| row.change == Change::Come).unwrap_or(group.len());
        let (gone, come) = group.split_at(come);
        for index in 0..gone.len().max(come.len()) {
            match (gone.get(index), come.get(index)) {
                (Some(gone), Some(come)) => self.write(&self.removed(gone), '~', &self.added(come), out)?,
                (Some(row), None) => self.write_row(row, out)?,
                (None, Some(row)) => self.write(&[], '+', &self.added(row), out)?,
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn write_row(&self, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
        match row.change {
            Change::Same => self.write_both(row, ' ', out),
            Change::Mended if self.layout.joins == Joins::Folded => self.write_both(row, '~', out),
            Change::Mended => self.write_mended(row, out),
            Change::Come => self.write(&[], '+', &self.added(row), out),
            Change::Gone => {
                let reason = row.note.map(why).unwrap_or_default();
                let reason = self.cut(None, &Strip::new(&reason, Some(Role::Aside)));
                self.write(&self.removed(row), '-', &reason, out)
            }
        }
    }

    /// The first line of a row on either side, cut.
    fn write_both(&self, row: &Row<'_>, sign: char, out: &mut impl Write) -> io::Result<()> {
        let (old, new) = (row.old_text(), row.new_text());
        let [old, new] = [&old, &new]
            .map(|text| split_terminator(text.split_inclusive('\n').next().unwrap_or_default()).0);
        let left = self.cut(Some(row.old.start), &Strip::new(old, None));
        let right = self.cut(Some(row.new.start), &Strip::new(new, None));
        self.write(&left, sign, &right, out)
    }

    /// The lines that were mended on the left, what they became on the right.
    fn write_mended(&self, row: &Row<'_>, out: &mut impl Write) -> io::Result<()> {
        let (old, new) = (row.old_text(), row.new_text());
        let mut left = Vec::new();
        for (line, text) in row.old.clone().zip(old.split_inclusive('\n')) {
            left.extend(self.wrapped(Some(line), &Strip::new(split_terminator(text).0, None)));
        }
        let mut right = self.wrapped(Some(row.new.start), &Strip::new(split_terminator(&new).0, None));
        let reason = row.note.map(why).unwrap_or_default();
        right.extend(self.wrapped(None, &Strip::new(&reason, Some(Role::Aside))));
        self.write(&left, '~', &right, out)
    }

    fn removed(&self, row: &Row<'_>) -> Vec<Cell> {
        self.marked(row, row.old.start, Role::Removed)
    }

    fn added(&self, row: &Row<'_>) -> Vec<Cell> {
        self.marked(row, row.new.start, Role::Added)
    }

    fn marked(&self, row: &Row<'_>, line: usize, role: Role) -> Vec<Cell> {
        let painted = self.layout.screen.is_painted();
        let mut strip = Strip::default();
        for piece in &row.pieces {
            let text = split_terminator(&piece.text).0;
            match piece.mark {
                _ if text.is_empty() => {}
                Mark::Plain => strip.push(text, Some(role)),
                Mark::Gone if painted => strip.push(text, Some(Role::GoneInside)),
                Mark::Come if painted => strip.push(text, Some(Role::ComeInside)),
                mark => {
                    let brackets = if mark == Mark::Gone { ["[-", "-]"] } else { ["{+", "+}"] };
                    for text in [brackets[0], text, brackets[1]] {
                        strip.push(text, None);
                    }
                }
            }
        }
        self.wrapped(Some(line), &strip)
    }

    /// Writes two sides, the shorter one with empty rows below it, and between them a sign in the first row.
    fn write(&self, left: &[Cell], sign: char, right: &[Cell], out: &mut impl Write) -> io::Result<()> {
        let (number, side) = (self.number, self.side);
        let empty = (None, Fitted::default());
        for index in 0..left.len().max(right.len()) {
            let ((old, left), (new, right)) =
                (left.get(index).unwrap_or(&empty), right.get(index).unwrap_or(&empty));
            let shown = |line: &Option<usize>| line.map_or_else(String::new, |line| (line + 1).to_string());
            let (old, new) = (shown(old), shown(new));
            let sign = if index == 0 { sign } else { ' ' };
            let pad = " ".repeat(side.saturating_sub(left.width));
            let row = format!("{old:>number$} {}{pad} {sign} {new:>number$} {}", left.text, right.text);
            writeln!(out, "{}", row.trim_end())?;
        }
        Ok(())
    }
}

/// As in `nav 0.04` and `2 breaks mended 0.93`.
fn why(note: Note) -> String {
    match note {
        Note::Dropped(kind, score) => format!("{kind} {score:.2}"),
        Note::Mended(breaks, score) => format!("{} mended {score:.2}", counted(breaks, "break")),
    }
}
