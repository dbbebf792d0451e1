//! The unified diff: what GNU `patch` applies to a document to clean it, and `patch -R` to get it back.
//!
//! Made from the plan without a diff algorithm, so it shows what was decided and nothing else.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

use similar::{Algorithm, DiffOp};

use super::screen::{Role, Screen};
use crate::plan::{Label, Plan};
use crate::text::Lines;

/// How much of a document stands around its changes, and how it looks.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Unchanged lines before and after each change.
    pub context: usize,
    /// Colours and escapes; anything but [`Screen::PLAIN`] is for eyes and not for `patch`.
    pub screen: Screen,
    /// How mended breaks are shown.
    pub joins: Joins,
}

/// How a line that was mended is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joins {
    /// The broken lines as removed, the mended one as added: what `patch` needs.
    Whole,
    /// The mended line alone, behind a `~`: for eyes. Nothing but white space and hyphens of divided words is gone.
    Folded,
}

/// Whether two texts are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Nothing was written.
    None,
    /// They differ, and the difference was written.
    Some,
}

/// One line of the diff, with its terminator.
struct Edit<'t> {
    side: Side,
    text: Cow<'t, str>,
    reason: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
    /// A mended line that stands for itself and for so many broken ones.
    Folded(usize),
}

/// Writes what cleaning changes in the document called `name`.
///
/// Without the mended breaks `patch` would not give the cleaned text: folded ones are for eyes. How many lines that are
/// not blank each hunk drops, by kind, and how many breaks it mends stand behind its line numbers. Linear time.
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
    write_edits([name, name], &planned(lines, plan, layout.joins), layout, out)
}

/// Writes how `new` differs from `old`, line by line; `names` are theirs, in the same order.
///
/// Found by comparison, within `patience`; when that runs out the diff is still right, but longer than it must be.
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
    if old == new {
        return Ok(Difference::None);
    }
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let deadline = Instant::now().checked_add(patience);
    let ops = similar::capture_diff_slices_deadline(Algorithm::Patience, &old, &new, deadline);
    write_edits(names, &compared(&old, &new, &ops), layout, out)
}

fn planned<'t>(lines: &Lines<'t>, plan: &Plan, shown: Joins) -> Vec<Edit<'t>> {
    let text = lines.text();
    let mut edits = Vec::with_capacity(lines.len());
    let mut joins = plan.joins.iter().peekable();
    let mut index = 0;
    while index < lines.len() {
        let whole = Cow::Borrowed(&text[lines.span(index).whole()]);
        if let Label::Chrome(kind) = plan.verdicts[index].label {
            let reason = (!lines.is_blank(index)).then(|| kind.as_str());
            edits.push(Edit { side: Side::Old, text: whole, reason });
            index += 1;
            continue;
        }
        let (mut merged, mut at, mut last) = (String::new(), lines.span(index).start, index);
        let mut lowers = Vec::new();
        while let Some(join) = joins.next_if(|join| join.upper == last) {
            merged.push_str(&text[at..join.span.start]);
            merged.push_str(join.separator.as_str());
            (at, last) = (join.span.end, join.lower);
            lowers.push(last);
        }
        if last == index {
            edits.push(Edit { side: Side::Both, text: whole, reason: None });
        } else if shown == Joins::Folded {
            merged.push_str(&text[at..lines.span(last).next]);
            let side = Side::Folded(last - index + 1);
            edits.push(Edit { side, text: Cow::Owned(merged), reason: Some("mended") });
        } else {
            merged.push_str(&text[at..lines.span(last).next]);
            let mut lowers = lowers.into_iter().peekable();
            edits.extend((index..=last).map(|line| Edit {
                side: Side::Old,
                text: Cow::Borrowed(&text[lines.span(line).whole()]),
                reason: lowers.next_if_eq(&line).map(|_| "mended"), // the break above the line
            }));
            edits.push(Edit { side: Side::New, text: Cow::Owned(merged), reason: None });
        }
        index = last + 1;
    }
    edits
}

