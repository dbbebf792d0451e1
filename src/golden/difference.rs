//! What sets two texts apart, in rows to read.

use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::report::Screen;
use crate::report::compare::{self, Grain};
use crate::report::inline;
use crate::report::rows::{self, Row};
use crate::text::{Encoding, Lines, Text};

use super::case::Case;
use super::changes::Changes;

/// Lines of context around a change.
const CONTEXT: usize = 2;
/// Comparing takes no longer than this; the rows are coarser then, never wrong.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// How today's output differs from what it is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Number of lines of the case's input.
    pub lines: usize,
    /// What changed, counted; nothing where only the encoding or its mark did.
    pub changes: Changes,
    /// What changed, to read: changed rows with some context, apart where rows between them are equal.
    pub hunks: Vec<Hunk>,
}

/// Rows that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct Hunk {
    /// In the order of the texts; what is gone is only in the text that today's output is held against.
    pub rows: Vec<Row<'static>>,
}

impl Difference {
    /// Writes the hunks to read: `-` and `+` rows with their numbers, what sets a row apart as `[-old-]` and
    /// `{+new+}`, `\r` where a changed row ends with it.
    ///
    /// # Errors
    /// If a write fails.
    pub fn write(&self, screen: Screen, out: &mut impl Write) -> io::Result<()> {
        inline::write_compared(self.hunks.iter().map(|hunk| &hunk.rows[..]), screen, out)
    }

    /// Today's output of a case against the accepted one.
    pub(super) fn of_expected(case: &Case, expected: &[u8], output: &[u8]) -> Self {
        Difference::between(case, &shown(expected), output)
    }

    /// Today's output of a case against its input.
    pub(super) fn of_input(case: &Case, output: &[u8]) -> Self {
        Difference::between(case, case.input(), output)
    }

    fn between(case: &Case, old: &str, output: &[u8]) -> Self {
        let (changes, hunks) = compare(old, &shown(output));
        Difference { lines: case.lines(), changes, hunks }
    }
}

/// Bytes as text to read. Whether they are the same is decided before, on the bytes, so those of an accepted output
/// that are not text may be replaced here.
fn shown(bytes: &[u8]) -> String {
    match Text::decode(bytes.to_vec(), Encoding::Unicode) {
        Ok(text) => text.text,
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn compare(old: &str, new: &str) -> (Changes, Vec<Hunk>) {
    let rows = compare::compare(old, new, Grain::Words, PATIENCE);
    let mut changes = Changes::between(&whole_lines(old), &whole_lines(new), Instant::now() + PATIENCE);
    let hunks = rows::hunks(&rows, CONTEXT);
    if changes.total() == 0 {
        changes.blank = rows::hunks(&rows, 0).len();
    }
    let hunk = |hunk: Range<usize>| Hunk { rows: rows[hunk].iter().cloned().map(Row::into_owned).collect() };
    (changes, hunks.into_iter().map(hunk).collect())
}

/// The lines of a text as the library counts them, each with its terminator.
pub(super) fn whole_lines(text: &str) -> Vec<&str> {
    let lines = Lines::new(text);
    (0..lines.len()).map(|index| &text[lines.span(index).whole()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn told(old: &str, new: &str, summary: &str) {
        assert_eq!(compare(old, new).0.to_string(), summary);
    }

    #[test]
    fn changes_are_told_in_lines_and_breaks() {
        told("a\nb\nc\nd\n", "a\nd\n", "2 newly dropped");
        told("a\n\nd\n", "a\n\nb\n\nd\n", "1 newly kept");
        told("went to\nRome\nand home\n", "went to Rome and home\n", "2 breaks mended");
        told("went to Rome\n", "went to\nRome\n", "1 break no longer mended");
        told(
            "menu\nthe hyphen-\nation of it\nend\n",
            "the hyphenation of it\nend\n",
            "1 newly dropped, 1 break mended",
        );
        told("the hyphen-ation\n", "the hyphenation\n", "1 altered");
        told("a\r\nb\r\n", "a\nb\n", "2 altered");
        told("a\n\n\nb\n", "a\n\nb\n", "1 change of blank lines");
        told("menu\n\na\nb\n\nc\nd\n\nend\n", "a b\n\nc d\n\nend\n", "1 newly dropped, 2 breaks mended");
        told("one\ntwo\n", "drei\nvier\n", "2 newly dropped, 2 newly kept");
        told("went to\nRome\n", "new\nnewer\nwent to Rome\n", "2 newly kept, 1 break mended");
        told("went to Rome\n", "new\nwent\nto\nRome\n", "1 newly kept, 2 breaks no longer mended");
        told("old\nwent to\nRome\nx-y\n", "went to Rome\nxy\n", "1 newly dropped, 1 break mended, 1 altered");
        told("> a\n> b\nc\n", "> a b\nc\n", "1 break mended");
        told("a\n\nb\n\n\nc\n", "a\n\n\nb\n\nc\n", "2 changes of blank lines");
    }

    #[test]
    fn rows_read_without_colour() {
        let (changes, hunks) =
            compare("a\r\nthe sky is red\n1\n2\n3\n4\n5\nend\n", "a\nthe sky is blue\n1\n2\n3\n4\n5\nend");
        let mut shown = Vec::new();
        Difference { lines: 8, changes, hunks }.write(Screen::PLAIN, &mut shown).unwrap();
        assert_eq!(
            String::from_utf8(shown).unwrap(),
            "-    1  a\\r\n-    2  the sky is [-red-]\n+    1  a\n+    2  the sky is {+blue+}\n     3  1\n     4  2\n\
             \u{20}     ...\n     6  4\n     7  5\n-    8  end\n+    8  end\n\\       no newline at the end\n"
        );
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(compare("a\n", "a\n"), (Changes::default(), vec![]));
        assert_eq!(compare("", ""), (Changes::default(), vec![]));
    }
}
