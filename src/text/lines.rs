//! Lossless line spans of a document.
//!
//! A line ends at `\n` or `\r\n`; every other control character, a lone `\r` among them, is part
//! of its line. The spans of all lines and their terminators cover the text without gap or
//! overlap, so the text can always be put together again byte for byte.

use std::ops::Range;

/// One line as byte offsets into its document: text in `start..end`, terminator in `end..next`.
///
/// ```
/// # use dechrome::text::{Line, Lines};
/// let lines = Lines::new("Ebbe\r\nFlut");
/// assert_eq!(lines.span(0), Line { start: 0, end: 4, next: 6 });
/// assert_eq!(lines.span(1), Line { start: 6, end: 10, next: 10 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// First byte of the line.
    pub start: usize,
    /// End of the line's text, before its terminator.
    pub end: usize,
    /// End of the terminator: start of the next line. Equals `end` on a last line without one.
    pub next: usize,
}

impl Line {
    /// The line with its terminator.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// let lines = Lines::new("Ebbe\r\nFlut\n");
    /// assert_eq!(&lines.text()[lines.span(0).whole()], "Ebbe\r\n");
    /// ```
    pub fn whole(&self) -> Range<usize> {
        self.start..self.next
    }
}

/// Where a part of a document begins.
///
/// ```
/// # use dechrome::text::Start;
/// let document = "Ebbe\r\nFlut\n";
/// let start = Start { line: 1, offset: 6 };
/// assert_eq!(document[start.offset..].lines().next(), document.lines().nth(start.line));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Start {
    /// Index of its first line, from 0.
    pub line: usize,
    /// How many bytes stand before it.
    pub offset: usize,
}

/// A document's text with its lines.
///
/// ```
/// use dechrome::text::Lines;
///
/// let text = "Ebbe\r\n\nFlut";
/// let lines = Lines::new(text);
/// assert_eq!(lines.iter().collect::<Vec<_>>(), ["Ebbe", "", "Flut"]);
/// let again: String = (0..lines.len()).map(|index| &text[lines.span(index).whole()]).collect();
/// assert_eq!(again, text);
/// ```
#[derive(Debug, Clone)]
pub struct Lines<'t> {
    text: &'t str,
    spans: Vec<Line>,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`. An empty text has none; `"a\n\nb"` has three.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// assert_eq!(Lines::new("a\n\nb").len(), 3);
    /// assert_eq!(Lines::new("a\n\nb\n").len(), 3); // a last terminator begins no line
    /// assert_eq!(Lines::new("").len(), 0);
    /// ```
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut spans = Vec::with_capacity(bytes.len() / 48 + 1);
        let mut start = 0;
        for newline in memchr::memchr_iter(b'\n', bytes) {
            let end = if newline > start && bytes[newline - 1] == b'\r' { newline - 1 } else { newline };
            spans.push(Line { start, end, next: newline + 1 });
            start = newline + 1;
        }
        if start < bytes.len() {
            spans.push(Line { start, end: bytes.len(), next: bytes.len() });
        }
        Lines { text, spans }
    }

    /// The whole text the lines were found in.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// assert_eq!(Lines::new("Ebbe\r\nFlut").text(), "Ebbe\r\nFlut");
    /// ```
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Number of lines.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// assert_eq!(Lines::new("Ebbe\n\nFlut\n").len(), 3); // blank lines count
    /// ```
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether the document has no line at all.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// assert!(Lines::new("").is_empty());
    /// assert!(!Lines::new("\n").is_empty()); // one blank line
    /// ```
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Offsets of line `index`, which counts from 0, in bytes. Panics if there is no such line.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// let span = Lines::new("Fähre\nFlut").span(1);
    /// assert_eq!((span.start, span.end), (7, 11)); // "ä" takes two bytes
    /// ```
    pub fn span(&self, index: usize) -> Line {
        self.spans[index]
    }

    /// Text of line `index`, which counts from 0, without its terminator. Panics if there is no such line.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// assert_eq!(Lines::new("Ebbe\r\n Flut \n").line(1), " Flut ");
    /// ```
    pub fn line(&self, index: usize) -> &'t str {
        let Line { start, end, .. } = self.spans[index];
        &self.text[start..end]
    }

    /// Whether line `index`, which counts from 0, holds nothing but white space. Panics if there is no such line.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// let lines = Lines::new("Ebbe\n \u{a0}\n");
    /// assert!(!lines.is_blank(0) && lines.is_blank(1));
    /// ```
    pub fn is_blank(&self, index: usize) -> bool {
        trim(self.line(index)).is_empty()
    }

    /// Some of the lines, by their indices from 0, as a document of their own: its offsets and indices start with
    /// theirs. Panics if the range ends before it starts.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// let part = Lines::new("Ebbe\nFlut\nFog\nIce\n").part(1..3);
    /// assert_eq!((part.text(), part.line(0)), ("Flut\nFog\n", "Flut"));
    /// ```
    pub fn part(&self, lines: Range<usize>) -> Lines<'t> {
        let offset = |line: usize| self.spans.get(line).map_or(self.text.len(), |span| span.start);
        Lines::new(&self.text[offset(lines.start)..offset(lines.end)])
    }

    /// Texts of all lines in order, without terminators.
    ///
    /// ```
    /// # use dechrome::text::Lines;
    /// let lines = Lines::new("Ebbe\r\nFlut\n");
    /// let longest = lines.iter().map(str::len).max();
    /// assert_eq!(longest, Some(4));
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'t str> + '_ {
        self.spans.iter().map(|span| &self.text[span.start..span.end])
    }
}

