//! The inline diff: one row for each line, with what is different marked inside it.
//!
//! ```
//! use dechrome::report::{Joins, Layout, Screen, inline};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Share on Facebook
//!
//! The bakery on Mill Lane opens again in May, with a new oven and the
//! old recipes. Its bread was missed.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Whole };
//! inline::write("bakery.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
//! let shown = String::from_utf8_lossy(&out);
//! assert!(shown.contains("-    1  share"));
//! assert!(shown.contains("with a new oven and the[-\\n-]{+ +}old recipes."));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};
use std::time::Duration;

use super::compare::{Grain, compare as compare_texts};
use super::layout::{Difference, Joins, Layout};
use super::rows::{Change, Mark, Note, Row, difference, hunks, planned, split_terminator};
use super::screen::{Role, Screen};
use super::summary::Summary;
use super::unified::{quoted, write_names};
use crate::plan::Plan;
use crate::text::Lines;

/// Writes what cleaning changes in the document called `name`: dropped lines behind a `-` with their reason and score,
/// mended ones behind a `~` with the number of breaks and the lowest of their scores, and a summary by reason.
///
/// Mended breaks that are not folded are marked, as `[-\n-]{+ +}` where nothing is coloured. Linear time.
///
/// ```
/// # use dechrome::{Cleaner, report::{Joins, Layout, Screen, inline}, text::Lines};
/// # let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Folded };
/// # let text = "Share on Facebook
/// #
/// # The ferry to Holm did not leave on Monday, as the harbour was
/// # frozen over. It will try again when the ice has gone.
/// # ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// inline::write("ferry.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
/// assert!(out.ends_with(b"1 of 3 lines dropped (share 1), 1 break mended\n"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(
    name: &str,
    lines: &Lines<'_>,
    plan: &Plan,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let rows = planned(lines, plan);
    let hunks = hunks(&rows, layout.context);
    if !hunks.is_empty() {
        let screen = layout.screen;
        writeln!(out, "{}", screen.paint(Role::Name, &screen.show(&quoted(name))))?;
        write_hunks(hunks.iter().map(|hunk| &rows[hunk.clone()]), Margin::Reasons, layout, out)?;
        writeln!(out, "{}", screen.paint(Role::Aside, &Summary::of(lines, plan).to_string()))?;
    }
    Ok(difference(&hunks))
}

/// Writes how `new` differs from `old`, with what sets a line apart from its counterpart marked word by word; `names`
/// are theirs, in the same order.
///
/// Found by comparison, within `patience`; when that runs out the diff is still right, but longer than it must be.
///
/// ```
/// # use std::time::Duration;
/// # use dechrome::report::{Joins, Layout, Screen, inline};
/// # let layout = Layout { context: 0, screen: Screen::PLAIN, joins: Joins::Whole };
/// let (old, new, mut out) = ("Fog\nThe sea is grey\n", "Fog\nThe sea is green\n", Vec::new());
/// inline::compare(["old.txt", "new.txt"], old, new, Duration::from_secs(1), layout, &mut out)?;
/// let shown = String::from_utf8_lossy(&out);
/// assert!(shown.contains("The sea is [-grey-]") && shown.contains("The sea is {+green+}"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn compare(
    names: [&str; 2],
    old: &str,
    new: &str,
    patience: Duration,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let rows = compare_texts(old, new, Grain::Words, patience);
    let hunks = hunks(&rows, layout.context);
    if !hunks.is_empty() {
        write_names(names, layout.screen, out)?;
        write_hunks(hunks.iter().map(|hunk| &rows[hunk.clone()]), Margin::Numbers, layout, out)?;
    }
    Ok(difference(&hunks))
}

/// What stands before the text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Margin {
    /// The line's number; texts are compared to the letter, so `\r` is shown where it may be the difference.
    Numbers,
    /// Its number and the reason that the plan gives.
    Reasons,
}

/// Writes hunks of a comparison, with what is apart from one another parted by dots.
pub(crate) fn write_compared<'r>(
    hunks: impl IntoIterator<Item = &'r [Row<'r>]>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    write_hunks(hunks, Margin::Numbers, Layout { context: 0, screen, joins: Joins::Whole }, out)
}

