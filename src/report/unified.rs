//! The unified diff: what GNU `patch` applies to a document to clean it, and `patch -R` to get it back.
//!
//! ```
//! use dechrome::report::{Joins, Layout, Screen, unified};
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Skip to content
//!
//! The goats were driven up to the high meadow a month before their time.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
//! unified::write("goats.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
//! let patch = "--- goats.txt\n+++ goats.txt\n@@ -1,3 +1 @@ nav 1\n-Skip to content\n-\n The goats were driven";
//! assert!(out.starts_with(patch.as_bytes()));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::borrow::Cow;
use std::io::{self, Write};
use std::time::Duration;

use super::compare::{Grain, compare as compare_texts};
use super::layout::{Difference, Joins, Layout};
use super::rows::{Change, Note, Row, difference, hunks, planned, split_terminator};
use super::screen::{Role, Screen};
use super::summary::Summary;
use crate::plan::Plan;
use crate::text::Lines;

/// Writes what cleaning changes in the document called `name`.
///
/// Without the mended breaks `patch` would not give the cleaned text: folded ones are for eyes. How many lines that are
/// not blank each hunk drops, by kind, and how many breaks it mends stand behind its line numbers. For eyes, each
/// dropped line also has its reason and score behind it, and a summary ends the diff; `patch` would take neither. Linear
/// time.
///
/// ```
/// # use dechrome::{Cleaner, report::{Difference, Joins, Layout, Screen, unified}, text::Lines};
/// # let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
/// let (lines, mut out) = (Lines::new("Nobody fell in.\n"), Vec::new());
/// let written = unified::write("pond.txt", &lines, &Cleaner::default().plan(&lines), layout, &mut out)?;
/// assert_eq!((written, out.len()), (Difference::None, 0)); // nothing changes: no diff
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
    let written = write_rows([name, name], &planned(lines, plan), layout, out)?;
    if written == Difference::Some && layout.screen != Screen::PLAIN {
        writeln!(out, "{}", layout.screen.paint(Role::Aside, &Summary::of(lines, plan).to_string()))?;
    }
    Ok(written)
}

/// Writes how `new` differs from `old`, line by line; `names` are theirs, in the same order.
///
/// Found by comparison, within `patience`; when that runs out the diff is still right, but longer than it must be.
///
/// ```
/// # use std::time::Duration;
/// # use dechrome::report::{Joins, Layout, Screen, unified};
/// # let layout = Layout { context: 3, screen: Screen::PLAIN, joins: Joins::Whole };
/// let (old, new, mut out) = ("Fog\nEbb\n", "Fog\nFlood\n", Vec::new());
/// unified::compare(["old.txt", "new.txt"], old, new, Duration::from_secs(1), layout, &mut out)?;
/// assert_eq!(
///     String::from_utf8_lossy(&out),
///     "--- old.txt\n+++ new.txt\n@@ -1,2 +1,2 @@\n Fog\n-Ebb\n+Flood\n"
/// );
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
    write_rows(names, &compare_texts(old, new, Grain::Lines, patience), layout, out)
}