/// The line without white space at its ends, as [`str::trim`] gives it: most lines have none outside ASCII, by two of
/// their bytes.
pub fn trim(line: &str) -> &str {
    let inner = line.trim_ascii();
    let is_inked = |byte: &u8| byte.is_ascii_graphic();
    match inner.as_bytes() {
        [] => inner,
        [only] if is_inked(only) => inner,
        [first, .., last] if is_inked(first) && is_inked(last) => inner,
        _ => inner.trim(),
    }
}

/// The same at its start alone, as [`str::trim_start`] gives it.
pub(crate) fn trim_start(line: &str) -> &str {
    let inner = line.trim_ascii_start();
    if inner.bytes().next().is_some_and(|byte| byte.is_ascii_graphic()) { inner } else { inner.trim_start() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Lines::new(text).iter().collect()
    }

    #[test]
    fn a_part_is_a_document_of_its_own() {
        let lines = Lines::new("a\r\nb\n\nc");
        let part = lines.part(1..3);
        assert_eq!((part.text(), part.len(), part.line(0)), ("b\n\n", 2, "b"));
        assert_eq!(lines.part(3..4).text(), "c");
        assert_eq!(lines.part(0..4).text(), lines.text());
        assert!(lines.part(4..4).is_empty());
    }

    #[test]
    fn terminators_are_lf_and_crlf() {
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("a"), ["a"]);
        assert_eq!(texts("a\n"), ["a"]);
        assert_eq!(texts("a\r\n\r\nb\rc\n\r\n"), ["a", "", "b\rc", ""]);
        assert_eq!(texts("a\r"), ["a\r"]);
        assert_eq!(texts("\n\n"), ["", ""]);
        assert_eq!(texts("a\u{2028}b\u{85}c\u{b}d\u{c}e"), ["a\u{2028}b\u{85}c\u{b}d\u{c}e"]);
    }

    #[test]
    fn spans_cover_the_text() {
        let text = "one\r\ntwo\n\nthree\rfour";
        let lines = Lines::new(text);
        let whole: String = (0..lines.len()).map(|i| &text[lines.span(i).whole()]).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn lines_are_trimmed_as_by_the_standard_library() {
        for inner in ["", "a", "é", "a b", "\u{b}", "a\u{a0}b", "\u{1f}", "漢 a"] {
            for edge in ["", " ", "\t \r", "\u{a0}", " \u{3000}", "\u{b} ", "\u{85}"] {
                let line = format!("{edge}{inner}{edge}");
                assert_eq!(trim(&line), line.trim(), "{line:?}");
                assert_eq!(trim_start(&line), line.trim_start(), "{line:?}");
            }
        }
    }

    #[test]
    fn blank_is_white_space_of_any_script() {
        let lines = Lines::new("\n \t\u{a0}\u{3000}\n.\n");
        assert_eq!((0..3).map(|i| lines.is_blank(i)).collect::<Vec<_>>(), [true, true, false]);
    }
}
