//! What a document loses, one JSON object a line.
//!
//! ```
//! use dechrome::report::removed;
//! use dechrome::{Cleaner, text::Lines};
//!
//! let text = "Subscribe to our newsletter
//!
//! The first swifts came back to the tower on Sunday, nine days later than
//! last year. They found it painted.
//! ";
//! let (lines, mut out) = (Lines::new(text), Vec::new());
//! removed::write("swifts.txt", &lines, &Cleaner::default().plan(&lines), &mut out)?;
//! let rows = String::from_utf8_lossy(&out);
//! let rows: Vec<serde_json::Value> = rows.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
//! assert_eq!((&rows[0]["what"], &rows[0]["text"]), (&"line".into(), &"Subscribe to our newsletter".into()));
//! assert_eq!((&rows[1]["what"], &rows[1]["text"]), (&"join".into(), &"\n".into()));
//! # Ok::<(), std::io::Error>(())
//! ```

use std::io::{self, Write};

use serde::Serialize;

use super::rounded;
use crate::plan::{Join, Label, Plan, Verdict};
use crate::text::{Lines, Start};

/// One thing removed. Lines count from 1; `start` and `end` are bytes of the document's text in UTF-8, the byte
/// order mark not counted.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "lowercase")]
enum Removed<'a> {
    /// A dropped line, without its terminator.
    Line {
        document: &'a str,
        line: usize,
        start: usize,
        end: usize,
        text: &'a str,
        reason: &'a str,
        score: f64,
    },
    /// The bytes of a mended break, from the end of `line` on, and what stands in their place.
    Join {
        document: &'a str,
        line: usize,
        start: usize,
        end: usize,
        text: &'a str,
        separator: &'a str,
        score: f64,
    },
}

/// Writes an object for each dropped line that is not blank and for each mended break, in the document's order.
///
/// Together with the cleaned text they hold every character of the document that is not white space.
///
/// ```
/// # use dechrome::{Cleaner, report::removed, text::Lines};
/// # let text = "Skip to content
/// #
/// # The goats were driven up to the high meadow a month before their time.
/// # ";
/// let (lines, mut out) = (Lines::new(text), Vec::new());
/// removed::write("goats.txt", &lines, &Cleaner::default().plan(&lines), &mut out)?;
/// assert!(out.starts_with(br#"{"what":"line","document":"goats.txt","line":1,"start":0,"end":15,"text":"Skip to"#));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write(document: &str, lines: &Lines<'_>, plan: &Plan, out: &mut impl Write) -> io::Result<()> {
    write_part(document, Start::default(), lines, plan, out)
}

/// The same for a part of a document: the lines that `plan` has a verdict for, of which the first is at `start`.
///
/// ```
/// # use dechrome::plan::{Basis, Kind, Label, Plan, Verdict};
/// # use dechrome::{report::removed, text::{Lines, Start}};
/// # let verdicts = vec![Verdict { label: Label::Chrome(Kind::Legal), score: 0.0, basis: Basis::Rule }];
/// # let plan = Plan { verdicts, joins: vec![], threshold: 0.5, guard: None };
/// let start = Start { line: 8_192, offset: 400_000 }; // of the part in its document
/// let mut out = Vec::new();
/// removed::write_part("sagas.txt", start, &Lines::new("Terms of use\n"), &plan, &mut out)?;
/// assert!(out.starts_with(br#"{"what":"line","document":"sagas.txt","line":8193,"start":400000,"end":400012,"#));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If a write fails.
pub fn write_part(
    document: &str,
    start: Start,
    lines: &Lines<'_>,
    plan: &Plan,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut joins = plan.joins.iter().peekable();
    for (index, verdict) in plan.verdicts.iter().enumerate() {
        if let Some(removed) = dropped(document, start, lines, index, verdict) {
            write_row(&removed, out)?;
        }
        if let Some(join) = joins.next_if(|join| join.upper == index) {
            write_row(&mended(document, start, lines, join), out)?;
        }
    }
    Ok(())
}

fn dropped<'a>(
    document: &'a str,
    from: Start,
    lines: &Lines<'a>,
    index: usize,
    verdict: &Verdict,
) -> Option<Removed<'a>> {
    let Label::Chrome(kind) = verdict.label else { return None };
    if lines.is_blank(index) {
        return None;
    }
    let span = lines.span(index);
    Some(Removed::Line {
        document,
        line: from.line + index + 1,
        start: from.offset + span.start,
        end: from.offset + span.end,
        text: lines.line(index),
        reason: kind.as_str(),
        score: rounded(verdict.score),
    })
}

fn mended<'a>(document: &'a str, from: Start, lines: &Lines<'a>, join: &Join) -> Removed<'a> {
    Removed::Join {
        document,
        line: from.line + join.upper + 1,
        start: from.offset + join.span.start,
        end: from.offset + join.span.end,
        text: &lines.text()[join.span.clone()],
        separator: join.separator.as_str(),
        score: rounded(join.score),
    }
}

fn write_row(row: &Removed<'_>, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Basis, Kind, Separator};

    #[test]
    fn dropped_lines_and_joins_stand_in_order() {
        let lines = Lines::new("Home \"x\"\n \nre-\nturn\n");
        let verdict = |label, score| Verdict { label, score, basis: Basis::Score };
        let chrome = Label::Chrome(Kind::Nav);
        let verdicts = vec![
            verdict(chrome, 0.25),
            verdict(chrome, 0.25),
            verdict(Label::Content, 1.0),
            verdict(Label::Content, 1.0),
        ];
        let join = Join { upper: 2, lower: 3, span: 13..15, separator: Separator::Nothing, score: 0.5 };
        let plan = Plan { verdicts, joins: vec![join], threshold: 0.5, guard: None };
        let mut out = Vec::new();
        write("a.txt", &lines, &plan, &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"what\":\"line\",\"document\":\"a.txt\",\"line\":1,\"start\":0,\"end\":8,\"text\":\"Home \\\"x\\\"\",\"reason\":\"nav\",\"score\":0.25}\n\
             {\"what\":\"join\",\"document\":\"a.txt\",\"line\":3,\"start\":13,\"end\":15,\"text\":\"-\\n\",\"separator\":\"\",\"score\":0.5}\n"
        );
    }
}
