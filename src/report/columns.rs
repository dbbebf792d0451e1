//! Text in columns of a terminal: how wide it is, and how it is wrapped or cut to fit.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::screen::{Role, Screen, escape};

/// Where tabs lead to.
const TAB: usize = 8;
/// What stands for what is cut off.
const CUT: &str = "…";

/// What a reader takes for one character, with how many columns it fills.
#[derive(Debug, Clone)]
struct Cell<'t> {
    text: &'t str,
    width: usize,
    role: Option<Role>,
}

/// A line of text to be laid into columns, each stretch in the colour of its role.
#[derive(Debug, Clone, Default)]
pub(crate) struct Strip<'t> {
    stretches: Vec<(Cow<'t, str>, Option<Role>)>,
}

/// One row of a column: the text as it is printed, and how many columns it fills.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fitted {
    pub(crate) text: String,
    pub(crate) width: usize,
}

impl<'t> Strip<'t> {
    /// `text` in one role.
    pub(crate) fn new(text: &'t str, role: Option<Role>) -> Self {
        let mut strip = Strip::default();
        strip.push(text, role);
        strip
    }

    /// Adds a stretch. Control and bidi characters are spelt out whatever the screen: they fill no columns.
    pub(super) fn push(&mut self, text: &'t str, role: Option<Role>) {
        self.stretches.push((escape(text), role));
    }

    /// The whole of it in rows of at most `width` columns, at least one; broken after spaces and between wide
    /// characters, inside words only where one is wider than a row. A character wider than a row is left out.
    pub(crate) fn wrapped(&self, width: usize, screen: Screen) -> Vec<Fitted> {
        let mut cells = self.cells();
        cells.retain(|cell| cell.width <= width);
        let mut rows = Vec::new();
        let (mut start, mut fits, mut filled) = (0, 0, 0); // first cell of the row, where it may end, its width
        for (index, cell) in cells.iter().enumerate() {
            while filled + cell.width > width && index > start && !cell.is_space() {
                let end = if fits > start { fits } else { index };
                rows.push(fitted(&cells[start..end], screen));
                start = end;
                filled = cells[start..index].iter().map(|cell| cell.width).sum();
            }
            filled += cell.width;
            if cell.is_space() || cell.width > 1 {
                fits = index + 1;
            }
        }
        rows.push(fitted(&cells[start..], screen));
        rows
    }

    /// As much of it as fits into one row; where that is not all, it ends with `…`.
    pub(crate) fn cut(&self, width: usize, screen: Screen) -> Fitted {
        let cells = self.cells();
        let total: usize = cells.iter().map(|cell| cell.width).sum();
        if total <= width {
            return fitted(&cells, screen);
        }
        let mut filled = 0;
        let fit = cells.iter().take_while(|cell| {
            filled += cell.width;
            filled < width
        });
        let fit = fit.count();
        let mut row = fitted(&cells[..fit], screen);
        row.text.push_str(CUT);
        row.width += 1;
        row
    }

    /// Its characters, tabs as spaces.
    fn cells(&self) -> Vec<Cell<'_>> {
        let mut cells = Vec::new();
        let mut column = 0;
        for (text, role) in &self.stretches {
            for text in text.graphemes(true) {
                let cell = match text {
                    "\t" => {
                        Cell { text: &"        "[column % TAB..], width: TAB - column % TAB, role: *role }
                    }
                    _ => Cell { text, width: text.width(), role: *role },
                };
                column += cell.width;
                cells.push(cell);
            }
        }
        cells
    }
}

impl Cell<'_> {
    fn is_space(&self) -> bool {
        self.text == " "
    }
}

/// Puts cells together, without the spaces at their end.
fn fitted(cells: &[Cell<'_>], screen: Screen) -> Fitted {
    let end = cells.iter().rposition(|cell| !cell.is_space()).map_or(0, |last| last + 1);
    let mut row = Fitted::default();
    for stretch in cells[..end].chunk_by(|one, next| one.role == next.role) {
        let text: String = stretch.iter().map(|cell| cell.text).collect();
        row.text.push_str(&stretch[0].role.map_or_else(|| text.clone(), |role| screen.paint(role, &text)));
        row.width += stretch.iter().map(|cell| cell.width).sum::<usize>();
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let rows = Strip::new(text, None).wrapped(width, Screen::PLAIN);
        assert!(rows.iter().all(|row| row.width <= width), "{rows:?}");
        rows.into_iter().map(|row| row.text).collect()
    }

    fn cut(text: &str, width: usize) -> (String, usize) {
        let Fitted { text, width } = Strip::new(text, None).cut(width, Screen::PLAIN);
        (text, width)
    }

    #[test]
    fn lines_are_broken_between_words() {
        assert_eq!(wrapped("", 10), [""]);
        assert_eq!(wrapped("to the sea", 10), ["to the sea"]);
        assert_eq!(wrapped("to the seas of it", 10), ["to the", "seas of it"]);
        assert_eq!(wrapped("a   incomprehensible b", 10), ["a", "incomprehe", "nsible b"]);
        assert_eq!(wrapped("a\tb", 10), ["a       b"]);
    }

    #[test]
    fn characters_are_as_wide_as_terminals_show_them() {
        assert_eq!(wrapped("渡船在看到鲸鱼后掉头", 7), ["渡船在", "看到鲸", "鱼后掉", "头"]);
        assert_eq!(wrapped("渡 a", 1), ["", "a"]);
        assert_eq!(cut("渡船在看到鲸鱼", 8), ("渡船在…".to_owned(), 7));
        assert_eq!(cut("渡船在看", 8), ("渡船在看".to_owned(), 8));
        assert_eq!(
            cut("e\u{301}te\u{301}s", 4),
            ("e\u{301}te\u{301}s".to_owned(), 4),
            "combining marks fill nothing"
        );
        assert_eq!(cut("👩‍👩‍👧 a", 4), ("👩‍👩‍👧 a".to_owned(), 4), "a family is one picture");
        assert_eq!(cut("שלום עולם", 6), ("שלום…".to_owned(), 5));
    }

    #[test]
    fn what_would_move_the_columns_is_spelt_out() {
        assert_eq!(wrapped("\u{202e}ab\u{1b}", 40), ["\\u{202e}ab\\u{1b}"]);
    }

    proptest! {
        #[test]
        fn any_text_fits_and_loses_only_spaces(text in "[ a-z渡😀\u{301}\u{5d0}]{0,60}", width in 2_usize..20) {
            let rows = wrapped(&text, width);
            let solid = |text: &str| text.replace(' ', "");
            prop_assert_eq!(solid(&rows.concat()), solid(&text));
            prop_assert!(cut(&text, width).1 <= width);
        }
    }
}
