//! How a document too large to be judged at once is divided: into windows of lines that overlap.

use std::ops::Range;

use super::lines::Lines;

/// Lines that are judged at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// All of them, neighbours included.
    pub seen: Range<usize>,
    /// Those whose verdicts count. The own lines of all windows are those of the document, each once and in order.
    pub own: Range<usize>,
}

/// The sizes of windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Most own lines of a window.
    pub lines: usize,
    /// Most bytes of its own lines, unless one line alone has more.
    pub bytes: usize,
    /// Most lines seen on each side of them.
    pub overlap: usize,
    /// Most bytes of the lines on each side.
    pub overlap_bytes: usize,
}

impl Division {
    /// What the library uses: a document of up to 8,192 lines and 4 MiB is one window.
    ///
    /// A line takes about two kilobytes while it is judged, so that a window takes about 20 MB whatever the document.
    /// A thousand lines on each side are more than what the verdict on a line rests on, but for the place on the page; where
    /// a line holds a document of its own, half a megabyte of them is, and the work stays in proportion to the text.
    pub const SHIPPED: Division =
        Division { lines: 8_192, bytes: 4 << 20, overlap: 1_024, overlap_bytes: 1 << 19 };

    /// The windows of a document, in order; none for an empty one.
    pub fn windows<'l>(self, lines: &'l Lines<'_>) -> impl Iterator<Item = Window> + 'l {
        let mut start = 0;
        std::iter::from_fn(move || {
            (start < lines.len()).then(|| {
                let window = self.window(start, lines.len(), |line| lines.span(line).next);
                start = window.own.end;
                window
            })
        })
    }

    /// The window whose own lines begin with `start`, of a document of so many lines, where each line ends at the offset
    /// that `next` gives, its terminator counted.
    pub(super) fn window(self, start: usize, lines: usize, next: impl Fn(usize) -> usize) -> Window {
        let begin = |line: usize| line.checked_sub(1).map_or(0, &next);
        let first = begin(start);
        let fits = |line: &usize| next(*line) - first <= self.bytes;
        let last = (start + 1..lines).take(self.lines.saturating_sub(1)).take_while(fits).last();
        let own = start..last.unwrap_or(start) + 1;
        let end = begin(own.end);
        let near = |line: &usize| first - begin(*line) <= self.overlap_bytes;
        let above = (0..own.start).rev().take(self.overlap).take_while(near).count();
        let near = |line: &usize| next(*line) - end <= self.overlap_bytes;
        let below = (own.end..lines).take(self.overlap).take_while(near).count();
        Window { seen: own.start - above..own.end + below, own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(text: &str, division: Division) -> Vec<Window> {
        division.windows(&Lines::new(text)).collect()
    }

    #[test]
    fn own_lines_cover_the_document_once_and_in_order() {
        let text = "a\n".repeat(10);
        let division = Division { lines: 4, bytes: 1 << 20, overlap: 2, overlap_bytes: 1 << 20 };
        let window = |seen, own| Window { seen, own };
        assert_eq!(windows(&text, division), [window(0..6, 0..4), window(2..10, 4..8), window(6..10, 8..10)]);
        assert_eq!(windows("", division), []);
    }

    #[test]
    fn long_lines_make_short_windows() {
        let text = format!("a\nb\n{}\nc\n", "x".repeat(100));
        let division = Division { lines: 100, bytes: 10, overlap: 2, overlap_bytes: 4 };
        let window = |seen, own| Window { seen, own };
        assert_eq!(windows(&text, division), [window(0..2, 0..2), window(0..4, 2..3), window(3..4, 3..4)]);
    }
}