fn compared<'t>(old: &[&'t str], new: &[&'t str], ops: &[DiffOp]) -> Vec<Edit<'t>> {
    let mut edits = Vec::with_capacity(old.len().max(new.len()));
    let mut push = |side, texts: &[&'t str]| {
        edits.extend(texts.iter().map(|&text| Edit { side, text: Cow::Borrowed(text), reason: None }));
    };
    for op in ops {
        match op {
            DiffOp::Equal { .. } => push(Side::Both, &old[op.old_range()]),
            _ => {
                push(Side::Old, &old[op.old_range()]);
                push(Side::New, &new[op.new_range()]);
            }
        }
    }
    edits
}

fn write_edits(
    names: [&str; 2],
    edits: &[Edit<'_>],
    layout: Layout,
    out: &mut impl Write,
) -> io::Result<Difference> {
    let hunks = hunks(edits, layout.context);
    if hunks.is_empty() {
        return Ok(Difference::None);
    }
    let screen = layout.screen;
    for (mark, name) in ["---", "+++"].into_iter().zip(names) {
        writeln!(out, "{}", screen.paint(Role::Name, &format!("{mark} {}", screen.show(&quoted(name)))))?;
    }
    let mut counted = [0, 0]; // lines before the hunk, in the old text and in the new
    let mut done = 0;
    for hunk in hunks {
        count(&edits[done..hunk.start], &mut counted);
        let before = counted;
        count(&edits[hunk.clone()], &mut counted);
        let [old, new] = [0, 1].map(|side| place(before[side], counted[side] - before[side]));
        let reasons = reasons(&edits[hunk.clone()]);
        writeln!(out, "{}{reasons}", screen.paint(Role::Place, &format!("@@ -{old} +{new} @@")))?;
        for edit in &edits[hunk.clone()] {
            write_edit(edit, screen, out)?;
        }
        done = hunk.end;
    }
    Ok(Difference::Some)
}

/// The stretches of edits to show: every change with its context, neighbours that touch in one.
fn hunks(edits: &[Edit<'_>], context: usize) -> Vec<Range<usize>> {
    let mut hunks: Vec<Range<usize>> = Vec::new();
    for (index, _) in edits.iter().enumerate().filter(|(_, edit)| edit.side != Side::Both) {
        let start = index.saturating_sub(context);
        let end = (index + 1).saturating_add(context).min(edits.len());
        match hunks.last_mut() {
            Some(hunk) if start <= hunk.end => hunk.end = end,
            _ => hunks.push(start..end),
        }
    }
    hunks
}

fn count(edits: &[Edit<'_>], [old, new]: &mut [usize; 2]) {
    for edit in edits {
        let (in_old, in_new) = match edit.side {
            Side::Both => (1, 1),
            Side::Old => (1, 0),
            Side::New => (0, 1),
            Side::Folded(lines) => (lines, 1),
        };
        *old += in_old;
        *new += in_new;
    }
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
fn reasons(edits: &[Edit<'_>]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for reason in edits.iter().filter_map(|edit| edit.reason) {
        match counts.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason, 1)),
        }
    }
    let words: Vec<String> = counts.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
    if words.is_empty() { String::new() } else { format!(" {}", words.join(", ")) }
}

fn write_edit(edit: &Edit<'_>, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    let (mark, role) = match edit.side {
        Side::Both => (" ", None),
        Side::Old => ("-", Some(Role::Removed)),
        Side::New => ("+", Some(Role::Added)),
        Side::Folded(_) => ("~", Some(Role::Aside)),
    };
    let (body, end) = split_terminator(&edit.text);
    let shown = format!("{mark}{}", screen.show(body));
    match role {
        Some(role) => out.write_all(screen.paint(role, &shown).as_bytes())?,
        None => out.write_all(shown.as_bytes())?,
    }
    let end = if end.is_empty() { "\n\\ No newline at end of file\n" } else { end };
    out.write_all(end.as_bytes())
}

fn split_terminator(line: &str) -> (&str, &str) {
    let end =
        line.strip_suffix('\n').map_or(line.len(), |body| body.strip_suffix('\r').unwrap_or(body).len());
    line.split_at(end)
}

/// A file name as GNU diff writes it: quoted like a C string where it holds more than plain characters.
fn quoted(name: &str) -> Cow<'_, str> {
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
    use crate::plan::{Basis, Join, Kind, Separator, Verdict};
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
            "--- a.txt\n+++ a.txt\n@@ -1,4 +1 @@ mended 1\n~return to the sea\n"
        );
    }

    #[test]
    fn a_terminal_is_shown_escapes_and_colours() {
        let screen = Screen { text: Shown::Escaped, paint: Paint::Colour };
        let shown = diff("\u{1b}[2J\r\na", &[0], vec![], Layout { context: 0, screen, ..LAYOUT });
        assert!(shown.ends_with("\u{1b}[31m-\\u{1b}[2J\u{1b}[0m\r\n"), "{shown:?}");
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