fn write_hunks<'r>(
    hunks: impl IntoIterator<Item = &'r [Row<'r>]>,
    margin: Margin,
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<()> {
    for (index, hunk) in hunks.into_iter().enumerate() {
        if index > 0 {
            writeln!(out, "{}", layout.screen.paint(Role::Aside, "      ..."))?;
        }
        for row in hunk {
            write_row(row, margin, layout, out)?;
        }
    }
    Ok(())
}

fn write_row(row: &Row<'_>, margin: Margin, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    let screen = layout.screen;
    let (sign, role) = match row.change {
        Change::Same => (' ', None),
        Change::Gone => ('-', Some(Role::Removed)),
        Change::Come => ('+', Some(Role::Added)),
        Change::Mended if layout.joins == Joins::Folded => ('~', Some(Role::Aside)),
        Change::Mended => ('~', None),
    };
    let number = if row.change == Change::Come { row.new.start } else { row.old.start } + 1;
    let head = format!("{sign}{number:>5}  {}", reason(row.note, margin));
    let (text, end) = text(row, role, layout);
    let altered = row.change != Change::Same;
    let carriage = if altered && margin == Margin::Numbers && end == "\r\n" { "\\r" } else { "" };
    let line = match altered && !text.is_empty() {
        true => format!("{}{text}{carriage}", paint(screen, role, &head)),
        false => format!("{}{carriage}", paint(screen, role, format!("{head}{text}").trim_end())),
    };
    writeln!(out, "{line}")?;
    if altered && end.is_empty() {
        writeln!(out, "{}", screen.paint(Role::Aside, "\\       no newline at the end"))?;
    }
    Ok(())
}

/// The text of a row as it is shown, and its terminator.
fn text<'r>(row: &'r Row<'_>, role: Option<Role>, layout: Layout) -> (String, &'r str) {
    let Some((last, before)) = row.pieces.split_last() else { return (String::new(), "") };
    let (body, end) = split_terminator(&last.text);
    if row.change == Change::Mended && layout.joins == Joins::Folded {
        return (paint(layout.screen, role, &layout.screen.show(split_terminator(&row.new_text()).0)), end);
    }
    let before = before.iter().map(|piece| marked(piece.mark, &piece.text, role, layout.screen));
    (before.chain([marked(last.mark, body, role, layout.screen)]).collect(), end)
}

/// Why a row is not the same in both texts, in a column of its own.
fn reason(note: Option<Note>, margin: Margin) -> String {
    match (margin, note) {
        (Margin::Numbers, _) => String::new(),
        (Margin::Reasons, None) => format!("{:17}", ""),
        (Margin::Reasons, Some(Note::Dropped(kind, score))) => format!("{kind:<10} {score:.2}  "),
        (Margin::Reasons, Some(Note::Mended(breaks, score))) => {
            format!("{:<10} {score:.2}  ", format!("mended {breaks}"))
        }
    }
}

/// A piece as it is shown: marked ones coloured, or in brackets where nothing is; breaks in them spelt out.
fn marked(mark: Mark, text: &str, row: Option<Role>, screen: Screen) -> String {
    if text.is_empty() {
        return String::new(); // a mark that held the terminator alone
    }
    let (role, open, close) = match mark {
        Mark::Plain => return paint(screen, row, &screen.show(text)),
        Mark::Gone => (Role::GoneInside, "[-", "-]"),
        Mark::Come => (Role::ComeInside, "{+", "+}"),
    };
    let parts = text.split_inclusive('\n').map(|line| {
        let (body, end) = split_terminator(line);
        format!("{}{}", screen.show(body), end.escape_default())
    });
    let text: String = parts.collect();
    if screen.is_painted() { screen.paint(role, &text) } else { format!("{open}{text}{close}") }
}

fn paint(screen: Screen, role: Option<Role>, text: &str) -> String {
    role.filter(|_| !text.is_empty()).map_or_else(|| text.to_owned(), |role| screen.paint(role, text))
}