fn write_rows(
    names: [&str; 2],
    rows: &[Row<'_>],
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let hunks = hunks(rows, layout.context);
    if hunks.is_empty() {
        return Ok(Difference::None);
    }
    let screen = layout.screen;
    write_names(names, screen, out)?;
    for hunk in &hunks {
        let rows = &rows[hunk.clone()];
        let place = screen.paint(Role::Place, &format!("@@ {} @@", places(rows)));
        writeln!(out, "{place}{}", reasons(rows))?;
        for row in rows {
            write_row(row, layout, out)?;
        }
    }
    Ok(difference(&hunks))
}

/// Writes what the two texts are called.
pub(super) fn write_names(names: [&str; 2], screen: Screen, out: &mut impl Write) -> io::Result<()> {
    for (mark, name) in ["---", "+++"].into_iter().zip(names) {
        writeln!(out, "{}", screen.paint(Role::Name, &format!("{mark} {}", screen.show(&quoted(name)))))?;
    }
    Ok(())
}

/// Where a hunk stands in both texts.
fn places(rows: &[Row<'_>]) -> String {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return String::new() };
    let old = place(first.old.start, last.old.end - first.old.start);
    let new = place(first.new.start, last.new.end - first.new.start);
    format!("-{old} +{new}")
}

/// Where a hunk stands in one text, as `patch` wants it: an empty one after the line it names.
fn place(before: usize, length: usize) -> String {
    match length {
        0 => format!("{before},0"),
        1 => format!("{}", before + 1),
        _ => format!("{},{length}", before + 1),
    }
}

/// Why the lines of a hunk go, each reason with its count, in the order of their first line.
fn reasons(rows: &[Row<'_>]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for note in rows.iter().filter_map(|row| row.note) {
        match counts.iter_mut().find(|(known, _)| *known == note.reason()) {
            Some((_, count)) => *count += note.count(),
            None => counts.push((note.reason(), note.count())),
        }
    }
    let words: Vec<String> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    if words.is_empty() { String::new() } else { format!(" {}", words.join(", ")) }
}

fn write_row(row: &Row<'_>, layout: Layout, out: &mut impl Write) -> io::Result<()> {
    let mut write = |mark, role, line: &str| write_line(mark, role, line, row.note, layout.screen, out);
    match row.change {
        Change::Same => write(" ", None, &row.old_text()),
        Change::Gone => write("-", Some(Role::Removed), &row.old_text()),
        Change::Come => write("+", Some(Role::Added), &row.new_text()),
        Change::Mended if layout.joins == Joins::Folded => write("~", Some(Role::Aside), &row.new_text()),
        Change::Mended => {
            for line in row.old_text().split_inclusive('\n') {
                write("-", Some(Role::Removed), line)?;
            }
            write("+", Some(Role::Added), &row.new_text())
        }
    }
}

fn write_line(
    mark: &str,
    role: Option<Role>,
    line: &str,
    note: Option<Note>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let (body, end) = split_terminator(line);
    let shown = format!("{mark}{}", screen.show(body));
    out.write_all(role.map_or(shown.clone(), |role| screen.paint(role, &shown)).as_bytes())?;
    if let Some(Note::Dropped(kind, score)) = note.filter(|_| screen != Screen::PLAIN) {
        write!(out, "  {}", screen.paint(Role::Aside, &format!("{kind} {score:.2}")))?;
    }
    let end = if end.is_empty() { "\n\\ No newline at end of file\n" } else { end };
    out.write_all(end.as_bytes())
}

/// A file name as GNU diff writes it: quoted like a C string where it holds more than plain characters.
pub(super) fn quoted(name: &str) -> Cow<'_, str> {
    if !name.contains(|c: char| c == ' ' || c == '"' || c == '\\' || c.is_ascii_control()) {
        return Cow::Borrowed(name);
    }
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\t' => quoted.push_str("\\t"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_ascii_control() => quoted.push_str(&format!("\\{:03o}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    Cow::Owned(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Join, Kind, Label, Separator, Verdict};
    use crate::report::{Paint, Shown};

    const LAYOUT: Layout = Layout { context: 1, screen: Screen::PLAIN, joins: Joins::Whole };

    fn diff(text: &str, chrome: &[usize], joins: Vec<Join>, layout: Layout) -> String {
        let lines = Lines::new(text);
        let label = |line| if chrome.contains(&line) { Label::Chrome(Kind::Nav) } else { Label::Content };
        let verdict = |line| Verdict { label: label(line), score: 0.5, basis: Basis::Score };
        let verdicts = (0..lines.len()).map(verdict).collect();
        let mut out = Vec::new();
        write("a.txt", &lines, &Plan { verdicts, joins, threshold: 0.5, guard: None }, layout, &mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_changed_is_an_empty_diff() {
        assert_eq!(diff("a\nb", &[], vec![], LAYOUT), "");
        assert_eq!(diff("", &[], vec![], LAYOUT), "");
    }

    #[test]
    fn hunks_have_context_and_count_their_reasons() {
        assert_eq!(
            diff("a\nx\nb\nc\nd\ne\nx\ny\r\n", &[1, 6, 7], vec![], LAYOUT),
            "--- a.txt\n+++ a.txt\n@@ -1,3 +1,2 @@ nav 1\n a\n-x\n b\n@@ -6,3 +5 @@ nav 2\n e\n-x\n-y\r\n"
        );
        let everything = "--- a.txt\n+++ a.txt\n@@ -1 +0,0 @@ nav 1\n-x\n\\ No newline at end of file\n";
        assert_eq!(diff("x", &[0], vec![], LAYOUT), everything);
    }

    #[test]
    fn a_chain_of_joins_is_one_new_line() {
        let join = |upper, lower, span, separator| Join { upper, lower, span, separator, score: 1.0 };
        let joins = vec![join(0, 1, 2..4, Separator::Nothing), join(1, 3, 11..16, Separator::Space)];
        assert_eq!(
            diff("re-\nturn to \n\n  the sea\nhome", &[], joins.clone(), Layout { context: 0, ..LAYOUT }),
            "--- a.txt\n+++ a.txt\n@@ -1,4 +1 @@ mended 2\n-re-\n-turn to \n-\n-  the sea\n+return to the sea\n"
        );
        assert_eq!(
            diff(
                "re-\nturn to \n\n  the sea\nhome",
                &[],
                joins,
                Layout { joins: Joins::Folded, context: 0, ..LAYOUT }
            ),
            "--- a.txt\n+++ a.txt\n@@ -1,4 +1 @@ mended 2\n~return to the sea\n"
        );
    }

    #[test]
    fn a_terminal_is_shown_escapes_and_colours() {
        let screen = Screen { text: Shown::Escaped, paint: Paint::Colour };
        let shown = diff("\u{1b}[2J\r\na", &[0], vec![], Layout { context: 0, screen, ..LAYOUT });
        let dropped = "\u{1b}[31m-\\u{1b}[2J\u{1b}[0m  \u{1b}[2mnav 0.50\u{1b}[0m\r\n";
        let summary = "\u{1b}[2m1 of 2 lines dropped (nav 1)\u{1b}[0m\n";
        assert!(shown.ends_with(&format!("{dropped}{summary}")), "{shown:?}");
    }

    #[test]
    fn names_are_quoted_as_gnu_diff_does() {
        for (name, expected) in [
            ("a/b.txt", "a/b.txt"),
            ("a b", "\"a b\""),
            ("q\"\\", "\"q\\\"\\\\\""),
            ("a\nb\u{1}é", "\"a\\nb\\001é\""),
        ] {
            assert_eq!(quoted(name), expected);
        }
    }

    #[test]
    fn two_texts_are_compared_line_by_line() {
        let mut out = Vec::new();
        let patience = Duration::from_secs(5);
        let names = ["old", "new"];
        let same = compare(names, "a\n", "a\n", patience, LAYOUT, &mut out).unwrap();
        assert_eq!((same, out.len()), (Difference::None, 0));
        let differs = compare(names, "a\nb\n", "a\nc", patience, LAYOUT, &mut out).unwrap();
        assert_eq!(differs, Difference::Some);
        let expected = "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
